package usher.routing.overflow;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToIntFunction;

/** The rungs of a queue as the router reads them. Immutable. */
public final class Ladder {
  /** The most rungs a queue can have: which of them a call has behind it are the bits of an int. */
  public static final int MOST_RUNGS = 32;

  /** How often a call can be moved; a rung that would move it once more is passed over. */
  public static final int MOST_MOVES = 5;

  private final RungRules[] rungs;
  private final When.ServiceLevelBelow[] gauges;
  private final boolean usesExpected;
  private final boolean usesPosition;

  private Ladder(List<RungRules> rungs, List<When.ServiceLevelBelow> gauges) {
    this.rungs = rungs.toArray(RungRules[]::new);
    this.gauges = gauges.toArray(When.ServiceLevelBelow[]::new);
    usesExpected = rungs.stream().anyMatch(rung -> rung.expectedNs() > 0);
    usesPosition = rungs.stream().anyMatch(rung -> rung.position() > 0);
  }

  /**
   * Compiles; throws IllegalArgumentException for too many rungs or a queue that is not there.
   *
   * @param reserve a service level that is asked for besides those of the rungs, or none
   * @param queues the index of a queue's name, or -1
   */
  public static Ladder of(
      List<Rung> rungs, List<When.ServiceLevelBelow> reserve, ToIntFunction<String> queues) {
    if (rungs.size() > MOST_RUNGS) {
      throw new IllegalArgumentException(rungs.size() + " rungs");
    }
    List<RungRules> rules = new ArrayList<>();
    List<When.ServiceLevelBelow> gauges = new ArrayList<>();
    for (Rung rung : rungs) {
      int before = gauges.size();
      rung.when().stream()
          .filter(When.ServiceLevelBelow.class::isInstance)
          .map(When.ServiceLevelBelow.class::cast)
          .forEach(gauges::add);
      rules.add(RungRules.of(rung, gauges.size() > before ? before : -1, queues));
    }
    gauges.addAll(reserve);
    return new Ladder(rules, gauges);
  }

  /** How many rungs there are. */
  public int size() {
    return rungs.length;
  }

  /** A rung, the first to be looked at being 0. */
  public RungRules rung(int index) {
    return rungs[index];
  }

  /** How many service levels are asked for. */
  public int gauges() {
    return gauges.length;
  }

  /** What one of them counts. */
  public When.ServiceLevelBelow gauge(int index) {
    return gauges[index];
  }

  /** Whether a rung asks for the expected wait. */
  public boolean usesExpected() {
    return usesExpected;
  }

  /** Whether a rung asks for the place in the queue. */
  public boolean usesPosition() {
    return usesPosition;
  }
}
