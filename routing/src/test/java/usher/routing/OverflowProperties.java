package usher.routing;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
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
import usher.routing.overflow.Rung;
import usher.routing.overflow.Then;
import usher.routing.overflow.When;
import usher.routing.plan.QueueSpec;
import usher.routing.plan.ReservePolicy;
import usher.routing.plan.RoutingPlan;

/**
 * Whatever rungs there are and whatever happens, calls climb as the reference says. Places are left
 * to the stories: several that change in one instant pass through states that neither side owes.
 * Calls are not moved in a circle: no version of rules is taken that would do that.
 */
class OverflowProperties {
  @Property(seed = "1")
  void routerAndReferenceClimbAlike(
      @ForAll("rules") Rules rules, @ForAll("steps") List<Step> steps) {
    RoutingPlan plan = new RoutingPlan(rules.agents(), rules.queues());
    Twins twins = new Twins(plan, List.of()).opened();
    steps.forEach(twins::run);
  }

  @Property(seed = "1")
  void theyClimbAlikeWhereTheCommandsOfAnInstantAreGathered(
      @ForAll("rules") Rules rules, @ForAll("steps") List<Step> steps) {
    RoutingPlan plan = new RoutingPlan(rules.agents(), rules.queues());
    Twins twins = new Twins(plan, List.of()).gathering().opened();
    steps.forEach(twins::run);
  }

  @Provide
  Arbitrary<List<Step>> steps() {
    Arbitrary<Kind> kinds =
        Arbitraries.frequencyOf(
            Tuple.of(3, Arbitraries.of(Kind.class).filter(kind -> kind != Kind.ADOPT)),
            Tuple.of(4, Arbitraries.of(Kind.ARRIVE, Kind.ARRIVE_FAVOURED, Kind.ARRIVE_ELABORATE)),
            Tuple.of(2, Arbitraries.of(Kind.LOGOUT, Kind.LOGIN, Kind.NOT_READY, Kind.READY)),
            Tuple.of(2, Arbitraries.of(Kind.ANSWER, Kind.FAIL, Kind.RELEASE, Kind.ABANDON)),
            Tuple.of(2, Arbitraries.of(Kind.OPENING, Kind.OUTSIDE_ANSWERED, Kind.OUTSIDE_FAILED)),
            Tuple.of(2, Arbitraries.of(Kind.TICK, Kind.TICK_TO_DEADLINE)));
    Arbitrary<Integer> waits =
        Arbitraries.of(0, 0, 0, 1, 250, 1_000, 3_000, 5_000, 7_000, 10_000, 30_000);
    return Combinators.combine(
            kinds,
            Arbitraries.integers().between(0, 255),
            Arbitraries.integers().between(0, 63),
            waits)
        .as(Step::new)
        .list()
        .ofMinSize(1)
        .ofMaxSize(80);
  }

  @Provide
  Arbitrary<Rules> rules() {
    Arbitrary<List<List<Rung>>> ladders = ladder().list().ofSize(3);
    return Combinators.combine(
            new DifferentialProperties().rules(), ladders, Arbitraries.of(true, false))
        .as((rules, rungs, upwards) ->
            new Rules(
                rules.agents(), withRungs(rules.queues(), rungs, upwards), CallOrder.DEFAULT));
  }

  /**
   * These queues with these ladders.
   *
   * @param upwards whether calls are moved to queues with higher numbers only, or with lower ones
   */
  private static List<QueueSpec> withRungs(
      List<QueueSpec> queues, List<List<Rung>> ladders, boolean upwards) {
    List<QueueSpec> with = new ArrayList<>();
    for (QueueSpec queue : queues) {
      int own = with.size();
      List<Rung> rungs =
          ladders.get(own).stream()
              .filter(rung -> leadsSomewhere(rung.then(), queues.size()))
              .filter(rung ->
                  !(rung.then() instanceof Then.Move(String to, boolean _))
                      || (upwards ? number(to) > own : number(to) < own))
              .toList();
      with.add(queue.but().rungs(rungs).reserve(ReservePolicy.NONE).build());
    }
    return with;
  }

  private static boolean leadsSomewhere(Then then, int queues) {
    return switch (then) {
      case Then.Move(String queue, boolean _) -> number(queue) < queues;
      case Then.AddQueue(String queue) -> number(queue) < queues;
      case Then.Relax _, Then.RaisePoints _, Then.External _, Then.Refuse _, Then.Goodbye _ -> true;
    };
  }

  private static int number(String queue) {
    return queue.charAt(queue.length() - 1) - '0';
  }

  private static Arbitrary<List<Rung>> ladder() {
    return Combinators.combine(conditions(), action()).as(Rung::new).list().ofMaxSize(4);
  }

  /** At no instant at which anything else is due, so that the order within it is no matter. */
  private static Arbitrary<List<When>> conditions() {
    Arbitrary<When> waited =
        Arbitraries.of(1_037, 3_041, 5_043, 10_059)
            .map(ms -> new When.Waited(Duration.ofMillis(ms)));
    Arbitrary<When> shared =
        Arbitraries.of(
            new When.QueueLength(1),
            new When.QueueLength(3),
            new When.NobodyStaffed(),
            new When.NobodyReady(),
            new When.Closed(),
            new When.Holiday(),
            level(80, 2_047, 1, 1),
            level(50, 7_061, 2, 3));
    return Arbitraries.oneOf(
        waited.map(List::of),
        shared.map(List::of),
        Combinators.combine(waited, shared).as((a, b) -> List.of(a, b)));
  }

  private static When level(int percent, int withinMs, int overMin, int atLeast) {
    return new When.ServiceLevelBelow(
        percent, Duration.ofMillis(withinMs), Duration.ofMinutes(overMin), atLeast);
  }

  private static Arbitrary<Then> action() {
    Arbitrary<String> queues = Arbitraries.of("queue0", "queue1", "queue2");
    return Arbitraries.oneOf(
        Arbitraries.of(
            new Then.Relax(),
            new Then.RaisePoints(2),
            new Then.External("home", Duration.ofSeconds(20)),
            new Then.Refuse(486),
            new Then.Goodbye(480)),
        queues.map(Then.AddQueue::new),
        Combinators.combine(queues, Arbitraries.of(true, false)).as(Then.Move::new));
  }
}
