package usher.routing;

import org.jspecify.annotations.Nullable;
import usher.routing.agent.Intent;
import usher.routing.agent.NotReady;
import usher.routing.agent.Work;
import usher.routing.call.CallEnd;
import usher.routing.call.CallKey;
import usher.routing.call.CallState;
import usher.routing.call.CallTable;
import usher.routing.call.NewCall;
import usher.routing.decision.Kind;
import usher.routing.ewt.Pace;
import usher.routing.ewt.Promises;
import usher.routing.offer.OfferOutcome;
import usher.routing.offer.OfferTable;
import usher.routing.overflow.Opening;
import usher.routing.plan.PlanChange;
import usher.routing.plan.RoutingPlan;
import usher.routing.store.Slots;

/**
 * The state machine that decides who gets the next call. One thread; commands in, decisions out
 * through {@link RoutingEvents} while the command runs; no command may be given from inside an
 * event.
 *
 * <p>Time: each command says at which instant it happened, in nanoseconds of the caller's monotonic
 * clock. Before the command is looked at, every timer that is due by then has its effect at that
 * instant. An instant before that of the last command counts as that of the last command. When
 * nothing happens, call {@link #tick} at {@link #nextDeadlineNs}.
 *
 * <p>Handles: agents and queues are indices of the plan; calls and offers are numbers that are
 * never 0 and are not used again, so whoever is late is recognised: commands with a stale handle
 * change nothing and say false. Commands that make no sense in the agent's state change nothing and
 * say false, too.
 *
 * <p>What holds after every command: an agent has one live offer at most; a call has one winner at
 * most; every offer ends once; no agent who could take a call stands beside a call that could be
 * taken; the calls offered to each queue are those answered, abandoned, flowed out, lost, waiting
 * or being offered. {@link #audit} checks all of it.
 */
public final class Router {
  /** No call, no offer. */
  public static final long NONE = Slots.NONE;

  /** The most calls a router holds at once. */
  public static final int MAX_CALLS = 1 << 20;

  /** The band of a call about which nothing special is known. */
  public static final int NORMAL_BAND = CallKey.NORMAL_BAND;

  private Domain domain;
  private AgentMoves agentMoves;
  private OfferMoves offerMoves;
  private CallMoves callMoves;
  private Matcher matcher;
  private ShortWay shortWay;
  private AgentChoice choice;
  private Reconciler reconciler;
  private long repairs;
  private final NewCall plainCall = new NewCall();
  private CommandSink sink = CommandSink.NONE;
  private boolean started;
  private boolean inCommand;

  /** Whether who gets which call is decided once for all commands of an instant. */
  private boolean gathers;

  /** A router on a plan: everybody is logged out and has no contact. */
  public Router(RoutingPlan plan, RoutingEvents events) {
    this(plan, events, MAX_CALLS, 0);
  }

  /**
   * The same with a limit and a seed.
   *
   * @param maxCalls calls held at once, counted once for each queue they wait in and each agent
   *     they prefer; more are refused
   * @param seed what the strategies that draw follow from
   */
  public Router(RoutingPlan plan, RoutingEvents events, int maxCalls, long seed) {
    assemble(new Domain(plan, events, maxCalls, seed));
    for (int agent = 0; agent < plan.agentCount(); agent++) {
      agentMoves.measureCapacity(agent);
    }
  }

  private void assemble(Domain of) {
    domain = of;
    agentMoves = new AgentMoves(domain);
    callMoves = new CallMoves(domain);
    offerMoves = new OfferMoves(domain, agentMoves, callMoves);
    choice = new AgentChoice(domain);
    matcher = new Matcher(domain, offerMoves, callMoves, choice);
    shortWay = new ShortWay(domain, agentMoves, callMoves, matcher);
    reconciler = new Reconciler(domain, agentMoves, offerMoves, callMoves);
  }

  // ---- Rules -----------------------------------------------------------------------------------

