package usher.core.call;

import org.jspecify.annotations.Nullable;
import usher.sip.dialog.Dialog;

/** Whose leg a dialog is: the caller's where it is no agent's and not outside. */
record Leg(ActiveCall call, @Nullable AgentLeg agent, @Nullable OutsideLeg outside) {
  static Leg ofCaller(ActiveCall call) {
    return new Leg(call, null, null);
  }

  /** The agent whose phone it is, {@link OutsideLeg#NOBODY} where it is no agent's. */
  int owner() {
    if (agent != null) {
      return agent.agent();
    }
    return outside == null ? call.dialledBy() : outside.agent();
  }

  /**
   * Whether an agent serves the caller by it: routing gave him the call, or an agent passed it on
   * to him. Not where an agent was dialled by another.
   */
  boolean isServing() {
    return call.dialled() == null && side() == Side.AGENT && owner() != OutsideLeg.NOBODY;
  }

  /** Whether the caller hears who is at its end. */
  boolean isTalking() {
    return switch (call.machine().state()) {
      case CallState.Talking(long offerId) -> agent != null && agent.offerId() == offerId;
      case CallState.TalkingOutside(long legId) -> outside != null && outside.id() == legId;
      case CallState.New _, CallState.Entering _, CallState.Waiting _ -> false;
      case CallState.Connecting _, CallState.Outside _, CallState.ConnectingOutside _ -> false;
      case CallState.Passing _, CallState.Passed _, CallState.ConnectingPassed _ -> false;
      case CallState.Dialling _, CallState.Conference _, CallState.Ended _ -> false;
    };
  }

  /** Whether who is at its end is in a conference. */
  boolean isInConference() {
    return side() == Side.AGENT
        && call.machine().state() instanceof CallState.Conference conference
        && conference.has(id());
  }

  /** The number of the offer, or of the leg; 0 for the caller's. */
  long id() {
    return agent != null ? agent.offerId() : outside == null ? 0 : outside.id();
  }

  /** Its agent goes on by this dialog. */
  void speaksBy(Dialog dialog) {
    if (agent != null) {
      agent.ring(dialog);
    } else if (outside != null) {
      outside.answered(dialog);
    }
  }

  Side side() {
    return agent == null && outside == null ? Side.CALLER : Side.AGENT;
  }
}
