package usher.core.call;

import org.jspecify.annotations.Nullable;

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
      case CallState.Dialling _, CallState.Ended _ -> false;
    };
  }

  Side side() {
    return agent == null && outside == null ? Side.CALLER : Side.AGENT;
  }
}