  /**
   * Takes other rules from now on, at once and without losing anything: offers, calls, clocks,
   * counters and pointers stay. Agents whom the plan no longer has get no more offers and are
   * logged out when the present work ends; queues that it no longer has refuse calls and serve
   * those they have. Takes time in proportion to agents and calls, and makes garbage: for once in a
   * while.
   *
   * @param next made by {@link RoutingPlan#successor} of {@link #plan}; anything else throws
   *     IllegalArgumentException
   * @param alsoWaiting whether the steps and needs of calls that wait are those of the new rules,
   *     with the step that their time in the queue has come to; otherwise they keep those they had.
   *     A call whose variant the new rules do not have keeps them in any case.
   */
  public PlanChange adopt(RoutingPlan next, boolean alsoWaiting, long nowNs) {
    RoutingPlan before = domain.plan;
    PlanSwap.check(before, next);
    begin(Command.ADOPT, next.version(), alsoWaiting ? 1 : 0, 0, nowNs);
    Ladders ladders = callMoves.ladders();
    assemble(new Domain(domain, next));
    callMoves.ladders().follow(ladders, new LadderChange(before, next));
    PlanChange change = new PlanSwap(domain, before, alsoWaiting, agentMoves, callMoves).run();
    finish(true);
    return change;
  }

  /**
   * Tells every further command to a sink before it takes effect. A router's whole history is told
   * to a sink that is attached before the first command.
   */
  public void tellCommandsTo(CommandSink to) {
    checkOutside();
    sink = to;
  }

  /**
   * Gathers commands of one instant from now on, or no longer. What a command does to its own agent
   * or call it does at once, as ever, and says so; who gets which call is decided for all of them
   * together, by {@link #tick} or with the first command of a later instant, so that their order
   * means nothing. {@link #nextDeadlineNs} asks for the tick as long as something is undecided.
   */
  public void gather(boolean on, long nowNs) {
    begin(Command.GATHER, 0, on ? 1 : 0, 0, nowNs);
    gathers = on;
    finish(true);
  }

  // ---- Agents ----------------------------------------------------------------------------------

  /** The agent comes to work: READY or NOT_READY(LOGIN) as the plan says. */
  public boolean login(int agent, long nowNs) {
    begin(Command.LOGIN, agent, nowNs);
    return finish(agentMoves.login(agent));
  }

  /** The agent leaves, at once or at the end of the present work; an open offer is taken back. */
  public boolean logout(int agent, long nowNs) {
    begin(Command.LOGOUT, agent, nowNs);
    return leave(agent, Intent.LOGGED_OUT, NotReady.NONE);
  }

  /** The agent takes calls, at once or from the end of the present work on. */
  public boolean ready(int agent, long nowNs) {
    begin(Command.READY, agent, nowNs);
    boolean noted = agentMoves.wish(agent, Intent.READY, NotReady.NONE);
    boolean ended = agentMoves.readyEndsWrapUp(agent);
    return finish(noted || ended);
  }

  /**
   * The agent takes no calls, at once or from the end of the present work on; an open offer is
   * taken back and its call goes to somebody else.
   *
   * @param reason the agent's own reason, 0 or above
   */
  public boolean notReady(int agent, int reason, long nowNs) {
    begin(Command.NOT_READY, agent, reason, 0, nowNs);
    return leave(agent, Intent.NOT_READY, reason);
  }

  private boolean leave(int agent, Intent to, int reason) {
    if (domain.agents.work(agent).inOffer()) {
      offerMoves.end(domain.agents.offer(agent), OfferOutcome.WITHDRAWN);
    }
    return finish(agentMoves.wish(agent, to, reason));
  }

  /** There is a contact to ring: a registration, a probe that was answered, a fixed contact. */
  public boolean reachable(int agent, long nowNs) {
    begin(Command.REACHABLE, agent, nowNs);
    return finish(agentMoves.reachable(agent));
  }

