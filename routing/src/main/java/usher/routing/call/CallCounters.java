package usher.routing.call;

/** How many calls entered each queue, where they stand, and how many left in which way. */
public final class CallCounters {
  private final int queues;
  private final long[] offered;
  private final int[] inside;
  private final long[] ended;

  /** Counters at zero. */
  public CallCounters(int queues) {
    this.queues = queues;
    offered = new long[queues];
    inside = new int[queues * CallState.COUNT];
    ended = new long[queues * CallEnd.COUNT];
  }

  /** Counts an arrival. */
  public void countOffered(int queue) {
    offered[queue]++;
  }

  /** Counts a call that comes to a state. */
  public void enter(int queue, CallState state) {
    inside[state.code * queues + queue]++;
  }

  /** Counts a call that leaves a state. */
  public void leave(int queue, CallState state) {
    inside[state.code * queues + queue]--;
  }

  /** Calls in a state now. */
  public int inside(int queue, CallState state) {
    return inside[state.code * queues + queue];
  }

  /** Counts an end. A call that is refused has not entered. */
  public void countEnded(int queue, CallEnd end) {
    ended[end.code * queues + queue]++;
    if (end == CallEnd.REFUSED) {
      offered[queue]--;
    }
  }

  /** Arrivals. */
  public long offered(int queue) {
    return offered[queue];
  }

  /** Ends of one kind. */
  public long ended(int queue, CallEnd end) {
    return ended[end.code * queues + queue];
  }

  /** Ends of all calls that had entered. */
  public long ended(int queue) {
    long total = -ended(queue, CallEnd.REFUSED);
    for (int code = 0; code < CallEnd.COUNT; code++) {
      total += ended[code * queues + queue];
    }
    return total;
  }
}
