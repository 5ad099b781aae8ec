package usher.routing;

import usher.routing.call.CallKey;
import usher.routing.call.CallState;
import usher.routing.call.CallTable;
import usher.routing.call.EntryTable;
import usher.routing.call.Exclusions;
import usher.routing.decision.Kind;
import usher.routing.plan.QueueRules;
import usher.routing.plan.RoutingPlan;
import usher.routing.store.IntList;

/**
 * Brings free agents and waiting calls together at the end of each command.
 *
 * <p>Before a command no free agent and waiting call fit each other; after it only pairs with a
 * fresh agent or a fresh call can. As long as there is such a pair, the first call in the order of
 * section 4 takes its best agent, so the result depends on who is there, not on who came first
 * within the instant.
 */
final class Matcher {
  private static final int NIL = Places.NIL;

  private final Domain domain;
  private final RoutingPlan plan;
  private final CallTable calls;
  private final EntryTable entries;
  private final Places places;
  private final OfferMoves offerMoves;
  private final CallMoves callMoves;
  private final AgentChoice choice;
  private final IntList hidden = new IntList();
  private final IntList servableCalls = new IntList();

  /** Whether the keys of entries tell which is earlier, whatever their queues. */
  private final boolean comparesKeys;

  private final IntList candidates = new IntList();

  Matcher(Domain domain, OfferMoves offerMoves, CallMoves callMoves, AgentChoice choice) {
    this.domain = domain;
    this.offerMoves = offerMoves;
    this.callMoves = callMoves;
    this.choice = choice;
    plan = domain.plan;
    comparesKeys = plan.agesAlike() && !plan.hasRanks();
    calls = domain.calls;
    entries = domain.entries;
    places = domain.places;
  }

  void settle() {
    int agents = domain.freshAgents.size();
    int fresh = domain.freshCalls.size();
    if (agents + fresh == 0) {
      return;
    }
    if (agents == 0 && fresh == 1) {
      settleCall(domain.freshCalls.get(0));
    } else if (agents == 1 && fresh == 0) {
      settleAgent(domain.freshAgents.get(0));
    } else {
      settleMany();
    }
    for (int i = 0; i < fresh; i++) {
      announce(domain.freshCalls.get(i));
    }
    domain.clearFresh();
  }

  /** Whether somebody has become free, or a call come, for whom nobody has been looked for yet. */
  boolean isUnsettled() {
    return domain.freshAgents.size() + domain.freshCalls.size() > 0;
  }

  /** Gives calls their places and leaves the rest for {@link #settle}. */
  void place() {
    for (int i = 0; i < domain.freshCalls.size(); i++) {
      int call = domain.freshCalls.get(i);
      if (isLooking(call)) {
        callMoves.place(call);
      }
    }
  }

  /** Only one call is new: it takes the best of those who are free. */
  private void settleCall(int call) {
    if (!isLooking(call)) {
      return;
    }
    int first = calls.firstEntry(call);
    if (!isAlone(first)) {
      callMoves.place(call);
    } else if (!staysAwayFromFree(call)) {
      settlePlain(call, first);
      return;
    }
    int entry = servable(call);
    while (entry != NIL) {
      offer(entry);
      entry = callMoves.isLooking(call) ? servable(call) : NIL;
    }
    if (callMoves.isLooking(call)) {
      callMoves.place(call);
    }
  }

  /** Who failed an offer of late has a pause, as a rule, and is not free. */
  private boolean staysAwayFromFree(int call) {
    Exclusions exclusions = domain.exclusions;
    int node = exclusions.first(call);
    while (node != Exclusions.NIL && !domain.idle.contains(exclusions.agent(node))) {
      node = exclusions.next(node);
    }
    return node != Exclusions.NIL;
  }

  /** The same for a call in one queue, for anybody, that stays away from nobody who is free. */
  private void settlePlain(int call, int entry) {
    int agent = choosePlainly(call, entry);
    while (agent != NIL) {
      offerMoves.make(entry, agent, Kind.CALL_CHOSE);
      agent = isLooking(call) ? choosePlainly(call, entry) : NIL;
    }
    if (callMoves.isLooking(call)) {
      callMoves.place(call);
    }
  }

  /** The probe is told before the choice, which may draw a lot. */
  private int choosePlainly(int call, int entry) {
    if (domain.probe != null && domain.idle.anyFor(entries.callClass(entry))) {
      tellProbe(entry);
    }
    return choice.best(entries.callClass(entry), call);
  }

  /** An agent is free, and nothing else has happened. */
  void settleFreed(int agent) {
    settleAgent(agent);
    domain.clearFresh();
  }

  /** Whether a call waits that an agent, free or not, could take. */
  boolean findsCall(int agent) {
    return firstFor(agent) != NIL;
  }

  /**
   * Whether agents who became free before the command, by their timers, find no call; then they are
   * free like all others from now on. What the command brings cannot be seen to before it is here.
   */
  boolean settlesFreeAgents() {
    for (int i = 0; i < domain.freshAgents.size(); i++) {
      int agent = domain.freshAgents.get(i);
      if (domain.idle.contains(agent) && findsCall(agent)) {
        return false;
      }
    }
    domain.clearFresh();
    return true;
  }