  /** There is no contact left; an idle agent becomes UNREACHABLE, a busy one is only flagged. */
  public boolean unreachable(int agent, long nowNs) {
    begin(Command.UNREACHABLE, agent, nowNs);
    return finish(agentMoves.unreachable(agent));
  }

  /** The agent's own call begins or ends; an idle agent becomes EXTERNAL, a busy one is flagged. */
  public boolean external(int agent, boolean inCall, long nowNs) {
    begin(Command.EXTERNAL, agent, inCall ? 1 : 0, 0, nowNs);
    return finish(agentMoves.external(agent, inCall));
  }

  /**
   * So many work items besides calls (chats, letters) are with the agent, who gets a call only
   * where they leave room for it: see {@link usher.routing.plan.AgentSpec#capacity}.
   */
  public boolean otherWork(int agent, int items, long nowNs) {
    if (items < 0) {
      throw new IllegalArgumentException(items + " work items");
    }
    begin(Command.OTHER_WORK, agent, items, 0, nowNs);
    return finish(agentMoves.otherWork(agent, items));
  }

  /** The agent put the caller on hold. */
  public boolean held(int agent, long nowNs) {
    begin(Command.HELD, agent, nowNs);
    return finish(agentMoves.inCall(agent, Work.HELD));
  }

  /** The agent asks somebody else while the caller waits. */
  public boolean consulting(int agent, long nowNs) {
    begin(Command.CONSULTING, agent, nowNs);
    return finish(agentMoves.inCall(agent, Work.CONSULT));
  }

  /** The agent talks to the caller again. */
  public boolean retrieved(int agent, long nowNs) {
    begin(Command.RETRIEVED, agent, nowNs);
    return finish(agentMoves.inCall(agent, Work.TALKING));
  }

  /** The agent wants wrap-up after this call, in a queue where it is on request. */
  public boolean requestWrapUp(int agent, long nowNs) {
    begin(Command.REQUEST_WRAP_UP, agent, nowNs);
    return finish(agentMoves.askWrapUp(agent));
  }

  /**
   * The call is over for this agent: hung up, or moved on at the moment of a transfer. Before
   * {@link #connected} it is a PREBRIDGE_DROP.
   */
  public boolean released(int agent, long nowNs) {
    begin(Command.RELEASED, agent, nowNs);
    if (!gathers && shortWay.released(agent)) {
      return done();
    }
    if (!domain.agents.work(agent).inCall()) {
      return finish(false);
    }
    if (domain.agents.offer(agent) != OfferTable.NIL) {
      offerMoves.end(domain.agents.offer(agent), OfferOutcome.PREBRIDGE_DROP);
    } else {
      agentMoves.released(agent);
    }
    return finish(true);
  }

  /** The agent is done with the work after the call; false when the mode does not let the agent. */
  public boolean wrapUpDone(int agent, long nowNs) {
    begin(Command.WRAP_UP_DONE, agent, nowNs);
    return finish(agentMoves.wrapUpDone(agent));
  }

  // ---- Calls -----------------------------------------------------------------------------------

  /** A call without privileges enters a queue. */
  public long arrive(int queue, long nowNs) {
    return arrive(queue, NORMAL_BAND, 0, 0, nowNs);
  }

  /**
   * A call enters a queue.
   *
   * @param band 0 to {@value CallKey#BANDS} - 1; a lower band is always served first
   * @param points each is worth a minute of waiting; may be negative
   * @param creditNs time already waited elsewhere
   * @return the call's handle, or {@link #NONE} when the call was not taken: the router is full or
   *     the queue retired
   */
  public long arrive(int queue, int band, int points, long creditNs, long nowNs) {
    return arrive(plainCall.into(queue).band(band).points(points).creditNs(creditNs), nowNs);
  }

