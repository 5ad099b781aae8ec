package usher.routing.strategy;

import usher.routing.agent.AgentTable;

/**
 * A figure of an agent's own; the smaller comes first. It must not change while the agent is idle:
 * it is taken when the agent becomes free and orders the agents of a profile until then.
 */
public non-sealed interface AgentKey extends RoutingStrategy {
  /** The figure. */
  long key(AgentTable agents, int agent);
}
