package usher.core.loop;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import usher.sip.transaction.Timers;

/**
 * One timer for what the calendar says comes next. It runs out after a quarter of an hour at the
 * latest, so that whoever is told looks again, as somebody may have set the clock.
 */
final class CalendarTimer {
  private static final long LOOK_MS = Duration.ofMinutes(15).toMillis();
  private static final long NS_PER_MS = 1_000_000;

  private final Timers timers;
  private Timers.@Nullable Timer next;

  CalendarTimer(Timers timers) {
    this.timers = timers;
  }

  void cancel() {
    if (next != null) {
      next.cancel();
    }
  }

  /** Instead of what was to come before. */
  void in(long untilMs, Runnable task) {
    cancel();
    next = timers.schedule(Math.clamp(untilMs, 1, LOOK_MS) * NS_PER_MS, task);
  }
}