  /**
   * A call enters one queue or several.
   *
   * @return the call's handle, or {@link #NONE} when the call was not taken: the router is full or
   *     the queue retired; stale already when a rung of the queue refused or ended the call at once
   */
  public long arrive(NewCall call, long nowNs) {
    checkArrival(call);
    checkOutside();
    sink.arrival(call, nowNs);
    advance(nowNs);
    if (gathers && callMoves.ladders().looksAhead(call.queue())) {
      matcher.settle();
    }
    int offered = gathers ? CallTable.NIL : shortWay.arrive(call);
    if (offered != CallTable.NIL) {
      inCommand = false;
      return domain.calls.handle(offered);
    }
    int slot = callMoves.arrive(call);
    long handle = slot == CallTable.NIL ? NONE : domain.calls.handle(slot);
    if (slot != CallTable.NIL) {
      tellGathered(handle, call.queue());
      callMoves.ladders().arrived(slot);
    }
    finish(true);
    return handle;
  }

  private void tellGathered(long call, int queue) {
    if (gathers) {
      domain.events.gathered(call, queue);
    }
  }

  private void checkArrival(NewCall call) {
    checkQueue(call.queue());
    for (int i = 0; i < call.otherCount(); i++) {
      checkQueue(call.other(i));
    }
    if (call.variant() != 0 && !hasVariant(call.queue(), call.variant())) {
      throw new IllegalArgumentException("variant " + call.variant());
    }
    checkPriority(call.band(), call.points());
    if (call.creditNs() < 0 || call.patienceNs() < 0) {
      throw new IllegalArgumentException("a time below zero");
    }
  }

  private boolean hasVariant(int queue, int variant) {
    return variant > 0 && variant < domain.plan.rules(queue).variants();
  }

  private void checkQueue(int queue) {
    if (queue < 0 || queue >= domain.plan.queueCount()) {
      throw new IllegalArgumentException("queue " + queue);
    }
  }

  private static void checkPriority(int band, int points) {
    if (band < 0 || band >= CallKey.BANDS || Math.abs((long) points) > CallKey.MAX_POINTS) {
      throw new IllegalArgumentException("band " + band + ", points " + points);
    }
  }

  /** The call waits in one more queue, with the age that it has. */
  public boolean addQueue(long call, int queue, long nowNs) {
    checkQueue(queue);
    begin(Command.ADD_QUEUE, call, queue, 0, nowNs);
    int slot = domain.calls.slotOf(call);
    boolean added = slot != CallTable.NIL && callMoves.addQueue(slot, queue, 0);
    if (added) {
      callMoves.place(slot);
    }
    return finish(added);
  }

  /** Another band and other points for a call that waits; its age stays. */
  public boolean reprioritise(long call, int band, int points, long nowNs) {
    checkPriority(band, points);
    begin(Command.REPRIORITISE, call, points, band, nowNs);
    int slot = domain.calls.slotOf(call);
    if (slot == CallTable.NIL) {
      return finish(false);
    }
    domain.calls.priority(slot, band, points);
    callMoves.rekey(slot);
    callMoves.ladders().overtakes(slot);
    callMoves.place(slot);
    return finish(true);
  }

  /**
   * A supervisor gives a call to an agent, or an agent picks it: out of order, whatever the agent's
   * skills, readiness and pauses are. False when the agent has something else to do, is logged out
   * or cannot be reached, or when the call is gone or already answered.
   */
  public boolean assign(long call, int agent, long nowNs) {
    begin(Command.ASSIGN, call, agent, 0, nowNs);
    int slot = domain.calls.slotOf(call);
    boolean can =
        slot != CallTable.NIL
            && domain.calls.state(slot) != CallState.CONNECTING
            && domain.calls.state(slot) != CallState.OUTSIDE
            && domain.agents.intent(agent) != Intent.LOGGED_OUT
            && domain.agents.work(agent) == Work.IDLE
            && !domain.agents.full(agent);
    if (can) {
      offerMoves.endAll(slot, OfferOutcome.WITHDRAWN);
      offerMoves.make(domain.calls.firstEntry(slot), agent, Kind.ASSIGNED);
    }
    return finish(can);
  }

  /** The caller hung up. */
  public boolean abandon(long call, long nowNs) {
    return leave(call, CallEnd.ABANDONED, nowNs);
  }

