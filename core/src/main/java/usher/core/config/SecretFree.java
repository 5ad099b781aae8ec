package usher.core.config;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** A configuration's text with every secret blotted out, so that it may be kept elsewhere. */
final class SecretFree {
  /** What stands instead: a secret like any other to whoever reads the text again. */
  private static final Map<String, String> BLOTS =
      Map.of("password", "********", "sha-256", "0".repeat(64), "md5", "0".repeat(32));

  private record Span(int from, int to, String blot) {}

  private final List<Span> spans = new ArrayList<>();
  private final IdentityHashMap<Node, Boolean> seen = new IdentityHashMap<>();

  private SecretFree() {}

  /**
   * Blots.
   *
   * @param root what the text was composed to
   */
  static String text(String text, Node root) {
    SecretFree secrets = new SecretFree();
    secrets.look(root);
    return secrets.blotted(text);
  }

  private void look(Node node) {
    if (seen.put(node, true) != null) {
      return;
    }
    switch (node) {
      case MappingNode mapping -> mapping.getValue().forEach(this::look);
      case SequenceNode sequence -> sequence.getValue().forEach(this::look);
      default -> {}
    }
  }

  private void look(NodeTuple field) {
    String blot = field.getKeyNode() instanceof ScalarNode key ? BLOTS.get(key.getValue()) : null;
    if (blot != null) {
      mark(field.getValueNode(), blot);
    } else {
      look(field.getValueNode());
    }
  }

  private void mark(Node value, String blot) {
    int from = value.getStartMark().orElseThrow().getIndex();
    int to = value.getEndMark().orElseThrow().getIndex();
    if (seen.put(value, true) == null) {
      String anchor = value.getAnchor().map(name -> "&" + name.getValue() + " ").orElse("");
      spans.add(new Span(from, to, anchor + '"' + blot + '"'));
    }
  }

  /** Marks count code points. */
  private String blotted(String text) {
    spans.sort(Comparator.comparingInt(Span::from));
    StringBuilder out = new StringBuilder(text.length());
    int at = 0;
    int points = 0;
    for (Span span : spans) {
      int from = text.offsetByCodePoints(at, span.from() - points);
      out.append(text, at, from).append(span.blot());
      at = text.offsetByCodePoints(from, span.to() - span.from());
      points = span.to();
    }
    return out.append(text, at, text.length()).toString();
  }
}
