package usher.routing;

import usher.routing.plan.QueueRules;
import usher.routing.plan.RoutingPlan;
import usher.routing.store.Bits;
import usher.routing.store.IntList;

/**
 * How many agents are staffed, and how many mean to take calls, for each queue that has rungs,
 * whatever the step; and how many are staffed in each profile.
 */
final class Presence {
  private final RoutingPlan plan;
  private final QueueNews news;
  private final int[] staffed;
  private final int[] ready;
  private final int[] staffedOfProfile;
  private final int[][] queuesOfProfile;

  Presence(RoutingPlan plan, QueueNews news) {
    this.plan = plan;
    this.news = news;
    staffed = new int[plan.queueCount()];
    ready = new int[plan.queueCount()];
    staffedOfProfile = new int[plan.profileCount()];
    queuesOfProfile = new int[plan.profileCount()][];
    for (int profile = 0; profile < queuesOfProfile.length; profile++) {
      queuesOfProfile[profile] = watchedQueuesOf(profile);
    }
  }

  private int[] watchedQueuesOf(int profile) {
    IntList queues = new IntList();
    for (int queue = 0; queue < plan.queueCount(); queue++) {
      if (news.watches(queue) && serves(profile, plan.rules(queue))) {
        queues.add(queue);
      }
    }
    int[] row = new int[queues.size()];
    for (int i = 0; i < row.length; i++) {
      row[i] = queues.get(i);
    }
    return row;
  }

  /** Calls that brought a condition along are narrower than those that did not. */
  private boolean serves(int profile, QueueRules rules) {
    for (int step = 0; step < rules.steps(); step++) {
      if (Bits.get(plan.classesOf(profile), rules.classOf(0, step, rules.phases() - 1))) {
        return true;
      }
    }
    return false;
  }

  void staffed(int agent, boolean is) {
    int profile = plan.profileOf(agent);
    staffedOfProfile[profile] += is ? 1 : -1;
    count(profile, staffed, is);
  }

  void ready(int agent, boolean is) {
    count(plan.profileOf(agent), ready, is);
  }

  private void count(int profile, int[] agents, boolean more) {
    for (int queue : queuesOfProfile[profile]) {
      agents[queue] += more ? 1 : -1;
      news.tell(queue, QueueNews.STAFF);
    }
  }

  /** Agents staffed for a queue with rungs. */
  int staffed(int queue) {
    return staffed[queue];
  }

  /** Agents of a queue with rungs who mean to take calls. */
  int ready(int queue) {
    return ready[queue];
  }

  int staffedOfProfile(int profile) {
    return staffedOfProfile[profile];
  }
}
