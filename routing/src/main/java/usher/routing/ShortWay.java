package usher.routing;

import usher.routing.agent.AgentTable;
import usher.routing.agent.Intent;
import usher.routing.agent.Work;
import usher.routing.call.CallEnd;
import usher.routing.call.CallKey;
import usher.routing.call.CallState;
import usher.routing.call.CallTable;
import usher.routing.call.EntryTable;
import usher.routing.call.NewCall;
import usher.routing.decision.DecisionLog;
import usher.routing.decision.Kind;
import usher.routing.offer.OfferOutcome;
import usher.routing.offer.OfferTable;
import usher.routing.plan.RoutingPlan;

/**
 * The short way of what happens most: a call arrives in a plain queue while somebody is free for
 * it, the agent answers, caller and agent are connected, the agent is released.
 *
 * <pre>
 *   arrive ──► offered ──► accepted ──► connected: the call is gone ──► released: the agent is free
 * </pre>
 *
 * <p>Each step looks first whether everything is plain, and then writes at once what the general
 * way would leave in the tables after many small steps, and tells the same. What is not plain it
 * leaves alone, before it has changed anything, and the general way is taken. So the two can be
 * held against each other: while somebody traces decisions, only the general way is taken.
 */
final class ShortWay {
  private static final int NIL = CallTable.NIL;

  private final Domain domain;
  private final RoutingPlan plan;
  private final AgentTable agents;
  private final CallTable calls;
  private final EntryTable entries;
  private final OfferTable offers;
  private final DecisionLog log;
  private final AgentMoves agentMoves;
  private final Ladders ladders;
  private final Matcher matcher;
  private final PlainQueues queues;

  ShortWay(Domain domain, AgentMoves agentMoves, CallMoves callMoves, Matcher matcher) {
    this.domain = domain;
    this.agentMoves = agentMoves;
    this.matcher = matcher;
    plan = domain.plan;
    agents = domain.agents;
    calls = domain.calls;
    entries = domain.entries;
    offers = domain.offers;
    log = domain.log;
    ladders = callMoves.ladders();
    queues = new PlainQueues(plan);
  }

  /** Whether nothing else is to be seen to at the end of the command, and nobody looks on. */
  private boolean isQuiet() {
    return domain.freshCalls.size() == 0
        && domain.probe == null
        && !ladders.isBehind()
        && (domain.freshAgents.size() == 0 || matcher.settlesFreeAgents());
  }

  /** A call arrives and is offered to the best who is free. The call's slot, or NIL. */
  int arrive(NewCall wish) {
    boolean isPlainCall = queues.contains(wish.queue()) && wish.isPlain();
    if (!isPlainCall || !isQuiet() || entries.room() == 0 || calls.room() == 0) {
      return NIL;
    }
    int queue = wish.queue();
    IdleOrder order = domain.idle.order(queues.order(queue));
    int groups = domain.idle.groupsFor(queues, queue);
    int agent = groups == 0 ? NIL : domain.idle.takeFirst(queues, queue, order);
    if (agent == NIL) {
      return NIL;
    }
    log.chosen(groups, order.firstKey(), order.second(), order.secondKey(0));
    return offer(wish, queue, agent);
  }

  private int offer(NewCall wish, int queue, int agent) {
    long nowNs = domain.nowNs;
    long untilNs = nowNs + queues.ringNs(queue);
    int callClass = queues.callClass(queue);
    int call = calls.create(queue, wish.band(), 0, 0, nowNs);
    int entry = entries.create(call, queue, 0, nowNs);
    int offer = offers.create(call, agent, entry, queue, untilNs);
    long handle = calls.handle(call);
    long offerHandle = offers.handle(offer);
    calls.offer(call, entry, offer, agent, nowNs);
    limit(call, entry, wish.band(), queue);
    entries.stage(entry, 0, 0, callClass);
    log.under(domain.rulesVersion(), callClass, 0);
    log.offered(Kind.CALL_CHOSE, nowNs, handle, nowNs, offerHandle, agent, queue);
    domain.counters.countOffered(queue);
    domain.counters.enter(queue, CallState.OFFERING);
    long key = CallKey.of(wish.band(), nowNs / CallMoves.US, 0, queues.acceleration(queue));
    domain.places.hold(entry, key, calls.sequence(call));
    ladders.forgetVisits(call);
    reserve(agent, offer, queue);
    domain.offeredLast(queue, agent);
    domain.timers.set(Domain.timer(Domain.OFFER_TIMER, offer), untilNs);
    domain.events.offered(offerHandle, handle, agent, queue, domain.epochNs + untilNs);
    return call;
  }

