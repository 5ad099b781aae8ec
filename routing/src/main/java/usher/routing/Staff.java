package usher.routing;

import usher.routing.agent.AgentTable;
import usher.routing.plan.RoutingPlan;
import usher.routing.store.IntList;

/**
 * How many agents are staffed for each class: logged in, not away for long, and able to serve it
 * once every delay is over.
 */
final class Staff {
  private final RoutingPlan plan;
  private final AgentTable agents;
  private final int[] count;

  /** Classes that lost their last agent and agents who left, until somebody has seen to it. */
  final IntList emptied = new IntList();

  final IntList left = new IntList();

  Staff(RoutingPlan plan, AgentTable agents) {
    this.plan = plan;
    this.agents = agents;
    count = new int[plan.classCount()];
  }

  /** Counts an agent who was staffed before the plan changed. */
  void resume(int agent) {
    if (agents.staffed(agent)) {
      add(agent, 1);
    }
  }

  void joins(int agent) {
    agents.staffed(agent, true);
    add(agent, 1);
  }

  void leaves(int agent) {
    agents.staffed(agent, false);
    left.add(agent);
    add(agent, -1);
  }

  private void add(int agent, int by) {
    long[] row = plan.classesOf(plan.profileOf(agent));
    for (int word = 0; word < row.length; word++) {
      for (long bits = row[word]; bits != 0; bits &= bits - 1) {
        int callClass = (word << 6) + Long.numberOfTrailingZeros(bits);
        count[callClass] += by;
        if (count[callClass] == 0) {
          emptied.add(callClass);
        }
      }
    }
  }

  /** How many are staffed who could serve a class sooner or later. */
  int of(int callClass) {
    return count[plan.undelayed(callClass)];
  }

  /** Whether somebody besides an agent is. */
  boolean othersFor(int callClass, int agent) {
    int undelayed = plan.undelayed(callClass);
    boolean included = agents.staffed(agent) && plan.canServe(agent, undelayed);
    return count[undelayed] > (included ? 1 : 0);
  }
}
