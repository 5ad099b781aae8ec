package usher.routing;

import org.jspecify.annotations.Nullable;
import usher.routing.agent.Work;
import usher.routing.call.CallState;
import usher.routing.call.CallTable;
import usher.routing.call.EntryTable;
import usher.routing.offer.OfferTable;

/**
 * Looks for what cannot be, a part of the tables at a time, so that it can stay on in production: a
 * look at a row takes as long as a decision at most, and nothing is done while calls are routed.
 * {@link Audit} looks at more, at once, and is for tests.
 *
 * <p>Nothing is ever found unless the router is wrong. What is found is repaired, so that the fault
 * costs one call its offer or an agent a few seconds, and not the shift.
 */
final class Reconciler {
  /** How many rows one look takes in: those of a middling centre. */
  static final int MOST_ROWS = 1 << 16;

  private static final int NIL = EntryTable.NIL;

  private final Domain domain;
  private final AgentMoves agentMoves;
  private final OfferMoves offerMoves;
  private final CallMoves callMoves;
  private final CallTable calls;
  private final OfferTable offers;
  private Fault.Part part = Fault.Part.AGENT;
  private int next;

  Reconciler(Domain domain, AgentMoves agentMoves, OfferMoves offerMoves, CallMoves callMoves) {
    this.domain = domain;
    this.agentMoves = agentMoves;
    this.offerMoves = offerMoves;
    this.callMoves = callMoves;
    calls = domain.calls;
    offers = domain.offers;
  }

  /** Looks at the next rows, at all of them at most, up to the first that is wrong. */
  @Nullable Fault find() {
    int left = Math.min(MOST_ROWS, rows());
    while (left > 0) {
      if (next >= rows(part)) {
        goOn();
      } else {
        left--;
        int index = next++;
        if (isWrong(part, index)) {
          return new Fault(part, index);
        }
      }
    }
    return null;
  }

  private int rows() {
    return domain.agents.count() + calls.high() + offers.high() + domain.plan.queueCount();
  }

  private int rows(Fault.Part of) {
    return switch (of) {
      case AGENT -> domain.agents.count();
      case CALL -> calls.high();
      case OFFER -> offers.high();
      case QUEUE -> domain.plan.queueCount();
    };
  }

  private void goOn() {
    next = 0;
    part =
        switch (part) {
          case AGENT -> Fault.Part.CALL;
          case CALL -> Fault.Part.OFFER;
          case OFFER -> Fault.Part.QUEUE;
          case QUEUE -> Fault.Part.AGENT;
        };
  }

  private boolean isWrong(Fault.Part of, int index) {
    return switch (of) {
      case AGENT -> !hasOwnOffer(index) || !agentMoves.isInOrder(index);
      case CALL -> calls.inUse(index) && !isCallRight(index);
      case OFFER -> offers.inUse(index) && !isOfferRight(index);
      case QUEUE -> !addsUp(index);
    };
  }

  /** Whether an agent who is being offered a call has an offer, and nobody has another's. */
  private boolean hasOwnOffer(int agent) {
    int offer = domain.agents.offer(agent);
    Work work = domain.agents.work(agent);
    if (offer == NIL) {
      return !work.inOffer();
    }
    return (work.inOffer() || work.inCall())
        && isOffer(offer)
        && offers.agent(offer) == agent
        && (calls.winner(offers.call(offer)) == offer) == work.inCall();
  }

  private boolean isOffer(int offer) {
    return offer >= 0
        && offer < offers.high()
        && offers.inUse(offer)
        && calls.inUse(offers.call(offer));
  }

  private boolean isCallRight(int call) {
    return hasOwnOffers(call) && callMoves.isInOrder(call);
  }

  private boolean hasOwnOffers(int call) {
    int live = 0;
    boolean winnerSeen = false;
    for (int o = calls.firstOffer(call); o != NIL; o = offers.next(o)) {
      live++;
      winnerSeen |= o == calls.winner(call);
      if (live > calls.liveOffers(call) || !isOffer(o) || offers.call(o) != call) {
        return false;
      }
    }
    CallState state = calls.state(call);
    return live == calls.liveOffers(call)
        && (live > 0) == (state == CallState.OFFERING || state == CallState.CONNECTING)
        && winnerSeen == (state == CallState.CONNECTING)
        && winnerSeen == (calls.winner(call) != NIL);
  }

  private boolean isOfferRight(int offer) {
    int call = offers.call(offer);
    if (!calls.inUse(call) || domain.agents.offer(offers.agent(offer)) != offer) {
      return false;
    }
    boolean rings =
        domain.timers.deadlineOf(Domain.timer(Domain.OFFER_TIMER, offer)) != Domain.NEVER;
    return rings == (calls.winner(call) != offer) && isOfCall(offer, call);
  }

  private boolean isOfCall(int offer, int call) {
    int seen = 0;
    int o = calls.firstOffer(call);
    while (o != NIL && o != offer && ++seen < calls.liveOffers(call)) {
      o = offers.next(o);
    }
    return o == offer;
  }

  private boolean addsUp(int queue) {
    return domain.counters.missing(queue) == 0;
  }

  /** Puts right what is wrong in a row; false when nothing is. */
  boolean repair(Fault fault) {
    boolean is =
        fault.index() >= 0
            && fault.index() < rows(fault.part())
            && isWrong(fault.part(), fault.index());
    if (is) {
      switch (fault.part()) {
        case AGENT -> repairAgent(fault.index());
        case CALL -> repairCall(fault.index());
        case OFFER -> repairOffer(fault.index());
        case QUEUE -> callMoves.recount(fault.index());
      }
    }
    return is;
  }

  private void repairAgent(int agent) {
    if (!hasOwnOffer(agent)) {
      domain.agents.offer(agent, NIL);
    }
    agentMoves.restore(agent);
  }

  /** With offers that are not as they should be, the call begins anew at its place. */
  private void repairCall(int call) {
    if (!hasOwnOffers(call)) {
      offerMoves.recover(call);
    }
    callMoves.restore(call);
  }

  private void repairOffer(int offer) {
    if (calls.inUse(offers.call(offer))) {
      offerMoves.recover(offers.call(offer));
      callMoves.restore(offers.call(offer));
    } else {
      offerMoves.drop(offer);
    }
  }
}
