package usher.core.config;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.snakeyaml.engine.v2.nodes.Node;

/** Reads where calls go, and when. */
final class WayReader {

  private static final List<String> KEYS = List.of("queue", "refuse");
  private static final Scalar<Integer> STATUS = Scalar.whole(Way.STATUS_MIN, Way.STATUS_MAX);

  private record Named(String name, Node at) {}

  private final Collection<String> hours;
  private final Mistakes mistakes;
  private final List<Named> queues = new ArrayList<>();

  /**
   * A reader.
   *
   * @param hours the names of the hours that there are
   */
  WayReader(Collection<String> hours, Mistakes mistakes) {
    this.hours = hours;
    this.mistakes = mistakes;
  }

  /** The way that {@code queue} or {@code refuse} of a section says. */
  Optional<Way> way(Section section, String what) {
    Optional<Way> queue =
        section.optional("queue", Scalar.NAME).map(name -> toQueue(section, name));
    Optional<Way> refuse = section.optional("refuse", STATUS).map(Way.Refuse::new);
    boolean both = section.field("queue").isPresent() && section.field("refuse").isPresent();
    boolean none = section.field("queue").isEmpty() && section.field("refuse").isEmpty();
    if (both || none) {
      mistakes.add(
          section.at(),
          what + (both ? " has both queue and refuse" : " has no queue"),
          both ? "one of them" : "queue: " + Scalar.NAME.expected() + ", or refuse: 486");
    }
    return queue.or(() -> refuse);
  }

  private Way toQueue(Section section, String name) {
    queues.add(new Named(name, section.node("queue").orElse(section.at())));
    return new Way.ToQueue(name);
  }

  Doors doors(Section section, String what) {
    Optional<String> named = section.optional("hours", Scalar.NAME);
    Optional<Way> closed = section.node("closed").flatMap(node -> closed(node, what, "closed"));
    Optional<Way> holiday = section.node("holiday").flatMap(node -> closed(node, what, "holiday"));
    named.filter(name -> !hours.contains(name)).ifPresent(name -> noSuchHours(section, name));
    for (String key : List.of("closed", "holiday")) {
      section
          .field(key)
          .filter(_ -> section.field("hours").isEmpty())
          .ifPresent(
              field -> mistakes.add(field.keyNode(), key + " of " + what, "hours beside it"));
    }
    return new Doors(named.orElse(null), closed.orElse(null), holiday.orElse(null));
  }

  private Optional<Way> closed(Node node, String what, String key) {
    String whole = key + " of " + what;
    return way(Section.of(node, whole, KEYS, mistakes), whole);
  }

  private void noSuchHours(Section section, String name) {
    Node at = section.node("hours").orElse(section.at());
    mistakes.add(
        at, "no hours " + Quoted.text(name), "a name under hours" + Spelling.hint(name, hours));
  }

  /** Says which of the queues that were named do not exist; to be called when all are known. */
  void check(Collection<String> known) {
    for (Named reference : queues) {
      if (!known.contains(reference.name)) {
        mistakes.add(
            reference.at,
            "no queue " + Quoted.text(reference.name),
            "a name under queues" + Spelling.hint(reference.name, known));
      }
    }
  }
}
