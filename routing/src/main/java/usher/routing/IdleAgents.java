package usher.routing;

import usher.routing.agent.AgentTable;
import usher.routing.plan.RoutingPlan;
import usher.routing.store.Bits;
import usher.routing.store.IntList;
import usher.routing.store.OrderedForest;
import usher.routing.strategy.AgentKey;

/**
 * The agents who can be offered a call this instant: for each order in which queues choose, one
 * tree per profile. An agent's figures are taken when the agent enters and hold until the agent
 * leaves.
 */
final class IdleAgents {
  private static final int SPARSE = 8;
  private static final int NONE = OrderedForest.NIL;

  private final RoutingPlan plan;
  private final AgentTable agents;
  private final OrderedForest[] orders;
  private final AgentKey[][] keys;
  private final boolean[] present;
  private final int[] count;
  private final long[] profiles;
  private int second;
  private int groups;

  /** From how many profiles with somebody free on a list of them is quicker than a row of bits. */
  private final int many;

  private int profileCount;

  IdleAgents(RoutingPlan plan, AgentTable agents) {
    this.plan = plan;
    this.agents = agents;
    orders = new OrderedForest[plan.idleOrderCount()];
    keys = new AgentKey[orders.length][];
    for (int order = 0; order < orders.length; order++) {
      keys[order] = plan.idleOrder(order).toArray(AgentKey[]::new);
      orders[order] = new OrderedForest(plan.profileCount(), keys[order].length, plan.agentCount());
    }
    present = new boolean[plan.agentCount()];
    count = new int[plan.profileCount()];
    profiles = Bits.row(plan.profileCount());
    many = plan.profileCount() / SPARSE;
  }

  boolean contains(int agent) {
    return present[agent];
  }

  /** Bit row of profiles with somebody free. */
  long[] profiles() {
    return profiles;
  }

  /** The trees of an order, one per profile. */
  OrderedForest order(int order) {
    return orders[order];
  }

  void add(int agent) {
    int profile = plan.profileOf(agent);
    for (int order : plan.idleOrdersOf(profile)) {
      for (int column = 0; column < keys[order].length; column++) {
        orders[order].key(column, agent, keys[order][column].key(agents, agent));
      }
      orders[order].insert(profile, agent);
    }
    present[agent] = true;
    if (count[profile]++ == 0) {
      profileCount++;
      Bits.set(profiles, profile);
    }
  }

  void remove(int agent) {
    int profile = plan.profileOf(agent);
    for (int order : plan.idleOrdersOf(profile)) {
      orders[order].remove(agent);
    }
    present[agent] = false;
    if (--count[profile] == 0) {
      profileCount--;
      Bits.clear(profiles, profile);
    }
  }

  /** Whether anybody is free who can serve a class. */
  boolean anyFor(int callClass) {
    long[] row = plan.profilesOf(callClass);
    for (int word = 0; word < row.length; word++) {
      if ((row[word] & profiles[word]) != 0) {
        return true;
      }
    }
    return false;
  }

  /** Adds all who can serve a class to a list. */
  void collect(int callClass, IntList to) {
    OrderedForest forest = orders[plan.rules(plan.rulesOfClass(callClass)).chain().idleOrder()];
    long[] row = plan.profilesOf(callClass);
    for (int word = 0; word < row.length; word++) {
      for (long bits = row[word] & profiles[word]; bits != 0; bits &= bits - 1) {
        int agent = forest.first((word << 6) + Long.numberOfTrailingZeros(bits));
        while (agent != OrderedForest.NIL) {
          to.add(agent);
          agent = forest.next(agent);
        }
      }
    }
  }

  /** The first in an order among those who can serve a class, or NIL. */
  int first(int callClass, int order) {
    int found = NONE;
    if (profileCount > many) {
      found = firstByList(plan.profileListOf(callClass), orders[order]);
    }
    return found == NONE ? firstByBits(callClass, orders[order]) : found;
  }

  /**
   * Finds nobody when first keys do not tell. The two least keys and then their owners, in two
   * passes without a branch that could go either way: where many profiles have somebody free, that
   * is quicker than one pass that remembers the owners.
   */
  private int firstByList(int[] list, OrderedForest forest) {
    long bestKey = Long.MAX_VALUE;
    long nextKey = Long.MAX_VALUE;
    int free = 0;
    for (int profile : list) {
      long key = forest.firstKey(profile);
      nextKey = Math.min(nextKey, Math.max(bestKey, key));
      bestKey = Math.min(bestKey, key);
      free += key == Long.MAX_VALUE ? 0 : 1;
    }
    groups = free;
    return bestKey == Long.MAX_VALUE ? NONE : firstWithKeys(list, forest, nextKey);
  }

  private int firstWithKeys(int[] list, OrderedForest forest, long limit) {
    int best = NONE;
    int next = NONE;
    for (int profile : list) {
      long key = forest.firstKey(profile);
      if (key <= limit && key != Long.MAX_VALUE) {
        if (comesBefore(forest, profile, best)) {
          next = best;
          best = profile;
        } else if (comesBefore(forest, profile, next)) {
          next = profile;
        }
      }
    }
    return firstOfTwo(forest, best, next);
  }

  private int firstByBits(int callClass, OrderedForest forest) {
    long[] row = plan.profilesOf(callClass);
    int best = OrderedForest.NIL;
    int next = OrderedForest.NIL;
    long bestKey = Long.MAX_VALUE;
    long nextKey = Long.MAX_VALUE;
    groups = 0;
    for (int word = 0; word < row.length; word++) {
      long free = row[word] & profiles[word];
      groups += Long.bitCount(free);
      for (long bits = free; bits != 0; bits &= bits - 1) {
        int profile = (word << 6) + Long.numberOfTrailingZeros(bits);
        long key = forest.firstKey(profile);
        if (key < bestKey || (key == bestKey && comesBefore(forest, profile, best))) {
          next = best;
          nextKey = bestKey;
          best = profile;
          bestKey = key;
        } else if (key < nextKey || (key == nextKey && comesBefore(forest, profile, next))) {
          next = profile;
          nextKey = key;
        }
      }
    }
    return best == OrderedForest.NIL ? best : firstOfTwo(forest, best, next);
  }

  /** The head of the best tree; the second of all is the one behind it or another tree's head. */
  private int firstOfTwo(OrderedForest forest, int best, int next) {
    int first = forest.first(best);
    int behind = forest.next(first);
    int other = next == OrderedForest.NIL ? next : forest.first(next);
    boolean isOther =
        behind == OrderedForest.NIL || (other != OrderedForest.NIL && forest.less(other, behind));
    second = isOther ? other : behind;
    return first;
  }

  /** Who would have come first without the one whom {@link #first} found, or NIL. */
  int second() {
    return second;
  }

  /** In how many profiles {@link #first} found somebody. */
  int groups() {
    return groups;
  }

  private static boolean comesBefore(OrderedForest forest, int profile, int best) {
    if (best == OrderedForest.NIL) {
      return true;
    }
    long key = forest.firstKey(profile);
    long bestKey = forest.firstKey(best);
    return key == bestKey ? forest.less(forest.first(profile), forest.first(best)) : key < bestKey;
  }
}
