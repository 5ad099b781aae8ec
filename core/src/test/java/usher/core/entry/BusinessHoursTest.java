package usher.core.entry;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import usher.core.entry.Attendance.State;

class BusinessHoursTest {
  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
  private static final OpenSpan DAY = new OpenSpan(9 * 60, 18 * 60);
  private static final long MINUTE_MS = 60_000;

  /** Office hours from Monday to Friday, a holiday on Christmas Day, a closure on Christmas Eve. */
  private static final BusinessHours OFFICE =
      hours(
          Map.of(
              DayOfWeek.MONDAY, List.of(DAY),
              DayOfWeek.TUESDAY, List.of(DAY),
              DayOfWeek.WEDNESDAY, List.of(DAY),
              DayOfWeek.THURSDAY, List.of(DAY),
              DayOfWeek.FRIDAY, List.of(DAY)));

  private static BusinessHours hours(Map<DayOfWeek, List<OpenSpan>> week) {
    return new BusinessHours(
        "office",
        BERLIN,
        week,
        new TreeMap<>(Map.of(LocalDate.parse("2026-12-25"), "Christmas")),
        List.of(
            new Closure(
                LocalDateTime.parse("2026-12-24T12:00"),
                LocalDateTime.parse("2026-12-24T18:00"),
                "Christmas Eve")));
  }

  private static BusinessHours daily(OpenSpan... spans) {
    Map<DayOfWeek, List<OpenSpan>> week = new EnumMap<>(DayOfWeek.class);
    for (DayOfWeek day : DayOfWeek.values()) {
      week.put(day, List.of(spans));
    }
    return hours(week);
  }

  private static long ms(String local) {
    return LocalDateTime.parse(local).atZone(BERLIN).toInstant().toEpochMilli();
  }

  private static String changes(BusinessHours hours, long epochMs) {
    Attendance attendance = hours.at(epochMs);
    ZonedDateTime until = Instant.ofEpochMilli(attendance.untilMs()).atZone(BERLIN);
    String why = attendance.why().isEmpty() ? "" : " " + attendance.why();
    return attendance.state() + why + " until " + until.toLocalDateTime() + until.getOffset();
  }

  @Test
  void anOfficeOpensAndCloses() {
    assertThat(changes(OFFICE, ms("2026-11-23T08:59")))
        .isEqualTo("CLOSED until 2026-11-23T09:00+01:00");
    assertThat(changes(OFFICE, ms("2026-11-23T09:00")))
        .isEqualTo("OPEN until 2026-11-23T18:00+01:00");
    assertThat(changes(OFFICE, ms("2026-11-27T18:00")))
        .isEqualTo("CLOSED until 2026-11-30T09:00+01:00");
  }

  @Test
  void aHolidayIsAWholeDayWithAName() {
    assertThat(changes(OFFICE, ms("2026-12-25T10:00")))
        .isEqualTo("HOLIDAY Christmas until 2026-12-26T00:00+01:00");
    assertThat(changes(OFFICE, ms("2026-12-24T20:00")))
        .isEqualTo("CLOSED until 2026-12-25T00:00+01:00");
  }

  @Test
  void aClosureInterruptsADay() {
    assertThat(changes(OFFICE, ms("2026-12-24T11:00")))
        .isEqualTo("OPEN until 2026-12-24T12:00+01:00");
    assertThat(changes(OFFICE, ms("2026-12-24T12:00")))
        .isEqualTo("CLOSED Christmas Eve until 2026-12-24T18:00+01:00");
  }

  @Test
  void aNightGoesOnOverMidnightAndIntoAHoliday() {
    BusinessHours nights = daily(new OpenSpan(22 * 60, 30 * 60));

    assertThat(changes(nights, ms("2026-11-23T23:00")))
        .isEqualTo("OPEN until 2026-11-24T06:00+01:00");
    assertThat(nights.at(ms("2026-12-25T03:00")).state())
        .as("began on the 24th")
        .isEqualTo(State.OPEN);
    assertThat(nights.at(ms("2026-12-26T03:00")).state())
        .as("would have begun on the holiday")
        .isEqualTo(State.CLOSED);
  }

  @Test
  void nobodyComesInTheHourThatASpringNightLeavesOut() {
    BusinessHours hours = daily(new OpenSpan(2 * 60 + 15, 2 * 60 + 45));
    long beforeTheJump = ms("2026-03-29T01:30");

    assertThat(changes(hours, beforeTheJump)).isEqualTo("CLOSED until 2026-03-30T02:15+02:00");
  }

  @Test
  void hoursThatBeginInTheLeftOutHourBeginAtTheJump() {
    BusinessHours hours = daily(new OpenSpan(2 * 60 + 30, 8 * 60));

    assertThat(changes(hours, ms("2026-03-29T01:30")))
        .isEqualTo("CLOSED until 2026-03-29T03:00+02:00");
    assertThat(changes(hours, ms("2026-03-29T03:00")))
        .isEqualTo("OPEN until 2026-03-29T08:00+02:00");
  }

  @Test
  void theHourThatAnAutumnNightHasTwiceCountsTwice() {
    BusinessHours hours = daily(new OpenSpan(2 * 60 + 15, 2 * 60 + 45));
    long first = Instant.parse("2026-10-25T00:15:00Z").toEpochMilli();
    long between = Instant.parse("2026-10-25T00:50:00Z").toEpochMilli();

    assertThat(changes(hours, first)).isEqualTo("OPEN until 2026-10-25T02:45+02:00");
    assertThat(changes(hours, between)).isEqualTo("CLOSED until 2026-10-25T02:15+01:00");
  }

  @Test
  void whoIsAlwaysOpenIsAskedAgainAfterAFortnight() {
    BusinessHours always = daily(new OpenSpan(0, OpenSpan.DAY_MINUTES));

    assertThat(changes(always, ms("2026-06-01T10:00")))
        .isEqualTo("OPEN until 2026-06-16T00:00+02:00");
  }

  /**
   * Between now and the change that was promised, nothing changes; and the state is the clock's.
   */
  @Property(tries = 300, seed = "1")
  void nothingChangesBeforeTheChange(
      @ForAll @LongRange(min = 0, max = 400L * 24 * 60) long minutes,
      @ForAll @LongRange(min = 0, max = 999) long thousandth) {
    long now = ms("2026-01-01T00:00") + minutes * MINUTE_MS;
    Attendance attendance = OFFICE.at(now);
    long between = now + (attendance.untilMs() - now) * thousandth / 1_000;

    assertThat(attendance.untilMs()).isGreaterThan(now);
    assertThat(OFFICE.stateAt(between).state()).isEqualTo(attendance.state());
    assertThat(OFFICE.stateAt(now).state()).isEqualTo(attendance.state());
  }
}
