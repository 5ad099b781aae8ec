package usher.routing.call;

import java.util.EnumMap;
import java.util.Map;

/** How many calls entered each queue, and how many of them left in which way. */
public final class CallCounters {
  private final long[] offered;
  private final Map<CallEnd, long[]> ended = new EnumMap<>(CallEnd.class);

  /** Counters at zero. */
  public CallCounters(int queues) {
    offered = new long[queues];
    for (CallEnd end : CallEnd.values()) {
      ended.put(end, new long[queues]);
    }
  }

  /** Counts an arrival. */
  public void countOffered(int queue) {
    offered[queue]++;
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
    long[] column = ended.get(end);
    if (column == null) {
      throw new IllegalStateException("no counter for " + end);
    }
    return column;
  }
}
