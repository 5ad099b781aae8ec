package usher.routing;

import java.lang.reflect.Constructor;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import usher.routing.plan.AgentSpec;
import usher.routing.plan.QueueSpec;
import usher.routing.plan.ReservePolicy;
import usher.routing.plan.RoutingPlan;
import usher.routing.plan.Step;
import usher.routing.skill.SkillExpression;

/** Plans made of other plans. */
final class Variations {
  private static final String OUTSIDER = "outsider";

  private Variations() {}

  static List<AgentSpec> agents(RoutingPlan plan) {
    return IntStream.range(0, plan.agentCount()).mapToObj(plan::agent).toList();
  }

  static List<QueueSpec> queues(RoutingPlan plan) {
    return IntStream.range(0, plan.queueCount()).mapToObj(plan::queue).toList();
  }

  /** Other names for agents, queues and skills. */
  static RoutingPlan renamed(
      RoutingPlan plan,
      UnaryOperator<String> agent,
      UnaryOperator<String> queue,
      UnaryOperator<String> skill) {
    return new RoutingPlan(
        agents(plan).stream()
            .map(a ->
                new AgentSpec(
                    agent.apply(a.name()),
                    keys(a.skills(), skill),
                    keys(a.queues(), queue),
                    a.readyOnLogin(),
                    a.wrapUp(),
                    a.capacity(),
                    a.ownCallsRestartIdle()))
            .toList(),
        queues(plan).stream()
            .map(q ->
                with(
                    expressions(q, e -> renamed(e, skill)),
                    Map.of(
                        "name", queue.apply(q.name()),
                        "skillWeights", keys(q.skillWeights(), skill))))
            .toList(),
        plan.order());
  }

  private static <V> Map<String, V> keys(Map<String, V> map, UnaryOperator<String> to) {
    Map<String, V> renamed = new HashMap<>();
    map.forEach((key, value) -> renamed.put(to.apply(key), value));
    return renamed;
  }

  private static SkillExpression renamed(SkillExpression e, UnaryOperator<String> to) {
    return switch (e) {
      case SkillExpression.AtLeast(var skill, var level) ->
          new SkillExpression.AtLeast(to.apply(skill), level);
      case SkillExpression.TierAtMost tier -> tier;
      case SkillExpression.And(var parts) -> new SkillExpression.And(renamed(parts, to));
      case SkillExpression.Or(var parts) -> new SkillExpression.Or(renamed(parts, to));
      case SkillExpression.Not(var part) -> new SkillExpression.Not(renamed(part, to));
    };
  }

  private static List<SkillExpression> renamed(
      List<SkillExpression> parts, UnaryOperator<String> to) {
    return parts.stream().map(part -> renamed(part, to)).toList();
  }

  /** The same queue with other conditions in its steps and variants. */
  private static QueueSpec expressions(QueueSpec queue, UnaryOperator<SkillExpression> to) {
    return with(
        queue,
        Map.of(
            "steps",
            queue.steps().stream()
                .map(s -> new Step(to.apply(s.needs()), s.replaces(), s.lasts()))
                .toList(),
            "variants",
            queue.variants().stream().map(to).toList()));
  }

  /** Every agent with a skill of the agent's own, for which nobody asks. */
  static RoutingPlan split(RoutingPlan plan) {
    List<AgentSpec> unlike = new ArrayList<>();
    for (AgentSpec agent : agents(plan)) {
      Map<String, Integer> skills = new HashMap<>(agent.skills());
      skills.put("own" + unlike.size(), 1);
      unlike.add(with(agent, Map.of("skills", skills)));
    }
    return new RoutingPlan(unlike, queues(plan), plan.order());
  }

  /** The same, but whoever has a certain skill serves nobody. */
  static RoutingPlan closedToOutsiders(RoutingPlan plan) {
    SkillExpression member = new SkillExpression.Not(new SkillExpression.AtLeast(OUTSIDER, 1));
    return new RoutingPlan(
        agents(plan),
        queues(plan).stream()
            .map(q -> expressions(q, e -> new SkillExpression.And(List.of(member, e))))
            .toList(),
        plan.order());
  }

  /** One agent more who has that skill, at a place in the plan. */
  static RoutingPlan withOutsider(RoutingPlan plan, int place) {
    List<AgentSpec> more = new ArrayList<>(agents(plan));
    more.add(place, AgentSpec.of(OUTSIDER, Map.of(OUTSIDER, 1, "a", 3, "b", 3)));
    return new RoutingPlan(more, queues(plan), plan.order());
  }

  /** Queues that choose by other strategies. */
  static RoutingPlan strategies(RoutingPlan plan, UnaryOperator<List<String>> to) {
    return new RoutingPlan(
        agents(plan),
        queues(plan).stream()
            .map(q -> with(q, Map.of("strategy", to.apply(q.strategy()))))
            .toList(),
        plan.order());
  }

  /** The queues of a plan, in which calls age for ever and nobody is kept in reserve. */
  static List<QueueSpec> withoutMaxAgeAndReserve(RoutingPlan plan) {
    return queues(plan).stream()
        .map(q -> with(q, Collections.singletonMap("maxAge", null)))
        .map(q -> with(q, Map.of("reserve", ReservePolicy.NONE)))
        .toList();
  }

  /**
   * Nobody outside the plan serves its queues, and none of its agents serve other queues. The order
   * of calls is the usual one, since plans in one have one.
   */
  static RoutingPlan tenant(RoutingPlan plan, String name) {
    RoutingPlan named =
        renamed(plan, agent -> name + agent, queue -> name + queue, skill -> name + skill);
    SkillExpression own = new SkillExpression.AtLeast(name, 1);
    return new RoutingPlan(
        agents(named).stream().map(a -> with(a, Map.of("skills", plus(a.skills(), name)))).toList(),
        queues(named).stream()
            .map(q -> expressions(q, e -> new SkillExpression.And(List.of(own, e))))
            .toList());
  }

  private static Map<String, Integer> plus(Map<String, Integer> skills, String one) {
    Map<String, Integer> more = new HashMap<>(skills);
    more.put(one, 1);
    return more;
  }

  /** Two plans in one, the second after the first. */
  static RoutingPlan together(RoutingPlan first, RoutingPlan second) {
    List<AgentSpec> agents = new ArrayList<>(agents(first));
    agents.addAll(agents(second));
    List<QueueSpec> queues = new ArrayList<>(queues(first));
    queues.addAll(queues(second));
    return new RoutingPlan(agents, queues);
  }

  /** A record with some components changed, whatever components it has. */
  private static <R extends Record> R with(
      R record, Map<String, ? extends @Nullable Object> changes) {
    RecordComponent[] components = record.getClass().getRecordComponents();
    try {
      @Nullable Object[] values = new Object[components.length];
      for (int i = 0; i < components.length; i++) {
        String name = components[i].getName();
        values[i] =
            changes.containsKey(name)
                ? changes.get(name)
                : components[i].getAccessor().invoke(record);
      }
      @SuppressWarnings("unchecked") // a record's own class
      Class<R> type = (Class<R>) record.getClass();
      Constructor<R> canonical =
          type.getDeclaredConstructor(
              Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new));
      return canonical.newInstance(values);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }
}
