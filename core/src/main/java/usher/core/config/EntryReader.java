package usher.core.config;

import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import usher.core.entry.BusinessHours;
import usher.core.entry.Condition;
import usher.core.entry.ConditionReader;
import usher.core.entry.NumberPattern;

/** Reads {@code entries}. */
final class EntryReader {

  private static final List<String> KEYS = keys();

  private final SortedMap<String, BusinessHours> hours;
  private final ZoneId usualZone;
  private final WayReader ways;
  private final TreatmentReader treatments;
  private final Mistakes mistakes;
  private final Set<NumberPattern> taken = new HashSet<>();
  private @Nullable ConditionReader conditions;
  private int number;

  EntryReader(
      SortedMap<String, BusinessHours> hours,
      ZoneId usualZone,
      WayReader ways,
      TreatmentReader treatments,
      Mistakes mistakes) {
    this.hours = hours;
    this.usualZone = usualZone;
    this.ways = ways;
    this.treatments = treatments;
    this.mistakes = mistakes;
  }

  private static List<String> keys() {
    List<String> keys =
        new ArrayList<>(
            List.of("to", "from", "when", "queue", "refuse", "hours", "closed", "holiday"));
    keys.addAll(TreatmentReader.KEYS);
    return List.copyOf(keys);
  }

  List<EntryConfig> read(Node node) {
    return Section.list(node, "entries", UsherConfig.ENTRIES_MAX, mistakes, this::entry);
  }

  private Optional<EntryConfig> entry(Node node) {
    mistakes.stands("entries." + number++, node);
    Section section = Section.of(node, "an entry", KEYS, mistakes);
    List<NumberPattern> to =
        section
            .required("to", "to: " + Scalar.DIALLED.expected())
            .map(at -> numbers(at, "to"))
            .orElse(List.of());
    List<NumberPattern> from =
        section.node("from").map(at -> numbers(at, "from")).orElse(List.of());
    Optional<Way> way = ways.way(section, "an entry");
    Doors doors = ways.doors(section, "an entry");
    Condition when = section.node("when").flatMap(at -> condition(at, doors)).orElse(null);
    EntryConfig entry =
        new EntryConfig(
            to,
            from,
            when,
            way.orElse(new Way.Refuse(Way.STATUS_MIN)),
            doors,
            treatments.read(section, way));
    to.forEach(number -> checkNotTaken(section, number));
    if (entry.takesAll()) {
      taken.addAll(to);
    }
    return to.isEmpty() || way.isEmpty() ? Optional.empty() : Optional.of(entry);
  }

  private void checkNotTaken(Section entry, NumberPattern number) {
    if (taken.contains(number)) {
      mistakes.add(
          entry.node("to").orElse(entry.at()),
          "a second entry for " + Quoted.text(number.toString()),
          "one entry for each user part");
    }
  }

  private List<NumberPattern> numbers(Node node, String key) {
    if (node instanceof SequenceNode list) {
      if (list.getValue().isEmpty()) {
        mistakes.add(node, key + " is empty", "at least one number");
      }
      return Section.list(node, key, EntryConfig.NUMBERS_MAX, mistakes, item -> number(item, key));
    }
    return number(node, key).map(List::of).orElse(List.of());
  }

  private Optional<NumberPattern> number(Node node, String key) {
    return Section.scalar(node, key, Scalar.DIALLED, mistakes).map(NumberPattern::of);
  }

  private Optional<Condition> condition(Node node, Doors doors) {
    if (!(node instanceof ScalarNode scalar)) {
      return Section.scalar(node, "when", TreatmentReader.VALUE, mistakes).map(_ -> null);
    }
    BusinessHours named = doors.hours() == null ? null : hours.get(doors.hours());
    ZoneId zone = named == null ? usualZone : named.zone();
    return switch (conditions().read(scalar.getValue(), zone)) {
      case ConditionReader.Result.Valid(var condition) -> Optional.of(condition);
      case ConditionReader.Result.Invalid(var faults) -> {
        for (ConditionReader.Fault fault : faults) {
          mistakes.addInside(
              scalar, fault.offset(), Quoted.line(fault.problem()), ConditionReader.NAMES);
        }
        yield Optional.empty();
      }
    };
  }

  /** Made when the first condition is met: few files have none, but those are read at once. */
  private ConditionReader conditions() {
    ConditionReader known = conditions;
    if (known == null) {
      known = new ConditionReader();
      conditions = known;
    }
    return known;
  }
}
