package usher.core.config;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.snakeyaml.engine.v2.nodes.Node;

/** Reads {@code entries}. */
final class EntryReader {

  private static final List<String> KEYS = List.of("to", "queue");

  private final Set<String> queues;
  private final Mistakes mistakes;
  private final Set<String> dialled = new HashSet<>();

  EntryReader(Set<String> queues, Mistakes mistakes) {
    this.queues = queues;
    this.mistakes = mistakes;
  }

  List<EntryConfig> read(Node node) {
    return Section.list(node, "entries", UsherConfig.ENTRIES_MAX, mistakes, this::entry);
  }

  private Optional<EntryConfig> entry(Node node) {
    Section entry = Section.of(node, "an entry", KEYS, mistakes);
    Optional<String> to = entry.required("to", Scalar.DIALLED);
    Optional<String> queue = entry.required("queue", Scalar.NAME);
    to.filter(user -> !dialled.add(user)).ifPresent(user -> again(entry, user));
    queue.filter(name -> !queues.contains(name)).ifPresent(name -> noSuchQueue(entry, name));
    return to.flatMap(user -> queue.map(name -> new EntryConfig(user, name)));
  }

  private void again(Section entry, String user) {
    Node at = entry.node("to").orElse(entry.at());
    mistakes.add(at, "a second entry for " + Quoted.text(user), "one entry for each user part");
  }

  private void noSuchQueue(Section entry, String name) {
    Node at = entry.node("queue").orElse(entry.at());
    String hint = Spelling.hint(name, queues);
    mistakes.add(at, "no queue " + Quoted.text(name), "a name under queues" + hint);
  }
}
