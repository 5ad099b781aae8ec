package usher.routing;

import usher.routing.call.CallEnd;
import usher.routing.call.CallState;
import usher.routing.call.CallTable;
import usher.routing.decision.Kind;
import usher.routing.offer.OfferOutcome;
import usher.routing.offer.OfferTable;
import usher.routing.plan.QueueRules;

/**
 * What happens to one offer, and through it to its agent and its call.
 *
 * <pre>
 *   made ──► ringing ──► answered ──► ACCEPTED
 *     │         │            └──────► PREBRIDGE_DROP, CALLER_GONE
 *     └─────────┴───────────────────► any other outcome
 * </pre>
 */
final class OfferMoves {
  private final Domain domain;
  private final AgentMoves agentMoves;
  private final CallMoves callMoves;
  private final OfferTable offers;
  private final CallTable calls;

  OfferMoves(Domain domain, AgentMoves agentMoves, CallMoves callMoves) {
    this.domain = domain;
    this.agentMoves = agentMoves;
    this.callMoves = callMoves;
    offers = domain.offers;
    calls = domain.calls;
  }

  /** Reserves an agent and the call of an entry for each other. */
  void make(int entry, int agent, Kind how) {
    int call = domain.entries.call(entry);
    int queue = domain.entries.queue(entry);
    long untilNs = domain.nowNs + domain.plan.rules(queue).ringNs();
    int offer = offers.create(call, agent, entry, queue, untilNs);
    keep(entry, offer, how);
    offers.next(offer, calls.firstOffer(call));
    calls.firstOffer(call, offer);
    agentMoves.reserve(agent, offer, queue);
    domain.offeredLast(queue, call, agent);
    callMoves.offered(call);
    domain.timers.set(Domain.timer(Domain.OFFER_TIMER, offer), untilNs);
    domain.events.offered(
        offers.handle(offer), calls.handle(call), agent, queue, domain.epochNs + untilNs);
  }

  private void keep(int entry, int offer, Kind how) {
    int call = offers.call(offer);
    int place = how == Kind.PREFERRED ? calls.firstEntry(call) : entry;
    domain.log.under(
        domain.rulesVersion(), domain.entries.callClass(place), domain.entries.step(place));
    domain.log.offered(
        how,
        domain.nowNs,
        calls.handle(call),
        calls.enqueuedNs(call),
        offers.handle(offer),
        offers.agent(offer),
        offers.queue(offer));
  }

  /**
   * The agent answered; false, and the offer is over, when another one had already won the call.
   */
  boolean answer(int offer) {
    int call = offers.call(offer);
    if (calls.winner(call) != CallTable.NIL) {
      if (calls.winner(call) != offer) {
        end(offer, OfferOutcome.LOST_RACE);
      }
      return false;
    }
    domain.timers.cancel(Domain.timer(Domain.OFFER_TIMER, offer));
    callMoves.connecting(call, offer);
    agentMoves.answered(offers.agent(offer));
    return true;
  }

  /** Caller and winner have audio: the call is answered, the other offers have lost. */
  void connect(int offer) {
    int call = offers.call(offer);
    int agent = offers.agent(offer);
    unlink(offer, call);
    endAll(call, OfferOutcome.LOST_RACE);
    agentMoves.connected(agent, calls.queue(call));
    release(offer, OfferOutcome.ACCEPTED);
    callMoves.leave(call, CallEnd.ANSWERED);
  }

  /** Ends an offer, with its consequence for the agent and the call. */
  void end(int offer, OfferOutcome outcome) {
    int call = offers.call(offer);
    endForAgent(offer, outcome);
    callMoves.offerGone(call, offer);
  }

  /** Ends every offer of a call that is about to leave. */
  void endAll(int call, OfferOutcome outcome) {
    while (calls.firstOffer(call) != CallTable.NIL) {
      endForAgent(calls.firstOffer(call), outcome);
    }
  }

  private void endForAgent(int offer, OfferOutcome outcome) {
    int call = offers.call(offer);
    int agent = offers.agent(offer);
    QueueRules rules = domain.plan.rules(offers.queue(offer));
    unlink(offer, call);
    if (outcome.excludesAgent()) {
      callMoves.exclude(call, agent, domain.nowNs + rules.revisitNs());
    }
    release(offer, outcome);
    agentMoves.offerEnded(agent, outcome, rules);
  }

  /** Ends every offer that says it is a call's, whatever the call says; the call waits again. */
  void recover(int call) {
    for (int offer = 0; offer < offers.high(); offer++) {
      if (offers.inUse(offer) && offers.call(offer) == call) {
        drop(offer);
      }
    }
    callMoves.recovered(call);
  }

  /** Ends an offer, whatever its call says. */
  void drop(int offer) {
    int agent = offers.agent(offer);
    QueueRules rules = domain.plan.rules(offers.queue(offer));
    release(offer, OfferOutcome.RECOVERY);
    if (domain.agents.offer(agent) == offer) {
      agentMoves.offerEnded(agent, OfferOutcome.RECOVERY, rules);
    }
  }

  private void release(int offer, OfferOutcome outcome) {
    long handle = offers.handle(offer);
    long call = calls.handle(offers.call(offer));
    int agent = offers.agent(offer);
    domain.timers.cancel(Domain.timer(Domain.OFFER_TIMER, offer));
    offers.release(offer);
    domain.events.offerEnded(handle, call, agent, outcome);
  }

  private void unlink(int offer, int call) {
    calls.removeOffer(call);
    if (calls.firstOffer(call) == offer) {
      calls.firstOffer(call, offers.next(offer));
      return;
    }
    int before = calls.firstOffer(call);
    while (offers.next(before) != offer) {
      before = offers.next(before);
    }
    offers.next(before, offers.next(offer));
  }

  void onRingTimer(int offer) {
    end(offer, OfferOutcome.RING_TIMEOUT);
  }

  /** Whether the offer is the one that an agent answered. */
  boolean isWinner(int offer) {
    return calls.winner(offers.call(offer)) == offer
        && calls.state(offers.call(offer)) == CallState.CONNECTING;
  }
}
