package usher.routing;

import usher.routing.call.CallKey;
import usher.routing.call.CallState;
import usher.routing.call.CallTable;
import usher.routing.call.EntryTable;
import usher.routing.call.Exclusions;
import usher.routing.plan.QueueSpec;
import usher.routing.plan.RoutingPlan;
import usher.routing.store.IntList;
import usher.routing.store.OrderedForest;

/**
 * Brings free agents and waiting calls together at the end of each command.
 *
 * <p>Before a command no free agent and waiting call fit each other; after it only pairs with a
 * fresh agent or a fresh call can. As long as there is such a pair, the first call in the order of
 * section 4 takes its best agent, so the result depends on who is there, not on who came first
 * within the instant.
 */
final class Matcher {
  private static final int NIL = OrderedForest.NIL;

  private final Domain domain;
  private final RoutingPlan plan;
  private final CallTable calls;
  private final EntryTable entries;
  private final OrderedForest waiting;
  private final OfferMoves offerMoves;
  private final CallMoves callMoves;
  private final IntList hidden = new IntList();

  Matcher(Domain domain, OfferMoves offerMoves, CallMoves callMoves) {
    this.domain = domain;
    this.offerMoves = offerMoves;
    this.callMoves = callMoves;
    plan = domain.plan;
    calls = domain.calls;
    entries = domain.entries;
    waiting = domain.waiting;
  }

  void settle() {
    while (true) {
      int entry = firstServable();
      if (entry == NIL) {
        break;
      }
      offerMoves.make(entry, bestAgent(entry));
    }
    for (int i = 0; i < domain.freshCalls.size(); i++) {
      announce(domain.freshCalls.get(i));
    }
    domain.clearFresh();
  }

  private void announce(int call) {
    if (calls.inUse(call) && calls.announce(call)) {
      calls.announce(call, false);
      if (calls.state(call) == CallState.WAITING) {
        domain.events.queued(calls.handle(call), calls.queue(call), callMoves.position(call));
      }
    }
  }

  /** The first entry, in the order of calls, that somebody free can take. */
  private int firstServable() {
    int best = NIL;
    for (int i = 0; i < domain.freshAgents.size(); i++) {
      int agent = domain.freshAgents.get(i);
      if (domain.idle.contains(agent)) {
        best = earlier(best, firstFor(agent));
      }
    }
    for (int i = 0; i < domain.freshCalls.size(); i++) {
      int call = domain.freshCalls.get(i);
      if (calls.inUse(call) && calls.state(call) == CallState.WAITING) {
        best = earlier(best, servableEntry(call));
      }
    }
    return best;
  }

  private int servableEntry(int call) {
    for (int e = calls.firstEntry(call); e != EntryTable.NIL; e = entries.next(e)) {
      if (domain.idle.anyFor(entries.callClass(e)) && bestAgent(e) != NIL) {
        return e;
      }
    }
    return NIL;
  }

  /** The first waiting entry, in the order of calls, that an agent can take, or NIL. */
  private int firstFor(int agent) {
    long[] row = plan.classesOf(plan.profileOf(agent));
    long[] present = domain.waitingClasses;
    int best = NIL;
    for (int word = 0; word < row.length; word++) {
      for (long bits = row[word] & present[word]; bits != 0; bits &= bits - 1) {
        int callClass = (word << 6) + Long.numberOfTrailingZeros(bits);
        best = earlier(best, firstFor(agent, callClass));
      }
    }
    return best;
  }

  private int firstFor(int agent, int callClass) {
    int entry = waiting.first(callClass);
    while (entry != NIL && domain.excluded(entries.call(entry), callClass, agent)) {
      entry = waiting.next(entry);
    }
    return entry;
  }

  private int earlier(int a, int b) {
    if (a == NIL || b == NIL) {
      return a == NIL ? b : a;
    }
    return isEarlier(b, a) ? b : a;
  }

  /** Band, then effective age, then arrival. */
  private boolean isEarlier(int a, int b) {
    long keyA = waiting.key(0, a);
    long keyB = waiting.key(0, b);
    if (CallKey.band(keyA) != CallKey.band(keyB)) {
      return CallKey.band(keyA) < CallKey.band(keyB);
    }
    long ageA = effectiveAgeNs(a);
    long ageB = effectiveAgeNs(b);
    if (ageA != ageB) {
      return ageA > ageB;
    }
    return calls.sequence(entries.call(a)) < calls.sequence(entries.call(b));
  }

  private long effectiveAgeNs(int entry) {
    long key = waiting.key(0, entry);
    QueueSpec queue = plan.queue(entries.queue(entry));
    if (CallKey.isCapped(key)) {
      return queue.maxAge() == null ? Long.MAX_VALUE : queue.maxAge().toNanos();
    }
    return CallKey.ageNs(key, queue.acceleration(), domain.nowNs / 1000);
  }

  /** The best free agent for an entry, or NIL. Those whom the call stays away from step aside. */
  private int bestAgent(int entry) {
    int call = entries.call(entry);
    int callClass = entries.callClass(entry);
    hideExcluded(call, callClass);
    int agent = domain.idle.best(callClass, plan.idleOrderOf(entries.queue(entry)));
    while (hidden.size() > 0) {
      domain.idle.add(hidden.removeLast());
    }
    return agent;
  }

  private void hideExcluded(int call, int callClass) {
    Exclusions exclusions = domain.exclusions;
    for (int node = exclusions.first(call); node != Exclusions.NIL; node = exclusions.next(node)) {
      int agent = exclusions.agent(node);
      if (domain.idle.contains(agent) && domain.otherStaffed(callClass, agent)) {
        domain.idle.remove(agent);
        hidden.add(agent);
      }
    }
  }
}
