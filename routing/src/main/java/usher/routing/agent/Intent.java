package usher.routing.agent;

/** What an agent wants: the first of the two axes of an agent's state. */
public enum Intent {
  /** Not at work. */
  LOGGED_OUT(0),
  /** At work and willing to take calls. */
  READY(1),
  /** At work, not taking calls, for a reason ({@link NotReady}). */
  NOT_READY(2);

  private static final Intent[] BY_CODE = {LOGGED_OUT, READY, NOT_READY};

  /** The number that stands for it in tables. */
  final int code;

  Intent(int code) {
    this.code = code;
  }

  /** The number that stands for it on tapes. */
  public int code() {
    return code;
  }

  static Intent of(int code) {
    return BY_CODE[code];
  }
}
