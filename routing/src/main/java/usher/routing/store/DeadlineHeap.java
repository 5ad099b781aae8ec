package usher.routing.store;

import java.util.Arrays;

/**
 * Deadlines of numbered timers, the earliest at hand. A timer's number is {@code index * KINDS +
 * kind}; equal deadlines are taken by kind and then by index, so the order never depends on when a
 * timer was set. A 4-ary heap with the place of each timer, so that a timer can be moved or
 * cancelled. Not safe for threads.
 */
public final class DeadlineHeap {
  /** The deadline of a heap without timers. */
  public static final long NEVER = Long.MAX_VALUE;

  /** How many kinds of timers there are at most: the low bits of a timer's number are its kind. */
  public static final int KINDS = 4;

  private static final int KIND_BITS = 2;
  private static final int ARITY = 4;
  private static final int ABSENT = -1;

  private long[] deadline;
  private int[] timer;
  private int[] place;
  private int count;

  /**
   * An empty heap with room for timers 0 to {@code timers - 1}; it grows when higher ones are set.
   */
  public DeadlineHeap(int timers) {
    deadline = new long[Math.max(16, timers)];
    timer = new int[deadline.length];
    place = new int[deadline.length];
    Arrays.fill(place, ABSENT);
  }

  /** The earliest deadline, or {@link #NEVER}. */
  public long earliest() {
    return count == 0 ? NEVER : deadline[0];
  }

  /** How many timers are set. */
  public int size() {
    return count;
  }

  /** The deadline of a timer, or {@link #NEVER} when it is not set. */
  public long deadlineOf(int id) {
    return id < place.length && place[id] != ABSENT ? deadline[place[id]] : NEVER;
  }

  /** Takes out the timer with the earliest deadline. */
  public int poll() {
    int id = timer[0];
    cancel(id);
    return id;
  }

  /** Sets or moves a timer; {@link #NEVER} cancels it. */
  public void set(int id, long at) {
    if (at == NEVER) {
      cancel(id);
      return;
    }
    ensure(id);
    int spot = place[id] == ABSENT ? count++ : place[id];
    if (!rise(spot, id, at)) {
      sink(spot, id, at);
    }
  }

  /** Cancels a timer, set or not. */
  public void cancel(int id) {
    if (id >= place.length || place[id] == ABSENT) {
      return;
    }
    int spot = place[id];
    place[id] = ABSENT;
    count--;
    if (spot == count) {
      return;
    }
    int lastId = timer[count];
    long lastAt = deadline[count];
    if (!rise(spot, lastId, lastAt)) {
      sink(spot, lastId, lastAt);
    }
  }

  private boolean rise(int from, int id, long at) {
    int spot = from;
    while (spot > 0) {
      int above = (spot - 1) / ARITY;
      if (!earlier(at, id, above)) {
        break;
      }
      put(spot, timer[above], deadline[above]);
      spot = above;
    }
    put(spot, id, at);
    return spot != from;
  }

  private void sink(int from, int id, long at) {
    int spot = from;
    while (true) {
      int child = earliestChild(spot);
      if (child == ABSENT || earlier(at, id, child)) {
        break;
      }
      put(spot, timer[child], deadline[child]);
      spot = child;
    }
    put(spot, id, at);
  }

  private int earliestChild(int spot) {
    int begin = spot * ARITY + 1;
    int end = Math.min(begin + ARITY, count);
    int best = ABSENT;
    for (int child = begin; child < end; child++) {
      if (best == ABSENT || earlier(deadline[child], timer[child], best)) {
        best = child;
      }
    }
    return best;
  }

  private boolean earlier(long at, int id, int spot) {
    return at < deadline[spot] || (at == deadline[spot] && order(id) < order(timer[spot]));
  }

  /** By kind, then by index. */
  private static int order(int id) {
    return Integer.rotateRight(id, KIND_BITS) ^ Integer.MIN_VALUE;
  }

  private void put(int spot, int id, long at) {
    deadline[spot] = at;
    timer[spot] = id;
    place[id] = spot;
  }

  private void ensure(int id) {
    if (id >= place.length) {
      int old = place.length;
      place = Arrays.copyOf(place, Math.max(id + 1, old * 2));
      Arrays.fill(place, old, place.length, ABSENT);
    }
    if (count == deadline.length) {
      deadline = Arrays.copyOf(deadline, count * 2);
      timer = Arrays.copyOf(timer, count * 2);
    }
  }
}