  /**
   * The call leaves for a reason of call control's: by key, overflow, callback, move, or lost.
   *
   * @param end any but ANSWERED, which is {@link #connected}'s, and REFUSED, which is the ladder's
   */
  public boolean leave(long call, CallEnd end, long nowNs) {
    if (end == CallEnd.ANSWERED || end == CallEnd.REFUSED) {
      throw new IllegalArgumentException(end + " is not for call control to say");
    }
    begin(Command.LEAVE, call, end.code(), 0, nowNs);
    int slot = domain.calls.slotOf(call);
    if (slot == CallTable.NIL) {
      return finish(false);
    }
    removeCall(slot, end);
    return finish(true);
  }

  /** The hours of a queue begin or end; a queue is open until said otherwise. */
  public boolean opening(int queue, Opening opening, long nowNs) {
    checkQueue(queue);
    begin(Command.OPENING, queue, opening.code(), 0, nowNs);
    return finish(callMoves.ladders().open(queue, opening));
  }

  /**
   * Another hour of the day has begun where the centre is. How long calls keep agents busy is
   * learnt for each hour; without this command all of it belongs to hour 0.
   *
   * @param hour 0 to 23
   */
  public boolean hour(int hour, long nowNs) {
    if (hour < 0 || hour >= Pace.HOURS) {
      throw new IllegalArgumentException("hour " + hour);
    }
    begin(Command.HOUR, hour, nowNs);
    boolean changed = domain.pace.hour(hour);
    callMoves.ladders().expectAnew();
    return finish(changed);
  }

  /** Somebody outside, whom a rung had asked, took the call: it leaves as OVERFLOWED. */
  public boolean outsideAnswered(long call, long nowNs) {
    begin(Command.OUTSIDE_ANSWERED, call, nowNs);
    int slot = domain.calls.slotOf(call);
    boolean can = slot != CallTable.NIL && domain.calls.state(slot) == CallState.OUTSIDE;
    if (can) {
      removeCall(slot, CallEnd.OVERFLOWED);
    }
    return finish(can);
  }

  /** Nobody outside took the call: it waits at its old place again, and its ladder goes on. */
  public boolean outsideFailed(long call, long nowNs) {
    begin(Command.OUTSIDE_FAILED, call, nowNs);
    int slot = domain.calls.slotOf(call);
    boolean can = slot != CallTable.NIL && domain.calls.state(slot) == CallState.OUTSIDE;
    if (can) {
      callMoves.outsideFailed(slot);
    }
    return finish(can);
  }

  private void removeCall(int call, CallEnd end) {
    boolean callerLeft = end == CallEnd.ABANDONED || end == CallEnd.EXITED || end == CallEnd.LOST;
    callMoves.noteEnd(call, end);
    offerMoves.endAll(call, callerLeft ? OfferOutcome.CALLER_GONE : OfferOutcome.WITHDRAWN);
    callMoves.leave(call, end);
  }

  // ---- Offers ----------------------------------------------------------------------------------

  /** The agent's phone rings (18x). */
  public boolean ringing(long offer, long nowNs) {
    begin(Command.RINGING, offer, nowNs);
    int slot = domain.offers.slotOf(offer);
    return finish(slot != OfferTable.NIL && agentMoves.ringing(domain.offers.agent(slot)));
  }

  /**
   * The agent answered (2xx). True: the agent has won the call; join them and say {@link
   * #connected}. False: too late, because the offer had ended or another agent has won; release the
   * agent's leg.
   */
  public boolean accepted(long offer, long nowNs) {
    begin(Command.ACCEPTED, offer, nowNs);
    int slot = domain.offers.slotOf(offer);
    if (slot != OfferTable.NIL && shortWay.accepted(slot)) {
      return done();
    }
    return finish(slot != OfferTable.NIL && offerMoves.answer(slot));
  }

