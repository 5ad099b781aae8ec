package usher.sip.transaction;

import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * The one deadline structure of a call loop, and its sense of time: {@link #nowNs()} stands still while one input is
 * handled. Timers due at the same instant run in the order they were set, so a run is repeatable. One thread.
 */
public final class Timers {
  /** What {@link #nextDeadlineNs()} says when nothing is set. */
  public static final long NEVER = Long.MAX_VALUE;

  private final PriorityQueue<Timer> queue = new PriorityQueue<>();
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

  /** Runs the action once, {@code delayNs} from now, unless cancelled. */
  public Timer schedule(long delayNs, Runnable action) {
    Timer timer = new Timer(nowNs + delayNs, sequence++, action);
    queue.add(timer);
    return timer;
  }

  /** Moves time forward, running everything due on the way at its own instant. Time never goes back. */
  public void advance(long toNs) {
    Timer timer = queue.peek();
    while (timer != null && timer.deadlineNs <= toNs) {
      queue.poll();
      nowNs = Math.max(nowNs, timer.deadlineNs);
      timer.fire();
      timer = queue.peek();
    }
    nowNs = Math.max(nowNs, toNs);
  }

  /** When something has to be done next, or {@link #NEVER}. */
  public long nextDeadlineNs() {
    Timer timer = queue.peek();
    return timer == null ? NEVER : timer.deadlineNs;
  }

  /** One thing to be done later. */
  public static final class Timer implements Comparable<Timer> {
    private final long deadlineNs;
    private final long sequence;
    private @Nullable Runnable action;

    private Timer(long deadlineNs, long sequence, Runnable action) {
      this.deadlineNs = deadlineNs;
      this.sequence = sequence;
      this.action = action;
    }

    /** Forgets the action; does nothing when it has run. */
    public void cancel() {
      action = null;
    }

    private void fire() {
      Runnable todo = action;
      action = null;
      if (todo != null) {
        todo.run();
      }
    }

    @Override
    public int compareTo(Timer other) {
      int byDeadline = Long.compare(deadlineNs, other.deadlineNs);
      return byDeadline != 0 ? byDeadline : Long.compare(sequence, other.sequence);
    }
  }
}
