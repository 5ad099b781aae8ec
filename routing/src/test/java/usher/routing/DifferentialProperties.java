package usher.routing;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import usher.routing.Twins.Kind;
import usher.routing.Twins.Rules;
import usher.routing.Twins.Step;
import usher.routing.order.CallOrder;
import usher.routing.order.ServiceObjective;
import usher.routing.order.StrictPriority;
import usher.routing.plan.AgentSpec;
import usher.routing.plan.Membership;
import usher.routing.plan.OfferPolicy;
import usher.routing.plan.Parallel;
import usher.routing.plan.QueueSpec;
import usher.routing.plan.ReservePolicy;
import usher.routing.plan.ReservePolicy.Limits;
import usher.routing.plan.RoutingPlan;
import usher.routing.plan.WrapUpMode;
import usher.routing.skill.SkillExpression;

/** Whatever happens in whatever order, the router does what the reference does. */
class DifferentialProperties {
  @Property(seed = "1")
  void routerAndReferenceTellTheSame(
      @ForAll("rules") Rules rules, @ForAll("steps") List<Step> steps) {
    Twins twins = new Twins(plan(rules), List.of()).opened();
    steps.forEach(twins::run);
  }

  @Property(seed = "1")
  void theyTellTheSameWhileRulesChange(
      @ForAll("rules") Rules first,
      @ForAll("rules") Rules second,
      @ForAll("rules") Rules third,
      @ForAll("stepsWithSwaps") List<Step> steps) {
    Twins twins = new Twins(plan(first), List.of(second, third, first)).opened();
    steps.forEach(twins::run);
  }

  @Property(seed = "1")
  void theyTellTheSameWhereTheCommandsOfAnInstantAreGathered(
      @ForAll("rules") Rules first,
      @ForAll("rules") Rules second,
      @ForAll("stepsWithSwaps") List<Step> steps) {
    Twins twins = new Twins(plan(first), List.of(second, first)).gathering().opened();
    steps.forEach(twins::run);
  }

  Arbitrary<RoutingPlan> plans() {
    return rules().map(DifferentialProperties::plan);
  }

  private static RoutingPlan plan(Rules rules) {
    return new RoutingPlan(rules.agents(), rules.queues(), rules.order());
  }

  @Provide
  Arbitrary<List<Step>> stepsWithSwaps() {
    return stepsOf(4);
  }

  @Provide
  Arbitrary<List<Step>> steps() {
    return stepsOf(0);
  }