  /** Caller and winner hear each other: the call is answered and leaves the router. */
  public boolean connected(long offer, long nowNs) {
    begin(Command.CONNECTED, offer, nowNs);
    int slot = domain.offers.slotOf(offer);
    if (slot == OfferTable.NIL || !offerMoves.isWinner(slot)) {
      return finish(false);
    }
    if (shortWay.connected(slot)) {
      return done();
    }
    offerMoves.connect(slot);
    return finish(true);
  }

  /**
   * An offer came to nothing; its call returns to its old place and goes to somebody else.
   *
   * @param outcome one for which {@link OfferOutcome#isFailure} holds
   */
  public boolean offerFailed(long offer, OfferOutcome outcome, long nowNs) {
    if (!outcome.isFailure()) {
      throw new IllegalArgumentException(outcome + " is the router's to give");
    }
    begin(Command.OFFER_FAILED, offer, outcome.code(), 0, nowNs);
    int slot = domain.offers.slotOf(offer);
    if (slot == OfferTable.NIL) {
      return finish(false);
    }
    offerMoves.end(slot, outcome);
    return finish(true);
  }

  // ---- Time ------------------------------------------------------------------------------------

  /** Lets everything happen that is due by now; where nothing is, it is no command. */
  public void tick(long nowNs) {
    checkOutside();
    boolean due = !started || domain.timers.isDue(nowNs - domain.epochNs);
    if (due || isBehind()) {
      begin(Command.TICK, 0, nowNs);
      follow();
      matcher.settle();
      inCommand = false;
    }
  }

  /** Whether something is left that needs no time to pass. */
  private boolean isBehind() {
    return callMoves.ladders().isBehind() || isUndecided();
  }

  private boolean isUndecided() {
    return gathers && matcher.isUnsettled();
  }

  /** When {@link #tick} is wanted next, or {@link Long#MAX_VALUE}. */
  public long nextDeadlineNs() {
    checkOutside();
    if (isBehind()) {
      return domain.epochNs + domain.nowNs;
    }
    long earliest = domain.timers.earliest();
    return earliest == Domain.NEVER ? Long.MAX_VALUE : domain.epochNs + earliest;
  }

  private void begin(Command what, long subject, long nowNs) {
    begin(what, subject, 0, 0, nowNs);
  }

  /** Every command begins here, so that none can be forgotten on the tape. */
  private void begin(Command what, long subject, int a, int b, long nowNs) {
    checkOutside();
    sink.command(what, subject, a, b, nowNs);
    advance(nowNs);
  }

  private void advance(long nowNs) {
    inCommand = true;
    if (!started) {
      started = true;
      domain.epochNs = nowNs;
    }
    if (gathers && nowNs - domain.epochNs > domain.nowNs) {
      matcher.settle();
    }
    domain.nowNs = Math.max(domain.nowNs, nowNs - domain.epochNs);
    while (domain.timers.isDue(domain.nowNs)) {
      domain.dueNs = domain.timers.earliest();
      fire(domain.timers.poll());
      follow();
    }
    domain.dueNs = domain.nowNs;
  }

  private void fire(int timer) {
    int index = Domain.timerIndex(timer);
    switch (Domain.timerKind(timer)) {
      case Domain.QUEUE_TIMER -> callMoves.ladders().onQueueTimer(index);
      case Domain.AGENT_TIMER -> agentMoves.onTimer(index);
      case Domain.OFFER_TIMER -> offerMoves.onRingTimer(index);
      case Domain.CALL_TIMER -> onCallTimer(index);
      default -> throw new IllegalStateException("timer " + timer);
    }
  }

  private void onCallTimer(int call) {
    long handle = domain.calls.handle(call);
    callMoves.ladders().onTimer(call);
    if (domain.calls.slotOf(handle) == CallTable.NIL) {
      return;
    }
    CallState state = domain.calls.state(call);
    if (!callMoves.clock().maxWaitIsDue(call) || state == CallState.CONNECTING) {
      callMoves.clock().onTimer(call);
    } else if (state == CallState.WAITING || cutsRinging(call)) {
      removeCall(call, CallEnd.TIMED_OUT);
    } else {
      callMoves.clock().onTimer(call);
    }
  }

