package usher.core.agent;

import java.util.List;
import usher.core.config.AgentConfig;
import usher.core.config.QueueConfig;
import usher.core.config.UsherConfig;
import usher.routing.Router;
import usher.routing.RoutingEvents;
import usher.routing.plan.AgentSpec;
import usher.routing.plan.QueueSpec;
import usher.routing.plan.RoutingPlan;

/**
 * Makes the router's plan of what the operator wrote. Agents and queues are numbered in the order
 * of their names.
 */
public final class PlanCompiler {
  private PlanCompiler() {}

  /** The plan of this configuration. */
  public static RoutingPlan compile(UsherConfig config) {
    return new RoutingPlan(agents(config), queues(config), config.callOrder());
  }

  /** The plan of this configuration as the one after another. */
  public static RoutingPlan successor(RoutingPlan before, long version, UsherConfig config) {
    return before.successor(version, agents(config), queues(config), config.callOrder());
  }

  private static List<AgentSpec> agents(UsherConfig config) {
    return config.agents().values().stream()
        .map(PlanCompiler::agent)
        .map(agent -> agent.withOwnCallsRestartingIdle(config.ownCallsRestartIdle()))
        .toList();
  }

  private static List<QueueSpec> queues(UsherConfig config) {
    return config.queues().values().stream().map(QueueConfig::routing).toList();
  }

  /** The router that serves on a plan; a replay has to make the same one. */
  public static Router router(RoutingPlan plan, RoutingEvents events) {
    return new Router(plan, events);
  }

  private static AgentSpec agent(AgentConfig agent) {
    return new AgentSpec(
        agent.name(), agent.skills(), agent.queues(), agent.startsReady(), agent.wrapUp());
  }
}
