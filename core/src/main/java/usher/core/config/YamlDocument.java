package usher.core.config;

import java.util.Iterator;
import java.util.Objects;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Node;

/** Turns YAML text into nodes that know where they stand. */
final class YamlDocument {

  /** A hundred thousand agents take about a third of it. */
  static final int CHARS_MAX = 32 << 20;

  private YamlDocument() {}

  /** The text's only document; empty, and said why, if there is none. */
  static Optional<Node> compose(String text, Mistakes mistakes) {
    LoadSettings settings = LoadSettings.builder().setCodePointLimit(CHARS_MAX).build();
    try {
      return only(new Compose(settings).composeAllFromString(text).iterator(), mistakes);
    } catch (MarkedYamlEngineException e) {
      String problem = Objects.requireNonNullElse(e.getProblem(), "cannot be read");
      mistakes.add(e.getProblemMark().or(e::getContextMark), problem, "YAML");
    } catch (YamlEngineException e) {
      mistakes.add(Optional.empty(), Quoted.line(String.valueOf(e.getMessage())), "YAML");
    }
    return Optional.empty();
  }

  private static Optional<Node> only(Iterator<Node> documents, Mistakes mistakes) {
    if (!documents.hasNext()) {
      mistakes.add(Optional.empty(), "the file is empty", "sip, agents, queues and entries");
      return Optional.empty();
    }
    Node first = documents.next();
    if (documents.hasNext()) {
      mistakes.add(documents.next(), "a second document", "one document in the file");
    }
    return Optional.of(first);
  }
}
