package usher.core.entry;

/**
 * A part of a day, in minutes after midnight on the wall's clock.
 *
 * @param fromMinute 0 to {@value #DAY_MINUTES} - 1, included
 * @param toMinute not included; after {@code fromMinute}, and beyond {@value #DAY_MINUTES} where it
 *     ends on the next day
 */
public record OpenSpan(int fromMinute, int toMinute) implements Comparable<OpenSpan> {

  /** Minutes of a day as clocks show them. */
  public static final int DAY_MINUTES = 24 * 60;

  public OpenSpan {
    if (fromMinute < 0
        || fromMinute >= DAY_MINUTES
        || toMinute <= fromMinute
        || toMinute > fromMinute + DAY_MINUTES) {
      throw new IllegalArgumentException(fromMinute + " to " + toMinute);
    }
  }

  boolean contains(int minute) {
    return minute >= fromMinute && minute < toMinute;
  }

  @Override
  public int compareTo(OpenSpan other) {
    return Integer.compare(fromMinute, other.fromMinute);
  }

  /** {@code 08:00-18:00}. */
  @Override
  public String toString() {
    int end = toMinute > DAY_MINUTES ? toMinute - DAY_MINUTES : toMinute;
    return clock(fromMinute) + "-" + clock(end);
  }

  private static String clock(int minute) {
    return "%02d:%02d".formatted(minute / 60, minute % 60);
  }
}