  private static Arbitrary<List<Step>> stepsOf(int swaps) {
    Arbitrary<Kind> kinds =
        Arbitraries.frequencyOf(
            Tuple.of(swaps, Arbitraries.of(Kind.ADOPT)),
            Tuple.of(3, Arbitraries.of(Kind.class)),
            Tuple.of(3, Arbitraries.of(Kind.ARRIVE, Kind.ARRIVE_FAVOURED, Kind.ARRIVE_ELABORATE)),
            Tuple.of(3, Arbitraries.of(Kind.ANSWER, Kind.FAIL, Kind.RELEASE, Kind.READY)),
            Tuple.of(1, Arbitraries.of(Kind.TICK, Kind.TICK_TO_DEADLINE)));
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
  Arbitrary<Rules> rules() {
    Arbitrary<List<AgentSpec>> agents = agent().list().ofMinSize(1).ofMaxSize(5);
    Arbitrary<List<QueueSpec>> queues = queue().list().ofMinSize(1).ofMaxSize(3);
    return Combinators.combine(agents, queues, orders())
        .as((a, q, order) -> new Rules(namedAgents(a), namedQueues(q), order));
  }

  private static Arbitrary<CallOrder> orders() {
    return Arbitraries.of(
        CallOrder.DEFAULT, CallOrder.DEFAULT, new StrictPriority(), new ServiceObjective());
  }

  private static Arbitrary<AgentSpec> agent() {
    Arbitrary<Integer> level = Arbitraries.integers().between(0, 3);
    Arbitrary<Duration> wrapUp =
        Arbitraries.of(Duration.ZERO, Duration.ofSeconds(3), Duration.ofSeconds(40));
    Arbitrary<Map<String, Membership>> queues =
        Arbitraries.maps(Arbitraries.of("queue0", "queue1", "queue2"), membership()).ofMaxSize(3);
    return Combinators.combine(
            level,
            level,
            queues,
            Arbitraries.of(true, false),
            wrapUp.injectNull(0.7),
            Arbitraries.of(1, 1, 2, 3),
            Arbitraries.of(false, false, true))
        .as((a, b, in, ready, own, capacity, restarts) ->
            new AgentSpec("x", Map.of("a", a, "b", b), in, ready, own, capacity, restarts));
  }

  private static Arbitrary<Membership> membership() {
    return Combinators.combine(
            Arbitraries.of(0, 0, 1, 2),
            Arbitraries.of(0, 0, 0, 1, 2),
            Arbitraries.of(0, 0, 0, 5, 12),
            Arbitraries.of(1, 3),
            Arbitraries.of(1, 2),
            Arbitraries.of(0, 0, 0, 1, 2))
        .as((tier, rank, delay, w, s, reserve) ->
            new Membership(tier, rank, Duration.ofSeconds(delay), w, s, reserve));
  }

  private static Arbitrary<QueueSpec> queue() {
    return Combinators.combine(stepped(), chain(), policy(), parallel(), limits(), reserve())
        .as((queue, chain, policy, parallel, limits, reserve) ->
            limits
                .apply(queue.but())
                .strategy(chain)
                .offers(policy)
                .parallel(parallel)
                .reserve(reserve)
                .build());
  }

  private static Arbitrary<ReservePolicy> reserve() {
    ReservePolicy.Level long4 = level(Limits.wait(seconds(4)), Limits.wait(seconds(4)));
    ReservePolicy.Level long10 = level(Limits.wait(seconds(10)), Limits.wait(seconds(3)));
    ReservePolicy.Level two = level(Limits.waiting(2), Limits.waiting(1));
    ReservePolicy.Level three = level(Limits.waiting(3), Limits.waiting(2));
    return Arbitraries.of(
            List.<ReservePolicy.Level>of(),
            List.<ReservePolicy.Level>of(),
            List.of(two),
            List.of(long4),
            List.of(two, three),
            List.of(long4, long10),
            List.of(two, long10))
        .map(levels -> new ReservePolicy(levels, seconds(20), Duration.ofMinutes(15)));
  }

  private static ReservePolicy.Level level(Limits join, Limits leave) {
    return new ReservePolicy.Level(join, leave);
  }

  private static Duration seconds(int seconds) {
    return Duration.ofSeconds(seconds);
  }

  private static Arbitrary<QueueSpec> stepped() {
    return Combinators.combine(
            needs(),
            Arbitraries.of(0, 0, 4, 10),
            needs(),
            Arbitraries.of(true, false),
            Arbitraries.of(0, 0, 7),
            needs(),
            needs(),
            Arbitraries.of(false, false, true))
        .as((first, after, second, replaces, then, third, variant, membersOnly) -> {
          QueueSpec.Builder queue = QueueSpec.named("queue").needs(first).variant(variant);
          if (after > 0 && replaces) {
            queue.replace(Duration.ofSeconds(after), second);
          } else if (after > 0) {
            queue.relax(Duration.ofSeconds(after), second);
          }
          if (then > 0) {
            queue.relax(Duration.ofSeconds(then), third);
          }
          return (membersOnly ? queue.membersOnly() : queue).skillWeights(Map.of("a", 3)).build();
        });
  }

  private static Arbitrary<String[]> chain() {
    Arbitrary<String> keys =
        Arbitraries.of(
            "longest-idle",
            "fewest-calls",
            "least-talk",
            "percent-allocation",
            "tier",
            "most-skilled",
            "least-skilled",
            "least-versatile");
    Arbitrary<String> ends =
        Arbitraries.of(
            "longest-idle", "round-robin", "linear", "top-down", "random", "weighted-random");
    return Combinators.combine(keys.list().ofMaxSize(3), ends)
        .as((first, last) -> {
          List<String> all = new ArrayList<>(first);
          all.add(last);
          return all.toArray(String[]::new);
        });
  }

  private static Arbitrary<Parallel> parallel() {
    return Arbitraries.of(
        Parallel.ONE,
        Parallel.ONE,
        new Parallel(2, Duration.ZERO),
        new Parallel(1, Duration.ofSeconds(3)));
  }

  private static Arbitrary<UnaryOperator<QueueSpec.Builder>> limits() {
    return Combinators.combine(
            Arbitraries.of(WrapUpMode.class),
            Arbitraries.of(0, 5, 20),
            Arbitraries.of(1000, 1000, 500, 3000),
            Arbitraries.of(20, 60).injectNull(0.6),
            Arbitraries.of(12, 40).injectNull(0.5),
            Arbitraries.of(true, false),
            Arbitraries.of(9, 25).injectNull(0.6))
        .as((mode, wrapUp, acceleration, maxAge, maxWait, cuts, starve) ->
            queue -> {
              queue
                  .wrapUp(mode, Duration.ofSeconds(wrapUp))
                  .wrapUpCap(Duration.ofSeconds(30))
                  .acceleration(acceleration);
              if (maxAge != null) {
                queue.maxAge(Duration.ofSeconds(maxAge));
              }
              if (maxWait != null) {
                queue.maxWait(Duration.ofSeconds(maxWait), cuts);
              }
              return starve == null ? queue : queue.maxStarve(Duration.ofSeconds(starve));
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
        new SkillExpression.Not(b),
        new SkillExpression.TierAtMost(0));
  }

  private static List<AgentSpec> namedAgents(List<AgentSpec> specs) {
    List<AgentSpec> named = new ArrayList<>();
    for (AgentSpec spec : specs) {
      named.add(
          new AgentSpec(
              "agent" + named.size(),
              spec.skills(),
              spec.queues(),
              spec.readyOnLogin(),
              spec.wrapUp(),
              spec.capacity(),
              spec.ownCallsRestartIdle()));
    }
    return named;
  }

  private static List<QueueSpec> namedQueues(List<QueueSpec> specs) {
    List<QueueSpec> named = new ArrayList<>();
    for (QueueSpec spec : specs) {
      named.add(spec.but().name("queue" + named.size()).build());
    }
    return named;
  }
}
