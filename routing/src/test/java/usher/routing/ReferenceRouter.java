package usher.routing;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.ToLongFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import usher.routing.agent.Intent;
import usher.routing.agent.NotReady;
import usher.routing.agent.Work;
import usher.routing.call.CallEnd;
import usher.routing.call.CallKey;
import usher.routing.call.CallState;
import usher.routing.offer.OfferOutcome;
import usher.routing.order.EffectiveAge;
import usher.routing.order.ServiceObjective;
import usher.routing.order.StrictPriority;
import usher.routing.overflow.Opening;
import usher.routing.plan.AgentSpec;
import usher.routing.plan.Membership;
import usher.routing.plan.OfferPolicy;
import usher.routing.plan.Parallel;
import usher.routing.plan.QueueSpec;
import usher.routing.plan.ReservePolicy;
import usher.routing.plan.RoutingPlan;
import usher.routing.plan.Step;
import usher.routing.plan.WrapUpMode;
import usher.routing.skill.Candidate;
import usher.routing.skill.SkillExpression;
import usher.routing.store.SplitMix;

/**
 * The semantics once more, as plainly as possible: objects in lists, every question answered by
 * looking at everybody. It shares nothing with the router but the specifications, the enums and the
 * source of chance, and tells what it does as lines of text with calls and offers numbered in the
 * order of their making.
 */
final class ReferenceRouter {
  private static final long LONG_NOT_READY_NS = RoutingPlan.LONG_NOT_READY.toNanos();
  private static final long NEVER = Long.MAX_VALUE;

  /** An agent. */
  static final class Agent {
    final int index;
    AgentSpec spec;
    boolean retired;
    Intent intent = Intent.LOGGED_OUT;
    int reason = NotReady.NONE;
    @Nullable Intent wish;
    int wishReason = NotReady.NONE;
    Work work = Work.IDLE;
    boolean reachable;
    boolean external;
    boolean wrapUpAsked;
    int otherWork;
    boolean staffed;
    long coolUntil = Long.MIN_VALUE;
    long wrapUpUntil = NEVER;
    long intentSince = Long.MIN_VALUE;
    long idleClock = Long.MIN_VALUE;
    long talkingSince;
    long talked;
    int calls;
    final Map<Integer, Long> callsOfQueue = new HashMap<>();
    int missed;
    @Nullable Offer offer;
    int queue = -1;
    String told = Intent.LOGGED_OUT + " " + NotReady.NONE + " " + Work.IDLE;

    Agent(int index, AgentSpec spec) {
      this.index = index;
      this.spec = spec;
    }

    Membership in(QueueSpec in) {
      return spec.queues().getOrDefault(in.name(), Membership.DEFAULT);
    }

    Candidate in(String queueName) {
      int tier = spec.queues().getOrDefault(queueName, Membership.DEFAULT).tier();
      return new Candidate() {
        @Override
        public int level(String skill) {
          return spec.skills().getOrDefault(skill, 0);
        }

        @Override
        public int tier() {
          return tier;
        }
      };
    }
  }

  /** A place of a call in a queue. */
  static final class Entry {
    final Call call;
    final int queueIndex;
    final long entered;

    /** The queue as it is now, for everything but what the call asks for. */
    QueueSpec queue;

    /** The queue whose steps, variants and skills the call asks for. */
    QueueSpec asks;

    int variant;
    int step;
    long stepUntil;

    Entry(Call call, int queueIndex, QueueSpec queue, int variant, long entered) {
      this.call = call;
      this.queueIndex = queueIndex;
      this.queue = queue;
      this.variant = variant;
      this.entered = entered;
      asks = queue;
    }
  }

  /** A call. */
  static final class Call {
    final int number;
    final List<Entry> entries = new ArrayList<>();
    long enqueued;
    long credit;
    long sequence;

    /** When it entered the queue it is counted in, and as which one. */
    long entered;

    long place;

    /** The rungs behind it, by queue. */
    final Map<Integer, Set<Integer>> climbed = new HashMap<>();

    int moves;

    /** The limits of service levels for which it has been counted in its queue. */
    final Set<Long> counted = new TreeSet<>();

    /** Until when the ladder has been looked at for its times. */
    long climbedUntil = Long.MIN_VALUE;

    int band;
    int points;
    long starvesAt = NEVER;
    long maxWaitAt = NEVER;
    final Map<Agent, Integer> wanted = new LinkedHashMap<>();
    long patientUntil = Long.MIN_VALUE;
    final Map<Agent, Long> staysAwayFrom = new LinkedHashMap<>();
    final List<Offer> offers = new ArrayList<>();
    long firstOfferAt;
    int lastAgent = -1;
    CallState state = CallState.WAITING;
    @Nullable Offer winner;
    boolean announce = true;
    int slot = -1;

    Call(int number, int band, int points, long credit, long enqueued) {
      this.number = number;
      this.band = band;
      this.points = points;
      this.credit = credit;
      this.enqueued = enqueued;
    }

    QueueSpec queue() {
      return entries.getFirst().queue;
    }
  }

  /** An offer. */
  static final class Offer {
    final int number;
    final Call call;
    final Agent agent;
    final int queue;
    final long ringUntil;
    int slot = -1;

    Offer(int number, Call call, Agent agent, int queue, long ringUntil) {
      this.number = number;
      this.call = call;
      this.agent = agent;
      this.queue = queue;
      this.ringUntil = ringUntil;
    }
  }

