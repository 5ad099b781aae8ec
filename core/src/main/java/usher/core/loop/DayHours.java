package usher.core.loop;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import usher.routing.Router;
import usher.sip.transaction.Timers;

/** Tells the router which hour of the day it is, since the router has no calendar. */
final class DayHours {
  /** Asked again at the latest then, as somebody may have set the clock. */
  private static final long LOOK_MS = Duration.ofMinutes(15).toMillis();

  private static final long NS_PER_MS = 1_000_000;

  private final Router router;
  private final Timers timers;
  private final LongSupplier epochMs;
  private final Runnable settle;
  private int told = -1;
  private Timers.@Nullable Timer next;

  /**
   * Makes one that has told nothing yet.
   *
   * @param settle to be run after routing commands
   */
  DayHours(Router router, Timers timers, LongSupplier epochMs, Runnable settle) {
    this.router = router;
    this.timers = timers;
    this.epochMs = epochMs;
    this.settle = settle;
  }

  /** The hours of this zone count: tells this one, and from now on each that begins. */
  void follow(ZoneId zone) {
    if (next != null) {
      next.cancel();
    }
    ZonedDateTime now = Instant.ofEpochMilli(epochMs.getAsLong()).atZone(zone);
    if (now.getHour() != told) {
      told = now.getHour();
      router.hour(told, timers.nowNs());
      settle.run();
    }
    ZonedDateTime change = now.truncatedTo(ChronoUnit.HOURS).plusHours(1);
    long untilMs = Math.min(LOOK_MS, Duration.between(now, change).toMillis());
    next = timers.schedule(Math.max(1, untilMs) * NS_PER_MS, () -> follow(zone));
  }
}
