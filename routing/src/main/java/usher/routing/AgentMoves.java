package usher.routing;

import usher.routing.agent.AgentTable;
import usher.routing.agent.Intent;
import usher.routing.agent.NotReady;
import usher.routing.agent.Occupancy;
import usher.routing.agent.Work;
import usher.routing.offer.OfferOutcome;
import usher.routing.offer.OfferTable;
import usher.routing.plan.AgentSpec;
import usher.routing.plan.QueueRules;
import usher.routing.plan.RoutingPlan;
import usher.routing.plan.WrapUpMode;

/**
 * What happens to one agent. Each method takes one event in any state, and ends with the agent
 * among the free ones exactly when the agent may be offered a call:
 *
 * <p>READY and IDLE (so there is a contact and no call of the agent's own), inside capacity, and
 * the pause after a failed offer is over.
 *
 * <p>A wish (ready, not ready, log out) counts at once when the agent has nothing to do; while the
 * agent is in a call, in wrap-up or in a call of the agent's own it waits for the end of that work.
 * An open offer is ended by whoever calls, before the wish is noted here.
 */
final class AgentMoves {
  private static final long LONG_NOT_READY_NS = RoutingPlan.LONG_NOT_READY.toNanos();

  private final Domain domain;
  private final AgentTable agents;
  private final Newcomers newcomers;
  private final boolean tracksOccupancy;

  AgentMoves(Domain domain) {
    this.domain = domain;
    agents = domain.agents;
    newcomers = new Newcomers(domain);
    tracksOccupancy = domain.plan.usesOccupancy();
  }

  /** The plan has changed: counts the agent where it says, as before. */
  void resume(int agent) {
    measureCapacity(agent);
    domain.staff.resume(agent);
    if (agents.staffed(agent)) {
      domain.presence.staffed(agent, true);
    }
    if (agents.intent(agent) == Intent.READY) {
      domain.presence.ready(agent, true);
    }
  }

  /**
   * The plan has changed. Who is no longer in it gets no more offers and is logged out when the
   * present work ends, an open offer included.
   *
   * @param returns whether the agent was no longer in the plan and is again
   */
  void adopt(int agent, boolean returns) {
    boolean leaves = domain.plan.isAgentRetired(agent);
    if (leaves && agents.intent(agent) != Intent.LOGGED_OUT) {
      retire(agent);
    } else if (returns && agents.nextIntent(agent) == Intent.LOGGED_OUT) {
      agents.clearNextIntent(agent);
    }
    changed(agent);
  }

  private void retire(int agent) {
    if (agents.work(agent).inOffer() || agents.work(agent).defersIntent()) {
      agents.nextIntent(agent, Intent.LOGGED_OUT, NotReady.NONE);
    } else {
      setIntent(agent, Intent.LOGGED_OUT, NotReady.NONE);
      setWork(agent, Work.IDLE);
    }
  }

  boolean login(int agent) {
    if (domain.plan.isAgentRetired(agent)) {
      return false;
    }
    if (agents.intent(agent) != Intent.LOGGED_OUT) {
      return keepLoggedIn(agent);
    }
    newcomers.login(agent);
    boolean ready = domain.plan.agent(agent).readyOnLogin();
    setIntent(
        agent, ready ? Intent.READY : Intent.NOT_READY, ready ? NotReady.NONE : NotReady.LOGIN);
    agents.restartIdleClock(agent, domain.nowNs);
    agents.missedInARow(agent, 0);
    rest(agent);
    return true;
  }

  /** Logging in again before a deferred log-out took effect calls it off. */
  private boolean keepLoggedIn(int agent) {
    boolean leaving = agents.nextIntent(agent) == Intent.LOGGED_OUT;
    if (leaving) {
      agents.clearNextIntent(agent);
    }
    return leaving;
  }

  /** Notes a wish: at once, or at the end of the present work. */
  boolean wish(int agent, Intent to, int reason) {
    boolean isLeaving = domain.plan.isAgentRetired(agent) && to != Intent.LOGGED_OUT;
    if (isLeaving || agents.intent(agent) == Intent.LOGGED_OUT) {
      return false;
    }
    if (agents.work(agent).defersIntent()) {
      defer(agent, to, reason);
      return true;
    }
    setIntent(agent, to, reason);
    if (to == Intent.LOGGED_OUT) {
      setWork(agent, Work.IDLE);
    }
    changed(agent);
    return true;
  }

