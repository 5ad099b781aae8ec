package usher.core.loop;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import usher.routing.Command;
import usher.routing.CommandSink;
import usher.routing.Router;
import usher.routing.SilentEvents;
import usher.routing.call.NewCall;
import usher.routing.plan.AgentSpec;
import usher.routing.plan.QueueSpec;
import usher.routing.plan.RoutingPlan;
import usher.sip.transaction.Timers;

/** The router hears each hour of the day begin, wherever the centre is. */
class DayHoursTest {
  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

  private final Timers timers = new Timers(0);
  private final List<Long> hours = new ArrayList<>();
  private final Router router =
      new Router(
          new RoutingPlan(
              List.of(AgentSpec.of("anna", Map.of())), List.of(QueueSpec.named("sales").build())),
          new SilentEvents());
  private long startMs;
  private long nowMs;

  @BeforeEach
  void listen() {
    router.tellCommandsTo(
        new CommandSink() {
          @Override
          public void command(Command what, long subject, int a, int b, long nowNs) {
            assertThat(what).isEqualTo(Command.HOUR);
            hours.add(subject);
          }

          @Override
          public void arrival(NewCall call, long nowNs) {
            throw new AssertionError("nobody calls");
          }
        });
  }

  private DayHours from(String instant) {
    startMs = Instant.parse(instant).toEpochMilli();
    nowMs = startMs;
    return new DayHours(router, timers, () -> nowMs, () -> {});
  }

  private void pass(Duration time) {
    long untilMs = nowMs + time.toMillis();
    while (nowMs < untilMs) {
      nowMs = Math.min(untilMs, nowMs + Duration.ofMinutes(1).toMillis());
      timers.advance(Duration.ofMillis(nowMs - startMs).toNanos());
    }
  }

  @Test
  void theFirstHourIsToldAtOnceAndTheNextWhenItBegins() {
    from("2026-11-23T08:20:00Z").follow(BERLIN);
    assertThat(hours).containsExactly(9L);
    pass(Duration.ofMinutes(39));
    assertThat(hours).containsExactly(9L);
    pass(Duration.ofMinutes(1));
    assertThat(hours).containsExactly(9L, 10L);
    pass(Duration.ofHours(2));
    assertThat(hours).containsExactly(9L, 10L, 11L, 12L);
  }

  @Test
  void whereTheClockIsPutForwardAnHourIsLeftOut() {
    from("2026-03-29T00:30:00Z").follow(BERLIN);
    pass(Duration.ofHours(2));
    assertThat(hours).containsExactly(1L, 3L, 4L);
  }

  @Test
  void anotherZoneIsAnotherHour() {
    DayHours day = from("2026-11-23T08:20:00Z");
    day.follow(BERLIN);
    day.follow(ZoneId.of("Asia/Kolkata"));
    assertThat(hours).containsExactly(9L, 13L);
    pass(Duration.ofMinutes(10));
    assertThat(hours).as("half past").containsExactly(9L, 13L, 14L);
  }

  @Test
  void aClockThatIsSetIsNoticedWithinAQuarterOfAnHour() {
    from("2026-11-23T08:05:00Z").follow(BERLIN);
    startMs += Duration.ofHours(5).toMillis();
    nowMs += Duration.ofHours(5).toMillis();
    pass(Duration.ofMinutes(15));
    assertThat(hours).containsExactly(9L, 14L);
  }
}
