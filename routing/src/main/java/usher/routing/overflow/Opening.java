package usher.routing.overflow;

/** Whether a queue's hours have come. The router has no calendar: it is told. */
public enum Opening {
  /** Within its hours. */
  OPEN,
  /** Outside of them. */
  CLOSED,
  /** Closed for the day, which is a case of closed. */
  HOLIDAY;

  /** Whether nobody is meant to be served. */
  public boolean isClosed() {
    return this != OPEN;
  }
}
