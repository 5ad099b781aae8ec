package usher.core.config;

import java.util.List;
import java.util.Optional;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import usher.routing.plan.Chain;
import usher.routing.strategy.Draw;
import usher.routing.strategy.Strategies;

/** Reads {@code strategy}: a name, or a list in which the next decides among the equal. */
final class StrategyReader {

  private static final String NAMES = String.join(", ", Strategies.names());

  private final Mistakes mistakes;

  StrategyReader(Mistakes mistakes) {
    this.mistakes = mistakes;
  }

  List<String> read(Node node) {
    if (!(node instanceof SequenceNode list)) {
      return name(node).map(List::of).orElse(List.of(Strategies.DEFAULT));
    }
    if (list.getValue().isEmpty()) {
      mistakes.add(node, "strategy is empty", "at least one of " + NAMES);
      return List.of(Strategies.DEFAULT);
    }
    checkDrawsAreLast(list.getValue());
    return Section.list(node, "strategy", Chain.MOST, mistakes, this::name);
  }

  private Optional<String> name(Node node) {
    String hint = Section.text(node).map(n -> Spelling.hint(n, Strategies.names())).orElse("");
    Scalar<String> known =
        new Scalar<>(
            "one of " + NAMES + hint,
            text -> Optional.of(text).filter(Strategies.names()::contains));
    return Section.scalar(node, "strategy", known, mistakes);
  }

  private void checkDrawsAreLast(List<Node> nodes) {
    for (Node node : nodes.subList(0, nodes.size() - 1)) {
      Section.text(node)
          .filter(name -> Strategies.names().contains(name))
          .filter(name -> Strategies.named(name) instanceof Draw)
          .ifPresent(name ->
              mistakes.add(
                  node, "nothing is left to decide after " + name, name + " as the last one"));
    }
  }
}
