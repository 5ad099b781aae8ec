package usher.core.config;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.nodes.Node;

/** Collects what is wrong with one source, up to {@link #MAX}. */
final class Mistakes {

  /** More would be one mistake repeated, not news. */
  static final int MAX = 1_000;

  private static final Comparator<ConfigError> BY_PLACE =
      Comparator.comparingInt(ConfigError::line).thenComparingInt(ConfigError::column);

  private final String source;
  private final List<ConfigError> errors = new ArrayList<>();

  Mistakes(String source) {
    this.source = source;
  }

  void add(Node at, String problem, String expected) {
    add(at.getStartMark(), problem, expected);
  }

  void add(Optional<Mark> at, String problem, String expected) {
    int line = at.map(mark -> mark.getLine() + 1).orElse(1);
    int column = at.map(mark -> mark.getColumn() + 1).orElse(1);
    if (errors.size() < MAX) {
      errors.add(new ConfigError(source, line, column, problem, expected));
    }
  }

  boolean none() {
    return errors.isEmpty();
  }

  List<ConfigError> inOrderOfPlace() {
    return errors.stream().sorted(BY_PLACE).toList();
  }
}
