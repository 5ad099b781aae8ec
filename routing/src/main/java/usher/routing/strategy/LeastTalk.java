package usher.routing.strategy;

import usher.routing.agent.AgentTable;
import usher.routing.words.Words;

/** Whoever talked least in the shift. Breaks and newcomers as in {@link FewestCalls}. */
public final class LeastTalk implements AgentKey {
  @Override
  public long key(AgentTable agents, int agent) {
    return agents.talkNs(agent);
  }

  @Override
  public boolean usesShiftFigures() {
    return true;
  }

  @Override
  public String inWords(long figure, long nowNs) {
    return "talked for " + Words.time(figure);
  }
}
