package usher.routing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import usher.routing.Twins.Kind;
import usher.routing.Twins.Step;
import usher.routing.plan.RoutingPlan;

/** Changes that mean nothing change no decision. */
class MetamorphicProperties {
  private static final Set<String> LOTS = Set.of("random", "weighted-random");

  /** Those of the reference, some of them with the strategy that it does not know. */
  @Provide
  Arbitrary<RoutingPlan> plans() {
    return Combinators.combine(
            new DifferentialProperties().plans(), Arbitraries.of(true, false, false))
        .as((plan, occupied) ->
            occupied
                ? Variations.strategies(plan, MetamorphicProperties::leastOccupiedFirst)
                : plan);
  }

  private static List<String> leastOccupiedFirst(List<String> chain) {
    List<String> longer = new ArrayList<>(List.of("least-occupied"));
    longer.addAll(chain);
    return longer;
  }

  private static RoutingPlan withoutLots(RoutingPlan plan) {
    return Variations.strategies(
        plan, chain -> chain.stream().map(s -> LOTS.contains(s) ? "round-robin" : s).toList());
  }

  private static void assertSame(Performance one, Performance other, List<Step> steps) {
    assertThat(other.told()).as("at the beginning").isEqualTo(one.told());
    for (Step step : steps) {
      one.perform(step);
      other.perform(step);
      assertThat(other.told()).as("%s", step).isEqualTo(one.told());
    }
    other.router.audit();
  }

  @Provide
  Arbitrary<List<Step>> steps() {
    return new DifferentialProperties().steps();
  }

  /** Names say nothing: what decides among equals is the order in the plan. */
  @Property(seed = "1")
  void agentsQueuesAndSkillsMayGoByOtherNames(
      @ForAll("plans") RoutingPlan plan, @ForAll("steps") List<Step> steps) {
    assertSame(
        new Performance(plan),
        new Performance(
            Variations.renamed(
                plan,
                a -> "z" + (9 - number(a)),
                q -> "y" + (9 - number(q)),
                s -> s.equals("a") ? "x2" : "x1")),
        steps);
  }

  private static int number(String name) {
    return name.charAt(name.length() - 1) - '0';
  }

  /** Decisions see how much time has passed, never what time it is. */
  @Property(seed = "1")
  void theClockMayShowAnything(
      @ForAll("plans") RoutingPlan plan,
      @ForAll("steps") List<Step> steps,
      @ForAll @LongRange(min = Long.MIN_VALUE / 4, max = Long.MAX_VALUE / 4) long epochNs) {
    int[] agents = Performance.upTo(plan.agentCount());
    int[] queues = Performance.upTo(plan.queueCount());
    assertSame(new Performance(plan), new Performance(plan, agents, queues, epochNs), steps);
  }

  /**
   * Profiles are only a short cut: agents of one profile decide as they would if each had a skill
   * that nobody asks for. Draws by lot count through the profiles and fall on others.
   */
  @Property(seed = "1")
  void equalAgentsMayHaveProfilesOfTheirOwn(
      @ForAll("plans") RoutingPlan plan, @ForAll("steps") List<Step> steps) {
    RoutingPlan merged = withoutLots(plan);
    assertSame(new Performance(merged), new Performance(Variations.split(merged)), steps);
  }

  /** Somebody who cannot serve any call may be there, come and go, anywhere in the plan. */
  @Property(seed = "1")
  void whoCannotServeAnybodyMayComeAndGo(
      @ForAll("plans") RoutingPlan plan,
      @ForAll("steps") List<Step> steps,
      @ForAll @IntRange(max = 5) int place,
      @ForAll("outsiders") List<Kind> outsider) {
    RoutingPlan closed = Variations.closedToOutsiders(plan);
    int at = Math.min(place, plan.agentCount());
    Performance alone = new Performance(closed);
    int[] moved = Performance.upTo(plan.agentCount());
    for (int agent = at; agent < moved.length; agent++) {
      moved[agent]++;
    }
    Performance visited =
        new Performance(
            Variations.withOutsider(closed, at), moved, Performance.upTo(plan.queueCount()), 0);
    for (int i = 0; i < steps.size(); i++) {
      Step step = steps.get(i);
      visit(visited, at, outsider.get(i % outsider.size()));
      alone.perform(step);
      visited.perform(step);
      assertThat(visited.told()).as("%s", step).isEqualTo(alone.told());
    }
    visited.router.audit();
  }

  private static void visit(Performance centre, int agent, Kind kind) {
    Router router = centre.router;
    long now = centre.at();
    switch (kind) {
      case LOGIN -> router.login(agent, now);
      case LOGOUT -> router.logout(agent, now);
      case READY -> router.ready(agent, now);
      case NOT_READY -> router.notReady(agent, 1, now);
      case REACHABLE -> router.reachable(agent, now);
      case UNREACHABLE -> router.unreachable(agent, now);
      default -> router.external(agent, kind == Kind.EXTERNAL_ON, now);
    }
  }

  @Provide
  Arbitrary<List<Kind>> outsiders() {
    return Arbitraries.of(
            Kind.LOGIN,
            Kind.LOGOUT,
            Kind.READY,
            Kind.NOT_READY,
            Kind.REACHABLE,
            Kind.UNREACHABLE,
            Kind.EXTERNAL_ON,
            Kind.EXTERNAL_OFF)
        .list()
        .ofMinSize(1)
        .ofMaxSize(20);
  }

  /**
   * Two tenants in one router who share no agent: each has the decisions it would have alone,
   * whatever the other does in between. What timers of one instant tell may come in another order,
   * and draws by lot come from one sequence.
   */
  @Property(seed = "1")
  void tenantsDoNotNoticeEachOther(
      @ForAll("plans") RoutingPlan one,
      @ForAll("plans") RoutingPlan other,
      @ForAll("steps") List<Step> steps,
      @ForAll("steps") List<Step> otherSteps) {
    RoutingPlan first = Variations.tenant(withoutLots(one), "one");
    RoutingPlan second = Variations.tenant(withoutLots(other), "other");
    Performance alone = new Performance(first);
    Performance both = new Performance(Variations.together(first, second));
    int agents = first.agentCount();
    int queues = first.queueCount();
    Performance tenant = both.part(0, agents, 0, queues);
    Performance neighbour = both.part(agents, second.agentCount(), queues, second.queueCount());
    alone.told();
    for (int i = 0; i < steps.size(); i++) {
      Step step = steps.get(i);
      alone.perform(step);
      tenant.perform(step);
      assertThat(sorted(tenant.told())).as("%s", step).isEqualTo(sorted(alone.told()));
      neighbour.perform(otherSteps.get(i % otherSteps.size()), tenant);
      assertThat(tenant.told()).as("what the neighbour does").isEmpty();
    }
    both.router.audit();
  }

  private static List<String> sorted(List<String> lines) {
    return lines.stream().sorted().toList();
  }
}