  final List<Agent> agents = new ArrayList<>();
  final List<Call> calls = new ArrayList<>();
  final List<Offer> offers = new ArrayList<>();
  final List<String> log = new ArrayList<>();
  private RoutingPlan plan;
  private final Set<Integer> tracked = new TreeSet<>();
  private final ReferenceLadder ladder = new ReferenceLadder(this);
  private final SplitMix chance;
  private long arrivals;
  private long places;

  private final Map<String, Integer> reserveLevels = new HashMap<>();
  private final Map<Integer, Integer> lastOfQueue = new HashMap<>();
  private long now;

  /** The deadline of what happens, or the present instant when it is a command. */
  private long due;

  private int callsMade;
  private int offersMade;

  ReferenceRouter(RoutingPlan plan, long seed) {
    this.plan = plan;
    chance = new SplitMix(seed);
    takePlan(plan);
  }

  private void takePlan(RoutingPlan next) {
    plan = next;
    for (int agent = 0; agent < plan.agentCount(); agent++) {
      if (agent == agents.size()) {
        agents.add(new Agent(agent, plan.agent(agent)));
      }
      agents.get(agent).spec = plan.agent(agent);
      agents.get(agent).retired = plan.isAgentRetired(agent);
    }
    for (int queue = 0; queue < plan.queueCount(); queue++) {
      QueueSpec spec = plan.queue(queue);
      reserveLevels.put(spec.name(), Math.min(reserveLevel(spec), spec.reserve().levels().size()));
      if (plan.queue(queue).strategy().contains("percent-allocation")) {
        tracked.add(queue);
      }
    }
  }

  // ---- Rules -----------------------------------------------------------------------------------

  void adopt(RoutingPlan next, boolean alsoWaiting) {
    List<Boolean> wereRetired = agents.stream().map(a -> a.retired).toList();
    takePlan(next);
    for (Agent a : agents) {
      boolean returns = a.index < wereRetired.size() && wereRetired.get(a.index) && !a.retired;
      adopt(a, returns);
    }
    for (Call call : calls) {
      adopt(call, alsoWaiting);
    }
    for (Call call : calls) {
      call.wanted.keySet().removeIf(a -> !isAble(a, call.entries.getFirst()));
    }
  }

  private void adopt(Agent a, boolean returns) {
    if (a.retired && a.intent != Intent.LOGGED_OUT) {
      if (a.work == Work.IDLE || a.work == Work.UNREACHABLE) {
        setIntent(a, Intent.LOGGED_OUT, NotReady.NONE);
        a.work = Work.IDLE;
      } else {
        a.wish = Intent.LOGGED_OUT;
        a.wishReason = NotReady.NONE;
      }
    } else if (returns && a.wish == Intent.LOGGED_OUT) {
      a.wish = null;
    }
    tell(a);
  }

  private void adopt(Call call, boolean alsoWaiting) {
    QueueSpec counted = plan.queue(call.entries.getFirst().queueIndex);
    if (alsoWaiting && !plan.isQueueRetired(call.entries.getFirst().queueIndex)) {
      call.maxWaitAt = Math.max(now + 1, later(call.entered, limit(counted.maxWait())));
      if (call.band > CallKey.TOP_NORMAL_BAND) {
        call.starvesAt = Math.max(now + 1, later(call.entered, limit(counted.maxStarve())));
      }
    }
    if (counted.maxWaitCutsRinging() && call.maxWaitAt <= now) {
      call.maxWaitAt = now + 1;
    }
    for (Entry entry : call.entries) {
      entry.queue = plan.queue(entry.queueIndex);
      int variant = variantNow(entry);
      if (alsoWaiting && !asksAlike(entry) && variant >= 0) {
        entry.asks = entry.queue;
        entry.variant = variant;
        stepByTime(entry);
      } else if (!isLast(entry) && !isStaffed(entry)) {
        beginStep(entry, entry.step + 1, now);
      }
    }
  }

  private static boolean asksAlike(Entry entry) {
    return entry.asks.steps().equals(entry.queue.steps())
        && entry.asks.variants().equals(entry.queue.variants())
        && entry.asks.skillWeights().equals(entry.asks.skillWeights())
        && entry.asks.membersOnly() == entry.queue.membersOnly();
  }

  /** The number that the call's variant has in the queue now; -1 when it is not there. */
  private static int variantNow(Entry entry) {
    List<SkillExpression> variants = entry.queue.variants();
    for (int number = 1; number <= variants.size(); number++) {
      boolean same =
          entry.variant > 0
              && variants.get(number - 1).equals(entry.asks.variants().get(entry.variant - 1));
      if (same) {
        return number;
      }
    }
    return entry.variant == 0 ? 0 : -1;
  }

  private void stepByTime(Entry entry) {
    int was = entry.step;
    long since = entry.entered;
    entry.step = 0;
    while (!isLast(entry)) {
      long end = later(since, limit(entry.asks.steps().get(entry.step).lasts()));
      if (isStaffed(entry) && end > now) {
        break;
      }
      since = isStaffed(entry) ? end : since;
      entry.step++;
    }
    entry.stepUntil = later(since, limit(entry.asks.steps().get(entry.step).lasts()));
    if (entry.step != was) {
      log.add("stepped " + entry.call.number + " " + entry.queueIndex + " " + entry.step);
    }
  }

  // ---- Commands about agents -------------------------------------------------------------------

