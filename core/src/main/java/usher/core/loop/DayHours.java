package usher.core.loop;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.function.LongSupplier;
import usher.routing.Router;
import usher.sip.transaction.Timers;

/** Tells the router which hour of the day it is, since the router has no calendar. */
final class DayHours {
  private final Router router;
  private final Timers timers;
  private final LongSupplier epochMs;
  private final Runnable settle;
  private int told = -1;
  private final CalendarTimer next;

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
    this.next = new CalendarTimer(timers);
  }

  /** The hours of this zone count: tells this one, and from now on each that begins. */
  void follow(ZoneId zone) {
    ZonedDateTime now = Instant.ofEpochMilli(epochMs.getAsLong()).atZone(zone);
    if (now.getHour() != told) {
      told = now.getHour();
      router.hour(told, timers.nowNs());
      settle.run();
    }
    ZonedDateTime change = now.truncatedTo(ChronoUnit.HOURS).plusHours(1);
    next.in(Duration.between(now, change).toMillis(), () -> follow(zone));
  }
}
