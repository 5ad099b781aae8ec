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

  /** Counts a call that goes from one state to another. */
  public void move(int queue, CallState from, CallState to) {
    leave(queue, from);
    enter(queue, to);
  }

  /** Calls in a state now. */
  public int inside(int queue, CallState state) {
    return (int) cells[queue * ROW + INSIDE + state.code];
  }

  /** Calls that entered and neither are here nor have ended; 0, or something is wrong. */
  public long missing(int queue) {
    long missing = offered(queue) - ended(queue);
    for (int code = 0; code < CallState.COUNT; code++) {
      missing -= cells[queue * ROW + INSIDE + code];
    }
    return missing;
  }

  /** Forgets which calls are here; whoever asks for it counts them again. */
  public void forgetInside(int queue) {
    Arrays.fill(cells, queue * ROW + INSIDE, queue * ROW + ENDED, 0);
  }

  /** Takes calls that are missing for lost ones, and those that are too many for arrivals. */
  public void settle(int queue) {
    long missing = missing(queue);
    cells[queue * ROW + ENDED + CallEnd.LOST.code] += Math.max(0, missing);
    cells[queue * ROW + OFFERED] += Math.max(0, -missing);
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