  /** Only one agent is new, so nobody else is free for what the agent takes. */
  private void settleAgent(int agent) {
    if (!domain.idle.contains(agent)) {
      return;
    }
    int entry = firstFor(agent);
    if (entry == NIL) {
      return;
    }
    int through = isAlone(entry) ? entry : servable(entries.call(entry));
    tellProbe(through);
    offerMoves.make(through, agent, wants(through) ? Kind.PREFERRED : Kind.AGENT_CHOSE);
  }

  /** Whether a call waits in one queue only and prefers nobody. */
  private boolean isAlone(int entry) {
    return entries.next(calls.firstEntry(entries.call(entry))) == EntryTable.NIL;
  }

  /**
   * Nobody becomes free while calls are matched, so who cannot be served now need not be asked
   * again.
   */
  private void settleMany() {
    servableCalls.clear();
    for (int i = 0; i < domain.freshCalls.size(); i++) {
      int call = domain.freshCalls.get(i);
      if (isLooking(call)) {
        callMoves.place(call);
        if (hasHope(call)) {
          servableCalls.add(call);
        }
      }
    }
    int entry = firstServable();
    while (entry != NIL) {
      offer(entry);
      entry = firstServable();
    }
  }

  private boolean hasHope(int call) {
    for (int e = calls.firstEntry(call); e != EntryTable.NIL; e = entries.next(e)) {
      int agent = entries.wantedAgent(e);
      boolean anybody =
          agent == EntryTable.NIL
              ? domain.idle.anyFor(entries.callClass(e))
              : domain.idle.contains(agent);
      if (anybody) {
        return true;
      }
    }
    return false;
  }

  private boolean isLooking(int call) {
    return calls.inUse(call) && callMoves.isLooking(call);
  }

  private void announce(int call) {
    if (calls.inUse(call) && calls.announce(call)) {
      calls.announce(call, false);
      if (calls.state(call) == CallState.WAITING) {
        int entry = calls.firstEntry(call);
        domain.note(Kind.QUEUED, entry, entries.step(entry));
        domain.events.queued(calls.handle(call), calls.queue(call), callMoves.position(call));
      }
    }
  }

  /** An entry of the first call, in the order of calls, that somebody free can take. */
  private int firstServable() {
    int best = NIL;
    for (int i = 0; i < domain.freshAgents.size(); i++) {
      int agent = domain.freshAgents.get(i);
      if (domain.idle.contains(agent)) {
        best = earlier(best, firstFor(agent));
      }
    }
    for (int i = 0; i < servableCalls.size(); i++) {
      int call = servableCalls.get(i);
      if (isLooking(call)) {
        best = earlier(best, servable(call));
      }
    }
    return best == NIL ? NIL : servable(entries.call(best));
  }

  // ---- From an agent to a call
  // -------------------------------------------------------------------

  /** The first entry that an agent can take: by the agent's ranks, then in the order of calls. */
  private int firstFor(int agent) {
    if (!places.hasWishes() && !places.isAskedFor(plan.profileOf(agent))) {
      return NIL;
    }
    long[] present = places.waitingClasses();
    int best = firstWanting(agent);
    for (int word = 0; word < present.length; word++) {
      if (present[word] != 0) {
        best = preferred(agent, best, word, present[word]);
      }
    }
    return best;
  }

  /** What was found so far, or the first entry of a word of classes. */
  private int preferred(int agent, int found, int word, long present) {
    int best = found;
    long worthUpTo = keyToBeat(best);
    long served = present & plan.classesOf(plan.profileOf(agent))[word];
    for (long bits = served; bits != 0; bits &= bits - 1) {
      int callClass = (word << 6) + Long.numberOfTrailingZeros(bits);
      if (places.firstAgeKey(callClass) <= worthUpTo) {
        best = preferred(agent, best, firstFor(agent, callClass));
        worthUpTo = keyToBeat(best);
      }
    }
    return best;
  }

  /** Up to which age key another entry is worth a look beside the one found so far. */
  private long keyToBeat(int found) {
    return found == NIL || !comparesKeys ? Long.MAX_VALUE : places.ageKey(found);
  }

  /** Calls of all queues stand in one tree here, where ranks and unlike ages do not show. */
  private int firstWanting(int agent) {
    if (!places.hasWishes()) {
      return NIL;
    }
    int best = NIL;
    int entry = places.first(places.wanting(agent));
    while (entry != NIL && (best == NIL || !comparesKeys)) {
      if (wantsNow(entries.call(entry))) {
        best = preferred(agent, best, entry);
      }
      entry = places.next(entry);
    }
    return best;
  }

  private boolean wantsNow(int call) {
    return callMoves.isPatient(call) && callMoves.isLooking(call);
  }

  private int firstFor(int agent, int callClass) {
    int entry = places.first(places.ofClass(callClass));
    while (entry != NIL && domain.excluded(entries.call(entry), callClass, agent)) {
      entry = places.next(entry);
    }
    return entry;
  }

