package usher.routing.strategy;

import usher.routing.agent.AgentTable;
import usher.routing.words.Words;

/**
 * Whoever has been idle longest. The clock starts at the latest of becoming ready and the end of
 * the last work, wrap-up included; an offer that failed through no fault of the agent does not
 * restart it.
 */
public final class LongestIdle implements AgentKey {
  @Override
  public long key(AgentTable agents, int agent) {
    return agents.idleSinceNs(agent);
  }

  @Override
  public String inWords(long figure, long nowNs) {
    return figure == AgentTable.NEVER ? "never idle" : "idle for " + Words.time(nowNs - figure);
  }
}
