package usher.routing;

import usher.routing.agent.Intent;
import usher.routing.agent.Work;
import usher.routing.call.CallState;
import usher.routing.call.CallTable;
import usher.routing.call.EntryTable;
import usher.routing.offer.OfferTable;

/**
 * Checks the invariants by looking at everything, with none of the router's short cuts. For tests
 * and for the reconciler; its cost grows with agents times waiting calls.
 */
final class Audit {
  private final Domain domain;
  private final CallMoves callMoves;

  Audit(Domain domain, CallMoves callMoves) {
    this.domain = domain;
    this.callMoves = callMoves;
  }

  void run() {
    require(domain.freshAgents.size() + domain.freshCalls.size() == 0, "unsettled");
    require(domain.timers.earliest() > domain.nowNs, "a timer is overdue");
    for (int agent = 0; agent < domain.agents.count(); agent++) {
      checkAgent(agent);
    }
    int liveOffers = 0;
    for (int call = 0; call < domain.calls.high(); call++) {
      if (domain.calls.inUse(call)) {
        liveOffers += checkCall(call);
      }
    }
    require(liveOffers == domain.offers.live(), "an offer without a call");
    for (int queue = 0; queue < domain.plan.queueCount(); queue++) {
      checkQueue(queue);
    }
  }

  private void checkAgent(int agent) {
    Work work = domain.agents.work(agent);
    int offer = domain.agents.offer(agent);
    boolean mayHave = work.inOffer() || work.inCall();
    require(offer == OfferTable.NIL ? !work.inOffer() : mayHave, "agent ", agent);
    if (offer != OfferTable.NIL) {
      require(domain.offers.inUse(offer), "dead offer of agent ", agent);
      require(domain.offers.agent(offer) == agent, "foreign offer of agent ", agent);
      boolean won = domain.calls.winner(domain.offers.call(offer)) == offer;
      require(won == work.inCall(), "winner and work differ, agent ", agent);
    }
    boolean free =
        domain.agents.intent(agent) == Intent.READY
            && work == Work.IDLE
            && domain.agents.reachable(agent)
            && !domain.agents.external(agent)
            && !domain.agents.full(agent)
            && domain.agents.coolUntilNs(agent) <= domain.nowNs;
    require(free == domain.idle.contains(agent), "free and not among the free, agent ", agent);
    if (domain.agents.intent(agent) == Intent.LOGGED_OUT) {
      require(work == Work.IDLE, "logged out at work, agent ", agent);
    }
    if (!work.defersIntent() && !work.inOffer()) {
      require(!domain.agents.hasNextIntent(agent), "forgotten wish, agent ", agent);
    }
  }

  /** Returns how many offers the call has. */
  private int checkCall(int call) {
    CallTable calls = domain.calls;
    int live = 0;
    boolean winnerSeen = false;
    for (int o = calls.firstOffer(call); o != OfferTable.NIL; o = domain.offers.next(o)) {
      live++;
      winnerSeen |= o == calls.winner(call);
      require(domain.offers.call(o) == call, "foreign offer of call ", call);
      require(domain.agents.offer(domain.offers.agent(o)) == o, "agent denies offer ", o);
      boolean rings = domain.timers.deadlineOf(Domain.timer(Domain.OFFER_TIMER, o)) != Domain.NEVER;
      require(rings == (o != calls.winner(call)), "ring timer of offer ", o);
    }
    CallState state = calls.state(call);
    require(live == calls.liveOffers(call), "number of offers of call ", call);
    boolean alone = state == CallState.WAITING || state == CallState.OUTSIDE;
    require((live == 0) == alone, "offers and state of call ", call);
    require(winnerSeen == (state == CallState.CONNECTING), "winner of call ", call);
    require(winnerSeen || calls.winner(call) == CallTable.NIL, "dead winner of call ", call);
    require(callMoves.ladders().isInLine(call), "line of call ", call);
    for (int e = calls.firstEntry(call); e != EntryTable.NIL; e = domain.entries.next(e)) {
      checkEntry(call, e);
    }
    return live;
  }

  private void checkEntry(int call, int entry) {
    int callClass = domain.entries.callClass(entry);
    int agent = domain.entries.wantedAgent(entry);
    int tree = domain.places.treeOf(entry);
    if (agent != EntryTable.NIL) {
      require(tree == domain.places.wanting(agent), "wanting tree of call ", call);
      require(
          !(callMoves.isLooking(call) && domain.idle.contains(agent)),
          "unserved wish of call ",
          call);
      return;
    }
    int byRules =
        domain.classOf(
            domain.entries.queue(entry),
            domain.plan.rules(domain.entries.rules(entry)),
            domain.entries.variant(entry),
            domain.entries.step(entry),
            domain.entries.phase(entry));
    require(callClass == byRules, "class of call ", call);
    boolean open = callMoves.isLooking(call) && domain.calls.patienceUntilNs(call) <= domain.nowNs;
    int held = domain.places.held(domain.entries.queue(entry));
    require(tree == (open ? callClass : held), "tree of call ", call);
    for (int each = 0; open && each < domain.agents.count(); each++) {
      boolean fits =
          domain.idle.contains(each)
              && domain.plan.canServe(each, callClass)
              && !domain.excluded(call, callClass, each);
      require(!fits, "a free agent beside waiting call ", call);
    }
  }

  private void checkQueue(int queue) {
    int inside = 0;
    for (CallState state : CallState.values()) {
      int found = 0;
      for (int call = 0; call < domain.calls.high(); call++) {
        boolean here = domain.calls.inUse(call) && domain.calls.queue(call) == queue;
        found += here && domain.calls.state(call) == state ? 1 : 0;
      }
      require(found == domain.counters.inside(queue, state), state + " in queue ", queue);
      inside += found;
    }
    long gone = domain.counters.ended(queue);
    require(domain.counters.offered(queue) == inside + gone, "calls are missing in queue ", queue);
  }

  private static void require(boolean holds, String what) {
    if (!holds) {
      throw new IllegalStateException(what);
    }
  }

  private static void require(boolean holds, String what, int index) {
    if (!holds) {
      throw new IllegalStateException(what + index);
    }
  }
}
