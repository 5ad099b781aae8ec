package usher.routing.store;

import java.util.Arrays;

/**
 * Deadlines of numbered timers, the earliest at hand. A timer's number is {@code index * KINDS +
 * kind}; equal deadlines are taken by kind and then by index, so the order never depends on when a
 * timer was set. A 4-ary heap with the place of each timer, so that a timer can be moved or
 * cancelled.
 *
 * <p>Most timers are cancelled soon after they were set: an offer is answered, a call leaves. So a
 * timer stands aside at first, in no order, and the last {@value #MOST_ASIDE} go to the heap
 * together when one more comes or when one of them may be due. Not safe for threads.
 */
public final class DeadlineHeap {
  /** The deadline of a heap without timers. */
  public static final long NEVER = Long.MAX_VALUE;

  /** How many kinds of timers there are at most: the low bits of a timer's number are its kind. */
  public static final int KINDS = 4;

  private static final int KIND_BITS = 2;
  private static final int ARITY_BITS = 2;
  private static final int ARITY = 1 << ARITY_BITS;
  private static final int ABSENT = -1;

  /** A place of -2 is the first aside, -3 the second. */
  private static final int ASIDE = -2;

  private static final int MOST_ASIDE = 32;

  private long[] deadline;
  private int[] timer;
  private int[] place;
  private int count;
  private final long[] deadlineAside = new long[MOST_ASIDE];
  private final int[] timerAside = new int[MOST_ASIDE];
  private int countAside;

  /** No timer is due before this. */
  private long quietUntil = NEVER;

  /**
   * An empty heap with room for timers 0 to {@code timers - 1}; it grows when higher ones are set.
   */
  public DeadlineHeap(int timers) {
    deadline = new long[Math.max(16, timers)];
    timer = new int[deadline.length];
    place = new int[deadline.length];
    Arrays.fill(place, ABSENT);
  }

  /** Whether a timer is due by an instant. */
  public boolean isDue(long nowNs) {
    return quietUntil <= nowNs && findsDue(nowNs);
  }

  private boolean findsDue(long nowNs) {
    gather();
    quietUntil = count == 0 ? NEVER : deadline[0];
    return quietUntil <= nowNs;
  }

  /** The earliest deadline, or {@link #NEVER}. */
  public long earliest() {
    long earliest = count == 0 ? NEVER : deadline[0];
    for (int i = 0; i < countAside; i++) {
      earliest = Math.min(earliest, deadlineAside[i]);
    }
    return earliest;
  }

  /** How many timers are set. */
  public int size() {
    return count + countAside;
  }

  /** The deadline of a timer, or {@link #NEVER} when it is not set. */
  public long deadlineOf(int id) {
    int spot = id < place.length ? place[id] : ABSENT;
    if (spot == ABSENT) {
      return NEVER;
    }
    return spot >= 0 ? deadline[spot] : deadlineAside[ASIDE - spot];
  }

  /** Takes out the timer with the earliest deadline. */
  public int poll() {
    gather();
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
    quietUntil = Math.min(quietUntil, at);
    int spot = place[id];
    if (spot < 0) {
      setAside(id, at, spot == ABSENT ? newAside() : ASIDE - spot);
    } else if (!rise(spot, id, at)) {
      sink(spot, id, at);
    }
  }

  private int newAside() {
    if (countAside == MOST_ASIDE) {
      gather();
    }
    return countAside++;
  }

  private void setAside(int id, long at, int spot) {
    deadlineAside[spot] = at;
    timerAside[spot] = id;
    place[id] = ASIDE - spot;
  }

  /** Brings those that stand aside to the heap. */
  private void gather() {
    for (int i = 0; i < countAside; i++) {
      makeRoom();
      int spot = count++;
      if (!rise(spot, timerAside[i], deadlineAside[i])) {
        sink(spot, timerAside[i], deadlineAside[i]);
      }
    }
    countAside = 0;
  }

  /** Cancels a timer, set or not. */
  public void cancel(int id) {
    int spot = id < place.length ? place[id] : ABSENT;
    if (spot == ABSENT) {
      return;
    }
    place[id] = ABSENT;
    if (spot < 0) {
      cancelAside(ASIDE - spot);
    } else {
      cancelInHeap(spot);
    }
  }

  private void cancelAside(int spot) {
    countAside--;
    if (spot < countAside) {
      setAside(timerAside[countAside], deadlineAside[countAside], spot);
    }
  }

  private void cancelInHeap(int spot) {
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
      int above = (spot - 1) >>> ARITY_BITS;
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
  }

  private void makeRoom() {
    if (count == deadline.length) {
      deadline = Arrays.copyOf(deadline, count * 2);
      timer = Arrays.copyOf(timer, count * 2);
    }
  }
}
