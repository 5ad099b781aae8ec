package usher.routing.strategy;

import usher.routing.agent.AgentTable;
import usher.routing.words.Words;

/**
 * Whoever took the fewest calls in the shift. Breaks do not reset the count, and who comes later
 * starts where the one with the fewest is, so a newcomer is not given every call.
 */
public final class FewestCalls implements AgentKey {
  @Override
  public long key(AgentTable agents, int agent) {
    return agents.calls(agent);
  }

  @Override
  public boolean usesShiftFigures() {
    return true;
  }

  @Override
  public String inWords(long figure, long nowNs) {
    return Words.count(figure, "call") + " taken";
  }
}
