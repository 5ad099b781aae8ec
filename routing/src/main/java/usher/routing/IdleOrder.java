package usher.routing;

import java.util.Arrays;
import usher.routing.agent.AgentTable;
import usher.routing.plan.RoutingPlan;
import usher.routing.store.IntList;
import usher.routing.store.Lines;
import usher.routing.store.OrderedForest;
import usher.routing.strategy.AgentKey;
import usher.routing.strategy.LongestIdle;

/**
 * The free agents of each profile in one order in which queues choose: by figures taken when the
 * agent entered, and then by the agent's own number.
 *
 * <p>Whoever becomes idle has been idle for the shortest time. So where a single figure decides and
 * nothing else ever does, an agent who comes after all whom the profile's <em>line</em> has seen is
 * hung on it, which costs the same however long the line is. Who was not taken by a call and comes
 * back, as a rule before all others, is put in front. Who comes in between stands in the profile's
 * <em>tree</em>; the first of the profile is the first of the line or of the tree.
 *
 * <p>Where a single figure decides, an agent's place is one number, figure above agent: the agent's
 * <em>head</em>. That of the first of each profile is at hand, so that the first of many profiles
 * is a minimum. Figures are taken relative to one that moves with them; of who is too far from it
 * to fit, the head says just that.
 */
final class IdleOrder {
  static final int NIL = OrderedForest.NIL;

  /** Comes after every head; from the least head to here is a length that still fits. */
  private static final long NOBODY = Long.MAX_VALUE >>> 1;

  /** Comes before every head that fits. */
  private static final long TOO_FAR = Long.MIN_VALUE;

  private static final int HALF = RoutingPlan.LIST_STEP / 2;

  private final RoutingPlan plan;
  private final AgentTable agents;
  private final AgentKey[] keys;
  private final OrderedForest tree;
  private final boolean isPacked;
  private final boolean isLined;

  /** A line for each profile. */
  private final Lines lines;

  /** By node of the lines: the head of an agent who stands there; NOBODY at the ends. */
  private final long[] headInLine;

  /** By profile: no agent who ever stood in line has a greater one. */
  private final long[] lastInLine;

  /** By profile: that of the first in its tree. */
  private final long[] headInTree;

  /** By profile; the one after the last is in lists that are filled up, and is always NOBODY. */
  private final long[] heads;

  private final int agentBits;

  /** Figures from here below the origin to there above it fit in a head. */
  private final long limit;

  private long origin;

  // What was found last.
  private long bestHead;
  private long nextHead;
  private int bestBlock;
  private int second;
  private long secondKey;

  /** Nobody is free. */
  IdleOrder(RoutingPlan plan, AgentTable agents, int order) {
    this.plan = plan;
    this.agents = agents;
    keys = plan.idleOrder(order).toArray(AgentKey[]::new);
    int profiles = plan.profileCount();
    int agentCount = plan.agentCount();
    tree = new OrderedForest(profiles, keys.length, agentCount);
    isPacked = keys.length == 1;
    isLined = isPacked && keys[0] instanceof LongestIdle && plan.decidesAlone(order);
    lines = new Lines(agentCount, profiles);
    headInLine = new long[lines.nodes()];
    lastInLine = new long[profiles];
    headInTree = new long[profiles];
    heads = new long[profiles + 1];
    Arrays.fill(headInLine, NOBODY);
    Arrays.fill(lastInLine, TOO_FAR);
    Arrays.fill(headInTree, NOBODY);
    Arrays.fill(heads, NOBODY);
    agentBits = Long.SIZE - Long.numberOfLeadingZeros(agentCount);
    limit = 1L << (Long.SIZE - 2 - agentBits);
  }

  // ---- Who is free

  void add(int profile, int agent) {
    if (isLined) {
      addInLine(profile, agent, agents.idleSinceNs(agent));
    } else {
      for (int column = 0; column < keys.length; column++) {
        tree.key(column, agent, keys[column].key(agents, agent));
      }
      addInTree(profile, agent);
    }
  }

  private void addInTree(int profile, int agent) {
    if (isPacked) {
      keepInReach(tree.key(0, agent));
    }
    tree.insert(profile, agent);
    if (tree.first(profile) == agent) {
      firstInTreeChanged(profile);
    }
  }

