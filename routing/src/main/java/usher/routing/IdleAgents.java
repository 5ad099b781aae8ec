package usher.routing;

import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import usher.routing.agent.AgentTable;
import usher.routing.plan.RoutingPlan;
import usher.routing.store.Bits;
import usher.routing.store.IntList;

/**
 * The agents who can be offered a call this instant, by profile, in each order in which queues
 * choose. An agent's figures are taken when the agent enters and hold until the agent leaves.
 */
final class IdleAgents {
  private static final int SPARSE = 8;

  private final RoutingPlan plan;
  private final IdleOrder[] orders;

  /** The order, where there is just one. */
  private final @Nullable IdleOrder onlyOrder;

  /** By agent: the profile of who is free, the complement of others'. */
  private final int[] place;

  private final int[] count;
  private final long[] profiles;

  /** From how many profiles with somebody free on a list of them is quicker than a row of bits. */
  private final int many;

  private int profileCount;

  IdleAgents(RoutingPlan plan, AgentTable agents) {
    this.plan = plan;
    orders =
        IntStream.range(0, plan.idleOrderCount())
            .mapToObj(order -> new IdleOrder(plan, agents, order))
            .toArray(IdleOrder[]::new);
    onlyOrder = orders.length == 1 ? orders[0] : null;
    place = IntStream.range(0, plan.agentCount()).map(agent -> ~plan.profileOf(agent)).toArray();
    count = new int[plan.profileCount()];
    profiles = Bits.row(plan.profileCount());
    many = plan.hasProfileLists() ? plan.profileCount() / SPARSE : plan.profileCount();
  }

  boolean contains(int agent) {
    return place[agent] >= 0;
  }

  /** Bit row of profiles with somebody free. */
  long[] profiles() {
    return profiles;
  }

  /** One of the orders in which queues choose. */
  IdleOrder order(int order) {
    return orders[order];
  }

  void add(int agent) {
    int profile = ~place[agent];
    place[agent] = profile;
    if (onlyOrder != null) {
      onlyOrder.add(profile, agent);
    } else {
      for (int order : plan.idleOrdersOf(profile)) {
        orders[order].add(profile, agent);
      }
    }
    profileCount += count[profile] == 0 ? 1 : 0;
    count[profile]++;
    Bits.set(profiles, profile);
  }

  void remove(int agent) {
    int profile = place[agent];
    place[agent] = ~profile;
    if (onlyOrder != null) {
      onlyOrder.remove(profile, agent);
    } else {
      for (int order : plan.idleOrdersOf(profile)) {
        orders[order].remove(profile, agent);
      }
    }
    count[profile]--;
    long isLast = count[profile] == 0 ? 1 : 0;
    profileCount -= (int) isLast;
    Bits.clear(profiles, profile, isLast);
  }

  /** Whether anybody is free who can serve a class. */
  boolean anyFor(int callClass) {
    return Bits.intersect(plan.profilesOf(callClass), profiles);
  }

  /** Adds all who can serve a class to a list. */
  void collect(int callClass, IntList to) {
    IdleOrder order = orders[plan.rules(plan.rulesOfClass(callClass)).chain().idleOrder()];
    long[] row = plan.profilesOf(callClass);
    for (int word = 0; word < row.length; word++) {
      for (long bits = row[word] & profiles[word]; bits != 0; bits &= bits - 1) {
        order.collect((word << 6) + Long.numberOfTrailingZeros(bits), to);
      }
    }
  }

  /** The first in an order among those who can serve a class, or NIL. */
  int first(int callClass, IdleOrder order) {
    long[] row = plan.profilesOf(callClass);
    return profileCount > many
        ? order.first(plan.profileListOf(callClass), row, profiles)
        : order.first(row, profiles);
  }

  /**
   * Takes out the first in the order of a plain queue; NIL when there is nobody, or when more than
   * their heads must be looked at.
   */
  int takeFirst(PlainQueues queues, int queue, IdleOrder order) {
    boolean isListed = profileCount > many;
    int first =
        isListed
            ? order.firstByHead(queues.lists, queues.listBegin(queue), queues.listEnd(queue))
            : order.firstByHead(queues.bits, queue * queues.words, profiles);
    if (first == IdleOrder.NIL) {
      return first;
    }
    remove(first);
    if (isListed) {
      order.findSecond(queues.lists);
    } else {
      order.findSecond(plan.profileOf(first));
    }
    return first;
  }

  /** How many profiles that can serve a plain queue have somebody free. */
  int groupsFor(PlainQueues queues, int queue) {
    return Bits.countCommon(queues.bits, queue * queues.words, profiles);
  }

  /** How many profiles that can serve a class have somebody free. */
  int groupsFor(int callClass) {
    return Bits.countCommon(plan.profilesOf(callClass), 0, profiles);
  }
}
