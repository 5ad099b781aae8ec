package usher.routing.plan;

import java.util.List;
import java.util.stream.Stream;
import usher.routing.overflow.When;

/** A queue's reserve as the router reads it: limits by level, 1 for the first. */
public final class ReserveRules {
  /**
   * Limits in the router's units.
   *
   * @param longestWaitNs {@link Long#MAX_VALUE} when not set
   * @param waiting {@link Integer#MAX_VALUE} when not set
   * @param expectedWaitNs {@link Long#MAX_VALUE} when not set
   * @param percent 0 when not set
   */
  public record Limits(long longestWaitNs, int waiting, long expectedWaitNs, int percent) {}

  private final Limits[] join;
  private final Limits[] leave;
  private final int leastCalls;
  private final boolean usesExpected;

  private ReserveRules(List<ReservePolicy.Level> levels, int leastCalls) {
    join = levels.stream().map(level -> limits(level.join())).toArray(Limits[]::new);
    leave = levels.stream().map(level -> limits(level.leave())).toArray(Limits[]::new);
    this.leastCalls = leastCalls;
    usesExpected =
        Stream.of(join, leave)
            .flatMap(Stream::of)
            .anyMatch(limits -> limits.expectedWaitNs() != Long.MAX_VALUE);
  }

  static ReserveRules of(ReservePolicy policy) {
    int least = policy.gauges().stream().mapToInt(When.ServiceLevelBelow::atLeast).sum();
    return new ReserveRules(policy.levels(), least);
  }

  private static Limits limits(ReservePolicy.Limits limits) {
    return new Limits(
        QueueRules.limit(limits.longestWait()),
        limits.waiting() == 0 ? Integer.MAX_VALUE : limits.waiting(),
        QueueRules.limit(limits.expectedWait()),
        limits.percent());
  }

  /** How many levels there are. */
  public int levels() {
    return join.length;
  }

  /** When a level joins, 1 for the first. */
  public Limits join(int level) {
    return join[level - 1];
  }

  /** When a level stays. */
  public Limits leave(int level) {
    return leave[level - 1];
  }

  /** Whether any level joins or leaves by the expected wait. */
  public boolean usesExpected() {
    return usesExpected;
  }

  /** With fewer calls counted there is no service level. */
  public int leastCalls() {
    return leastCalls;
  }
}
