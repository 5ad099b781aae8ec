package usher.routing.agent;

/** What an agent wants: the first of the two axes of an agent's state. */
public enum Intent {
  /** Not at work. */
  LOGGED_OUT,
  /** At work and willing to take calls. */
  READY,
  /** At work, not taking calls, for a reason ({@link NotReady}). */
  NOT_READY
}
