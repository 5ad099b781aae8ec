package usher.routing.strategy;

import usher.routing.agent.AgentTable;

/**
 * A figure of an agent's own; the smaller comes first. It must not change while the agent is idle:
 * it is taken when the agent becomes free and orders the agents of a profile until then.
 */
public non-sealed interface AgentKey extends Figure {
  /** The figure. */
  long key(AgentTable agents, int agent);

  /** Whether the figure counts the calls of one queue, so that each queue needs its own. */
  default boolean isPerQueue() {
    return false;
  }

  /** The figure of one queue, where there is one for each; {@code shares} are targets by agent. */
  default AgentKey inQueue(int queue, int[] shares) {
    return this;
  }

  /** Whether it compares what agents did in their shifts, so that newcomers need a fair start. */
  default boolean usesShiftFigures() {
    return false;
  }

  /** Whether the agents' occupancy has to be kept for it. */
  default boolean usesOccupancy() {
    return false;
  }
}
