package usher.core.agent;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import usher.core.config.AgentConfig;
import usher.core.config.AgentConfig.Access;
import usher.core.config.AgentConfig.StartState;
import usher.core.config.QueueConfig;
import usher.core.config.UsherConfig;
import usher.routing.plan.AgentSpec;
import usher.routing.plan.OfferPolicy;
import usher.routing.plan.QueueSpec;
import usher.routing.plan.RoutingPlan;
import usher.routing.plan.WrapUpMode;
import usher.routing.skill.SkillExpression;

/**
 * Makes the router's plan of what the operator wrote. Agents and queues are numbered in the order
 * of their names.
 */
public final class PlanCompiler {
  private PlanCompiler() {}

  /** The plan of this configuration. */
  public static RoutingPlan compile(UsherConfig config) {
    List<AgentSpec> agents = config.agents().values().stream().map(PlanCompiler::agent).toList();
    List<QueueSpec> queues = config.queues().values().stream().map(PlanCompiler::queue).toList();
    return new RoutingPlan(agents, queues);
  }

  private static AgentSpec agent(AgentConfig agent) {
    StartState start =
        switch (agent.access()) {
          case Access.Registers registers -> registers.onRegister();
          case Access.FixedContact fixed -> fixed.state();
        };
    return new AgentSpec(agent.name(), agent.skills(), start == StartState.READY, null);
  }

  private static QueueSpec queue(QueueConfig queue) {
    return QueueSpec.named(queue.name())
        .strategy(strategy(queue.strategy()))
        .needs(needs(queue))
        .offers(OfferPolicy.DEFAULT.withRing(queue.ring()))
        .wrapUp(wrapUpMode(queue.wrapUp()), queue.wrapUp())
        .maxWait(queue.maxWait(), false)
        .build();
  }

  private static String strategy(QueueConfig.Strategy strategy) {
    return switch (strategy) {
      case LONGEST_IDLE -> "longest-idle";
    };
  }

  private static WrapUpMode wrapUpMode(Duration wrapUp) {
    return wrapUp.isZero() ? WrapUpMode.NONE : WrapUpMode.TIMEBOXED;
  }

  /** A need of level 0 asks for nothing. */
  private static SkillExpression needs(QueueConfig queue) {
    List<SkillExpression> parts = new ArrayList<>();
    queue.needs().forEach((skill, level) -> addNeed(parts, skill, level));
    return new SkillExpression.And(parts);
  }

  private static void addNeed(List<SkillExpression> parts, String skill, int level) {
    if (level > 0) {
      parts.add(new SkillExpression.AtLeast(skill, level));
    }
  }
}
