package usher.sip.subscription;

/** Delta-seconds at the beginning of a header field's value. */
final class Seconds {
  private static final int MOST_DIGITS = 9;

  private Seconds() {}

  /** The number, or this one where there is none that can be read. */
  static long of(String value, long otherwise) {
    int end = 0;
    while (end < value.length() && value.charAt(end) >= '0' && value.charAt(end) <= '9') {
      end++;
    }
    if (end == 0) {
      return otherwise;
    }
    return end > MOST_DIGITS ? Integer.MAX_VALUE : Long.parseLong(value, 0, end, 10);
  }
}
