package usher.routing.offer;

/** How an offer ended. Every offer ends exactly once. */
public enum OfferOutcome {
  /** The agent answered and the two of them have audio. */
  ACCEPTED(0),
  /** The phone rang for the whole ring time; counts as ring-no-answer. */
  RING_TIMEOUT(1),
  /** The agent refused (603). */
  DECLINED(2),
  /** The phone is busy (486, 600). */
  BUSY(3),
  /** The phone could not be reached (404, 408, 480, 5xx, dead flow). */
  UNREACHABLE(4),
  /** The caller left first. */
  CALLER_GONE(5),
  /** Taken back: the agent went not ready or logged out, or the call went another way. */
  WITHDRAWN(6),
  /** Another agent won the call. */
  LOST_RACE(7),
  /** Found without a cause after a restart or by the reconciler. */
  RECOVERY(8),
  /** The agent answered and left before there was audio. */
  PREBRIDGE_DROP(9);

  private final int code;

  OfferOutcome(int code) {
    this.code = code;
  }

  /** The number that stands for it on tapes: never changed and never used again. */
  public int code() {
    return code;
  }

  /** The outcome of a number; throws IllegalArgumentException where there is none. */
  public static OfferOutcome of(int code) {
    for (OfferOutcome outcome : values()) {
      if (outcome.code == code) {
        return outcome;
      }
    }
    throw new IllegalArgumentException("offer outcome " + code);
  }

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