  private void addInLine(int profile, int agent, long key) {
    keepInReach(key);
    long head = head(key, agent);
    if (head > lastInLine[profile]) {
      lastInLine[profile] = head;
      headInLine[agent] = head;
      lines.append(profile, agent);
      heads[profile] = Math.min(heads[profile], head);
    } else {
      addInFront(profile, agent, key, head);
    }
  }

  private void addInFront(int profile, int agent, long key, long head) {
    int first = firstInLine(profile);
    if (first == NIL || less(agent, first)) {
      headInLine[agent] = head;
      lines.prepend(profile, agent);
      findHead(profile);
    } else {
      tree.key(0, agent, key);
      addInTree(profile, agent);
    }
  }

  void remove(int profile, int agent) {
    if (lines.contains(agent)) {
      lines.remove(agent);
      findHead(profile);
    } else {
      boolean wasFirst = tree.first(profile) == agent;
      tree.remove(agent);
      if (wasFirst) {
        firstInTreeChanged(profile);
      }
    }
  }

  // ---- One profile

  /** The first of a profile, or NIL. */
  int first(int profile) {
    return earlier(firstInLine(profile), tree.first(profile));
  }

  private int firstInLine(int profile) {
    return agentAt(lines.first(profile));
  }

  private int agentAt(int node) {
    return lines.isItem(node) ? node : NIL;
  }

  /**
   * Who comes after an agent in the agent's profile, or NIL. Where the order alone decides, the
   * agent is the profile's first.
   */
  int behind(int agent) {
    if (!isLined) {
      return tree.next(agent);
    }
    int profile = plan.profileOf(agent);
    return lines.contains(agent)
        ? earlier(agentAt(lines.after(agent)), tree.first(profile))
        : earlier(tree.next(agent), firstInLine(profile));
  }

  /** Adds all of a profile to a list. */
  void collect(int profile, IntList to) {
    for (int at = tree.first(profile); at != NIL; at = tree.next(at)) {
      to.add(at);
    }
    for (int at = firstInLine(profile); at != NIL; at = agentAt(lines.after(at))) {
      to.add(at);
    }
  }

  private int earlier(int a, int b) {
    if (a == NIL || b == NIL) {
      return a == NIL ? b : a;
    }
    return less(a, b) ? a : b;
  }

  /** One of a free agent's figures. */
  long key(int column, int agent) {
    return isLined ? agents.idleSinceNs(agent) : tree.key(column, agent);
  }

  private boolean less(int a, int b) {
    if (!isLined) {
      return tree.less(a, b);
    }
    long keyA = agents.idleSinceNs(a);
    long keyB = agents.idleSinceNs(b);
    return keyA == keyB ? a < b : keyA < keyB;
  }

  /** The tree of each profile, where more than this order decides. */
  OrderedForest trees() {
    return tree;
  }

  // ---- Heads

  /** Without a question, since whether others are free in a profile is anybody's guess. */
  private void findHead(int profile) {
    heads[profile] = Math.min(headInLine[lines.first(profile)], headInTree[profile]);
  }

  private void firstInTreeChanged(int profile) {
    if (isPacked) {
      headInTree[profile] = headOf(tree.first(profile));
      findHead(profile);
    }
  }

  private long head(long key, int agent) {
    return key < origin - limit ? TOO_FAR : ((key - origin) << agentBits) | agent;
  }

  /** That of a free agent, or of NIL. */
  private long headOf(int agent) {
    return agent == NIL ? NOBODY : head(key(0, agent), agent);
  }

  private int agentOf(long head) {
    return (int) head & ((1 << agentBits) - 1);
  }

  private void keepInReach(long key) {
    if (key >= origin + limit) {
      moveOrigin(key);
    }
  }

  /** Figures must stay below this one; happens once in hours. */
  private void moveOrigin(long key) {
    origin = key;
    for (int profile = 0; profile < plan.profileCount(); profile++) {
      lastInLine[profile] = TOO_FAR;
      for (int at = firstInLine(profile); at != NIL; at = agentAt(lines.after(at))) {
        headInLine[at] = headOf(at);
        lastInLine[profile] = headInLine[at];
      }
      firstInTreeChanged(profile);
    }
  }

  // ---- The first of many profiles

  /** The first of all in a list of profiles, or NIL. */
  int first(char[] profiles, long[] row, long[] free) {
    return isPacked && findHeads(profiles, 0, profiles.length) != TOO_FAR
        ? firstByHead(profiles)
        : firstByFigures(row, free);
  }

  /** The first of all in the profiles that two rows of bits share, or NIL. */
  int first(long[] row, long[] free) {
    return isPacked && findHeads(row, 0, free) != TOO_FAR
        ? firstByHead()
        : firstByFigures(row, free);
  }

