package usher.routing;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import usher.routing.Twins.Kind;
import usher.routing.Twins.Step;
import usher.routing.plan.AgentSpec;
import usher.routing.plan.OfferPolicy;
import usher.routing.plan.QueueSpec;
import usher.routing.plan.RoutingPlan;
import usher.routing.plan.WrapUpMode;
import usher.routing.skill.SkillExpression;

/** Whatever happens in whatever order, the router does what the reference does. */
class DifferentialProperties {
  @Property(tries = 1000)
  void routerAndReferenceTellTheSame(
      @ForAll("plans") RoutingPlan plan, @ForAll("steps") List<Step> steps) {
    Twins twins = new Twins(plan).opened();
    steps.forEach(twins::run);
  }

  @Provide
  Arbitrary<List<Step>> steps() {
    Arbitrary<Kind> kinds =
        Arbitraries.frequencyOf(
            net.jqwik.api.Tuple.of(3, Arbitraries.of(Kind.class)),
            net.jqwik.api.Tuple.of(3, Arbitraries.of(Kind.ARRIVE, Kind.ARRIVE_FAVOURED)),
            net.jqwik.api.Tuple.of(
                3, Arbitraries.of(Kind.ANSWER, Kind.FAIL, Kind.RELEASE, Kind.READY)),
            net.jqwik.api.Tuple.of(1, Arbitraries.of(Kind.TICK, Kind.TICK_TO_DEADLINE)));
    Arbitrary<Integer> targets = Arbitraries.integers().between(0, 255);
    Arbitrary<Integer> details = Arbitraries.integers().between(0, 63);
    Arbitrary<Integer> waits =
        Arbitraries.of(0, 0, 0, 1, 250, 1_000, 1_000, 5_000, 10_000, 15_000, 30_000, 301_000);
    return Combinators.combine(kinds, targets, details, waits)
        .as(Step::new)
        .list()
        .ofMinSize(1)
        .ofMaxSize(80);
  }

  @Provide
  Arbitrary<RoutingPlan> plans() {
    Arbitrary<List<AgentSpec>> agents = agent().list().ofMinSize(1).ofMaxSize(5);
    Arbitrary<List<QueueSpec>> queues = queue().list().ofMinSize(1).ofMaxSize(3);
    return Combinators.combine(agents, queues)
        .as((a, q) -> new RoutingPlan(namedAgents(a), namedQueues(q)));
  }

  private static Arbitrary<AgentSpec> agent() {
    Arbitrary<Integer> level = Arbitraries.integers().between(0, 3);
    Arbitrary<Duration> wrapUp =
        Arbitraries.of(Duration.ZERO, Duration.ofSeconds(3), Duration.ofSeconds(40));
    return Combinators.combine(level, level, Arbitraries.of(true, false), wrapUp.injectNull(0.7))
        .as((a, b, ready, own) -> new AgentSpec("agent", Map.of("a", a, "b", b), ready, own));
  }

  private static Arbitrary<QueueSpec> queue() {
    return Combinators.combine(
            needs(),
            policy(),
            Arbitraries.of(WrapUpMode.class),
            Arbitraries.of(0, 5, 20),
            Arbitraries.of(1000, 1000, 500, 3000),
            Arbitraries.of(20, 60).injectNull(0.6),
            Arbitraries.of(12, 40).injectNull(0.5),
            Arbitraries.of(true, false))
        .as((needs, policy, mode, wrapUp, acceleration, maxAge, maxWait, cuts) -> {
          QueueSpec.Builder queue =
              QueueSpec.named("queue")
                  .needs(needs)
                  .offers(policy)
                  .wrapUp(mode, Duration.ofSeconds(wrapUp))
                  .wrapUpCap(Duration.ofSeconds(30))
                  .acceleration(acceleration);
          if (maxAge != null) {
            queue.maxAge(Duration.ofSeconds(maxAge));
          }
          if (maxWait != null) {
            queue.maxWait(Duration.ofSeconds(maxWait), cuts);
          }
          return queue.build();
        });
  }

  private static Arbitrary<OfferPolicy> policy() {
    return Combinators.combine(
            Arbitraries.of(5, 15),
            Arbitraries.of(1, 2),
            Arbitraries.of(8, 30),
            Arbitraries.of(true, false))
        .as((ring, missed, revisit, restarts) ->
            new OfferPolicy(
                Duration.ofSeconds(ring),
                Duration.ofSeconds(10),
                Duration.ofSeconds(4),
                Duration.ofSeconds(12),
                Duration.ofSeconds(1),
                missed,
                Duration.ofSeconds(revisit),
                restarts));
  }

  private static Arbitrary<SkillExpression> needs() {
    SkillExpression a = new SkillExpression.AtLeast("a", 1);
    SkillExpression b = new SkillExpression.AtLeast("b", 2);
    return Arbitraries.of(
        SkillExpression.ANYBODY,
        a,
        b,
        new SkillExpression.And(List.of(a, b)),
        new SkillExpression.Or(List.of(a, b)),
        new SkillExpression.Not(b));
  }

  private static List<AgentSpec> namedAgents(List<AgentSpec> specs) {
    List<AgentSpec> named = new ArrayList<>();
    for (AgentSpec spec : specs) {
      named.add(
          new AgentSpec("agent" + named.size(), spec.skills(), spec.readyOnLogin(), spec.wrapUp()));
    }
    return named;
  }

  private static List<QueueSpec> namedQueues(List<QueueSpec> specs) {
    List<QueueSpec> named = new ArrayList<>();
    for (QueueSpec spec : specs) {
      named.add(
          new QueueSpec(
              "queue" + named.size(),
              spec.strategy(),
              spec.needs(),
              spec.offers(),
              spec.wrapUpMode(),
              spec.wrapUp(),
              spec.wrapUpCap(),
              spec.acceleration(),
              spec.maxAge(),
              spec.maxWait(),
              spec.maxWaitCutsRinging()));
    }
    return named;
  }
}
