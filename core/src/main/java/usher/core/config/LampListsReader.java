package usher.core.config;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.snakeyaml.engine.v2.nodes.Node;

/** Reads {@code lamp-lists}. */
final class LampListsReader {
  private final Set<String> known = new HashSet<>();
  private final Mistakes mistakes;

  /** Of these agents and queues. */
  LampListsReader(Collection<String> agents, Collection<String> queues, Mistakes mistakes) {
    known.addAll(agents);
    known.addAll(queues);
    this.mistakes = mistakes;
  }

  SortedMap<String, List<String>> read(Node node) {
    SortedMap<String, List<String>> lists = new TreeMap<>();
    Section section = Section.free(node, "lamp-lists", UsherConfig.LAMP_LISTS_MAX, mistakes);
    for (Section.Field field : section.fields()) {
      section.checkName(field);
      if (known.contains(field.key())) {
        mistakes.add(
            field.keyNode(), Quoted.text(field.key()) + " is an agent or a queue", "another name");
      }
      lists.put(field.key(), members(field));
    }
    return lists;
  }

  private List<String> members(Section.Field field) {
    Set<String> seen = new HashSet<>();
    List<String> members =
        Section.list(
            field.value(),
            field.key(),
            UsherConfig.LAMPS_MAX,
            mistakes,
            item -> member(item, field.key(), seen));
    if (members.isEmpty()) {
      mistakes.add(field.value(), field.key() + " names nobody", "agents and queues");
    }
    return members;
  }

  private Optional<String> member(Node item, String list, Set<String> seen) {
    Optional<String> name = Section.scalar(item, "a member of " + list, Scalar.NAME, mistakes);
    name.filter(each -> !known.contains(each))
        .ifPresent(each ->
            mistakes.add(
                item,
                "no agent and no queue " + Quoted.text(each),
                "a name under agents or queues" + Spelling.hint(each, known)));
    name.filter(each -> !seen.add(each))
        .ifPresent(each ->
            mistakes.add(item, Quoted.text(each) + " is twice in " + list, "each name once"));
    return name;
  }
}
