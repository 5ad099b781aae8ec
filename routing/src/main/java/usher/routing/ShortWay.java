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
import usher.routing.plan.QueueRules;
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
  private final CallMoves callMoves;
  private final Ladders ladders;
  private final Matcher matcher;

  /** By queue: nothing happens to its calls but what is written here. */
  private final boolean[] isPlain;

  private final boolean tracksOccupancy;

  ShortWay(Domain domain, AgentMoves agentMoves, CallMoves callMoves, Matcher matcher) {
    this.domain = domain;
    this.agentMoves = agentMoves;
    this.callMoves = callMoves;
    this.matcher = matcher;
    plan = domain.plan;
    agents = domain.agents;
    calls = domain.calls;
    entries = domain.entries;
    offers = domain.offers;
    log = domain.log;
    ladders = callMoves.ladders();
    tracksOccupancy = plan.usesOccupancy();
    isPlain = new boolean[plan.queueCount()];
    for (int queue = 0; queue < isPlain.length; queue++) {
      isPlain[queue] = !plan.isQueueRetired(queue) && plan.rules(queue).isPlain();
    }
  }

  /** Whether nothing else is to be seen to at the end of the command, and nobody looks on. */
  private boolean isQuiet() {
    return domain.freshAgents.size() + domain.freshCalls.size() == 0
        && !ladders.isBehind()
        && !tracksOccupancy
        && domain.probe == null;
  }

  /** A call arrives and is offered to the best who is free. The call's slot, or NIL. */
  int arrive(NewCall wish) {
    boolean isPlainCall = isPlain[wish.queue()] && wish.isPlain();
    if (!isPlainCall || !isQuiet() || entries.room() == 0 || calls.room() == 0) {
      return NIL;
    }
    QueueRules rules = plan.rules(wish.queue());
    int callClass = rules.firstClass();
    IdleOrder order = domain.idle.order(rules.chain().idleOrder());
    int groups = domain.idle.groupsFor(callClass);
    int agent = groups == 0 ? NIL : domain.idle.takeFirst(callClass, order);
    if (agent == NIL) {
      return NIL;
    }
    log.chosen(groups, order.key(0, agent), order.second(), order.secondKey(0));
    return offer(wish, rules, callClass, agent);
  }

  private int offer(NewCall wish, QueueRules rules, int callClass, int agent) {
    int queue = wish.queue();
    long nowNs = domain.nowNs;
    long untilNs = nowNs + rules.ringNs();
    int call = calls.create(queue, wish.band(), wish.points(), wish.creditNs(), nowNs);
    callMoves.clock().start(call, rules);
    long key = CallKey.of(wish.band(), nowNs / CallMoves.US, 0, rules.acceleration());
    int entry = entries.create(call, queue, 0, nowNs);
    entries.stage(entry, 0, 0, callClass);
    entries.stepUntilNs(entry, CallClock.later(nowNs, plan.stepNs(callClass)));
    int offer = offers.create(call, agent, entry, queue, untilNs);
    calls.offer(call, entry, offer, agent, nowNs);
    log.under(domain.rulesVersion(), callClass, 0);
    log.offered(
        Kind.CALL_CHOSE, nowNs, calls.handle(call), nowNs, offers.handle(offer), agent, queue);
    domain.counters.countOffered(queue);
    domain.counters.enter(queue, CallState.OFFERING);
    domain.places.hold(entry, key, calls.sequence(call));
    callMoves.clock().armPlainly(call, entry);
    ladders.forgetVisits(call);
    reserve(agent, offer, queue);
    domain.offeredLast(queue, agent);
    domain.timers.set(Domain.timer(Domain.OFFER_TIMER, offer), untilNs);
    domain.events.offered(
        offers.handle(offer), calls.handle(call), agent, queue, domain.epochNs + untilNs);
    return call;
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
    if (!isPlain[queue] || calls.winner(call) != NIL || !agents.isSteady(agent) || !isQuiet()) {
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
    if (!isPlain[queue] || !isAlone || calls.promised(call) != 0 || !isQuiet()) {
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

  /** The agent's call is over, and the agent is free; false when that is not plain. */
  boolean released(int agent) {
    int queue = agents.workQueue(agent);
    if (!agents.isBoundForIdle(agent) || plan.wrapsUp(queue) || !isQuiet()) {
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
