package usher.core.config;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.snakeyaml.engine.v2.nodes.Node;
import usher.routing.plan.Membership;
import usher.routing.plan.ReservePolicy;
import usher.routing.plan.ReservePolicy.Level;
import usher.routing.plan.ReservePolicy.Limits;

/** Reads {@code reserve} of a queue: for each level when its agents join, and when they leave. */
final class ReserveReader {

  private static final List<String> KEYS = List.of("join", "leave");
  private static final List<String> LIMIT_KEYS =
      List.of("wait", "waiting", "expected-wait", "service-level");
  private static final Scalar<Duration> WAIT =
      Scalar.duration(QueueConfig.MAX_WAIT_MIN, QueueConfig.MAX_WAIT_MAX);
  private static final Scalar<Integer> WAITING = Scalar.whole(1, 1_000_000);
  private static final Scalar<Integer> PERCENT = Scalar.whole(1, 100);

  private final Mistakes mistakes;

  ReserveReader(Mistakes mistakes) {
    this.mistakes = mistakes;
  }

  /**
   * The policy.
   *
   * @param within a call answered within this is answered in time
   */
  ReservePolicy read(Node node, String what, Duration within) {
    List<Level> levels =
        Section.list(
            node, "reserve", Membership.MAX_RESERVE, mistakes, level -> level(level, what));
    return new ReservePolicy(
        levels.stream().limit(Membership.MAX_RESERVE).toList(), within, ReservePolicy.NONE.over());
  }

  private Optional<Level> level(Node node, String what) {
    Section level = Section.of(node, "a reserve of " + what, KEYS, mistakes);
    Optional<Limits> join = limits(level, "join", what);
    Optional<Limits> leave = limits(level, "leave", what);
    if (join.isEmpty() || leave.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(new Level(join.get(), leave.get()));
    } catch (IllegalArgumentException _) {
      mistakes.add(
          level.node("leave").orElse(node),
          "the reserve of " + what + " would not leave where it joined",
          "the limits of join, each no stricter");
      return Optional.empty();
    }
  }

  private Optional<Limits> limits(Section level, String key, String what) {
    Optional<Node> node = level.required(key, key + ": { wait: 60s } or another limit");
    return node.map(at -> limits(Section.of(at, key + " of " + what, LIMIT_KEYS, mistakes)));
  }

  private static Limits limits(Section limits) {
    return new Limits(
        limits.optional("wait", WAIT).orElse(null),
        limits.optional("waiting", WAITING).orElse(0),
        limits.optional("expected-wait", WAIT).orElse(null),
        limits.optional("service-level", PERCENT).orElse(0));
  }
}
