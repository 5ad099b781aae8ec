package usher.routing.offer;

/** How an offer ended. Every offer ends exactly once. */
public enum OfferOutcome {
  /** The agent answered and the two of them have audio. */
  ACCEPTED,
  /** The phone rang for the whole ring time; counts as ring-no-answer. */
  RING_TIMEOUT,
  /** The agent refused (603). */
  DECLINED,
  /** The phone is busy (486, 600). */
  BUSY,
  /** The phone could not be reached (404, 408, 480, 5xx, dead flow). */
  UNREACHABLE,
  /** The caller left first. */
  CALLER_GONE,
  /** Taken back: the agent went not ready or logged out, or the call went another way. */
  WITHDRAWN,
  /** Another agent won the call. */
  LOST_RACE,
  /** Found without a cause after a restart or by the reconciler. */
  RECOVERY,
  /** The agent answered and left before there was audio. */
  PREBRIDGE_DROP;

  /** Whether call control may end an offer like this; the others are the router's own to give. */
  public boolean isFailure() {
    return switch (this) {
      case RING_TIMEOUT, DECLINED, BUSY, UNREACHABLE, WITHDRAWN, RECOVERY, PREBRIDGE_DROP -> true;
      case ACCEPTED, CALLER_GONE, LOST_RACE -> false;
    };
  }

  /** Whether the call should not come back to this agent for a while. */
  public boolean excludesAgent() {
    return switch (this) {
      case RING_TIMEOUT, DECLINED, BUSY, UNREACHABLE, PREBRIDGE_DROP -> true;
      case ACCEPTED, CALLER_GONE, WITHDRAWN, LOST_RACE, RECOVERY -> false;
    };
  }
}
