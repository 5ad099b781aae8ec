package usher.routing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.BeforeTry;
import usher.routing.agent.AgentTable;
import usher.routing.plan.AgentSpec;
import usher.routing.plan.QueueSpec;
import usher.routing.plan.RoutingPlan;
import usher.routing.skill.SkillExpression;

/** That lines, trees and packed heads find whom a search of everybody finds. */
class IdleOrderProperties {
  private static final int AGENTS = 30;

  /** So that two thirds of the profiles, which serve a queue, are more than one step of a list. */
  private static final int LEVELS = RoutingPlan.LIST_STEP;

  private static final int NOBODY = IdleOrder.NIL;
  private static final RoutingPlan PLAN =
      new RoutingPlan(
          IntStream.range(0, AGENTS).mapToObj(IdleOrderProperties::agent).toList(),
          List.of(queue("one", "a"), queue("two", "b")));

  private AgentTable agents = new AgentTable(AGENTS, PLAN.queueCount());
  private IdleAgents idle = new IdleAgents(PLAN, agents);

  /** What heads are taken relative to moves for good: all would be too far after a far instant. */
  @BeforeTry
  void nobodyIsFree() {
    agents = new AgentTable(AGENTS, PLAN.queueCount());
    idle = new IdleAgents(PLAN, agents);
  }

  /** An agent comes or goes. */
  record Turn(int agent, long idleSinceNs) {}

  private static AgentSpec agent(int number) {
    int level = 1 + number / 3 % LEVELS;
    return AgentSpec.of(
        "agent" + number,
        switch (number % 3) {
          case 0 -> Map.of("a", level);
          case 1 -> Map.of("b", level);
          default -> Map.of("a", level, "b", level);
        });
  }

  private static QueueSpec queue(String name, String skill) {
    return QueueSpec.named(name).needs(new SkillExpression.AtLeast(skill, 1)).build();
  }

  /**
   * Instants of an hour, many of them equal, by which heads are told apart; or any, and some that
   * are centuries apart, by which they are not.
   */
  @Provide
  Arbitrary<List<Turn>> turns() {
    Arbitrary<Long> ofAnHour =
        Arbitraries.oneOf(
            Arbitraries.longs().between(0, 9), Arbitraries.longs().between(0, 3_600_000_000_000L));
    Arbitrary<Long> any =
        Arbitraries.oneOf(
            Arbitraries.longs().between(0, 9),
            Arbitraries.longs().between(0, Long.MAX_VALUE / 4),
            Arbitraries.longs().between(0, 9).map(step -> step << 58));
    return Arbitraries.oneOf(turns(ofAnHour), turns(any));
  }

  private static Arbitrary<List<Turn>> turns(Arbitrary<Long> instants) {
    return Combinators.combine(Arbitraries.integers().between(0, AGENTS - 1), instants)
        .as(Turn::new)
        .list()
        .ofMaxSize(90);
  }

  @Property(seed = "1")
  void theFirstTwoAreThoseOfASearch(@ForAll("turns") List<Turn> turns) {
    turns.forEach(this::take);
    for (int queue = 0; queue < PLAN.queueCount(); queue++) {
      int callClass = PLAN.rules(queue).classOf(0, 0, 0);
      IdleOrder order = idle.order(PLAN.rules(queue).chain().idleOrder());
      List<Integer> found = search(callClass);
      assertThat(idle.first(callClass, order)).isEqualTo(at(found, 0));
      if (!found.isEmpty()) {
        assertThat(order.second()).isEqualTo(at(found, 1));
      }
      if (found.size() > 1) {
        assertThat(order.secondKey(0)).isEqualTo(agents.idleSinceNs(found.get(1)));
      }
    }
  }

  private void take(Turn turn) {
    if (idle.contains(turn.agent())) {
      idle.remove(turn.agent());
    } else {
      agents.restartIdleClock(turn.agent(), turn.idleSinceNs());
      idle.add(turn.agent());
    }
  }

  private List<Integer> search(int callClass) {
    return IntStream.range(0, AGENTS)
        .filter(agent -> idle.contains(agent) && PLAN.canServe(agent, callClass))
        .boxed()
        .sorted(Comparator.comparingLong(agents::idleSinceNs))
        .toList();
  }

  private static int at(List<Integer> found, int place) {
    return place < found.size() ? found.get(place) : NOBODY;
  }
}
