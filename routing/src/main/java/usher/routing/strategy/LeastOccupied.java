package usher.routing.strategy;

import usher.routing.agent.AgentTable;
import usher.routing.agent.Occupancy;
import usher.routing.words.Words;

/**
 * Whoever was busy for the smallest part of the recent time at the disposal of callers. The
 * occupancy of all idle agents decays at one rate, so their order does not change while they are
 * idle.
 */
public final class LeastOccupied implements AgentKey {
  @Override
  public long key(AgentTable agents, int agent) {
    return agents.occupancyKey(agent);
  }

  @Override
  public boolean usesOccupancy() {
    return true;
  }

  @Override
  public String inWords(long figure, long nowNs) {
    return "occupied "
        + Words.decimal(Occupancy.perMille(figure, nowNs), 10)
        + " % of the recent time";
  }
}
