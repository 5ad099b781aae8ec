package usher.core.entry;

import usher.routing.overflow.Opening;

/**
 * Whether somebody is there, and how long that stays so.
 *
 * @param why the name of the holiday or closure, otherwise empty
 * @param untilMs when it may change; milliseconds since 1970 UTC
 */
public record Attendance(State state, String why, long untilMs) {

  /** Why a door is open or not. */
  public enum State {
    OPEN,
    /** Outside of the week's hours, or in a closure. */
    CLOSED,
    /** On a day that is a holiday. */
    HOLIDAY
  }

  /** Open for ever. */
  public static final Attendance ALWAYS = new Attendance(State.OPEN, "", Long.MAX_VALUE);

  /** The same for the router. */
  public Opening opening() {
    return switch (state) {
      case OPEN -> Opening.OPEN;
      case CLOSED -> Opening.CLOSED;
      case HOLIDAY -> Opening.HOLIDAY;
    };
  }

  /** Whether somebody is there. */
  public boolean isOpen() {
    return state == State.OPEN;
  }
}
