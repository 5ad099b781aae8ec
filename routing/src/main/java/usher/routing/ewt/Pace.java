package usher.routing.ewt;

import java.time.Duration;
import java.util.Arrays;

/**
 * How long a queue's calls keep agents busy and how fast its callers give up, each as an average
 * over the last calls that forgets older ones. Integer arithmetic. Not safe for threads.
 */
public final class Pace {
  /** What a call is thought to take before any has ended. */
  public static final Duration PRIOR = Duration.ofMinutes(3);

  /** How many calls the prior counts for. */
  private static final int PRIOR_WEIGHT = 10;

  /** About how many calls are remembered. */
  private static final int MEMORY = 100;

  /** How many callers are remembered, as a power of two. */
  private static final int CALLERS_SHIFT = 8;

  /** A caller who gave up, in the unit in which they are counted. */
  private static final long ONE = 1L << 20;

  private static final double NS_PER_S = 1e9;

  private static final int HANDLE = 0;
  private static final int WEIGHT = 1;
  private static final int GAVE_UP = 2;
  private static final int WAITED = 3;
  private static final int ROW = 4;

  /** A row for each queue. */
  private long[] cells = new long[0];

  /** Nothing seen yet. */
  public Pace(int queues) {
    grow(queues);
  }

  /** Makes room for so many queues; of the new ones nothing has been seen. */
  public void grow(int queues) {
    int known = cells.length / ROW;
    cells = Arrays.copyOf(cells, queues * ROW);
    for (int queue = known; queue < queues; queue++) {
      cells[queue * ROW + HANDLE] = PRIOR.toNanos();
      cells[queue * ROW + WEIGHT] = PRIOR_WEIGHT;
    }
  }

  /** A call has kept an agent busy from the first ring to the end of wrap-up. */
  public void handled(int queue, long lengthNs) {
    int row = queue * ROW;
    cells[row + WEIGHT] = Math.min(cells[row + WEIGHT] + 1, MEMORY);
    cells[row + HANDLE] += (lengthNs - cells[row + HANDLE]) / cells[row + WEIGHT];
  }

  /** A caller's wait is over, whatever ended it. */
  public void waited(int queue, long lengthNs, boolean abandoned) {
    int row = queue * ROW;
    cells[row + WAITED] += lengthNs - (cells[row + WAITED] >> CALLERS_SHIFT);
    cells[row + GAVE_UP] += (abandoned ? ONE : 0) - (cells[row + GAVE_UP] >> CALLERS_SHIFT);
  }

  /** How long a call keeps an agent busy. */
  public long handleNs(int queue) {
    return cells[queue * ROW + HANDLE];
  }

  /** Calls that one agent ends per second. */
  public double serviceRate(int queue) {
    return NS_PER_S / Math.max(1, cells[queue * ROW + HANDLE]);
  }

  /** How often one waiting caller gives up per second; the waits of all callers count. */
  public double abandonRate(int queue) {
    double waitedS = cells[queue * ROW + WAITED] / NS_PER_S;
    return waitedS == 0 ? 0 : (double) cells[queue * ROW + GAVE_UP] / ONE / waitedS;
  }

  /** Folds a queue's averages into a hash. */
  public long hash(int queue, long hash) {
    return ((hash * 31 + cells[queue * ROW + HANDLE]) * 31 + cells[queue * ROW + GAVE_UP]) * 31
        + cells[queue * ROW + WAITED];
  }
}
