package usher.routing.overflow;

import java.time.Duration;

/**
 * The service level of one queue over a sliding window, as raw counts in cells of a minute
 * (semantics, section 11): the share answered within T of all calls but those that gave up shortly
 * after they came. A call is counted once, at the first of answered, abandoned and T passed; those
 * that leave otherwise before T are not counted. Not safe for threads.
 */
public final class ServiceLevel {
  /** The longest window. */
  public static final int MOST_MINUTES = 60;

  /** A caller who gives up before this has passed says nothing about the service. */
  public static final Duration SHORT = Duration.ofSeconds(5);

  private static final long CELL_NS = Duration.ofMinutes(1).toNanos();
  private static final long SHORT_NS = SHORT.toNanos();

  private final long withinNs;
  private final int[] inTime;
  private final int[] counted;
  private int inTimeSum;
  private int countedSum;

  /** The cell of the last instant, counted from 0. */
  private long cell;

  /** Nothing counted yet. */
  public ServiceLevel(When.ServiceLevelBelow gauge) {
    withinNs = gauge.within().toNanos();
    inTime = new int[(int) gauge.over().toMinutes()];
    counted = new int[inTime.length];
  }

  /** T. */
  public long withinNs() {
    return withinNs;
  }

  /** A call was answered that had not passed T. */
  public void answered(long nowNs) {
    count(1, nowNs);
  }

  /** A caller gave up who had not passed T. */
  public void abandoned(long waitedNs, long nowNs) {
    if (waitedNs >= SHORT_NS) {
      count(0, nowNs);
    }
  }

  /** A call that waits has passed T. */
  public void passed(long nowNs) {
    count(0, nowNs);
  }

  private void count(int good, long nowNs) {
    turn(nowNs);
    int at = (int) (cell % inTime.length);
    inTime[at] += good;
    counted[at]++;
    inTimeSum += good;
    countedSum++;
  }

  /** Forgets the cells that have left the window. */
  private void turn(long nowNs) {
    long now = nowNs / CELL_NS;
    for (int turned = 0; cell < now && turned < inTime.length; turned++) {
      cell++;
      int at = (int) (cell % inTime.length);
      inTimeSum -= inTime[at];
      countedSum -= counted[at];
      inTime[at] = 0;
      counted[at] = 0;
    }
    cell = Math.max(cell, now);
  }

  /** Whether at least so many calls were counted and less than so many percent were in time. */
  public boolean isBelow(int percent, int atLeast, long nowNs) {
    turn(nowNs);
    return countedSum >= atLeast && inTimeSum * 100L < (long) percent * countedSum;
  }

  /** How many of the calls counted last were in time. */
  public int inTime() {
    return inTimeSum;
  }

  /** How many calls were counted. */
  public int counted() {
    return countedSum;
  }

  /** When calls may leave the window next, or {@link Long#MAX_VALUE} while it has none. */
  public long turnsAtNs(long nowNs) {
    turn(nowNs);
    return countedSum == 0 ? Long.MAX_VALUE : (cell + 1) * CELL_NS;
  }

  /** Folds the counts into a hash. */
  public long hash(long hash) {
    return (hash * 31 + inTimeSum) * 31 + countedSum;
  }
}
