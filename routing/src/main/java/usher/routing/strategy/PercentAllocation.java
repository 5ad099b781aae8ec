package usher.routing.strategy;

import usher.routing.agent.AgentTable;
import usher.routing.words.Words;

/** Whoever is furthest below the target share of the queue's calls. */
public final class PercentAllocation implements AgentKey {
  private static final long SCALE = 1_000_000;
  private static final int NO_QUEUE = -1;

  private final int queue;
  private final int[] shares;

  /** For the table of strategies; {@link #inQueue} makes the one that counts. */
  public PercentAllocation() {
    this(NO_QUEUE, new int[0]);
  }

  private PercentAllocation(int queue, int[] shares) {
    this.queue = queue;
    this.shares = shares;
  }

  @Override
  public boolean isPerQueue() {
    return true;
  }

  @Override
  public AgentKey inQueue(int ofQueue, int[] targetShares) {
    return new PercentAllocation(ofQueue, targetShares);
  }

  @Override
  public long key(AgentTable agents, int agent) {
    return agents.callsOf(queue, agent) * SCALE / shares[agent];
  }

  @Override
  public boolean usesShiftFigures() {
    return true;
  }

  @Override
  public String inWords(long figure, long nowNs) {
    return Words.decimal(figure, SCALE) + " calls per unit of share";
  }
}
