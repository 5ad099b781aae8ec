package usher.sip.transaction;

import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The one deadline structure of a call loop, and its sense of time: {@link #nowNs()} stands still
 * while one input is handled. Timers due at the same instant run in the order they were set, so a
 * run is repeatable. One thread.
 *
 * <p>A heap of four children a node in which every timer knows its place: setting, cancelling and
 * firing cost the logarithm of the number of timers that are set, and a cancelled timer is gone at
 * once. Most timers of SIP are cancelled long before they are due, so leaving them to their
 * deadline would keep half a minute of finished calls in memory.
 *
 * <p>Those that do run out are nearly all of two lengths, the time in which messages may be
 * repeated. They are due in the order they were set: each length has a row of its own, and the heap
 * stays small. What has lasted for seconds may last some milliseconds longer, so nobody needs to
 * wake up for one of these alone: they run with whatever is next, or many of them at once.
 */
public final class Timers {
  /** What {@link #nextDeadlineNs()} says when nothing is set. */
  public static final long NEVER = Long.MAX_VALUE;

  /** At the multiples of this at the latest, what stands in a row and is due is run. */
  static final long LEISURE_NS = TimeUnit.MILLISECONDS.toNanos(50);

  private static final int CHILDREN = 4;
  private static final int SMALLEST_CAPACITY = 64;

  private @Nullable Timer[] heap = new @Nullable Timer[SMALLEST_CAPACITY];
  private int size;
  private final TimerRow afterTimeout = new TimerRow();
  private final TimerRow afterT4 = new TimerRow();
  private long nowNs;
  private long sequence;

  /** Starts at this instant of the monotonic clock. */
  public Timers(long nowNs) {
    this.nowNs = nowNs;
  }

  /** The instant being handled, monotonic, in ns. */
  public long nowNs() {
    return nowNs;
  }

  /** How many timers are set. */
  public int size() {
    return size + afterTimeout.size() + afterT4.size();
  }

  /**
   * Runs the action once, {@code delayNs} from now, unless cancelled. A delay below zero counts as
   * zero.
   */
  public Timer schedule(long delayNs, Runnable action) {
    long deadlineNs = delayNs < NEVER - Math.max(nowNs, 0) ? nowNs + Math.max(delayNs, 0) : NEVER;
    TimerRow row = rowOf(delayNs);
    Timer timer = new Timer(this, row, deadlineNs, sequence++, action);
    if (row == null) {
      addToHeap(timer);
    } else {
      row.add(timer);
    }
    return timer;
  }

  private @Nullable TimerRow rowOf(long delayNs) {
    if (delayNs == SipTimer.TIMEOUT_NS) {
      return afterTimeout;
    }
    return delayNs == SipTimer.T4_NS ? afterT4 : null;
  }

  private void addToHeap(Timer timer) {
    if (size == heap.length) {
      heap = Arrays.copyOf(heap, size * 2);
    }
    siftUp(timer, size++);
  }

  /**
   * Moves time forward, running everything due on the way at its own instant. Time never goes back.
   * When an action throws, that timer counts as run and the others stay set.
   */
  public void advance(long toNs) {
    Timer timer = first();
    while (timer != null && timer.deadlineNs <= toNs) {
      nowNs = Math.max(nowNs, timer.deadlineNs);
      timer.fire();
      timer = first();
    }
    nowNs = Math.max(nowNs, toNs);
  }

  /** When {@link #advance} is to be called next at the latest, or {@link #NEVER}. */
  public long nextDeadlineNs() {
    Timer timer = heap[0];
    Timer row = earlier(afterTimeout.first(), afterT4.first());
    return Math.min(
        timer == null ? NEVER : timer.deadlineNs, row == null ? NEVER : atLeisure(row.deadlineNs));
  }

  private static long atLeisure(long deadlineNs) {
    return Math.ceilDiv(deadlineNs, LEISURE_NS) * LEISURE_NS;
  }

  private @Nullable Timer first() {
    return earlier(heap[0], earlier(afterTimeout.first(), afterT4.first()));
  }

  private static @Nullable Timer earlier(@Nullable Timer one, @Nullable Timer other) {
    if (one == null || other == null) {
      return one == null ? other : one;
    }
    return one.isBefore(other) ? one : other;
  }

  private void removeFromHeap(Timer timer) {
    int place = timer.place;
    timer.place = Timer.NOWHERE;
    Timer last = at(--size);
    heap[size] = null;
    if (last != timer) {
      siftDown(last, place);
      siftUp(last, last.place);
    }
    shrink();
  }

  /** A burst of calls must not hold its memory for ever. */
  private void shrink() {
    if (heap.length > SMALLEST_CAPACITY && size < heap.length / 8) {
      heap = Arrays.copyOf(heap, heap.length / 2);
    }
  }

  private void siftUp(Timer timer, int from) {
    int place = from;
    while (place > 0) {
      int parent = (place - 1) / CHILDREN;
      if (!timer.isBefore(at(parent))) {
        break;
      }
      put(at(parent), place);
      place = parent;
    }
    put(timer, place);
  }

  private void siftDown(Timer timer, int from) {
    int place = from;
    while (CHILDREN * place + 1 < size) {
      int child = earliestChild(place);
      if (!at(child).isBefore(timer)) {
        break;
      }
      put(at(child), place);
      place = child;
    }
    put(timer, place);
  }

  private int earliestChild(int place) {
    int first = CHILDREN * place + 1;
    int earliest = first;
    for (int child = first + 1; child < Math.min(first + CHILDREN, size); child++) {
      if (at(child).isBefore(at(earliest))) {
        earliest = child;
      }
    }
    return earliest;
  }

  private void put(Timer timer, int place) {
    heap[place] = timer;
    timer.place = place;
  }

  private Timer at(int place) {
    Timer timer = heap[place];
    if (timer == null) {
      throw new IllegalStateException("the heap has a hole");
    }
    return timer;
  }

  /** One thing to be done later. */
  public static final class Timer {
    private static final int NOWHERE = -1;

    private final Timers timers;
    private final @Nullable TimerRow row;
    private final long deadlineNs;
    private final long sequence;
    private @Nullable Runnable action;
    private int place = NOWHERE;

    /** Its neighbours in a row; {@link TimerRow} keeps them. */
    @Nullable Timer before;

    @Nullable Timer behind;

    private Timer(
        Timers timers, @Nullable TimerRow row, long deadlineNs, long sequence, Runnable action) {
      this.timers = timers;
      this.row = row;
      this.deadlineNs = deadlineNs;
      this.sequence = sequence;
      this.action = action;
    }

    /** Removes the timer and forgets the action; does nothing when it has run or was cancelled. */
    public void cancel() {
      if (action != null) {
        action = null;
        leave();
      }
    }

    private void leave() {
      if (row == null) {
        timers.removeFromHeap(this);
      } else {
        row.remove(this);
      }
    }

    private void fire() {
      Runnable todo = action;
      cancel();
      if (todo != null) {
        todo.run();
      }
    }

    private boolean isBefore(Timer other) {
      return deadlineNs < other.deadlineNs
          || (deadlineNs == other.deadlineNs && sequence < other.sequence);
    }
  }
}
