package usher.core.loop;

import java.util.concurrent.TimeUnit;

/** What the loop needs for one input, as a moving average over its turns. */
final class InputTime {
  /** What took longer was interrupted, by the collector for example, and says nothing of others. */
  private static final long LONGEST_NS = TimeUnit.MICROSECONDS.toNanos(500);

  private static final int TURNS = 8;

  private long averageNs;

  /**
   * One more turn.
   *
   * @param ns what an input needed in it
   * @return the average
   */
  long next(long ns) {
    averageNs += (Math.min(ns, LONGEST_NS) - averageNs) / TURNS;
    return averageNs;
  }
}