  void login(int agent) {
    Agent a = agents.get(agent);
    if (a.retired) {
      return;
    }
    if (a.intent != Intent.LOGGED_OUT) {
      if (a.wish == Intent.LOGGED_OUT) {
        a.wish = null;
      }
      return;
    }
    boolean compares = plan.usesShiftFigures();
    if (compares
        && (a.intentSince == Long.MIN_VALUE || now - a.intentSince >= Newcomers.SHIFT_GAP_NS)) {
      beginShift(a);
    }
    if (a.spec.readyOnLogin()) {
      setIntent(a, Intent.READY, NotReady.NONE);
    } else {
      setIntent(a, Intent.NOT_READY, NotReady.LOGIN);
    }
    a.idleClock = now;
    a.missed = 0;
    rest(a);
  }

  private void beginShift(Agent a) {
    List<Agent> peers =
        agents.stream().filter(b -> b != a && b.staffed && haveCommonWork(a, b)).toList();
    a.calls = peers.stream().mapToInt(b -> b.calls).min().orElse(0);
    a.talked = peers.stream().mapToLong(b -> b.talked).min().orElse(0);
    for (int queue : tracked) {
      int of = queue;
      QueueSpec spec = plan.queue(queue);
      long own = a.in(spec).share();
      a.callsOfQueue.put(
          queue,
          peers.stream()
              .mapToLong(b -> b.callsOfQueue.getOrDefault(of, 0L) * own / b.in(spec).share())
              .min()
              .orElse(0));
    }
  }

  private boolean haveCommonWork(Agent a, Agent b) {
    for (int set = 0; set < plan.ruleSetCount(); set++) {
      QueueSpec spec = plan.asking(set);
      for (int variant = 0; variant <= spec.variants().size(); variant++) {
        for (int step = 0; step < spec.steps().size(); step++) {
          int all = spec.reserve().levels().size();
          if (isAble(a, spec, variant, step, all) && isAble(b, spec, variant, step, all)) {
            return true;
          }
        }
      }
    }
    return false;
  }

  void wish(int agent, Intent intent, int reason) {
    Agent a = agents.get(agent);
    if (a.intent == Intent.LOGGED_OUT) {
      return;
    }
    if (a.offer != null && a.work.inOffer() && intent != Intent.READY) {
      endOffer(a.offer, OfferOutcome.WITHDRAWN);
    }
    if (a.intent == Intent.LOGGED_OUT || (a.retired && intent != Intent.LOGGED_OUT)) {
      readyEndsWrapUp(a, intent);
      return;
    }
    if (a.work.inCall() || a.work == Work.WRAPUP || a.work == Work.EXTERNAL) {
      boolean same = a.intent == intent && a.reason == reason;
      a.wish = same ? null : intent;
      a.wishReason = reason;
      readyEndsWrapUp(a, intent);
      return;
    }
    setIntent(a, intent, reason);
    if (intent == Intent.LOGGED_OUT) {
      a.work = Work.IDLE;
    }
    tell(a);
  }

  private void readyEndsWrapUp(Agent a, Intent wish) {
    if (wish == Intent.READY
        && a.work == Work.WRAPUP
        && spec(a).wrapUpMode() == WrapUpMode.OPTIONAL) {
      endWork(a);
    }
  }

  void reachable(int agent, boolean value) {
    Agent a = agents.get(agent);
    a.reachable = value;
    if (value ? a.work == Work.UNREACHABLE : a.work == Work.IDLE) {
      rest(a);
    }
  }

  void external(int agent, boolean value) {
    Agent a = agents.get(agent);
    a.external = value;
    if (!value && a.work == Work.EXTERNAL && a.spec.ownCallsRestartIdle()) {
      a.idleClock = now;
    }
    if (value ? a.work == Work.IDLE : a.work == Work.EXTERNAL) {
      rest(a);
    }
  }

  void otherWork(int agent, int items) {
    agents.get(agent).otherWork = items;
  }

  void inCall(int agent, Work work) {
    Agent a = agents.get(agent);
    if (a.work.inCall()) {
      work(a, work);
      tell(a);
    }
  }

  void requestWrapUp(int agent) {
    Agent a = agents.get(agent);
    a.wrapUpAsked |= a.work.inCall();
  }

  void released(int agent) {
    Agent a = agents.get(agent);
    if (!a.work.inCall()) {
      return;
    }
    if (a.offer != null) {
      endOffer(a.offer, OfferOutcome.PREBRIDGE_DROP);
      return;
    }
    long length = wrapUp(a);
    a.wrapUpAsked = false;
    if (length == 0) {
      endWork(a);
    } else {
      work(a, Work.WRAPUP);
      a.wrapUpUntil = later(now, length);
      tell(a);
    }
  }

  private long wrapUp(Agent a) {
    QueueSpec queue = spec(a);
    Duration own = a.spec.wrapUp();
    Duration wanted = own == null ? queue.wrapUp() : own;
    Duration cap = queue.wrapUpCap();
    long timed = (cap != null && cap.compareTo(wanted) < 0 ? cap : wanted).toNanos();
    return switch (queue.wrapUpMode()) {
      case NONE -> 0;
      case DISCRETIONARY -> NEVER;
      case ON_REQUEST -> a.wrapUpAsked ? timed : 0;
      case OPTIONAL, TIMEBOXED, TIMEBOXED_NO_EXIT -> timed;
    };
  }

  void wrapUpDone(int agent) {
    Agent a = agents.get(agent);
    if (a.work == Work.WRAPUP && spec(a).wrapUpMode() != WrapUpMode.TIMEBOXED_NO_EXIT) {
      endWork(a);
    }
  }

