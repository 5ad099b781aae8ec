package usher.routing.plan;

/** Who ends the work after a call. */
public enum WrapUpMode {
  /** There is none. */
  NONE,
  /** Until the time is over, or the agent says so or sets ready. */
  OPTIONAL,
  /** Until the time is over, or the agent says so. */
  TIMEBOXED,
  /** Until the time is over. */
  TIMEBOXED_NO_EXIT,
  /** Until the agent says so. */
  DISCRETIONARY,
  /** Only when the agent asked for it during the call; then like TIMEBOXED. */
  ON_REQUEST;

  /** Whether the agent may end it early. */
  public boolean allowsExit() {
    return this != TIMEBOXED_NO_EXIT;
  }
}
