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

  private long[] handleNs = new long[0];
  private int[] weight = new int[0];
  private long[] gaveUp = new long[0];
  private long[] waitedNs = new long[0];

  /** Nothing seen yet. */
  public Pace(int queues) {
    grow(queues);
  }

  /** Makes room for so many queues; of the new ones nothing has been seen. */
  public void grow(int queues) {
    int known = weight.length;
    handleNs = Arrays.copyOf(handleNs, queues);
    weight = Arrays.copyOf(weight, queues);
    gaveUp = Arrays.copyOf(gaveUp, queues);
    waitedNs = Arrays.copyOf(waitedNs, queues);
    Arrays.fill(handleNs, known, queues, PRIOR.toNanos());
    Arrays.fill(weight, known, queues, PRIOR_WEIGHT);
  }

  /** A call has kept an agent busy from the first ring to the end of wrap-up. */
  public void handled(int queue, long lengthNs) {
    weight[queue] = Math.min(weight[queue] + 1, MEMORY);
    handleNs[queue] += (lengthNs - handleNs[queue]) / weight[queue];
  }

  /** A caller's wait is over, whatever ended it. */
  public void waited(int queue, long lengthNs, boolean abandoned) {
    waitedNs[queue] += lengthNs - (waitedNs[queue] >> CALLERS_SHIFT);
    gaveUp[queue] += (abandoned ? ONE : 0) - (gaveUp[queue] >> CALLERS_SHIFT);
  }

  /** How long a call keeps an agent busy. */
  public long handleNs(int queue) {
    return handleNs[queue];
  }

  /** Calls that one agent ends per second. */
  public double serviceRate(int queue) {
    return NS_PER_S / Math.max(1, handleNs[queue]);
  }

  /** How often one waiting caller gives up per second; the waits of all callers count. */
  public double abandonRate(int queue) {
    double waitedS = waitedNs[queue] / NS_PER_S;
    return waitedS == 0 ? 0 : (double) gaveUp[queue] / ONE / waitedS;
  }

  /** Folds a queue's averages into a hash. */
  public long hash(int queue, long hash) {
    return ((hash * 31 + handleNs[queue]) * 31 + gaveUp[queue]) * 31 + waitedNs[queue];
  }
}