  // ---- Commands about calls --------------------------------------------------------------------

  @Nullable Call arrive(int queue, int variant, int band, int points, long credit) {
    if (plan.isQueueRetired(queue)) {
      return null;
    }
    Call call = new Call(callsMade++, band, points, credit, now);
    calls.add(call);
    call.sequence = arrivals++;
    comeIn(call);
    call.maxWaitAt = later(now, limit(plan.queue(queue).maxWait()));
    if (band > CallKey.TOP_NORMAL_BAND) {
      call.starvesAt = later(now, limit(plan.queue(queue).maxStarve()));
    }
    enter(call, queue, variant);
    return call;
  }

  private void comeIn(Call call) {
    call.entered = now;
    call.place = places++;
  }

  /** The call has everything that it brought along. */
  void arrived(Call call) {
    ladder.climb(call, true);
  }

  private void enter(Call call, int queue, int variant) {
    Entry entry = new Entry(call, queue, plan.queue(queue), variant, now);
    call.entries.add(entry);
    beginStep(entry, 0, now);
  }

  boolean addQueue(Call call, int queue) {
    boolean isThere = call.entries.stream().anyMatch(e -> e.queueIndex == queue);
    if (!calls.contains(call) || isThere || plan.isQueueRetired(queue)) {
      return false;
    }
    enter(call, queue, 0);
    return true;
  }

  void prefer(Call call, int agent, int score, long patience) {
    Agent a = agents.get(agent);
    if (patience > 0 && a.staffed && isAble(a, call.entries.getFirst())) {
      call.wanted.put(a, score);
      call.patientUntil = now + patience;
    }
  }

  void reprioritise(Call call, int band, int points) {
    if (calls.contains(call)) {
      call.band = band;
      call.points = points;
    }
  }

  boolean assign(Call call, int agent) {
    Agent a = agents.get(agent);
    boolean can =
        calls.contains(call)
            && call.state != CallState.CONNECTING
            && call.state != CallState.OUTSIDE
            && a.intent != Intent.LOGGED_OUT
            && a.work == Work.IDLE
            && isInsideCapacity(a);
    if (can) {
      while (!call.offers.isEmpty()) {
        endForAgent(call.offers.getLast(), OfferOutcome.WITHDRAWN);
      }
      offer(call.entries.getFirst(), a);
    }
    return can;
  }

  void leave(Call call, CallEnd end) {
    if (!calls.contains(call)) {
      return;
    }
    boolean callerLeft = end == CallEnd.ABANDONED || end == CallEnd.EXITED || end == CallEnd.LOST;
    while (!call.offers.isEmpty()) {
      endForAgent(
          call.offers.getLast(), callerLeft ? OfferOutcome.CALLER_GONE : OfferOutcome.WITHDRAWN);
    }
    if (end == CallEnd.ABANDONED) {
      ladder.abandoned(call);
    }
    calls.remove(call);
    log.add("call " + call.number + " " + end);
  }

  // ---- Commands about offers -------------------------------------------------------------------

  void ringing(Offer offer) {
    if (offers.contains(offer) && offer.agent.work == Work.RESERVED) {
      work(offer.agent, Work.RINGING);
      tell(offer.agent);
    }
  }

  boolean accepted(Offer offer) {
    if (!offers.contains(offer)) {
      return false;
    }
    Call call = offer.call;
    if (call.winner != null) {
      if (call.winner != offer) {
        endOffer(offer, OfferOutcome.LOST_RACE);
      }
      return false;
    }
    call.winner = offer;
    ladder.answered(call);
    call.state = CallState.CONNECTING;
    offer.agent.missed = 0;
    work(offer.agent, Work.TALKING);
    tell(offer.agent);
    return true;
  }

  void connected(Offer offer) {
    if (!offers.contains(offer) || offer.call.winner != offer) {
      return;
    }
    Call call = offer.call;
    for (Offer loser : List.copyOf(call.offers).reversed()) {
      if (loser != offer) {
        endForAgent(loser, OfferOutcome.LOST_RACE);
      }
    }
    offers.remove(offer);
    call.offers.remove(offer);
    offer.agent.offer = null;
    offer.agent.calls++;
    int counted = call.entries.getFirst().queueIndex;
    if (tracked.contains(counted)) {
      offer.agent.callsOfQueue.merge(counted, 1L, Long::sum);
    }
    log.add("offer " + offer.number + " ACCEPTED");
    calls.remove(call);
    log.add("call " + call.number + " ANSWERED");
  }

  void failed(Offer offer, OfferOutcome outcome) {
    if (offers.contains(offer)) {
      endOffer(offer, outcome);
    }
  }

  // ---- What follows ----------------------------------------------------------------------------

  private void endOffer(Offer offer, OfferOutcome outcome) {
    Call call = offer.call;
    endForAgent(offer, outcome);
    if (call.winner == offer) {
      call.winner = null;
      call.state = CallState.OFFERING;
    }
    if (call.offers.isEmpty()) {
      call.state = CallState.WAITING;
      call.announce = true;
      if (waitedTooLong(call)) {
        leave(call, CallEnd.TIMED_OUT);
      } else {
        ladder.climb(call, false);
      }
    }
  }

  // ---- What rungs do ---------------------------------------------------------------------------

  void opening(int queue, Opening opening) {
    ladder.open(queue, opening);
  }

