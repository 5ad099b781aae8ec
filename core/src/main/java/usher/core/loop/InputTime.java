package usher.core.loop;

import java.util.concurrent.TimeUnit;

/**
 * What the loop needs for one input, as a moving average over its turns. An input that waits for
 * the next turn waits for all that comes between: in a flood, reading and refusing what is not let
 * in takes as long as the inputs themselves.
 */
final class InputTime {
  /** What took longer was interrupted, by the collector for example, and says nothing of others. */
  private static final long LONGEST_NS = TimeUnit.MICROSECONDS.toNanos(500);

  private static final int TURNS = 8;

  private long averageNs;
  private boolean leftSome;
  private long lastEndedNs;

  /**
   * One more turn.
   *
   * @param beganNs when it began to take inputs
   * @param endedNs when it had taken the last of them
   * @param taken how many it took
   * @param leavesSome whether others wait for the next turn
   * @return the average
   */
  long next(long beganNs, long endedNs, int taken, boolean leavesSome) {
    if (taken > 0) {
      long ns = (endedNs - (leftSome ? lastEndedNs : beganNs)) / taken;
      averageNs += (Math.min(ns, LONGEST_NS) - averageNs) / TURNS;
    }
    leftSome = leavesSome;
    lastEndedNs = endedNs;
    return averageNs;
  }
}
