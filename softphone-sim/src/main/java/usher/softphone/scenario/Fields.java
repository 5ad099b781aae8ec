package usher.softphone.scenario;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/**
 * A mapping of a scenario being read. What is wrong goes to the list of errors, and reading goes on
 * with the value that stands for "nothing said".
 */
final class Fields {
  /** Where errors go. */
  record Errors(String source, List<String> found) {
    void add(Optional<Mark> at, String problem, String expected) {
      int line = at.map(mark -> mark.getLine() + 1).orElse(1);
      int column = at.map(mark -> mark.getColumn() + 1).orElse(1);
      String place = source + ":" + line + ":" + column;
      found.add(place + ": " + problem + ": expected " + expected);
    }

    void add(Node at, String problem, String expected) {
      add(at.getStartMark(), problem, expected);
    }
  }

  private final Node at;
  private final Errors errors;
  private final Map<String, Node> values = new LinkedHashMap<>();

  /** A mapping with these keys and no others. */
  Fields(Node node, String what, List<String> known, Errors errors) {
    this.at = node;
    this.errors = errors;
    if (node instanceof MappingNode mapping) {
      mapping.getValue().forEach(each -> add(each, known));
    } else {
      errors.add(node, what + " is no mapping", "key: value");
    }
  }

  private void add(NodeTuple tuple, List<String> known) {
    String key = scalar(tuple.getKeyNode());
    if (!known.contains(key)) {
      errors.add(tuple.getKeyNode(), "unknown key " + key, "one of " + String.join(", ", known));
    } else if (values.put(key, tuple.getValueNode()) != null) {
      errors.add(tuple.getKeyNode(), key + " stands twice", "each key once");
    }
  }

  private static String scalar(Node node) {
    return node instanceof ScalarNode scalar ? scalar.getValue() : "";
  }

  boolean has(String key) {
    return values.containsKey(key);
  }

  @Nullable Node node(String key) {
    return values.get(key);
  }

  /**
   * What the text of a key means.
   *
   * @param parse throws IllegalArgumentException where it means nothing
   * @param expected what it should be
   */
  <T> T get(String key, Function<String, T> parse, String expected, T otherwise) {
    Node node = values.get(key);
    if (node == null) {
      return otherwise;
    }
    if (!(node instanceof ScalarNode scalar)) {
      errors.add(node, key + " is no single value", expected);
      return otherwise;
    }
    try {
      return parse.apply(scalar.getValue());
    } catch (IllegalArgumentException e) {
      errors.add(node, key + " is " + scalar.getValue(), expected);
      return otherwise;
    }
  }

  /** The same where the key has to be there. */
  <T> T require(String key, Function<String, T> parse, String expected, T otherwise) {
    if (!has(key)) {
      errors.add(at, key + " is missing", expected);
    }
    return get(key, parse, expected, otherwise);
  }

  /** The mapping of a key, null where there is none. */
  @Nullable Fields mapping(String key, List<String> known) {
    Node node = values.get(key);
    return node == null ? null : new Fields(node, key, known, errors);
  }

  /** The mappings of a list. */
  List<Fields> list(String key, List<String> known) {
    Node node = values.get(key);
    List<Fields> all = new ArrayList<>();
    if (node instanceof SequenceNode sequence) {
      sequence.getValue().forEach(each -> all.add(new Fields(each, key, known, errors)));
    } else if (node != null) {
      errors.add(node, key + " is no list", "a list of mappings (- key: value)");
    }
    return all;
  }

  /** Says that something is wrong with a key, or with all of it. */
  void wrong(String key, String problem, String expected) {
    Node node = values.get(key);
    errors.add(node == null ? at : node, problem, expected);
  }
}
