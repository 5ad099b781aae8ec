package usher.routing.strategy;

import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The strategies by the name that configuration uses. */
public final class Strategies {
  /** What a queue uses when it names none. */
  public static final String DEFAULT = "longest-idle";

  private static final Map<String, RoutingStrategy> BY_NAME =
      new TreeMap<>(
          Map.ofEntries(
              Map.entry(DEFAULT, new LongestIdle()),
              Map.entry("least-occupied", new LeastOccupied()),
              Map.entry("fewest-calls", new FewestCalls()),
              Map.entry("least-talk", new LeastTalk()),
              Map.entry("percent-allocation", new PercentAllocation()),
              Map.entry("tier", new Tier()),
              Map.entry("most-skilled", new MostSkilled()),
              Map.entry("least-skilled", new LeastSkilled()),
              Map.entry("least-versatile", new LeastVersatile()),
              Map.entry("round-robin", new RoundRobin()),
              Map.entry("linear", new Linear()),
              Map.entry("top-down", new TopDown()),
              Map.entry("random", new RandomAgent()),
              Map.entry("weighted-random", new WeightedRandom())));

  private Strategies() {}

  /** All names, sorted. */
  public static Set<String> names() {
    return Collections.unmodifiableSet(BY_NAME.keySet());
  }

  /** The strategy of a name; throws IllegalArgumentException when there is none. */
  public static RoutingStrategy named(String name) {
    RoutingStrategy strategy = BY_NAME.get(name);
    if (strategy == null) {
      throw new IllegalArgumentException("no strategy " + name + "; there are " + BY_NAME.keySet());
    }
    return strategy;
  }
}
