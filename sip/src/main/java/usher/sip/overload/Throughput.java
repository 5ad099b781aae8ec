package usher.sip.overload;

import java.util.concurrent.TimeUnit;

/**
 * How many calls per second the loop takes, told interval by interval. Two figures are kept: of the
 * last two intervals, which is quick to see that a load has just begun, and of about a second,
 * which a pause of the collector does not make small. Belongs to one I/O thread.
 */
final class Throughput {
  private static final long SECOND_NS = TimeUnit.SECONDS.toNanos(1);

  private double smoothedPerS;
  private long lastCalls;
  private long lastNs;
  private long beforeCalls;
  private long beforeNs;

  /**
   * An interval is over.
   *
   * @param calls taken in it
   * @param ns its length, more than 0
   */
  void taken(int calls, long ns) {
    beforeCalls = lastCalls;
    beforeNs = lastNs;
    lastCalls = calls;
    lastNs = ns;
    double weight = Math.min(1, (double) ns / SECOND_NS);
    smoothedPerS += weight * ((double) calls * SECOND_NS / ns - smoothedPerS);
  }

  /** The larger of the two figures. */
  int perS() {
    double latestPerS = (double) (lastCalls + beforeCalls) * SECOND_NS / (lastNs + beforeNs);
    return (int) Math.max(latestPerS, smoothedPerS);
  }
}
