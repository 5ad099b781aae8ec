package usher.routing.call;

import java.util.Arrays;

/**
 * How many calls entered each queue, where they stand, and how many left in which way: a row of
 * {@value #ROW} cells for a queue.
 */
public final class CallCounters {
  private static final int OFFERED = 0;
  private static final int INSIDE = 1;
  private static final int ENDED = INSIDE + CallState.COUNT;
  private static final int ROW = ENDED + CallEnd.COUNT;

  private long[] cells;

  /** Counters at zero. */
  public CallCounters(int queues) {
    cells = new long[queues * ROW];
  }

  /** Makes room for so many queues; the new ones start at zero. */
  public void grow(int toQueues) {
    cells = Arrays.copyOf(cells, toQueues * ROW);
  }

  /** Counts an arrival. */
  public void countOffered(int queue) {
    cells[queue * ROW + OFFERED]++;
  }

  /** Counts a call that comes to a state. */
  public void enter(int queue, CallState state) {
    cells[queue * ROW + INSIDE + state.code]++;
  }

  /** Counts a call that leaves a state. */
  public void leave(int queue, CallState state) {
    cells[queue * ROW + INSIDE + state.code]--;
  }

  /** Calls in a state now. */
  public int inside(int queue, CallState state) {
    return (int) cells[queue * ROW + INSIDE + state.code];
  }

  /** Counts an end. A call that is refused has not entered. */
  public void countEnded(int queue, CallEnd end) {
    cells[queue * ROW + ENDED + end.code]++;
    if (end == CallEnd.REFUSED) {
      cells[queue * ROW + OFFERED]--;
    }
  }

  /** Arrivals. */
  public long offered(int queue) {
    return cells[queue * ROW + OFFERED];
  }

  /** Ends of one kind. */
  public long ended(int queue, CallEnd end) {
    return cells[queue * ROW + ENDED + end.code];
  }

  /** Ends of all calls that had entered. */
  public long ended(int queue) {
    long total = -ended(queue, CallEnd.REFUSED);
    for (int code = 0; code < CallEnd.COUNT; code++) {
      total += cells[queue * ROW + ENDED + code];
    }
    return total;
  }
}
