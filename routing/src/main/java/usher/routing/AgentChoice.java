package usher.routing;

import java.util.Arrays;
import usher.routing.decision.DecisionLog;
import usher.routing.plan.Chain;
import usher.routing.plan.RoutingPlan;
import usher.routing.store.IntList;
import usher.routing.store.OrderedForest;
import usher.routing.strategy.Draw;

/**
 * The best free agent for a call by its queue's chain.
 *
 * <p>Within a profile all figures that are not the agent's own are equal, so the profile's best
 * stands at the head of its idle order, and the best of all is the best of the heads. When a draw
 * is to decide, the profiles whose heads are equal take part with all their agents that are equal
 * to the head.
 *
 * <p>The figures of the best two go to the decision log: they are at hand here and nowhere else.
 */
final class AgentChoice {
  private static final int NIL = OrderedForest.NIL;

  private final Domain domain;
  private final RoutingPlan plan;
  private final IntList tied = new IntList();
  private final long[] inDemand;
  private long[] figures = new long[Chain.MOST];
  private long[] best = new long[Chain.MOST];
  private long[] nextBest = new long[Chain.MOST];
  private int second;
  private int groups;
  private final DecisionLog log;

  AgentChoice(Domain domain) {
    this.domain = domain;
    plan = domain.plan;
    log = domain.log;
    inDemand = new long[plan.classCount() == 0 ? 1 : plan.skillsOfClass(0).length];
  }

  /** The best free agent for a call of a class, or NIL. */
  int best(int callClass, int call) {
    int queue = plan.queueOfClass(callClass);
    Chain chain = plan.rules(queue).chain();
    if (chain.isPlain()) {
      return plainBest(callClass, chain);
    }
    compareHeads(callClass, chain);
    if (tied.size() == 0) {
      return NIL;
    }
    IdleOrder order = domain.idle.order(chain.idleOrder());
    int winner =
        switch (chain.draw()) {
          case null -> firstOf(order);
          case Draw.Turn turn -> next(order, turn.after(domain, queue, call));
          case Draw.Lot lot -> drawn(order, lot, queue);
        };
    findSecond(order, chain, winner);
    return winner;
  }

  private int plainBest(int callClass, Chain chain) {
    IdleOrder order = domain.idle.order(chain.idleOrder());
    int winner = domain.idle.first(callClass, order);
    if (winner != NIL) {
      log.chosen(domain.idle.groupsFor(callClass), order.second(), chain.length());
      for (int at = 0; at < chain.length(); at++) {
        log.winner(at, order.key(at, winner));
        if (order.second() != NIL) {
          log.runnerUp(at, order.secondKey(at));
        }
      }
    }
    return winner;
  }

  /**
   * The second best is the next of those equal to the winner; else the one behind the winner in the
   * same profile or the best of another. A lot among several has no second.
   */
  private void findSecond(IdleOrder order, Chain chain, int winner) {
    int equal = next(order, winner);
    if (equal != winner) {
      second = chain.draw() instanceof Draw.Lot ? NIL : equal;
      System.arraycopy(best, 0, nextBest, 0, chain.length());
    } else {
      int behind = order.behind(winner);
      if (behind != NIL && (isBefore(order, chain, behind) || second == NIL)) {
        second = behind;
        System.arraycopy(figures, 0, nextBest, 0, chain.length());
      }
    }
    log.chosen(groups, second, chain.length());
    for (int at = 0; at < chain.length(); at++) {
      log.winner(at, best[at]);
      log.runnerUp(at, nextBest[at]);
    }
  }

  /** Leaves the agent's figures in any case; only the agent's own differ from the best of all. */
  private boolean isBefore(IdleOrder order, Chain chain, int agent) {
    for (int at = 0; at < chain.length(); at++) {
      Chain.Link link = chain.link(at);
      boolean own = link.source() == Chain.Source.AGENT;
      figures[at] = own ? order.key(link.index(), agent) : best[at];
    }
    int difference = difference(nextBest, chain.length());
    return difference < 0 || (difference == 0 && agent < second);
  }

