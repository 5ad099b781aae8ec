package usher.core.loop;

import java.time.Duration;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import usher.core.config.QueueConfig;
import usher.core.config.UsherConfig;
import usher.core.entry.Attendance;
import usher.core.entry.BusinessHours;
import usher.routing.Router;
import usher.routing.overflow.Opening;
import usher.sip.transaction.Timers;

/**
 * Tells the router when the hours of a queue begin and end, since the router has no calendar. One
 * timer, at the next change of any queue.
 */
final class Openings {
  /** Asked again at the latest then, as somebody may have set the clock. */
  private static final long LOOK_MS = Duration.ofMinutes(15).toMillis();

  private static final long NS_PER_MS = 1_000_000;

  private final Router router;
  private final Timers timers;
  private final LongSupplier epochMs;
  private final Runnable settle;
  private Timers.@Nullable Timer next;

  /**
   * Makes one that has told nothing yet.
   *
   * @param settle to be run after routing commands
   */
  Openings(Router router, Timers timers, LongSupplier epochMs, Runnable settle) {
    this.settle = settle;
    this.router = router;
    this.timers = timers;
    this.epochMs = epochMs;
  }

  /** The hours of this configuration hold: tells how things stand, and from now on each change. */
  void follow(UsherConfig config) {
    if (next != null) {
      next.cancel();
    }
    long nextMs = LOOK_MS;
    boolean any = false;
    for (QueueConfig queue : config.queues().values()) {
      BusinessHours hours =
          queue.doors().hours() == null ? null : config.hours().get(queue.doors().hours());
      Attendance now = hours == null ? Attendance.ALWAYS : hours.at(epochMs.getAsLong());
      // a queue may have lost its hours in an edit, so those that are always open are told, too
      router.opening(router.plan().queueIndex(queue.name()), opening(now.state()), timers.nowNs());
      if (hours != null) {
        nextMs = Math.min(nextMs, Math.max(1, now.untilMs() - epochMs.getAsLong()));
        any = true;
      }
    }
    settle.run();
    if (any) {
      next = timers.schedule(nextMs * NS_PER_MS, () -> follow(config));
    }
  }

  private static Opening opening(Attendance.State state) {
    return switch (state) {
      case OPEN -> Opening.OPEN;
      case CLOSED -> Opening.CLOSED;
      case HOLIDAY -> Opening.HOLIDAY;
    };
  }
}
