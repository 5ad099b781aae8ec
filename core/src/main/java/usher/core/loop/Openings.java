package usher.core.loop;

import java.util.function.LongSupplier;
import usher.core.config.QueueConfig;
import usher.core.config.UsherConfig;
import usher.core.entry.Attendance;
import usher.core.entry.BusinessHours;
import usher.routing.Router;
import usher.sip.transaction.Timers;

/**
 * Tells the router when the hours of a queue begin and end, since the router has no calendar. One
 * timer, at the next change of any queue.
 */
final class Openings {
  private final Router router;
  private final Timers timers;
  private final LongSupplier epochMs;
  private final Runnable settle;
  private final CalendarTimer next;

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
    this.next = new CalendarTimer(timers);
  }

  /** The hours of this configuration hold: tells how things stand, and from now on each change. */
  void follow(UsherConfig config) {
    next.cancel();
    long nextMs = Long.MAX_VALUE;
    boolean any = false;
    for (QueueConfig queue : config.queues().values()) {
      BusinessHours hours =
          queue.doors().hours() == null ? null : config.hours().get(queue.doors().hours());
      Attendance now = hours == null ? Attendance.ALWAYS : hours.at(epochMs.getAsLong());
      // a queue may have lost its hours in an edit, so those that are always open are told, too
      router.opening(router.plan().queueIndex(queue.name()), now.opening(), timers.nowNs());
      if (hours != null) {
        nextMs = Math.min(nextMs, now.untilMs() - epochMs.getAsLong());
        any = true;
      }
    }
    settle.run();
    if (any) {
      next.in(nextMs, () -> follow(config));
    }
  }
}