  /** Leaves in {@link #tied} the profiles whose heads are best. */
  private void compareHeads(int callClass, Chain chain) {
    IdleOrder order = domain.idle.order(chain.idleOrder());
    long[] row = plan.profilesOf(callClass);
    long[] free = domain.idle.profiles();
    tied.clear();
    second = NIL;
    groups = 0;
    if (chain.usesDemand()) {
      measureDemand();
    }
    for (int word = 0; word < row.length; word++) {
      groups += Long.bitCount(row[word] & free[word]);
      for (long bits = row[word] & free[word]; bits != 0; bits &= bits - 1) {
        int profile = (word << 6) + Long.numberOfTrailingZeros(bits);
        measure(callClass, chain, profile, order);
        compare(order, profile, chain.length());
      }
    }
  }

  private void compare(IdleOrder order, int profile, int length) {
    int difference = tied.size() == 0 ? -1 : difference(best, length);
    if (difference < 0) {
      second = tied.size() == 0 ? NIL : firstOf(order);
      tied.clear();
      long[] beaten = best;
      best = figures;
      figures = nextBest;
      nextBest = beaten;
    }
    if (difference <= 0) {
      tied.add(profile);
    } else {
      compareWithSecond(order.first(profile), length);
    }
  }

  private void compareWithSecond(int agent, int length) {
    int difference = second == NIL ? -1 : difference(nextBest, length);
    if (difference < 0 || (difference == 0 && agent < second)) {
      second = agent;
      long[] beaten = nextBest;
      nextBest = figures;
      figures = beaten;
    }
  }

  private int difference(long[] with, int length) {
    for (int link = 0; link < length; link++) {
      if (figures[link] != with[link]) {
        return Long.compare(figures[link], with[link]);
      }
    }
    return 0;
  }

  private void measure(int callClass, Chain chain, int profile, IdleOrder order) {
    int head = order.first(profile);
    for (int at = 0; at < chain.length(); at++) {
      Chain.Link link = chain.link(at);
      figures[at] =
          switch (link.source()) {
            case AGENT -> order.key(link.index(), head);
            case PROFILE -> plan.profileKey(callClass, link.index())[profile];
            case DEMAND ->
                plan.demandKey(link.index())
                    .key(plan.skillsOfProfile(profile), plan.skillsOfClass(callClass), inDemand);
          };
    }
  }

  /** What calls that can be taken ask for. */
  long[] skillsInDemand() {
    measureDemand();
    return inDemand.clone();
  }

  private void measureDemand() {
    Arrays.fill(inDemand, 0);
    long[] waiting = domain.places.waitingClasses();
    for (int word = 0; word < waiting.length; word++) {
      for (long bits = waiting[word]; bits != 0; bits &= bits - 1) {
        long[] skills = plan.skillsOfClass((word << 6) + Long.numberOfTrailingZeros(bits));
        for (int i = 0; i < inDemand.length; i++) {
          inDemand[i] |= skills[i];
        }
      }
    }
  }

  private int firstOf(IdleOrder order) {
    int first = order.first(tied.get(0));
    for (int i = 1; i < tied.size(); i++) {
      first = Math.min(first, order.first(tied.get(i)));
    }
    return first;
  }

  private int next(IdleOrder order, int after) {
    int next = NIL;
    for (int i = 0; i < tied.size(); i++) {
      int candidate = order.trees().firstEqualAfter(tied.get(i), after);
      if (candidate != NIL && (next == NIL || candidate < next)) {
        next = candidate;
      }
    }
    return next == NIL ? firstOf(order) : next;
  }

  private int drawn(IdleOrder order, Draw.Lot lot, int queue) {
    long total = 0;
    for (int i = 0; i < tied.size(); i++) {
      total += (long) weight(order, lot, queue, i) * order.trees().countEqual(tied.get(i));
    }
    boolean alone = tied.size() == 1 && order.trees().countEqual(tied.get(0)) == 1;
    long ticket = alone ? 0 : domain.chance.below(total);
    for (int i = 0; ; i++) {
      int weight = weight(order, lot, queue, i);
      long tickets = (long) weight * order.trees().countEqual(tied.get(i));
      if (ticket < tickets) {
        return order.trees().select(tied.get(i), (int) (ticket / weight));
      }
      ticket -= tickets;
    }
  }

  private int weight(IdleOrder order, Draw.Lot lot, int queue, int index) {
    int anyOf = order.first(tied.get(index));
    return lot.weight(plan.membership(anyOf, queue).weight());
  }
}
