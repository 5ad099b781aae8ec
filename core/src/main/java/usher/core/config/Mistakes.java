package usher.core.config;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import usher.core.config.Places.Place;

/**
 * Collects what is wrong with one source, up to {@link #MAX}, and where its parts stand for those
 * who find something wrong later.
 */
final class Mistakes {

  /** More would be one mistake repeated, not news. */
  static final int MAX = 1_000;

  private static final Comparator<ConfigError> BY_PLACE =
      Comparator.comparingInt(ConfigError::line).thenComparingInt(ConfigError::column);

  private final String source;
  private final String text;
  private final List<ConfigError> errors = new ArrayList<>();
  private final Map<String, Place> places = new HashMap<>();

  Mistakes(String source, String text) {
    this.source = source;
    this.text = text;
  }

  void add(Node at, String problem, String expected) {
    add(at.getStartMark(), problem, expected);
  }

  void add(Optional<Mark> at, String problem, String expected) {
    add(place(at), problem, expected);
  }

  /**
   * Something is wrong inside a scalar.
   *
   * @param offset characters into its value
   */
  void addInside(ScalarNode scalar, int offset, String problem, String expected) {
    add(ScalarPlaces.at(scalar, text, offset, place(scalar.getStartMark())), problem, expected);
  }

  private void add(Place at, String problem, String expected) {
    if (errors.size() < MAX) {
      errors.add(new ConfigError(source, at.line(), at.column(), problem, expected));
    }
  }

  private Place place(Optional<Mark> at) {
    int line = at.map(mark -> mark.getLine() + 1).orElse(1);
    int column = at.map(mark -> mark.getColumn() + 1).orElse(1);
    return new Place(source, line, column);
  }

  /** Remembers where a part stands. */
  void stands(String path, Node at) {
    places.put(path, place(at.getStartMark()));
  }

  Places places() {
    return new Places(source, places);
  }

  boolean none() {
    return errors.isEmpty();
  }

  List<ConfigError> inOrderOfPlace() {
    return errors.stream().sorted(BY_PLACE).toList();
  }
}