  /** Sets what is to happen to a call by time, and its timer to the earliest of it. */
  private void limit(int call, int entry, int band, int queue) {
    long nowNs = domain.nowNs;
    long stepUntilNs = CallClock.later(nowNs, queues.stepNs(queue));
    long maxWaitAtNs = CallClock.later(nowNs, queues.maxWaitNs(queue));
    long starvesAtNs =
        band > CallKey.TOP_NORMAL_BAND
            ? CallClock.later(nowNs, queues.maxStarveNs(queue))
            : Domain.NEVER;
    entries.stepUntilNs(entry, stepUntilNs);
    calls.maxWaitAtNs(call, maxWaitAtNs);
    calls.starvesAtNs(call, starvesAtNs);
    long soonest = Math.min(stepUntilNs, starvesAtNs);
    domain.timers.set(
        Domain.timer(Domain.CALL_TIMER, call),
        maxWaitAtNs > nowNs ? Math.min(soonest, maxWaitAtNs) : soonest);
  }

  private void reserve(int agent, int offer, int queue) {
    if (agents.isSteady(agent)) {
      agents.reserve(agent, offer, queue, domain.nowNs);
      tell(agent, Work.RESERVED);
    } else {
      agentMoves.reserve(agent, offer, queue);
    }
  }

  private void tell(int agent, Work work) {
    domain.events.agentChanged(agent, Intent.READY, agents.reason(agent), work);
  }

  /** The agent answers and wins the call; false when that is not plain. */
  boolean accepted(int offer) {
    int call = offers.call(offer);
    int agent = offers.agent(offer);
    int queue = calls.queue(call);
    if (!queues.contains(queue)
        || calls.winner(call) != NIL
        || !agents.isSteady(agent)
        || !isQuiet()) {
      return false;
    }
    domain.timers.cancel(Domain.timer(Domain.OFFER_TIMER, offer));
    domain.counters.move(queue, CallState.OFFERING, CallState.CONNECTING);
    calls.win(call, offer);
    agents.answer(agent, domain.nowNs);
    tell(agent, Work.TALKING);
    return true;
  }

  /** Caller and winner hear each other, and the call is gone; false when that is not plain. */
  boolean connected(int offer) {
    int call = offers.call(offer);
    int entry = calls.firstEntry(call);
    int queue = calls.queue(call);
    boolean isAlone = calls.liveOffers(call) == 1 && entries.next(entry) == NIL;
    if (!queues.contains(queue) || !isAlone || calls.promised(call) != 0 || !isQuiet()) {
      return false;
    }
    int agent = offers.agent(offer);
    long handle = calls.handle(call);
    agents.connect(agent, queue);
    long offerHandle = offers.handle(offer);
    offers.release(offer);
    domain.events.offerEnded(offerHandle, handle, agent, OfferOutcome.ACCEPTED);
    domain.places.move(entry, Places.NIL);
    entries.release(entry);
    domain.exclusions.clear(call);
    domain.timers.cancel(Domain.timer(Domain.CALL_TIMER, call));
    domain.counters.leave(queue, CallState.CONNECTING);
    domain.counters.countEnded(queue, CallEnd.ANSWERED);
    domain.pace.waited(queue, domain.nowNs - calls.enteredNs(call), false);
    calls.release(call);
    domain.events.callEnded(handle, queue, CallEnd.ANSWERED);
    return true;
  }

  /** Whether several agents are free anew, and this one finds a call. */
  private boolean isOneOfMany(int agent) {
    return domain.freshAgents.size() > 0 && matcher.findsCall(agent);
  }

  /** The agent's call is over, and the agent is free; false when that is not plain. */
  boolean released(int agent) {
    int queue = agents.workQueue(agent);
    boolean isPlain = agents.isBoundForIdle(agent) && queues.contains(queue);
    if (!isPlain || plan.wrapsUp(queue) || isOneOfMany(agent) || !isQuiet()) {
      return false;
    }
    domain.pace.handled(queue, domain.nowNs - agents.reservedNs(agent));
    agents.rest(agent, domain.nowNs);
    domain.idle.add(agent);
    tell(agent, Work.IDLE);
    matcher.settleFreed(agent);
    return true;
  }
}
