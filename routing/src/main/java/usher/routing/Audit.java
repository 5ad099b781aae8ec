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

  Audit(Domain domain) {
    this.domain = domain;
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
            && domain.agents.coolUntilNs(agent) <= domain.nowNs;
    require(free == domain.idle.contains(agent), "free and not among the free, agent ", agent);
    if (domain.agents.intent(agent) == Intent.LOGGED_OUT) {
      require(work == Work.IDLE, "logged out at work, agent ", agent);
    }
    if (work != Work.EXTERNAL && !work.inCall() && work != Work.WRAPUP) {
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
    require((live == 0) == (state == CallState.WAITING), "offers and state of call ", call);
    require(winnerSeen == (state == CallState.CONNECTING), "winner of call ", call);
    require(winnerSeen || calls.winner(call) == CallTable.NIL, "dead winner of call ", call);
    for (int e = calls.firstEntry(call); e != EntryTable.NIL; e = domain.entries.next(e)) {
      checkEntry(call, e, state);
    }
    return live;
  }

  private void checkEntry(int call, int entry, CallState state) {
    int callClass = domain.entries.callClass(entry);
    boolean isWaiting = state == CallState.WAITING;
    int tree = isWaiting ? callClass : domain.offeringTree(domain.entries.queue(entry));
    require(domain.waiting.treeOf(entry) == tree, "tree of call ", call);
    for (int agent = 0; isWaiting && agent < domain.agents.count(); agent++) {
      boolean fits =
          domain.idle.contains(agent)
              && domain.plan.canServe(agent, callClass)
              && !domain.excluded(call, callClass, agent);
      require(!fits, "a free agent beside waiting call ", call);
    }
  }

  private void checkQueue(int queue) {
    long inside = 0;
    for (int call = 0; call < domain.calls.high(); call++) {
      if (domain.calls.inUse(call) && domain.calls.queue(call) == queue) {
        inside++;
      }
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
