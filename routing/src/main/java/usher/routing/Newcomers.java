package usher.routing;

import java.util.Arrays;
import usher.routing.agent.AgentTable;
import usher.routing.plan.RoutingPlan;
import usher.routing.store.Bits;
import usher.routing.store.IntList;

/**
 * Where the figures start of an agent who joins: at those of the peers, that is the staffed agents
 * who share a class, since from zero the strategies that compare figures would give a newcomer
 * every call.
 *
 * <p>Counts of calls and talk belong to a shift: they are kept through breaks and short log-outs,
 * and start at the peers' minimum when a shift begins. Occupancy is about the last hour: it starts
 * at the peers' median whenever the agent joins the staff.
 */
final class Newcomers {
  /** Logged out for this long or longer, an agent begins a new shift. */
  static final long SHIFT_GAP_NS = 4L * 3600 * 1_000_000_000;

  /** The most peers that are looked at for the median. */
  static final int SAMPLE = 64;

  private final Domain domain;
  private final RoutingPlan plan;
  private final AgentTable agents;
  private final IntList peers = new IntList();
  private final double[] sample = new double[SAMPLE];
  private final boolean tracksOccupancy;
  private final boolean countsShifts;

  Newcomers(Domain domain) {
    this.domain = domain;
    plan = domain.plan;
    agents = domain.agents;
    tracksOccupancy = plan.usesOccupancy();
    countsShifts = plan.usesShiftFigures();
  }

  /** An agent logs in; the intent is still LOGGED_OUT. */
  void login(int agent) {
    long sinceNs = agents.intentSinceNs(agent);
    boolean first = sinceNs == AgentTable.NEVER;
    if (countsShifts && (first || domain.nowNs - sinceNs >= SHIFT_GAP_NS)) {
      beginShift(agent);
    }
  }

  private void beginShift(int agent) {
    findPeers(agent, plan.agentCount());
    long calls = peers.size() == 0 ? 0 : Long.MAX_VALUE;
    long talkNs = calls;
    for (int i = 0; i < peers.size(); i++) {
      calls = Math.min(calls, agents.calls(peers.get(i)));
      talkNs = Math.min(talkNs, agents.talkNs(peers.get(i)));
    }
    agents.startCalls(agent, (int) calls);
    agents.startTalk(agent, talkNs);
    for (int queue = 0; queue < plan.queueCount(); queue++) {
      if (agents.tracksCallsOf(queue)) {
        agents.callsOf(queue, agent, fairStart(queue, agent));
      }
    }
  }

  /** As many calls of a queue as keep the agent's share where the lowest of the peers' is. */
  private int fairStart(int queue, int agent) {
    long lowest = peers.size() == 0 ? 0 : Long.MAX_VALUE;
    int own = plan.membership(agent, queue).share();
    for (int i = 0; i < peers.size(); i++) {
      int peer = peers.get(i);
      int share = plan.membership(peer, queue).share();
      lowest = Math.min(lowest, (long) agents.callsOf(queue, peer) * own / share);
    }
    return (int) lowest;
  }

  /** An agent joins the staff. */
  void joins(int agent) {
    if (!tracksOccupancy) {
      return;
    }
    findPeers(agent, SAMPLE);
    int count = peers.size();
    for (int i = 0; i < count; i++) {
      sample[i] = agents.occupancy().at(peers.get(i), domain.nowNs);
    }
    Arrays.sort(sample, 0, count);
    agents.occupancy().start(agent, count == 0 ? 0 : sample[count / 2], domain.nowNs);
  }

  /** The staffed agents who share a class, from the agent's own place on around, not too many. */
  private void findPeers(int agent, int most) {
    long[] row = plan.classesOf(plan.profileOf(agent));
    peers.clear();
    for (int step = 1; step < plan.agentCount() && peers.size() < most; step++) {
      int other = (agent + step) % plan.agentCount();
      if (agents.staffed(other) && Bits.intersect(row, plan.classesOf(plan.profileOf(other)))) {
        peers.add(other);
      }
    }
  }
}