  private void defer(int agent, Intent to, int reason) {
    if (agents.intent(agent) == to && agents.reason(agent) == reason) {
      agents.clearNextIntent(agent);
    } else {
      agents.nextIntent(agent, to, reason);
    }
  }

  boolean reachable(int agent) {
    boolean news = !agents.reachable(agent);
    agents.reachable(agent, true);
    if (agents.work(agent) == Work.UNREACHABLE) {
      rest(agent);
    }
    return news;
  }

  boolean unreachable(int agent) {
    boolean news = agents.reachable(agent);
    agents.reachable(agent, false);
    if (agents.work(agent) == Work.IDLE) {
      rest(agent);
    }
    return news;
  }

  boolean external(int agent, boolean inCall) {
    boolean news = agents.external(agent) != inCall;
    agents.external(agent, inCall);
    Work work = agents.work(agent);
    if (work == Work.EXTERNAL && !inCall && domain.plan.agent(agent).ownCallsRestartIdle()) {
      agents.restartIdleClock(agent, domain.nowNs);
    }
    if (inCall ? work == Work.IDLE : work == Work.EXTERNAL) {
      rest(agent);
    }
    return news;
  }

  /** Work items of other kinds came or went; a call that the agent has goes on. */
  boolean otherWork(int agent, int items) {
    boolean news = agents.otherWork(agent) != items;
    agents.otherWork(agent, items);
    measureCapacity(agent);
    changed(agent);
    return news;
  }

  /** Whether other work leaves room for a call by the plan's capacity. */
  void measureCapacity(int agent) {
    int capacity = domain.plan.agent(agent).capacity();
    agents.full(agent, agents.otherWork(agent) + AgentSpec.VOICE > capacity);
  }

  void reserve(int agent, int offer, int queue) {
    agents.reservedNs(agent, domain.nowNs);
    agents.offer(agent, offer, queue);
    setWork(agent, Work.RESERVED);
    changed(agent);
  }

  boolean ringing(int agent) {
    if (agents.work(agent) != Work.RESERVED) {
      return false;
    }
    setWork(agent, Work.RINGING);
    changed(agent);
    return true;
  }

  void answered(int agent) {
    agents.missedInARow(agent, 0);
    setWork(agent, Work.TALKING);
    changed(agent);
  }

  /** The agent's offer became a call with audio. */
  void connected(int agent, int queue) {
    agents.connect(agent, queue);
  }

  /** The agent's offer came to nothing: semantics section 2, one branch per row. */
  void offerEnded(int agent, OfferOutcome outcome, QueueRules rules) {
    agents.offer(agent, -1, -1);
    switch (outcome) {
      case RING_TIMEOUT -> missed(agent, rules);
      case DECLINED -> {
        agents.countDecline(agent);
        cool(agent, rules.rejectNs());
      }
      case BUSY -> cool(agent, rules.busyNs());
      case PREBRIDGE_DROP -> cool(agent, rules.rejectNs());
      case UNREACHABLE -> agents.reachable(agent, false);
      case CALLER_GONE, WITHDRAWN, RECOVERY -> cool(agent, rules.minimumNs());
      case LOST_RACE, ACCEPTED -> {}
    }
    if (rules.missedRestartsIdle() && isMissed(outcome)) {
      agents.restartIdleClock(agent, domain.nowNs);
    }
    rest(agent);
  }

  private void missed(int agent, QueueRules rules) {
    int missed = agents.missedInARow(agent) + 1;
    agents.missedInARow(agent, missed);
    if (missed >= rules.maxMissed()) {
      agents.missedInARow(agent, 0);
      setIntent(agent, Intent.NOT_READY, NotReady.RNA);
    } else {
      cool(agent, rules.noAnswerNs());
    }
  }

  private static boolean isMissed(OfferOutcome outcome) {
    return outcome == OfferOutcome.RING_TIMEOUT
        || outcome == OfferOutcome.DECLINED
        || outcome == OfferOutcome.BUSY;
  }

  private void cool(int agent, long pauseNs) {
    agents.coolUntilNs(agent, domain.nowNs + pauseNs);
  }

