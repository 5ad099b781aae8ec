package usher.routing.call;

/** How many calls entered each queue, where they stand, and how many left in which way. */
public final class CallCounters {
  private int queues;
  private long[] offered;
  private int[] inside;
  private long[] ended;

  /** Counters at zero. */
  public CallCounters(int queues) {
    this.queues = queues;
    offered = new long[queues];
    inside = new int[queues * CallState.COUNT];
    ended = new long[queues * CallEnd.COUNT];
  }

  /** Makes room for so many queues; the new ones start at zero. */
  public void grow(int toQueues) {
    CallCounters before = new CallCounters(0);
    before.take(this);
    take(new CallCounters(toQueues));
    for (int queue = 0; queue < before.queues; queue++) {
      offered[queue] = before.offered[queue];
      for (int code = 0; code < CallState.COUNT; code++) {
        inside[code * queues + queue] = before.inside[code * before.queues + queue];
      }
      for (int code = 0; code < CallEnd.COUNT; code++) {
        ended[code * queues + queue] = before.ended[code * before.queues + queue];
      }
    }
  }

  private void take(CallCounters other) {
    queues = other.queues;
    offered = other.offered;
    inside = other.inside;
    ended = other.ended;
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