  boolean outsideAnswered(Call call) {
    boolean can = calls.contains(call) && call.state == CallState.OUTSIDE;
    if (can) {
      leave(call, CallEnd.OVERFLOWED);
    }
    return can;
  }

  boolean outsideFailed(Call call) {
    if (!calls.contains(call) || call.state != CallState.OUTSIDE) {
      return false;
    }
    call.state = CallState.WAITING;
    call.announce = true;
    if (waitedTooLong(call)) {
      leave(call, CallEnd.TIMED_OUT);
    } else {
      ladder.climb(call, false);
    }
    return true;
  }

  void relax(Call call) {
    Entry entry = call.entries.getFirst();
    if (!isLast(entry)) {
      beginStep(entry, entry.step + 1, now);
    }
  }

  void move(Call call, int to, boolean keepsAge) {
    int from = call.entries.getFirst().queueIndex;
    call.entries.clear();
    call.wanted.clear();
    call.patientUntil = Long.MIN_VALUE;
    call.moves++;
    call.counted.clear();
    if (!keepsAge) {
      call.enqueued = now;
      call.credit = 0;
      call.sequence = arrivals++;
    }
    comeIn(call);
    call.maxWaitAt = later(now, limit(plan.queue(to).maxWait()));
    call.starvesAt =
        call.band > CallKey.TOP_NORMAL_BAND ? later(now, limit(plan.queue(to).maxStarve())) : NEVER;
    enter(call, to, 0);
    call.announce = true;
    log.add("moved " + call.number + " " + from + " " + to);
  }

  RoutingPlan plan() {
    return plan;
  }

  long due() {
    return due;
  }

  private void endForAgent(Offer offer, OfferOutcome outcome) {
    Agent a = offer.agent;
    OfferPolicy policy = plan.queue(offer.queue).offers();
    offers.remove(offer);
    offer.call.offers.remove(offer);
    log.add("offer " + offer.number + " " + outcome);
    a.offer = null;
    a.queue = -1;
    if (outcome.excludesAgent()) {
      offer.call.staysAwayFrom.put(a, now + policy.revisit().toNanos());
      offer.call.wanted.remove(a);
    }
    switch (outcome) {
      case RING_TIMEOUT -> {
        a.missed++;
        if (a.missed >= policy.maxMissed()) {
          a.missed = 0;
          setIntent(a, Intent.NOT_READY, NotReady.RNA);
        } else {
          a.coolUntil = now + policy.noAnswerDelay().toNanos();
        }
      }
      case DECLINED, PREBRIDGE_DROP -> a.coolUntil = now + policy.rejectDelay().toNanos();
      case BUSY -> a.coolUntil = now + policy.busyDelay().toNanos();
      case UNREACHABLE -> a.reachable = false;
      case CALLER_GONE, WITHDRAWN, RECOVERY -> a.coolUntil = now + policy.minimumDelay().toNanos();
      case LOST_RACE, ACCEPTED -> {}
    }
    boolean missed =
        outcome == OfferOutcome.RING_TIMEOUT
            || outcome == OfferOutcome.DECLINED
            || outcome == OfferOutcome.BUSY;
    if (missed && policy.missedRestartsIdle()) {
      a.idleClock = now;
    }
    rest(a);
  }

  private void endWork(Agent a) {
    a.queue = -1;
    a.idleClock = now;
    rest(a);
  }

  private void rest(Agent a) {
    if (a.wish != null) {
      setIntent(a, a.wish, a.wishReason);
      a.wish = null;
    }
    if (a.intent == Intent.LOGGED_OUT) {
      work(a, Work.IDLE);
    } else if (a.external) {
      work(a, Work.EXTERNAL);
    } else {
      work(a, a.reachable ? Work.IDLE : Work.UNREACHABLE);
    }
    tell(a);
  }

  private void work(Agent a, Work work) {
    if (a.work == Work.TALKING && work != Work.TALKING) {
      a.talked += now - a.talkingSince;
    }
    if (work == Work.TALKING && a.work != Work.TALKING) {
      a.talkingSince = now;
    }
    a.work = work;
  }

  private void setIntent(Agent a, Intent intent, int reason) {
    if (a.intent != intent) {
      a.intentSince = now;
      if (intent == Intent.READY) {
        a.missed = 0;
        a.idleClock = now;
      }
    }
    a.intent = intent;
    a.reason = reason;
  }

  private QueueSpec spec(Agent a) {
    return plan.queue(a.queue);
  }

  private void tell(Agent a) {
    a.staffed =
        switch (a.intent) {
          case LOGGED_OUT -> false;
          case READY -> true;
          case NOT_READY -> due < a.intentSince + LONG_NOT_READY_NS;
        };
    String state = a.intent + " " + a.reason + " " + a.work;
    if (!state.equals(a.told)) {
      log.add("agent " + a.index + " " + state);
      a.told = state;
    }
  }

  /** Nobody waits for agents who left the staff, nor in a step that nobody staffed could serve. */
  private void followStaff() {
    for (Call call : calls) {
      call.wanted.keySet().removeIf(a -> !a.staffed);
      for (Entry entry : call.entries) {
        if (!isLast(entry) && !isStaffed(entry)) {
          beginStep(entry, entry.step + 1, now);
        }
      }
    }
  }

  private void beginStep(Entry entry, int step, long at) {
    entry.step = step;
    while (!isLast(entry) && !isStaffed(entry)) {
      entry.step++;
    }
    Step is = entry.asks.steps().get(entry.step);
    entry.stepUntil = later(at, limit(is.lasts()));
    if (entry.step > 0) {
      log.add("stepped " + entry.call.number + " " + entry.queueIndex + " " + entry.step);
    }
  }