  private int preferred(int agent, int a, int b) {
    if (plan.hasRanks() && a != NIL && b != NIL) {
      int rankA = plan.rank(agent, entries.queue(a));
      int rankB = plan.rank(agent, entries.queue(b));
      if (rankA != rankB) {
        return rankA < rankB ? a : b;
      }
    }
    return earlier(a, b);
  }

  // ---- The order of calls
  // ------------------------------------------------------------------------

  private int earlier(int a, int b) {
    if (a == NIL || b == NIL) {
      return a == NIL ? b : a;
    }
    return isEarlier(b, a) ? b : a;
  }

  /** Band, then effective age, then arrival. */
  private boolean isEarlier(int a, int b) {
    long keyA = places.ageKey(a);
    long keyB = places.ageKey(b);
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
    long key = places.ageKey(entry);
    QueueRules rules = plan.rules(entries.queue(entry));
    return CallKey.isCapped(key)
        ? rules.maxAgeNs()
        : CallKey.ageNs(key, rules.acceleration(), domain.nowNs / 1000);
  }

  // ---- From a call to an agent
  // -------------------------------------------------------------------

  /** The first entry of a call, in the order of calls, that somebody free can take, or NIL. */
  private int servable(int call) {
    boolean patient = callMoves.isPatient(call);
    int best = NIL;
    for (int e = calls.firstEntry(call); e != EntryTable.NIL; e = entries.next(e)) {
      boolean asks = patient == (entries.wantedAgent(e) != EntryTable.NIL);
      boolean comesFirst = patient ? isWantedMore(e, best) : best == NIL || isEarlier(e, best);
      if (asks && comesFirst && isServable(e)) {
        best = e;
      }
    }
    return best;
  }

  private boolean isWantedMore(int entry, int than) {
    return than == NIL || entries.score(entry) > entries.score(than);
  }

  private boolean isServable(int entry) {
    int agent = entries.wantedAgent(entry);
    if (agent != EntryTable.NIL) {
      return domain.idle.contains(agent) && !looksElsewhere(agent, entry);
    }
    if (!domain.idle.anyFor(entries.callClass(entry))) {
      return false;
    }
    if (!domain.exclusions.any(entries.call(entry)) && !ranksMatter(entry)) {
      return true;
    }
    hideUnfit(entry);
    boolean found = domain.idle.anyFor(entries.callClass(entry));
    showHidden();
    return found;
  }

  /** Offers the call of an entry that somebody can take to the best who is free. */
  private void offer(int entry) {
    tellProbe(entry);
    if (wants(entry)) {
      offerMoves.make(entry, entries.wantedAgent(entry), Kind.PREFERRED);
    } else {
      offerMoves.make(entry, bestAgent(entry), Kind.CALL_CHOSE);
    }
  }

  private void tellProbe(int entry) {
    if (domain.probe != null) {
      domain.probe.deciding(calls.handle(entries.call(entry)), entries.queue(entry), entry);
    }
  }

  private boolean wants(int entry) {
    return entries.wantedAgent(entry) != EntryTable.NIL;
  }

  private int bestAgent(int entry) {
    hideUnfit(entry);
    int best = choice.best(entries.callClass(entry), entries.call(entry));
    showHidden();
    return best;
  }

  /** Whom the call stays away from, and who is to take another call first, steps aside. */
  private void hideUnfit(int entry) {
    hideExcluded(entries.call(entry), entries.callClass(entry));
    if (ranksMatter(entry)) {
      domain.idle.collect(entries.callClass(entry), candidates);
      while (candidates.size() > 0) {
        int agent = candidates.removeLast();
        if (looksElsewhere(agent, entry)) {
          hide(agent);
        }
      }
    }
  }

  /**
   * Only when several are fresh, or one in several queues, can who fits an entry fit another, too.
   */
  private boolean ranksMatter(int entry) {
    boolean several = domain.freshAgents.size() + domain.freshCalls.size() > 1 || !isAlone(entry);
    return several && plan.hasRanks();
  }

  private void showHidden() {
    while (hidden.size() > 0) {
      domain.idle.add(hidden.removeLast());
    }
  }

  /** Whether a call waits for an agent in a queue of better rank. */
  private boolean looksElsewhere(int agent, int entry) {
    return elsewhere(agent, entry) != NIL;
  }

  /** The entry in a queue of better rank that an agent takes before an entry, or NIL. */
  int elsewhere(int agent, int entry) {
    int first = ranksMatter(entry) ? firstFor(agent) : NIL;
    boolean better =
        first != NIL
            && plan.rank(agent, entries.queue(first)) < plan.rank(agent, entries.queue(entry));
    return better ? first : NIL;
  }

  private void hideExcluded(int call, int callClass) {
    Exclusions exclusions = domain.exclusions;
    for (int node = exclusions.first(call); node != Exclusions.NIL; node = exclusions.next(node)) {
      int agent = exclusions.agent(node);
      if (domain.idle.contains(agent) && domain.staff.othersFor(callClass, agent)) {
        hide(agent);
      }
    }
  }

  private void hide(int agent) {
    domain.idle.remove(agent);
    hidden.add(agent);
  }
}
