package usher.routing;

import java.util.Arrays;
import usher.routing.agent.AgentTable;
import usher.routing.plan.RoutingPlan;
import usher.routing.store.Bits;
import usher.routing.store.IntList;
import usher.routing.store.OrderedForest;
import usher.routing.strategy.AgentKey;
import usher.routing.strategy.LongestIdle;

/**
 * The free agents of each profile in one order in which queues choose: by figures taken when the
 * agent entered, and then by the agent's own number.
 *
 * <p>Whoever becomes idle has been idle for the shortest time. So where a single figure decides and
 * nothing else ever does, an agent who comes after the last of the profile's <em>line</em> is hung
 * on it, which costs the same however long the line is. Who comes in between stands in the
 * profile's <em>tree</em>; the first of the profile is the first of the line or of the tree.
 *
 * <p>Where a single figure decides, the first of each profile is at hand as one number, figure
 * above agent, so that the first of many profiles is a minimum. Figures are taken relative to one
 * that moves with them; of who is too far from it to fit, the number says just that.
 */
final class IdleOrder {
  static final int NIL = OrderedForest.NIL;

  /** Comes after every head; from the least head to here is a length that still fits. */
  private static final long NOBODY = Long.MAX_VALUE >>> 1;

  /** Comes before every head that fits. */
  private static final long TOO_FAR = Long.MIN_VALUE;

  private static final int STRANDS = RoutingPlan.LIST_STEP / 2;

  private final RoutingPlan plan;
  private final AgentTable agents;
  private final AgentKey[] keys;
  private final OrderedForest tree;
  private final boolean isPacked;
  private final boolean isLined;

  /** The ends of each profile's line. */
  private final int[] lineFirst;

  private final int[] lineLast;

  /** By profile; the one after the last is in lists that are filled up, and is always NOBODY. */
  private final long[] heads;

  private final int agentBits;

  /** Figures from here below the origin to there above it fit in a head. */
  private final long limit;

  private long origin;