  /** The reserve joins and leaves. */
  private void reviewReserves() {
    for (int queue = 0; queue < plan.queueCount(); queue++) {
      QueueSpec spec = plan.queue(queue);
      List<ReservePolicy.Level> levels = spec.reserve().levels();
      int was = reserveLevel(spec);
      int level = was;
      while (level < levels.size() && isReached(levels.get(level).join(), queue)) {
        level++;
      }
      while (level > 0 && level <= was && !isReached(levels.get(level - 1).leave(), queue)) {
        level--;
      }
      if (level != was) {
        reserveLevels.put(spec.name(), level);
        followStaff();
        log.add("reserve " + queue + " " + level);
      }
    }
  }

  /** When the longest wait lets one more level join. */
  private long nextReserveAt(int queue) {
    QueueSpec spec = plan.queue(queue);
    int level = reserveLevel(spec);
    if (level == spec.reserve().levels().size()) {
      return NEVER;
    }
    long wait = limit(spec.reserve().levels().get(level).join().longestWait());
    return forAgents(queue).stream().mapToLong(c -> later(c.entered, wait)).min().orElse(NEVER);
  }

  private List<Call> forAgents(int queue) {
    return calls.stream()
        .filter(c -> c.entries.getFirst().queueIndex == queue)
        .filter(c -> c.state == CallState.WAITING || c.state == CallState.OFFERING)
        .toList();
  }

  private boolean isReached(ReservePolicy.Limits limits, int queue) {
    List<Call> inside = forAgents(queue);
    long longest = inside.stream().mapToLong(c -> due - c.entered).max().orElse(-1);
    int waiting = inside.size();
    return longest >= limit(limits.longestWait())
        || (limits.waiting() > 0 && waiting >= limits.waiting());
  }

  private static boolean isLast(Entry entry) {
    return entry.step == entry.asks.steps().size() - 1;
  }

  private boolean isStaffed(Entry entry) {
    return agents.stream().anyMatch(a -> a.staffed && isAble(a, entry));
  }

  // ---- Time ------------------------------------------------------------------------------------

  /**
   * Lets everything happen that is due, in the order of the deadlines, then by kind, then by slot.
   */
  void advance(long toNs) {
    now = Math.max(now, toNs);
    while (true) {
      Due next = nextDue();
      due = next == null ? now : next.at;
      if (next == null) {
        return;
      }
      next.run.run();
      follow();
    }
  }

  private record Due(long at, int kind, int index, int part, Runnable run) {}

  private @Nullable Due nextDue() {
    List<Due> due = new ArrayList<>();
    for (int queue = 0; queue < plan.queueCount(); queue++) {
      due.add(new Due(nextReserveAt(queue), -1, queue, 0, () -> {}));
    }
    due.add(new Due(ladder.nextTurn(), -1, -1, 0, ladder::turn));
    for (Offer offer : offers) {
      if (offer.call.winner != offer) {
        due.add(
            new Due(
                offer.ringUntil,
                0,
                offer.slot,
                0,
                () -> endOffer(offer, OfferOutcome.RING_TIMEOUT)));
      }
    }
    for (Agent a : agents) {
      if (a.work == Work.WRAPUP) {
        due.add(new Due(a.wrapUpUntil, 1, a.index, 0, () -> endWork(a)));
      }
      if (a.staffed && a.intent == Intent.NOT_READY) {
        due.add(new Due(a.intentSince + LONG_NOT_READY_NS, 1, a.index, 0, () -> tell(a)));
      }
    }
    for (Call call : calls) {
      addDue(due, call);
    }
    return due.stream()
        .filter(d -> d.at <= now)
        .min(
            Comparator.comparingLong(Due::at)
                .thenComparingInt(Due::kind)
                .thenComparingInt(Due::index)
                .thenComparingInt(Due::part))
        .orElse(null);
  }

  private void addDue(List<Due> due, Call call) {
    boolean may =
        call.state == CallState.WAITING
            || (call.state != CallState.CONNECTING && call.queue().maxWaitCutsRinging());
    if (may) {
      due.add(new Due(call.maxWaitAt, 2, call.slot, 0, () -> leave(call, CallEnd.TIMED_OUT)));
    }
    long climbs = ladder.nextTime(call);
    due.add(
        new Due(
            climbs,
            2,
            call.slot,
            -1,
            () -> {
              call.climbedUntil = climbs;
              ladder.climb(call, false);
            }));
    due.add(new Due(ladder.nextPassed(call), 2, call.slot, -2, () -> ladder.passed(call)));
    due.add(new Due(call.starvesAt, 2, call.slot, 1, () -> promote(call)));
    for (Entry entry : call.entries) {
      due.add(
          new Due(
              entry.stepUntil,
              2,
              call.slot,
              2,
              () -> beginStep(entry, entry.step + 1, entry.stepUntil)));
    }
  }

  /** Whether a rung's time has come for the call, which is looked at then. */
  boolean isOverdue(Call call) {
    return ladder.nextTime(call) <= due;
  }

  private void promote(Call call) {
    call.starvesAt = NEVER;
    if (call.band > CallKey.TOP_NORMAL_BAND) {
      call.band = CallKey.TOP_NORMAL_BAND;
      log.add("promoted " + call.number + " " + call.band);
    }
  }

  private boolean waitedTooLong(Call call) {
    return call.maxWaitAt <= now;
  }

