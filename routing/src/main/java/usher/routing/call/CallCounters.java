package usher.routing.call;

import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;

/** How many calls entered each queue, where they stand, and how many left in which way. */
public final class CallCounters {
  private final long[] offered;
  private final Map<CallState, int[]> inside = new EnumMap<>(CallState.class);
  private final Map<CallEnd, long[]> ended = new EnumMap<>(CallEnd.class);

  /** Counters at zero. */
  public CallCounters(int queues) {
    offered = new long[queues];
    for (CallState state : CallState.values()) {
      inside.put(state, new int[queues]);
    }
    for (CallEnd end : CallEnd.values()) {
      ended.put(end, new long[queues]);
    }
  }

  /** Counts an arrival. */
  public void countOffered(int queue) {
    offered[queue]++;
  }

  /** Counts a call that comes to a state. */
  public void enter(int queue, CallState state) {
    column(state)[queue]++;
  }

  /** Counts a call that leaves a state. */
  public void leave(int queue, CallState state) {
    column(state)[queue]--;
  }

  /** Calls in a state now. */
  public int inside(int queue, CallState state) {
    return column(state)[queue];
  }

  private int[] column(CallState state) {
    return Objects.requireNonNull(inside.get(state));
  }

  /** Counts an end. */
  public void countEnded(int queue, CallEnd end) {
    column(end)[queue]++;
  }

  /** Arrivals. */
  public long offered(int queue) {
    return offered[queue];
  }

  /** Ends of one kind. */
  public long ended(int queue, CallEnd end) {
    return column(end)[queue];
  }

  /** Ends of all kinds. */
  public long ended(int queue) {
    long total = 0;
    for (long[] column : ended.values()) {
      total += column[queue];
    }
    return total;
  }

  private long[] column(CallEnd end) {
    return Objects.requireNonNull(ended.get(end));
  }
}
