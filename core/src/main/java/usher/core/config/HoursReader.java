package usher.core.config;

import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import usher.core.entry.BusinessHours;
import usher.core.entry.Closure;
import usher.core.entry.OpenSpan;

/** Reads {@code hours}: when somebody is there. */
final class HoursReader {

  static final int HOURS_MAX = 1_000;
  static final int HOLIDAYS_MAX = 5_000;
  static final int CLOSURES_MAX = 1_000;
  static final int SPANS_MAX = 16;

  static final Scalar<ZoneId> ZONE =
      new Scalar<>("a time zone, such as Europe/Berlin or UTC", HoursReader::zone);

  private static final List<String> KEYS = List.of("zone", "open", "holidays", "closures");
  private static final List<String> CLOSURE_KEYS = List.of("from", "to", "why");
  private static final List<String> DAYS = List.of("mon", "tue", "wed", "thu", "fri", "sat", "sun");

  private static final Pattern DAY_FORM = Pattern.compile("([a-z]{3})(?:-([a-z]{3}))?");
  private static final Pattern SPAN_FORM =
      Pattern.compile("([0-9]{1,2}):([0-9]{2})-([0-9]{1,2}):([0-9]{2})");

  private static final Scalar<OpenSpan> SPAN =
      new Scalar<>("a time of the day, such as 08:00-18:00 or 22:00-06:00", HoursReader::span);
  private static final Scalar<LocalDateTime> TIME =
      new Scalar<>("a date and time, such as 2026-12-24T12:00", HoursReader::time);
  private static final Scalar<String> WHY = Scalar.text(Treatment.VALUE_LENGTH_MAX);

  private final Section hours;
  private final ZoneId usualZone;
  private final Mistakes mistakes;

  HoursReader(Node node, ZoneId usualZone, Mistakes mistakes) {
    this.hours = Section.free(node, "hours", HOURS_MAX, mistakes);
    this.usualZone = usualZone;
    this.mistakes = mistakes;
  }

  SortedMap<String, BusinessHours> read() {
    SortedMap<String, BusinessHours> read = new TreeMap<>();
    hours.fields().forEach(field -> read.put(field.key(), one(field)));
    return read;
  }

  private BusinessHours one(Section.Field field) {
    hours.checkName(field);
    String what = "hours " + field.key();
    mistakes.stands("hours." + field.key(), field.keyNode());
    Section section = Section.of(field.value(), what, KEYS, mistakes);
    return new BusinessHours(
        field.key(),
        section.optional("zone", ZONE).orElse(usualZone),
        section
            .required("open", "open: days with times, such as { mon-fri: 08:00-18:00 }")
            .map(node -> week(node, what))
            .orElse(Map.of()),
        section
            .node("holidays")
            .map(node -> holidays(node, what))
            .orElse(Collections.emptySortedMap()),
        section.node("closures").map(node -> closures(node, what)).orElse(List.of()));
  }

  private Map<DayOfWeek, List<OpenSpan>> week(Node node, String what) {
    Map<DayOfWeek, List<OpenSpan>> week = new EnumMap<>(DayOfWeek.class);
    for (Section.Field field :
        Section.free(node, "open of " + what, DAYS.size(), mistakes).fields()) {
      List<OpenSpan> spans = spans(field);
      for (DayOfWeek day : days(field)) {
        if (week.putIfAbsent(day, spans) != null) {
          mistakes.add(field.keyNode(), DAYS.get(day.getValue() - 1) + " a second time", "it once");
        }
      }
    }
    return week;
  }