  private static long limit(@Nullable Duration duration) {
    return duration == null ? NEVER : duration.toNanos();
  }

  private static long later(long from, long length) {
    return length == NEVER ? NEVER : from + length;
  }

  // ---- Who gets whom ---------------------------------------------------------------------------

  void settle() {
    follow();
    decide();
  }

  /** All but who gets whom. */
  void follow() {
    followStaff();
    reviewReserves();
    ladder.settle();
  }

  /** As long as somebody free fits a waiting call: the first such call takes its best agent. */
  void decide() {
    while (offerOne()) {
      // Each round makes one offer.
    }
    for (Call call : calls) {
      if (call.announce) {
        call.announce = false;
        if (call.state == CallState.WAITING) {
          log.add("queued " + call.number + " at " + position(call));
        }
      }
    }
  }

  private boolean offerOne() {
    for (Entry entry : inOrder()) {
      List<Agent> able = agents.stream().filter(a -> mayTake(a, entry)).toList();
      if (!able.isEmpty()) {
        offer(entry, isPatient(entry.call) ? mostWanted(entry.call, able) : best(able, entry));
        return true;
      }
    }
    return false;
  }

  private static Agent mostWanted(Call call, List<Agent> able) {
    return call.wanted.keySet().stream()
        .filter(able::contains)
        .reduce((a, b) -> wish(call, b) > wish(call, a) ? b : a)
        .orElseThrow();
  }

  private static int wish(Call call, Agent a) {
    return call.wanted.getOrDefault(a, 0);
  }

  private void offer(Entry entry, Agent a) {
    Call call = entry.call;
    Offer offer =
        new Offer(
            offersMade++, call, a, entry.queueIndex, now + entry.queue.offers().ring().toNanos());
    if (call.offers.isEmpty()) {
      call.firstOfferAt = now;
    }
    offers.add(offer);
    call.offers.add(offer);
    call.state = CallState.OFFERING;
    call.lastAgent = a.index;
    lastOfQueue.put(entry.queueIndex, a.index);
    a.offer = offer;
    a.queue = entry.queueIndex;
    work(a, Work.RESERVED);
    tell(a);
    log.add(
        "offered "
            + offer.number
            + " call "
            + call.number
            + " to "
            + a.index
            + " in "
            + entry.queueIndex
            + " until "
            + offer.ringUntil);
  }

  boolean isFree(Agent a) {
    return a.intent == Intent.READY
        && a.work == Work.IDLE
        && a.coolUntil <= now
        && isInsideCapacity(a);
  }

  private static boolean isInsideCapacity(Agent a) {
    return a.otherWork + 1 <= a.spec.capacity();
  }

  private boolean isLooking(Call call) {
    Parallel parallel = call.queue().parallel();
    long every = parallel.every().toNanos();
    long times = call.offers.isEmpty() || every == 0 ? 1 : 1 + (now - call.firstOfferAt) / every;
    return call.state != CallState.CONNECTING
        && call.state != CallState.OUTSIDE
        && call.offers.size() < Math.min(Parallel.MOST, times * parallel.offers());
  }

  private boolean isPatient(Call call) {
    return call.patientUntil > now && !call.wanted.isEmpty();
  }

  /** Free, able, and no call that the agent prefers by rank could be taken instead. */
  private boolean mayTake(Agent a, Entry entry) {
    if (!fits(a, entry)) {
      return false;
    }
    int rank = a.in(entry.queue).rank();
    return inOrder().stream().noneMatch(e -> fits(a, e) && a.in(e.queue).rank() < rank);
  }

  private boolean fits(Agent a, Entry entry) {
    Call call = entry.call;
    if (!isFree(a) || !isLooking(call)) {
      return false;
    }
    if (isPatient(call)) {
      return call.wanted.containsKey(a) && entry == call.entries.getFirst();
    }
    return isAble(a, entry)
        && a.in(entry.queue).delay().toNanos() <= now - call.enqueued
        && !staysAway(entry, a);
  }

  /** Whether an agent satisfies what an entry asks for, sooner or later. */
  private boolean isAble(Agent a, Entry entry) {
    return isAble(a, entry.asks, entry.variant, entry.step);
  }

  private boolean isAble(Agent a, QueueSpec queue, int variant, int step) {
    return isAble(a, queue, variant, step, reserveLevel(queue));
  }

  private int reserveLevel(QueueSpec queue) {
    return reserveLevels.getOrDefault(queue.name(), 0);
  }

  static boolean isAble(Agent a, QueueSpec queue, int variant, int step, int reserve) {
    if (a.in(queue).reserve() > reserve) {
      return false;
    }
    if (a.retired || (queue.membersOnly() && !a.spec.queues().containsKey(queue.name()))) {
      return false;
    }
    Candidate candidate = a.in(queue.name());
    if (variant > 0 && !queue.variants().get(variant - 1).matches(candidate)) {
      return false;
    }
    for (int at = step; at >= 0; at--) {
      if (queue.steps().get(at).needs().matches(candidate)) {
        return true;
      }
      if (queue.steps().get(at).replaces()) {
        return false;
      }
    }
    return false;
  }

  private boolean staysAway(Entry entry, Agent a) {
    Long until = entry.call.staysAwayFrom.get(a);
    boolean others = agents.stream().anyMatch(b -> b != a && b.staffed && isAble(b, entry));
    return until != null && until > now && others;
  }

