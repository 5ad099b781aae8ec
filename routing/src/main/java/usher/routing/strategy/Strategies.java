package usher.routing.strategy;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** The strategies by the name that configuration uses. */
public final class Strategies {
  /** What a queue uses when it names none. */
  public static final String DEFAULT = "longest-idle";

  private static final Map<String, RoutingStrategy> BY_NAME =
      new TreeMap<>(Map.of(DEFAULT, new LongestIdle()));

  private Strategies() {}

  /** All names, sorted. */
  public static Set<String> names() {
    return new TreeSet<>(BY_NAME.keySet());
  }

  /** The strategy of a name; throws IllegalArgumentException when there is none. */
  public static RoutingStrategy named(String name) {
    RoutingStrategy strategy = BY_NAME.get(name);
    if (strategy == null) {
      throw new IllegalArgumentException("no strategy " + name + "; there are " + names());
    }
    return strategy;
  }
}