  /** Between TALKING, HELD and CONSULT; {@code to} is one of them. */
  boolean inCall(int agent, Work to) {
    if (!agents.work(agent).inCall() || agents.work(agent) == to) {
      return false;
    }
    setWork(agent, to);
    changed(agent);
    return true;
  }

  boolean askWrapUp(int agent) {
    boolean asked = agents.work(agent).inCall();
    if (asked) {
      agents.wrapUpAsked(agent, true);
    }
    return asked;
  }

  /** The agent's call is over for the agent. */
  void released(int agent) {
    int queue = agents.workQueue(agent);
    boolean wrapsUp = domain.plan.wrapsUp(queue);
    long lengthNs = wrapsUp ? wrapUpNs(agent, domain.plan.rules(queue)) : 0;
    agents.wrapUpAsked(agent, false);
    if (lengthNs == 0) {
      endWork(agent);
      return;
    }
    agents.workUntilNs(agent, lengthNs == Domain.NEVER ? Domain.NEVER : domain.nowNs + lengthNs);
    setWork(agent, Work.WRAPUP);
    changed(agent);
  }

  private long wrapUpNs(int agent, QueueRules queue) {
    return switch (queue.wrapUpMode()) {
      case NONE -> 0;
      case OPTIONAL, TIMEBOXED, TIMEBOXED_NO_EXIT -> timedWrapUpNs(agent, queue);
      case DISCRETIONARY -> Domain.NEVER;
      case ON_REQUEST -> agents.wrapUpAsked(agent) ? timedWrapUpNs(agent, queue) : 0;
    };
  }

  private long timedWrapUpNs(int agent, QueueRules queue) {
    long ownNs = domain.plan.ownWrapUpNs(agent);
    return Math.min(ownNs == Domain.NEVER ? queue.wrapUpNs() : ownNs, queue.wrapUpCapNs());
  }

  /** The agent says that the wrap-up is done. */
  boolean wrapUpDone(int agent) {
    if (agents.work(agent) != Work.WRAPUP || !mode(agent).allowsExit()) {
      return false;
    }
    endWork(agent);
    return true;
  }

  /** Setting ready ends a wrap-up that nobody asked the agent to do. */
  boolean readyEndsWrapUp(int agent) {
    return agents.work(agent) == Work.WRAPUP
        && mode(agent) == WrapUpMode.OPTIONAL
        && wrapUpDone(agent);
  }

  private WrapUpMode mode(int agent) {
    return domain.plan.rules(agents.workQueue(agent)).wrapUpMode();
  }

  void onTimer(int agent) {
    if (agents.work(agent) == Work.WRAPUP && agents.workUntilNs(agent) <= domain.dueNs) {
      endWork(agent);
    } else {
      changed(agent);
    }
  }

  private void endWork(int agent) {
    domain.pace.handled(agents.workQueue(agent), domain.nowNs - agents.reservedNs(agent));
    agents.workQueue(agent, -1);
    agents.restartIdleClock(agent, domain.nowNs);
    rest(agent);
  }

  /** Leaves work: the wish that waited is granted, and the agent is wherever the flags say. */
  private void rest(int agent) {
    Intent next = agents.nextIntent(agent);
    if (next != null) {
      setIntent(agent, next, agents.nextReason(agent));
      agents.clearNextIntent(agent);
    }
    setWork(agent, restingWork(agent));
    changed(agent);
  }

  private Work restingWork(int agent) {
    if (agents.intent(agent) == Intent.LOGGED_OUT) {
      return Work.IDLE;
    }
    if (agents.external(agent)) {
      return Work.EXTERNAL;
    }
    return agents.reachable(agent) ? Work.IDLE : Work.UNREACHABLE;
  }

  private void setIntent(int agent, Intent to, int reason) {
    if (to == Intent.READY && agents.intent(agent) != Intent.READY) {
      agents.missedInARow(agent, 0);
    }
    if ((to == Intent.READY) != (agents.intent(agent) == Intent.READY)) {
      domain.presence.ready(agent, to == Intent.READY);
    }
    agents.intent(agent, to, reason, domain.nowNs);
  }

  private void setWork(int agent, Work to) {
    if (agents.work(agent) != to) {
      agents.work(agent, to, domain.nowNs);
    }
  }