  /**
   * The least head, without a branch that could go either way, by blocks of the list. The second
   * least is the least of another block, or one more in the block of the first.
   */
  private long findHeads(char[] profiles, int begin, int end) {
    long best = NOBODY;
    long next = NOBODY;
    int block = begin;
    for (int at = begin; at < end; at += RoutingPlan.LIST_STEP) {
      long least = leastOfBlock(profiles, at);
      int isLess = (int) ((least - best) >> (Long.SIZE - 1));
      block ^= (block ^ at) & isLess;
      next = Math.min(next, Math.max(best, least));
      best = Math.min(best, least);
    }
    bestHead = best;
    nextHead = next;
    bestBlock = block;
    return best;
  }

  private long leastOfBlock(char[] profiles, int at) {
    return Math.min(leastOfHalf(profiles, at), leastOfHalf(profiles, at + HALF));
  }

  private long leastOfHalf(char[] profiles, int at) {
    long[] all = heads;
    return Math.min(
        Math.min(all[profiles[at]], all[profiles[at + 1]]),
        Math.min(all[profiles[at + 2]], all[profiles[at + 3]]));
  }

  private long findHeads(long[] rows, int begin, long[] free) {
    long best = NOBODY;
    long next = NOBODY;
    for (int word = 0; word < free.length; word++) {
      for (long bits = rows[begin + word] & free[word]; bits != 0; bits &= bits - 1) {
        long head = heads[(word << 6) + Long.numberOfTrailingZeros(bits)];
        next = Math.min(next, Math.max(best, head));
        best = Math.min(best, head);
      }
    }
    nextHead = next;
    bestHead = best;
    return best;
  }

  /** The second one is found as if the first were gone. */
  private int firstByHead(char[] list) {
    if (bestHead == NOBODY) {
      return NIL;
    }
    int first = agentOf(bestHead);
    int profile = plan.profileOf(first);
    heads[profile] = headOf(behind(first));
    findSecond(list);
    heads[profile] = bestHead;
    return first;
  }

  private int firstByHead() {
    if (bestHead == NOBODY) {
      return NIL;
    }
    int first = agentOf(bestHead);
    secondIs(Math.min(nextHead, headOf(behind(first))));
    return first;
  }

  private void secondIs(long head) {
    second = head == NOBODY ? NIL : agentOf(head);
    secondKey = (head >> agentBits) + origin;
  }

  /** The first in a part of a list by heads alone; NIL when there is none or they do not say. */
  int firstByHead(char[] profiles, int begin, int end) {
    return isPacked ? agentIn(findHeads(profiles, begin, end)) : NIL;
  }

  /** The same for the profiles that a row of bits shares with one that begins elsewhere. */
  int firstByHead(long[] rows, int begin, long[] free) {
    return isPacked ? agentIn(findHeads(rows, begin, free)) : NIL;
  }

  private int agentIn(long head) {
    return head == NOBODY || head == TOO_FAR ? NIL : agentOf(head);
  }

  /** The figure of the one whose head was found last. */
  long firstKey() {
    return (bestHead >> agentBits) + origin;
  }

  /** Finds the second one of a list when the first has been taken out. */
  void findSecond(char[] list) {
    secondIs(Math.min(nextHead, leastOfBlock(list, bestBlock)));
  }

  /** Finds the second one by bits when the first, of this profile, has been taken out. */
  void findSecond(int profile) {
    secondIs(Math.min(nextHead, heads[profile]));
  }

  private int firstByFigures(long[] row, long[] free) {
    int best = NIL;
    int next = NIL;
    for (int word = 0; word < row.length; word++) {
      for (long bits = row[word] & free[word]; bits != 0; bits &= bits - 1) {
        int head = first((word << 6) + Long.numberOfTrailingZeros(bits));
        if (best == NIL || less(head, best)) {
          next = best;
          best = head;
        } else if (next == NIL || less(head, next)) {
          next = head;
        }
      }
    }
    second = best == NIL ? NIL : earlier(behind(best), next);
    secondKey = second == NIL || keys.length == 0 ? 0 : key(0, second);
    return best;
  }

  /** Who would have come first without the one who did, or NIL. */
  int second() {
    return second;
  }

  /** One of the second one's figures. */
  long secondKey(int column) {
    return column == 0 ? secondKey : key(column, second);
  }
}