  private List<DayOfWeek> days(Section.Field field) {
    Matcher form = DAY_FORM.matcher(field.key().toLowerCase(Locale.ROOT));
    int first = form.matches() ? DAYS.indexOf(form.group(1)) : -1;
    int last = first >= 0 && form.group(2) != null ? DAYS.indexOf(form.group(2)) : first;
    if (first < 0 || last < first) {
      mistakes.add(
          field.keyNode(),
          "day " + Quoted.text(field.key()),
          "one of " + String.join(", ", DAYS) + " or a range such as mon-fri");
      return List.of();
    }
    List<DayOfWeek> days = new ArrayList<>();
    for (int day = first; day <= last; day++) {
      days.add(DayOfWeek.of(day + 1));
    }
    return days;
  }

  private List<OpenSpan> spans(Section.Field field) {
    if (field.value() instanceof SequenceNode list) {
      return Section.list(list, field.key(), SPANS_MAX, mistakes, item -> span(field, item));
    }
    return span(field, field.value()).map(List::of).orElse(List.of());
  }

  private Optional<OpenSpan> span(Section.Field field, Node node) {
    return Section.scalar(node, field.key(), SPAN, mistakes);
  }

  private SortedMap<LocalDate, String> holidays(Node node, String what) {
    SortedMap<LocalDate, String> holidays = new TreeMap<>();
    Section section = Section.free(node, "holidays of " + what, HOLIDAYS_MAX, mistakes);
    for (Section.Field field : section.fields()) {
      Optional<String> name = section.scalar(field.value(), field.key(), WHY);
      Optional<LocalDate> date = date(field.key());
      if (date.isEmpty()) {
        mistakes.add(
            field.keyNode(), "holiday " + Quoted.text(field.key()), "a date such as 2026-12-25");
      }
      date.ifPresent(day -> holidays.put(day, name.orElse("")));
    }
    return holidays;
  }

  private List<Closure> closures(Node node, String what) {
    return Section.list(
        node, "closures of " + what, CLOSURES_MAX, mistakes, item -> closure(item, what));
  }

  private Optional<Closure> closure(Node node, String what) {
    Section section = Section.of(node, "a closure of " + what, CLOSURE_KEYS, mistakes);
    Optional<LocalDateTime> from = section.required("from", TIME);
    Optional<LocalDateTime> to = section.required("to", TIME);
    String why = section.optional("why", WHY).orElse("");
    if (from.isEmpty() || to.isEmpty()) {
      return Optional.empty();
    }
    if (!to.get().isAfter(from.get())) {
      mistakes.add(
          section.node("to").orElse(node), "a closure that ends before it begins", "a later to");
    }
    return Optional.of(new Closure(from.get(), to.get(), why));
  }

  private static Optional<ZoneId> zone(String text) {
    try {
      return Optional.of(ZoneId.of(text));
    } catch (DateTimeException _) {
      return Optional.empty();
    }
  }

  private static Optional<LocalDate> date(String text) {
    try {
      return Optional.of(LocalDate.parse(text));
    } catch (DateTimeException _) {
      return Optional.empty();
    }
  }

  private static Optional<LocalDateTime> time(String text) {
    try {
      return Optional.of(LocalDateTime.parse(text));
    } catch (DateTimeException _) {
      return Optional.empty();
    }
  }

  /** What ends no later than it begins ends on the next day. */
  private static Optional<OpenSpan> span(String text) {
    Matcher form = SPAN_FORM.matcher(text);
    if (!form.matches()) {
      return Optional.empty();
    }
    int from = minute(form.group(1), form.group(2));
    int to = minute(form.group(3), form.group(4));
    if (from < 0 || to < 0 || from == OpenSpan.DAY_MINUTES) {
      return Optional.empty();
    }
    return Optional.of(new OpenSpan(from, to > from ? to : to + OpenSpan.DAY_MINUTES));
  }

  /** Minutes after midnight up to 24:00, or -1. */
  private static int minute(String hours, String minutes) {
    int minute = Integer.parseInt(hours) * 60 + Integer.parseInt(minutes);
    boolean valid = Integer.parseInt(minutes) < 60 && minute <= OpenSpan.DAY_MINUTES;
    return valid ? minute : -1;
  }
}