  /** Brings everything that follows from an agent's state in line with it, and tells. */
  private void changed(int agent) {
    boolean isSteady = agents.isSteady(agent);
    if (!isSteady) {
      agents.endPause(agent, domain.nowNs);
      count(agent);
    }
    if (tracksOccupancy) {
      agents.occupancy().change(agent, use(agent), domain.nowNs);
    }
    boolean free = agents.isFree(agent, domain.nowNs);
    if (free != domain.idle.contains(agent)) {
      if (free) {
        domain.idle.add(agent);
        domain.freshAgent(agent);
      } else {
        domain.idle.remove(agent);
      }
    }
    if (!isSteady) {
      setTimer(agent);
    }
    if (agents.takeNews(agent)) {
      domain.events.agentChanged(
          agent, agents.intent(agent), agents.reason(agent), agents.work(agent));
    }
  }

  private Occupancy.Use use(int agent) {
    return switch (agents.work(agent)) {
      case RESERVED, RINGING, TALKING, HELD, CONSULT, WRAPUP -> Occupancy.Use.WORKING;
      case IDLE ->
          agents.intent(agent) == Intent.READY ? Occupancy.Use.WAITING : Occupancy.Use.AWAY;
      case EXTERNAL, UNREACHABLE -> Occupancy.Use.AWAY;
    };
  }

  private void count(int agent) {
    boolean is = isStaffed(agent);
    if (is == agents.staffed(agent)) {
      return;
    }
    if (is) {
      domain.staff.joins(agent);
      domain.presence.staffed(agent, true);
      newcomers.joins(agent);
    } else {
      domain.staff.leaves(agent);
      domain.presence.staffed(agent, false);
    }
  }

  private boolean isStaffed(int agent) {
    return switch (agents.intent(agent)) {
      case LOGGED_OUT -> false;
      case READY -> true;
      case NOT_READY -> domain.dueNs < agents.intentSinceNs(agent) + LONG_NOT_READY_NS;
    };
  }

  /** Whether what follows from an agent's state is as it should be; for the reconciler. */
  boolean isInOrder(int agent) {
    Work work = agents.work(agent);
    boolean forgot = agents.hasNextIntent(agent) && !work.defersIntent() && !work.inOffer();
    return !forgot
        && hasCause(agent, work)
        && isStaffed(agent) == agents.staffed(agent)
        && agents.isFree(agent, domain.nowNs) == domain.idle.contains(agent)
        && domain.timers.deadlineOf(Domain.timer(Domain.AGENT_TIMER, agent)) == deadline(agent);
  }

  private boolean hasCause(int agent, Work work) {
    return switch (work) {
      case IDLE -> restingWork(agent) == Work.IDLE;
      case EXTERNAL -> agents.external(agent);
      case UNREACHABLE -> !agents.reachable(agent);
      case RESERVED, RINGING, TALKING, HELD, CONSULT, WRAPUP ->
          agents.intent(agent) != Intent.LOGGED_OUT;
    };
  }

  /** Lets an agent's state follow from its causes again; one in an offer that is none rests. */
  void restore(int agent) {
    Work work = agents.work(agent);
    boolean works = work.inCall() || work == Work.WRAPUP;
    boolean isOffered = work.inOffer() && agents.offer(agent) != OfferTable.NIL;
    if (agents.intent(agent) != Intent.LOGGED_OUT && (works || isOffered)) {
      changed(agent);
    } else {
      agents.workQueue(agent, -1);
      rest(agent);
    }
  }

  private void setTimer(int agent) {
    long at = deadline(agent);
    if (at == Domain.NEVER && !agents.timed(agent)) {
      return;
    }
    agents.timed(agent, at != Domain.NEVER);
    int timer = Domain.timer(Domain.AGENT_TIMER, agent);
    if (domain.timers.deadlineOf(timer) != at) {
      domain.timers.set(timer, at);
    }
  }

  /** The next instant at which this agent's state changes by itself. */
  private long deadline(int agent) {
    long at = Domain.NEVER;
    if (agents.work(agent) == Work.WRAPUP) {
      at = agents.workUntilNs(agent);
    }
    if (agents.work(agent) == Work.IDLE && agents.coolUntilNs(agent) > domain.nowNs) {
      at = agents.coolUntilNs(agent);
    }
    if (agents.staffed(agent) && agents.intent(agent) == Intent.NOT_READY) {
      at = Math.min(at, agents.intentSinceNs(agent) + LONG_NOT_READY_NS);
    }
    return at;
  }
}
