package usher.core.entry;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * When somebody is there. It is open when the clock on the wall in the zone stands within a span of
 * the day, the day is no holiday and there is no closure: in the hour that a spring night leaves
 * out nobody comes, and the hour that an autumn night has twice counts twice.
 *
 * @param name what entries call it
 * @param week the spans of each day of the week, in their order
 * @param holidays names by date; a span that began on the day before goes on
 * @param closures times at which nobody is there
 */
public record BusinessHours(
    String name,
    ZoneId zone,
    Map<DayOfWeek, List<OpenSpan>> week,
    SortedMap<LocalDate, String> holidays,
    List<Closure> closures) {

  /** A change is looked for so many days ahead; who is closed longer is asked again. */
  static final int DAYS_AHEAD = 15;

  public BusinessHours {
    Map<DayOfWeek, List<OpenSpan>> days = new EnumMap<>(DayOfWeek.class);
    week.forEach((day, spans) -> days.put(day, spans.stream().sorted().toList()));
    week = Collections.unmodifiableMap(days);
    holidays = Collections.unmodifiableSortedMap(new TreeMap<>(holidays));
    closures = List.copyOf(closures);
  }

  /** How things stand at an instant, and until when; milliseconds since 1970 UTC. */
  public Attendance at(long epochMs) {
    Attendance now = stateAt(epochMs);
    long until = epochMs;
    for (Instant change : changesAfter(Instant.ofEpochMilli(epochMs))) {
      until = change.toEpochMilli();
      if (differs(stateAt(until), now)) {
        break;
      }
    }
    return new Attendance(now.state(), now.why(), until);
  }

  private static boolean differs(Attendance one, Attendance other) {
    return one.state() != other.state() || !one.why().equals(other.why());
  }

  /** How things stand at an instant, and no more: cheap enough to be asked for every call. */
  public Attendance stateAt(long epochMs) {
    LocalDateTime local = LocalDateTime.ofInstant(Instant.ofEpochMilli(epochMs), zone);
    for (Closure closure : closures) {
      if (closure.contains(local)) {
        return new Attendance(Attendance.State.CLOSED, closure.why(), epochMs);
      }
    }
    if (isOpen(local)) {
      return new Attendance(Attendance.State.OPEN, "", epochMs);
    }
    String holiday = holidays.get(local.toLocalDate());
    return holiday == null
        ? new Attendance(Attendance.State.CLOSED, "", epochMs)
        : new Attendance(Attendance.State.HOLIDAY, holiday, epochMs);
  }

  private boolean isOpen(LocalDateTime local) {
    int minute = local.getHour() * 60 + local.getMinute();
    LocalDate day = local.toLocalDate();
    return isOpen(day, minute) || isOpen(day.minusDays(1), minute + OpenSpan.DAY_MINUTES);
  }

  private boolean isOpen(LocalDate day, int minute) {
    return spans(day).stream().anyMatch(span -> span.contains(minute));
  }

  private List<OpenSpan> spans(LocalDate day) {
    return holidays.containsKey(day) ? List.of() : week.getOrDefault(day.getDayOfWeek(), List.of());
  }

  /** Every instant ahead at which something might change: more than do, and all that do. */
  private SortedSet<Instant> changesAfter(Instant now) {
    SortedSet<Instant> changes = new TreeSet<>();
    LocalDate today = LocalDate.ofInstant(now, zone);
    LocalDate end = today.plusDays(DAYS_AHEAD);
    for (LocalDate day = today.minusDays(1); day.isBefore(end); day = day.plusDays(1)) {
      addDay(day, changes);
    }
    for (Closure closure : closures) {
      changes.addAll(instants(closure.from()));
      changes.addAll(instants(closure.to()));
    }
    ZoneOffsetTransition next = zone.getRules().nextTransition(now);
    if (next != null) {
      changes.add(next.getInstant());
    }
    Instant horizon = end.atStartOfDay(zone).toInstant();
    changes.add(horizon);
    changes.removeIf(change -> !change.isAfter(now) || change.isAfter(horizon));
    return changes;
  }

  private void addDay(LocalDate day, SortedSet<Instant> changes) {
    LocalDateTime midnight = day.atStartOfDay();
    changes.addAll(instants(midnight));
    for (OpenSpan span : spans(day)) {
      changes.addAll(instants(midnight.plusMinutes(span.fromMinute())));
      changes.addAll(instants(midnight.plusMinutes(span.toMinute())));
    }
  }

  /** When the wall's clock shows a time: once, twice, or at the jump over it. */
  private List<Instant> instants(LocalDateTime local) {
    ZoneRules rules = zone.getRules();
    List<Instant> instants = new ArrayList<>();
    for (ZoneOffset offset : rules.getValidOffsets(local)) {
      instants.add(local.toInstant(offset));
    }
    ZoneOffsetTransition jump = rules.getTransition(local);
    if (jump != null) {
      instants.add(jump.getInstant());
    }
    return instants;
  }
}