  int staffed(int queue) {
    return (int)
        agents.stream().filter(a -> a.staffed && isAble(a, plan.queue(queue), 0, 0)).count();
  }

  // ---- Which call first ------------------------------------------------------------------------

  private List<Entry> inOrder() {
    return calls.stream()
        .flatMap(call -> call.entries.stream())
        .sorted(
            Comparator.comparingInt((Entry e) -> e.call.band)
                .thenComparing(Comparator.comparingLong(this::effectiveAge).reversed())
                .thenComparingLong(e -> e.call.sequence))
        .toList();
  }

  /** The clock that calls are compared by has whole microseconds. */
  private long effectiveAge(Entry entry) {
    Call call = entry.call;
    long waited = (now / 1000 - call.enqueued / 1000) * 1000;
    long start = call.credit + call.points * 60_000_000_000L;
    return switch (plan.order()) {
      case EffectiveAge() ->
          Math.min(entry.queue.acceleration() * waited / 1000 + start, limit(entry.queue.maxAge()));
      case StrictPriority() -> call.points;
      case ServiceObjective() -> (waited + start) * urgency(entry.queue) / 1000;
    };
  }

  /** How much faster than real time, in thousandths: 10,000 in the queue with the least time. */
  private long urgency(QueueSpec queue) {
    long least =
        IntStream.range(0, plan.queueCount())
            .mapToLong(q -> plan.queue(q).objective().toNanos())
            .min()
            .orElseThrow();
    return Math.max(1, Math.round(10_000.0 * least / queue.objective().toNanos()));
  }

  int position(Call call) {
    Entry entry = call.entries.getFirst();
    List<Entry> sameQueue =
        inOrder().stream().filter(e -> e.queueIndex == entry.queueIndex).toList();
    return 1 + sameQueue.indexOf(entry);
  }

  // ---- Which agent -----------------------------------------------------------------------------

  private Agent best(List<Agent> able, Entry entry) {
    List<Agent> left = able;
    for (String strategy : entry.queue.strategy()) {
      switch (strategy) {
        case "round-robin" -> {
          return nextAfter(left, lastOfQueue.getOrDefault(entry.queueIndex, -1));
        }
        case "linear" -> {
          return nextAfter(left, -1);
        }
        case "top-down" -> {
          return nextAfter(left, entry.call.lastAgent);
        }
        case "random" -> {
          return drawn(left, a -> 1);
        }
        case "weighted-random" -> {
          return drawn(left, a -> a.in(entry.queue).weight());
        }
        default -> left = smallest(left, a -> figure(strategy, a, entry));
      }
    }
    return left.getFirst();
  }

  private static List<Agent> smallest(List<Agent> among, ToLongFunction<Agent> figure) {
    long least = among.stream().mapToLong(figure).min().orElseThrow();
    return among.stream().filter(a -> figure.applyAsLong(a) == least).toList();
  }

  private static Agent nextAfter(List<Agent> among, int pointer) {
    return among.stream().filter(a -> a.index > pointer).findFirst().orElse(among.getFirst());
  }

  private Agent drawn(List<Agent> among, ToLongFunction<Agent> weight) {
    if (among.size() == 1) {
      return among.getFirst();
    }
    List<Agent> byProfile =
        among.stream()
            .sorted(Comparator.comparingInt((Agent a) -> plan.profileOf(a.index)))
            .toList();
    long ticket = chance.below(byProfile.stream().mapToLong(weight).sum());
    for (Agent a : byProfile) {
      ticket -= weight.applyAsLong(a);
      if (ticket < 0) {
        return a;
      }
    }
    throw new IllegalStateException("no ticket was drawn");
  }

  private long figure(String strategy, Agent a, Entry entry) {
    return switch (strategy) {
      case "longest-idle" -> a.idleClock;
      case "fewest-calls" -> a.calls;
      case "least-talk" -> a.talked;
      case "percent-allocation" ->
          a.callsOfQueue.getOrDefault(entry.queueIndex, 0L) * 1_000_000 / a.in(entry.queue).share();
      case "tier" -> a.in(entry.queue).tier();
      case "most-skilled" -> -proficiency(a, entry);
      case "least-skilled" -> proficiency(a, entry);
      case "least-versatile" -> otherSkillsInDemand(a, entry);
      default -> throw new IllegalArgumentException(strategy);
    };
  }

  private static long proficiency(Agent a, Entry entry) {
    long sum = 0;
    long weights = 0;
    for (String skill : requested(entry)) {
      int weight = entry.asks.skillWeights().getOrDefault(skill, 1);
      sum += (long) weight * a.spec.skills().getOrDefault(skill, 0);
      weights += weight;
    }
    return weights == 0 ? 0 : sum * 1_000_000 / weights;
  }

  private static Set<String> requested(Entry entry) {
    Set<String> names = new TreeSet<>();
    entry.asks.steps().get(entry.step).needs().collectSkills(names);
    if (entry.variant > 0) {
      SkillExpression brought = entry.asks.variants().get(entry.variant - 1);
      brought.collectSkills(names);
    }
    return names;
  }

  private long otherSkillsInDemand(Agent a, Entry entry) {
    Set<String> demand = new TreeSet<>();
    for (Call call : calls) {
      if (isLooking(call) && !isPatient(call)) {
        call.entries.forEach(e -> demand.addAll(requested(e)));
      }
    }
    demand.removeAll(requested(entry));
    return demand.stream().filter(s -> a.spec.skills().getOrDefault(s, 0) > 0).count();
  }
}