  private boolean cutsRinging(int call) {
    return domain.plan.rules(domain.calls.queue(call)).maxWaitCutsRinging();
  }

  private boolean finish(boolean result) {
    follow();
    if (gathers) {
      matcher.place();
    } else {
      matcher.settle();
    }
    inCommand = false;
    return result;
  }

  private void follow() {
    callMoves.followStaff();
    callMoves.ladders().settle();
  }

  /** The short way has been taken, and nothing is left to be seen to. */
  private boolean done() {
    inCommand = false;
    return true;
  }

  /** The tables; others when a plan has been adopted. */
  Domain domain() {
    return domain;
  }

  Matcher matcher() {
    return matcher;
  }

  CallMoves callMoves() {
    return callMoves;
  }

  AgentChoice choice() {
    return choice;
  }

  private void checkOutside() {
    if (inCommand) {
      throw new IllegalStateException("called from inside an event");
    }
  }

  // ---- Reading; all of it outside commands
  // -------------------------------------------------------

  /** The plan. */
  public RoutingPlan plan() {
    return domain.plan;
  }

  /** What the agent wants. */
  public Intent intent(int agent) {
    return domain.agents.intent(agent);
  }

  /** Why the agent is not ready; see {@link NotReady}. */
  public int notReadyReason(int agent) {
    return domain.agents.reason(agent);
  }

  /** The wish that waits for the end of the present work, or null. */
  public @Nullable Intent nextIntent(int agent) {
    return domain.agents.nextIntent(agent);
  }

  /** What the agent does. */
  public Work work(int agent) {
    return domain.agents.work(agent);
  }

  /** Since when, on the caller's clock. */
  public long workSinceNs(int agent) {
    return domain.epochNs + Math.max(0, domain.agents.workSinceNs(agent));
  }

  /** Whether the agent could be offered a call this instant. */
  public boolean isRoutable(int agent) {
    return domain.idle.contains(agent);
  }

  /** The live offer or the offer that the agent answered and that has no audio yet, or NONE. */
  public long offerOf(int agent) {
    int offer = domain.agents.offer(agent);
    return offer == OfferTable.NIL ? NONE : domain.offers.handle(offer);
  }

  /** Whether a call is still here. */
  public boolean isLive(long call) {
    return domain.calls.slotOf(call) != CallTable.NIL;
  }

  /** Where a call stands; throws IllegalArgumentException for a stale handle. */
  public CallState state(long call) {
    return domain.calls.state(slot(call));
  }

  /**
   * A call's place in its queue, 1 for the first; calls being offered keep theirs. Throws
   * IllegalArgumentException for a stale handle.
   */
  public int position(long call) {
    return callMoves.position(slot(call));
  }

  private int slot(long call) {
    int slot = domain.calls.slotOf(call);
    if (slot == CallTable.NIL) {
      throw new IllegalArgumentException("no such call: " + call);
    }
    return slot;
  }

  /** Calls of a queue that no agent is asked for. */
  public int waiting(int queue) {
    return domain.counters.inside(queue, CallState.WAITING);
  }

  /** Calls of a queue that are being offered, to agents or outside, or connected. */
  public int beingOffered(int queue) {
    return domain.counters.inside(queue, CallState.OFFERING)
        + domain.counters.inside(queue, CallState.CONNECTING)
        + domain.counters.inside(queue, CallState.OUTSIDE);
  }

  /** Calls that entered a queue. */
  public long offeredTotal(int queue) {
    return domain.counters.offered(queue);
  }

  /** Calls of a queue that ended in a given way. */
  public long endedTotal(int queue, CallEnd end) {
    return domain.counters.ended(queue, end);
  }

  /** Agents logged in and not away for long who could serve a queue. */
  public int staffed(int queue) {
    return domain.staff.of(domain.classOf(queue, domain.plan.rules(queue), 0, 0, 0));
  }

