package usher.core.config;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/**
 * A YAML mapping being read. Every access that finds something wrong says so to the {@link
 * Mistakes} and gives the value that stands for "none", so reading goes on.
 */
final class Section {

  /** A key and its value, with the places of both. */
  record Field(String key, Node keyNode, Node value) {}

  private final Node at;
  private final String what;
  private final Mistakes mistakes;
  private final Map<String, Field> fields = new LinkedHashMap<>();

  private Section(Node at, String what, Mistakes mistakes) {
    this.at = at;
    this.what = what;
    this.mistakes = mistakes;
  }

  /**
   * A mapping whose keys the operator makes up, such as agents by name.
   *
   * @param what how messages call the mapping
   */
  static Section free(Node node, String what, int max, Mistakes mistakes) {
    Section section = new Section(node, what, mistakes);
    if (node instanceof MappingNode mapping) {
      mapping.getValue().forEach(section::add);
    } else {
      mistakes.add(node, what + " is " + kind(node), "a mapping (key: value)");
    }
    if (section.fields.size() > max) {
      mistakes.add(node, what + " has " + section.fields.size() + " keys", "at most " + max);
    }
    return section;
  }

  /** A mapping that may have the given keys only. */
  static Section of(Node node, String what, Collection<String> keys, Mistakes mistakes) {
    Section section = free(node, what, Integer.MAX_VALUE, mistakes);
    section.fields.values().stream()
        .filter(field -> !keys.contains(field.key))
        .forEach(field -> section.unknown(field, keys));
    return section;
  }

  Node at() {
    return at;
  }

  Collection<Field> fields() {
    return fields.values();
  }

  Optional<Field> field(String key) {
    return Optional.ofNullable(fields.get(key));
  }

  Optional<Node> node(String key) {
    return field(key).map(Field::value);
  }

  /** The key's value; says so if the key is missing. */
  Optional<Node> required(String key, String expected) {
    if (!fields.containsKey(key)) {
      mistakes.add(at, what + " has no " + key, expected);
    }
    return node(key);
  }

  <T> Optional<T> required(String key, Scalar<T> kind) {
    return required(key, key + ": " + kind.expected()).flatMap(node -> scalar(node, key, kind));
  }

  <T> Optional<T> optional(String key, Scalar<T> kind) {
    return node(key).flatMap(node -> scalar(node, key, kind));
  }

  /**
   * The values of all keys, each of one kind, and each key itself a name.
   *
   * @param unreadable what stands for a wrong value, so that it causes no second message
   */
  <T> SortedMap<String, T> map(Scalar<T> kind, T unreadable) {
    SortedMap<String, T> map = new TreeMap<>();
    for (Field field : fields.values()) {
      checkName(field);
      map.put(field.key, scalar(field.value, field.key, kind).orElse(unreadable));
    }
    return map;
  }

  void checkName(Field field) {
    if (Scalar.NAME.parse().apply(field.key).isEmpty()) {
      mistakes.add(field.keyNode, "key " + Quoted.text(field.key), Scalar.NAME.expected());
    }
  }

  /** The elements of a list. */
  static <T> List<T> list(
      Node node, String what, int max, Mistakes mistakes, Function<Node, Optional<T>> each) {
    if (!(node instanceof SequenceNode sequence)) {
      mistakes.add(node, what + " is " + kind(node), "a list [ a, b ]");
      return List.of();
    }
    if (sequence.getValue().size() > max) {
      int size = sequence.getValue().size();
      mistakes.add(node, what + " has " + size + " elements", "at most " + max);
    }
    return sequence.getValue().stream().flatMap(item -> each.apply(item).stream()).toList();
  }

  <T> Optional<T> scalar(Node node, String key, Scalar<T> kind) {
    return scalar(node, key, kind, mistakes);
  }

  static <T> Optional<T> scalar(Node node, String key, Scalar<T> kind, Mistakes mistakes) {
    Optional<T> value = text(node).flatMap(kind.parse());
    if (value.isEmpty()) {
      String found = kind.shown() || text(node).isEmpty() ? kind(node) : "unusable";
      mistakes.add(node, key + " is " + found, kind.expected());
    }
    return value;
  }

  /** The text as written, whatever YAML would make of it: a password 0123 keeps its zero. */
  static Optional<String> text(Node node) {
    return node instanceof ScalarNode scalar && !scalar.getTag().equals(Tag.NULL)
        ? Optional.of(scalar.getValue())
        : Optional.empty();
  }

  private static String kind(Node node) {
    return switch (node.getNodeType()) {
      case SCALAR -> text(node).map(Quoted::text).orElse("empty");
      case SEQUENCE -> "a list";
      case MAPPING -> "a mapping";
      case ANCHOR -> "an anchor";
    };
  }

  private void add(NodeTuple tuple) {
    Node keyNode = tuple.getKeyNode();
    Optional<String> key = text(keyNode);
    if (key.isEmpty()) {
      mistakes.add(keyNode, "a key of " + what + " is " + kind(keyNode), "text");
      return;
    }
    Field field = new Field(key.get(), keyNode, tuple.getValueNode());
    Field first = fields.putIfAbsent(field.key, field);
    if (first != null) {
      mistakes.add(keyNode, Quoted.text(field.key) + " appears twice in " + what, "it once");
    }
  }

  private void unknown(Field field, Collection<String> keys) {
    String hint = Spelling.hint(field.key, keys);
    mistakes.add(
        field.keyNode,
        "unknown key " + Quoted.text(field.key) + " in " + what,
        "one of " + String.join(", ", keys) + hint);
  }
}