  // What was found last.
  private long bestHead;
  private long nextHead;
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
    lineFirst = new int[profiles];
    lineLast = new int[profiles];
    heads = new long[profiles + 1];
    for (int agent = 0; isLined && agent < agentCount; agent++) {
      agents.leaveLine(agent);
    }
    Arrays.fill(lineFirst, NIL);
    Arrays.fill(lineLast, NIL);
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
    if (isPacked && tree.key(0, agent) >= origin + limit) {
      moveOrigin(tree.key(0, agent));
    }
    tree.insert(profile, agent);
    if (tree.first(profile) == agent) {
      findHead(profile);
    }
  }

  private void addInLine(int profile, int agent, long key) {
    if (key >= origin + limit) {
      moveOrigin(key);
    }
    int last = lineLast[profile];
    if (last == NIL) {
      lineFirst[profile] = agent;
    } else if (less(last, agent)) {
      agents.line(last, Bits.pack(Bits.high(agents.line(last)), agent));
    } else {
      tree.key(0, agent, key);
      addInTree(profile, agent);
      return;
    }
    lineLast[profile] = agent;
    agents.line(agent, Bits.pack(last, NIL));
    if (last == NIL) {
      findHead(profile);
    }
  }

  void remove(int profile, int agent) {
    if (isLined && agents.isInLine(agent)) {
      removeFromLine(profile, agent);
    } else {
      boolean wasFirst = tree.first(profile) == agent;
      tree.remove(agent);
      if (wasFirst) {
        findHead(profile);
      }
    }
  }

  private void removeFromLine(int profile, int agent) {
    int before = Bits.high(agents.line(agent));
    int after = (int) agents.line(agent);
    agents.leaveLine(agent);
    if (after == NIL) {
      lineLast[profile] = before;
    } else {
      agents.line(after, Bits.pack(before, (int) agents.line(after)));
    }
    if (before == NIL) {
      lineFirst[profile] = after;
      findHead(profile);
    } else {
      agents.line(before, Bits.pack(Bits.high(agents.line(before)), after));
    }
  }

  // ---- One profile

  /** The first of a profile, or NIL. */
  int first(int profile) {
    return earlier(lineFirst[profile], tree.first(profile));
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
    return agents.isInLine(agent)
        ? earlier((int) agents.line(agent), tree.first(profile))
        : earlier(tree.next(agent), lineFirst[profile]);
  }

  /** Adds all of a profile to a list. */
  void collect(int profile, IntList to) {
    for (int at = tree.first(profile); at != NIL; at = tree.next(at)) {
      to.add(at);
    }
    for (int at = lineFirst[profile]; at != NIL; at = (int) agents.line(at)) {
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

  private void findHead(int profile) {
    if (isPacked) {
      int first = first(profile);
      heads[profile] = first == NIL ? NOBODY : head(key(0, first), first);
    }
  }

  private long head(long key, int agent) {
    return key < origin - limit ? TOO_FAR : ((key - origin) << agentBits) | agent;
  }

  private int agentOf(long head) {
    return (int) head & ((1 << agentBits) - 1);
  }

  /** Figures must stay below this one; happens once in hours. */
  private void moveOrigin(long key) {
    origin = key;
    for (int profile = 0; profile < plan.profileCount(); profile++) {
      findHead(profile);
    }
  }

  // ---- The first of many profiles

  /** The first of all in a list of profiles, or NIL. */
  int first(char[] profiles, long[] row, long[] free) {
    return isPacked && findHeads(profiles, 0, profiles.length) != TOO_FAR
        ? firstByHead()
        : firstByFigures(row, free);
  }

  /** The first of all in the profiles that two rows of bits share, or NIL. */
  int first(long[] row, long[] free) {
    return isPacked && findHeads(row, 0, free) != TOO_FAR
        ? firstByHead()
        : firstByFigures(row, free);
  }

  /**
   * The two least heads, without a branch that could go either way. Every fourth of the list makes
   * a strand, so that none waits for another; the second least is the least of another strand, or
   * in the strand of the first.
   */
  private long findHeads(char[] profiles, int begin, int end) {
    long[] all = heads;
    long a = NOBODY;
    long b = NOBODY;
    long c = NOBODY;
    long d = NOBODY;
    for (int at = begin; at < end; at += STRANDS) {
      a = Math.min(a, all[profiles[at]]);
      b = Math.min(b, all[profiles[at + 1]]);
      c = Math.min(c, all[profiles[at + 2]]);
      d = Math.min(d, all[profiles[at + 3]]);
    }
    long left = Math.min(a, b);
    long right = Math.min(c, d);
    bestHead = Math.min(left, right);
    boolean isLeft = bestHead == left;
    int strand = isLeft ? (left == a ? 0 : 1) : (right == c ? 2 : 3);
    long others = isLeft ? Math.min(right, Math.max(a, b)) : Math.min(left, Math.max(c, d));
    nextHead = Math.min(others, leastOfStrand(profiles, begin + strand, end));
    return bestHead;
  }

  /** The least head of a strand, but for the best of all; in two halves that do not wait. */
  private long leastOfStrand(char[] profiles, int begin, int end) {
    long[] all = heads;
    long best = bestHead;
    long a = Long.MAX_VALUE;
    long b = Long.MAX_VALUE;
    for (int at = begin; at < end; at += 2 * STRANDS) {
      a = Math.min(a, above(best, all[profiles[at]]));
      b = Math.min(b, above(best, all[profiles[at + STRANDS]]));
    }
    return best + 1 + Math.min(a, b);
  }

  /**
   * How far a head is above the least one, less 1; of the least one itself that is the greatest
   * number there is. A question for it would be answered yes once in each list, and nobody guesses
   * where.
   */
  private static long above(long best, long head) {
    return (head - best - 1) & Long.MAX_VALUE;
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

  private int firstByHead() {
    if (bestHead == NOBODY) {
      return NIL;
    }
    int first = agentOf(bestHead);
    int behind = behind(first);
    secondIs(behind == NIL ? nextHead : Math.min(nextHead, head(key(0, behind), behind)));
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

  /** Finds the second one when the first, of this profile, has been taken out. */
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