  /** How many levels of a queue's reserve have joined: 0 for none. */
  public int reserveLevel(int queue) {
    return domain.reserveLevel[queue];
  }

  /** Whether the hours of a queue have come. */
  public Opening openingOf(int queue) {
    return callMoves.ladders().opening(queue);
  }

  // ---- Expected wait; lengths in ns, Long.MAX_VALUE where nobody is staffed

  /**
   * The mean wait that is left for a call; 0 when somebody is free for it or has answered. Throws
   * IllegalArgumentException for a stale handle.
   */
  public long expectedWaitNs(long call) {
    checkOutside();
    return nanoseconds(callMoves.outlook().meanS(slot(call)));
  }

  /**
   * The wait that is left for a call and will not be exceeded with a probability. Throws
   * IllegalArgumentException for a stale handle.
   *
   * @param share more than 0 and less than 1, such as 0.8
   */
  public long expectedWaitNs(long call, double share) {
    checkOutside();
    return nanoseconds(callMoves.outlook().percentileS(slot(call), share));
  }

  /** The mean wait of a call without privileges that would enter a queue now. */
  public long expectedWaitOnArrivalNs(int queue) {
    checkOutside();
    return nanoseconds(callMoves.outlook().meanOnArrivalS(queue));
  }

  /**
   * What to tell a caller about the wait that is left, noted so that it can be held against what
   * comes true. A command.
   *
   * @return the length in ns, or {@link Promises#SILENCE}: nothing is known, the number would rise
   *     a second time, or the call is gone or being offered
   */
  public long promise(long call, long nowNs) {
    begin(Command.PROMISE, call, nowNs);
    int slot = domain.calls.slotOf(call);
    boolean waits = slot != CallTable.NIL && domain.calls.state(slot) == CallState.WAITING;
    long promise = waits ? callMoves.promise(slot) : Promises.SILENCE;
    finish(true);
    return promise;
  }

  /** How what the callers of a queue were told came true. */
  public Promises.Accuracy promiseAccuracy(int queue) {
    return domain.promises.accuracy(queue);
  }

  private static long nanoseconds(double seconds) {
    return (long) StrictMath.ceil(seconds * 1e9);
  }

  /** All that decisions follow from, to be read and not changed. */
  public RouterView view() {
    return new RouterView(this);
  }

  /** Sets who looks at decisions before they are made, or null for nobody. */
  public void probe(@Nullable DecisionProbe probe) {
    domain.probe = probe;
  }

  /** Checks every invariant over all tables; throws IllegalStateException with what is wrong. */
  public void audit() {
    checkOutside();
    new Audit(domain, callMoves).run();
    Fault fault = reconciler.find();
    if (fault != null) {
      throw new IllegalStateException("found " + fault);
    }
  }

  /**
   * Looks at the next part of the tables for what cannot be, cheaply enough to be done every few
   * seconds in production. Changes nothing; what it finds is for {@link #repair}.
   *
   * @return the first fault in this part, or null; null as well before the commands of an instant
   *     have been decided
   */
  public @Nullable Fault findFault() {
    checkOutside();
    return isUndecided() ? null : reconciler.find();
  }

  /**
   * Puts right what {@link #findFault} found: a call without a proper offer waits at its place
   * again, an agent without a cause for being busy is free, a timer that was lost runs. False when
   * there is nothing wrong any more.
   */
  public boolean repair(Fault fault, long nowNs) {
    begin(Command.REPAIR, fault.index(), fault.part().code(), 0, nowNs);
    boolean repaired = reconciler.repair(fault);
    repairs += repaired ? 1 : 0;
    return finish(repaired);
  }

  /** How often something was repaired: 0, or this software is wrong. */
  public long repairs() {
    return repairs;
  }

  /** A hash of everything that later decisions depend on: equal histories give equal hashes. */
  public long stateHash() {
    checkOutside();
    return callMoves.ladders().hash(new StateHash(domain).value());
  }
}
