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

  Side side() {
    return agent == null && outside == null ? Side.CALLER : Side.AGENT;
  }
}
