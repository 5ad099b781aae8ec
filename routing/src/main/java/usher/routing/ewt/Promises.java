package usher.routing.ewt;

import java.time.Duration;
import java.util.Arrays;

/**
 * What callers were told about their wait, and what became of it. A caller is told the 80th
 * percentile, rounded up to minutes. A number that rises is told once; when it would rise a second
 * time, nothing is said. Not safe for threads.
 */
public final class Promises {
  /** The share of callers who are to wait no longer than they were told. */
  public static final double SHARE = 0.8;

  /** What is told is a multiple of this. */
  public static final Duration UNIT = Duration.ofMinutes(1);

  /** Nothing is told. */
  public static final long SILENCE = -1;

  private static final long UNIT_NS = UNIT.toNanos();

  /** The last bit of a promise, which is never needed for its length, says that it has risen. */
  private static final long RISEN = 1;

  private long[] settled;
  private long[] keptInTime;
  private long[] errorNs;
  private long[] absoluteErrorNs;

  /**
   * How promises of a queue came true.
   *
   * @param settled answered calls that had been promised something
   * @param kept those that waited no longer than that
   * @param meanErrorNs what they waited less what they were promised: below 0 when they waited less
   * @param meanAbsoluteErrorNs the same without the sign
   */
  public record Accuracy(long settled, long kept, long meanErrorNs, long meanAbsoluteErrorNs) {}

  /** No promise made. */
  public Promises(int queues) {
    settled = new long[queues];
    keptInTime = new long[queues];
    errorNs = new long[queues];
    absoluteErrorNs = new long[queues];
  }

  /** Makes room for so many queues. */
  public void grow(int queues) {
    settled = Arrays.copyOf(settled, queues);
    keptInTime = Arrays.copyOf(keptInTime, queues);
    errorNs = Arrays.copyOf(errorNs, queues);
    absoluteErrorNs = Arrays.copyOf(absoluteErrorNs, queues);
  }

  /** What to note of a promise for a call, given what was noted last; 0 when nothing was. */
  public static long next(long noted, double percentileS) {
    if (!Double.isFinite(percentileS)) {
      return SILENCE;
    }
    long ns = Math.max(1, (long) StrictMath.ceil(percentileS / UNIT.toSeconds())) * UNIT_NS;
    boolean rises = noted > 0 && ns > length(noted);
    boolean rose = noted > 0 && (noted & RISEN) != 0;
    if (rises && rose) {
      return SILENCE;
    }
    return rises || rose ? ns | RISEN : ns;
  }

  /** The length of what was noted. */
  public static long length(long noted) {
    return noted & ~RISEN;
  }

  /** A call was answered so long after it had been promised something. */
  public void settle(int queue, long noted, long waitedNs) {
    long error = waitedNs - length(noted);
    settled[queue]++;
    keptInTime[queue] += error <= 0 ? 1 : 0;
    errorNs[queue] += error;
    absoluteErrorNs[queue] += Math.abs(error);
  }

  /** How the promises of a queue came true so far. */
  public Accuracy accuracy(int queue) {
    long count = Math.max(1, settled[queue]);
    return new Accuracy(
        settled[queue], keptInTime[queue], errorNs[queue] / count, absoluteErrorNs[queue] / count);
  }
}
