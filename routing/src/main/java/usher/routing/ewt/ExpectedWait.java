package usher.routing.ewt;

/**
 * How long a caller waits who has {@code ahead} calls before him, while service ends at {@code
 * serviceRate} per second and each of those who wait gives up at {@code abandonRate} per second.
 * The wait is a chain of {@code ahead + 1} departures, the last from the head of the line:
 * exponential times with rates {@code serviceRate + i * abandonRate}, i from 0 to {@code ahead}.
 * Lengths are seconds.
 */
public final class ExpectedWait {
  /** Terms added one by one; the rest of a longer sum is an integral, right to a millionth. */
  private static final int MOST_TERMS = 1_000;

  /** Beyond this ratio of the rates nobody gives up, as far as a double can tell. */
  private static final double MOST_RATIO = 1e7;

  private static final int BISECTIONS = 60;

  private ExpectedWait() {}

  /** The mean; infinite where nobody serves. */
  public static double meanS(int ahead, double serviceRate, double abandonRate) {
    if (serviceRate <= 0) {
      return Double.POSITIVE_INFINITY;
    }
    if (serviceRate > abandonRate * MOST_RATIO) {
      return (ahead + 1.0) / serviceRate;
    }
    int terms = Math.min(ahead + 1, MOST_TERMS);
    double sum = 0;
    for (int i = 0; i < terms; i++) {
      sum += 1 / (serviceRate + i * abandonRate);
    }
    return sum + restS(terms, ahead, serviceRate, abandonRate);
  }

  /** The terms {@code from} to {@code to}, by the midpoint rule turned round. */
  private static double restS(int from, int to, double serviceRate, double abandonRate) {
    if (from > to) {
      return 0;
    }
    double low = serviceRate + (from - 0.5) * abandonRate;
    double high = serviceRate + (to + 0.5) * abandonRate;
    return StrictMath.log(high / low) / abandonRate;
  }

  /**
   * What the wait does not exceed with a probability; infinite where nobody serves.
   *
   * @param share more than 0 and less than 1
   */
  public static double percentileS(
      int ahead, double serviceRate, double abandonRate, double share) {
    if (serviceRate <= 0) {
      return Double.POSITIVE_INFINITY;
    }
    double low = 0;
    double high = meanS(ahead, serviceRate, abandonRate);
    while (longerThan(high, ahead, serviceRate, abandonRate) > 1 - share) {
      low = high;
      high *= 2;
    }
    for (int i = 0; i < BISECTIONS; i++) {
      double middle = (low + high) / 2;
      if (longerThan(middle, ahead, serviceRate, abandonRate) > 1 - share) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return high;
  }

  /** The probability that the wait is longer than {@code seconds}. */
  public static double longerThan(
      double seconds, int ahead, double serviceRate, double abandonRate) {
    if (serviceRate > abandonRate * MOST_RATIO) {
      return Gamma.upper(ahead + 1.0, serviceRate * seconds);
    }
    return Beta.regularised(
        StrictMath.exp(-abandonRate * seconds), serviceRate / abandonRate, ahead + 1.0);
  }
}
