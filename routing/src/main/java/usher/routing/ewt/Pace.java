package usher.routing.ewt;

import java.time.Duration;
import java.util.Arrays;

/**
 * How long a queue's calls keep agents busy and how fast its callers give up, each as an average
 * over the last calls that forgets older ones. Calls of the morning may be longer than those of the
 * evening, so the former is learnt for each hour of the day, too; an hour begins with what is known
 * of the whole day, which counts for {@value #PRIOR_WEIGHT} calls. Integer arithmetic. Not safe for
 * threads.
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

  /** How many hours a day has. */
  public static final int HOURS = 24;

  /** The row of a queue begins with the averages of all hours. */
  private static final int HANDLE = 0;

  private static final int WEIGHT = 1;
  private static final int GAVE_UP = 2;
  private static final int WAITED = 3;

  /** After them come length and weight of the present hour; the row is as long as a cache line. */
  private static final int OF_HOUR = 4;

  private static final int ROW = 8;
  private static final int HOURS_ROW = 2 * HOURS;

  /** A row for each queue. */
  private long[] cells = new long[0];

  /** Length and weight of each hour but the present one, a row for each queue. */
  private long[] hours = new long[0];

  private int hour;

  /** Nothing seen yet. */
  public Pace(int queues) {
    grow(queues);
  }

  /** Makes room for so many queues; of the new ones nothing has been seen. */
  public void grow(int queues) {
    int known = cells.length / ROW;
    cells = Arrays.copyOf(cells, queues * ROW);
    hours = Arrays.copyOf(hours, queues * HOURS_ROW);
    for (int queue = known; queue < queues; queue++) {
      cells[queue * ROW + HANDLE] = PRIOR.toNanos();
      cells[queue * ROW + WEIGHT] = PRIOR_WEIGHT;
    }
  }

  /** From now on it is this hour of the day; false where it was already. */
  public boolean hour(int next) {
    boolean changes = hour != next;
    for (int queue = 0; changes && queue < cells.length / ROW; queue++) {
      long length = cells[queue * ROW + OF_HOUR];
      long weight = cells[queue * ROW + OF_HOUR + WEIGHT];
      int put = queue * HOURS_ROW + 2 * hour;
      int taken = queue * HOURS_ROW + 2 * next;
      cells[queue * ROW + OF_HOUR] = hours[taken];
      cells[queue * ROW + OF_HOUR + WEIGHT] = hours[taken + WEIGHT];
      hours[put] = length;
      hours[put + WEIGHT] = weight;
    }
    hour = next;
    return changes;
  }

  /** A call has kept an agent busy from the first ring to the end of wrap-up. */
  public void handled(int queue, long lengthNs) {
    int ofHour = ofHour(queue);
    if (cells[ofHour + WEIGHT] == 0) {
      cells[ofHour + HANDLE] = cells[queue * ROW + HANDLE];
      cells[ofHour + WEIGHT] = PRIOR_WEIGHT;
    }
    learn(ofHour, lengthNs);
    learn(queue * ROW, lengthNs);
  }

  private void learn(int at, long lengthNs) {
    long more = lengthNs - cells[at + HANDLE];
    if (cells[at + WEIGHT] == MEMORY) {
      // dividing by a constant is far cheaper
      cells[at + HANDLE] += more / MEMORY;
    } else {
      cells[at + WEIGHT]++;
      cells[at + HANDLE] += more / cells[at + WEIGHT];
    }
  }

  private static int ofHour(int queue) {
    return queue * ROW + OF_HOUR;
  }

  /** A caller's wait is over, whatever ended it. */
  public void waited(int queue, long lengthNs, boolean abandoned) {
    int row = queue * ROW;
    cells[row + WAITED] += lengthNs - (cells[row + WAITED] >> CALLERS_SHIFT);
    cells[row + GAVE_UP] += (abandoned ? ONE : 0) - (cells[row + GAVE_UP] >> CALLERS_SHIFT);
  }

  /** How long a call keeps an agent busy at this hour. */
  public long handleNs(int queue) {
    int ofHour = ofHour(queue);
    return cells[(cells[ofHour + WEIGHT] == 0 ? queue * ROW : ofHour) + HANDLE];
  }

  /** Calls that one agent ends per second. */
  public double serviceRate(int queue) {
    return NS_PER_S / Math.max(1, handleNs(queue));
  }

  /** How often one waiting caller gives up per second; the waits of all callers count. */
  public double abandonRate(int queue) {
    double waitedS = cells[queue * ROW + WAITED] / NS_PER_S;
    return waitedS == 0 ? 0 : (double) cells[queue * ROW + GAVE_UP] / ONE / waitedS;
  }

  /** Folds what is known of a queue, and the hour, into a hash. */
  public long hash(int queue, long hash) {
    long folded = hash * 31 + hour;
    for (int cell = queue * ROW; cell < ofHour(queue); cell++) {
      folded = folded * 31 + cells[cell];
    }
    for (int each = 0; each < HOURS; each++) {
      boolean isPresent = each == hour;
      int at = isPresent ? ofHour(queue) : queue * HOURS_ROW + 2 * each;
      long[] from = isPresent ? cells : hours;
      folded = (folded * 31 + from[at + HANDLE]) * 31 + from[at + WEIGHT];
    }
    return folded;
  }
}
