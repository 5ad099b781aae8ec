package usher.routing.overflow;

/** Whether a queue's hours have come. The router has no calendar: it is told. */
public enum Opening {
  /** Within its hours. */
  OPEN(0),
  /** Outside of them. */
  CLOSED(1),
  /** Closed for the day, which is a case of closed. */
  HOLIDAY(2);

  private final int code;

  Opening(int code) {
    this.code = code;
  }

  /** The number that stands for it on tapes. */
  public int code() {
    return code;
  }

  /** The opening of a number; throws IllegalArgumentException where there is none. */
  public static Opening of(int code) {
    return switch (code) {
      case 0 -> OPEN;
      case 1 -> CLOSED;
      case 2 -> HOLIDAY;
      default -> throw new IllegalArgumentException("opening " + code);
    };
  }

  /** Whether nobody is meant to be served. */
  public boolean isClosed() {
    return this != OPEN;
  }
}
