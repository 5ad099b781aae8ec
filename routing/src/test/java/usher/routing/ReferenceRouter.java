package usher.routing;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import usher.routing.agent.Intent;
import usher.routing.agent.NotReady;
import usher.routing.agent.Work;
import usher.routing.call.CallEnd;
import usher.routing.call.CallState;
import usher.routing.offer.OfferOutcome;
import usher.routing.plan.AgentSpec;
import usher.routing.plan.OfferPolicy;
import usher.routing.plan.QueueSpec;
import usher.routing.plan.RoutingPlan;
import usher.routing.plan.WrapUpMode;

/**
 * The semantics once more, as plainly as possible: objects in lists, every question answered by
 * looking at everybody. It shares nothing with the router but the specifications and the enums, and
 * tells what it does as lines of text with calls and offers numbered in the order of their making.
 */
final class ReferenceRouter {
  private static final long LONG_NOT_READY_NS = RoutingPlan.LONG_NOT_READY.toNanos();

  /** An agent. */
  static final class Agent {
    final int index;
    final AgentSpec spec;
    Intent intent = Intent.LOGGED_OUT;
    int reason = NotReady.NONE;
    @Nullable Intent wish;
    int wishReason = NotReady.NONE;
    Work work = Work.IDLE;
    boolean reachable;
    boolean external;
    boolean wrapUpAsked;
    long coolUntil = Long.MIN_VALUE;
    long wrapUpUntil = Long.MAX_VALUE;
    long intentSince = Long.MIN_VALUE;
    long idleClock = Long.MIN_VALUE;
    int missed;
    @Nullable Offer offer;
    @Nullable QueueSpec queue;
    String told = "";

    Agent(int index, AgentSpec spec) {
      this.index = index;
      this.spec = spec;
    }
  }

  /** A call. */
  static final class Call {
    final int number;
    final int queueIndex;
    final QueueSpec queue;
    final int band;
    final long head;
    final long enqueued;
    final Map<Agent, Long> staysAwayFrom = new LinkedHashMap<>();
    final List<Offer> offers = new ArrayList<>();
    CallState state = CallState.WAITING;
    @Nullable Offer winner;
    boolean announce = true;
    int slot = -1;

    Call(int number, int queueIndex, QueueSpec queue, int band, long head, long enqueued) {
      this.number = number;
      this.queueIndex = queueIndex;
      this.queue = queue;
      this.band = band;
      this.head = head;
      this.enqueued = enqueued;
    }
  }

  /** An offer. */
  static final class Offer {
    final int number;
    final Call call;
    final Agent agent;
    final long ringUntil;
    int slot = -1;

    Offer(int number, Call call, Agent agent, long ringUntil) {
      this.number = number;
      this.call = call;
      this.agent = agent;
      this.ringUntil = ringUntil;
    }
  }

  final List<Agent> agents = new ArrayList<>();
  final List<Call> calls = new ArrayList<>();
  final List<Offer> offers = new ArrayList<>();
  final List<String> log = new ArrayList<>();
  private final RoutingPlan plan;
  private long now;
  private int callsMade;
  private int offersMade;

  ReferenceRouter(RoutingPlan plan) {
    this.plan = plan;
    for (int agent = 0; agent < plan.agentCount(); agent++) {
      agents.add(new Agent(agent, plan.agent(agent)));
    }
  }

  // ---- Commands --------------------------------------------------------------------------------

  void login(int agent) {
    Agent a = agents.get(agent);
    if (a.intent != Intent.LOGGED_OUT) {
      if (a.wish == Intent.LOGGED_OUT) {
        a.wish = null;
      }
      return;
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

  void wish(int agent, Intent intent, int reason) {
    Agent a = agents.get(agent);
    if (a.intent == Intent.LOGGED_OUT) {
      return;
    }
    if (a.offer != null && a.work.inOffer() && intent != Intent.READY) {
      endOffer(a.offer, OfferOutcome.WITHDRAWN);
    }
    if (a.work.inCall() || a.work == Work.WRAPUP || a.work == Work.EXTERNAL) {
      boolean same = a.intent == intent && a.reason == reason;
      a.wish = same ? null : intent;
      a.wishReason = reason;
      if (intent == Intent.READY
          && a.work == Work.WRAPUP
          && spec(a).wrapUpMode() == WrapUpMode.OPTIONAL) {
        endWork(a);
      }
      return;
    }
    setIntent(a, intent, reason);
    if (intent == Intent.LOGGED_OUT) {
      a.work = Work.IDLE;
    }
    tell(a);
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
    if (value ? a.work == Work.IDLE : a.work == Work.EXTERNAL) {
      rest(a);
    }
  }

  void inCall(int agent, Work work) {
    Agent a = agents.get(agent);
    if (a.work.inCall()) {
      a.work = work;
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
      a.work = Work.WRAPUP;
      a.wrapUpUntil = length == Long.MAX_VALUE ? length : now + length;
      tell(a);
    }
  }

  private static long wrapUp(Agent a) {
    QueueSpec queue = spec(a);
    Duration own = a.spec.wrapUp();
    Duration wanted = own == null ? queue.wrapUp() : own;
    Duration cap = queue.wrapUpCap();
    long timed = (cap != null && cap.compareTo(wanted) < 0 ? cap : wanted).toNanos();
    return switch (queue.wrapUpMode()) {
      case NONE -> 0;
      case DISCRETIONARY -> Long.MAX_VALUE;
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

  Call arrive(int queue, int band, int points, long credit) {
    QueueSpec spec = plan.queue(queue);
    Call call = new Call(callsMade++, queue, spec, band, credit + points * 60_000_000_000L, now);
    calls.add(call);
    return call;
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
    calls.remove(call);
    log.add("call " + call.number + " " + end);
  }

  void ringing(Offer offer) {
    if (offers.contains(offer) && offer.agent.work == Work.RESERVED) {
      offer.agent.work = Work.RINGING;
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
    call.state = CallState.CONNECTING;
    offer.agent.missed = 0;
    offer.agent.work = Work.TALKING;
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
      }
    }
  }

  private void endForAgent(Offer offer, OfferOutcome outcome) {
    Agent a = offer.agent;
    OfferPolicy policy = offer.call.queue.offers();
    offers.remove(offer);
    offer.call.offers.remove(offer);
    log.add("offer " + offer.number + " " + outcome);
    a.offer = null;
    a.queue = null;
    if (outcome.excludesAgent()) {
      offer.call.staysAwayFrom.put(a, now + policy.revisit().toNanos());
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
    a.queue = null;
    a.idleClock = now;
    rest(a);
  }

  private void rest(Agent a) {
    if (a.wish != null) {
      setIntent(a, a.wish, a.wishReason);
      a.wish = null;
    }
    if (a.intent == Intent.LOGGED_OUT) {
      a.work = Work.IDLE;
    } else if (a.external) {
      a.work = Work.EXTERNAL;
    } else {
      a.work = a.reachable ? Work.IDLE : Work.UNREACHABLE;
    }
    tell(a);
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

  private static QueueSpec spec(Agent a) {
    return Objects.requireNonNull(a.queue);
  }

  private void tell(Agent a) {
    String state = a.intent + " " + a.reason + " " + a.work;
    if (!state.equals(a.told)) {
      log.add("agent " + a.index + " " + state);
      a.told = state;
    }
  }

  // ---- Time ------------------------------------------------------------------------------------

  /**
   * Lets everything happen that is due, in the order of the deadlines, then by kind, then by slot.
   */
  void advance(long toNs) {
    now = Math.max(now, toNs);
    while (true) {
      Due due = nextDue();
      if (due == null) {
        return;
      }
      due.run.run();
    }
  }

  private record Due(long at, int kind, int index, Runnable run) {}

  private @Nullable Due nextDue() {
    List<Due> due = new ArrayList<>();
    for (Offer offer : offers) {
      if (offer.call.winner != offer && offer.ringUntil <= now) {
        due.add(
            new Due(
                offer.ringUntil, 0, offer.slot, () -> endOffer(offer, OfferOutcome.RING_TIMEOUT)));
      }
    }
    for (Agent a : agents) {
      if (a.work == Work.WRAPUP && a.wrapUpUntil <= now) {
        due.add(new Due(a.wrapUpUntil, 1, a.index, () -> endWork(a)));
      }
    }
    for (Call call : calls) {
      boolean may =
          call.state == CallState.WAITING
              || (call.state == CallState.OFFERING && call.queue.maxWaitCutsRinging());
      if (may && waitedTooLong(call)) {
        long at = call.enqueued + Objects.requireNonNull(call.queue.maxWait()).toNanos();
        due.add(new Due(at, 2, call.slot, () -> leave(call, CallEnd.TIMED_OUT)));
      }
    }
    return due.stream()
        .min(
            Comparator.comparingLong(Due::at)
                .thenComparingInt(Due::kind)
                .thenComparingInt(Due::index))
        .orElse(null);
  }

  private boolean waitedTooLong(Call call) {
    Duration limit = call.queue.maxWait();
    return limit != null && call.enqueued + limit.toNanos() <= now;
  }

  // ---- Who gets whom ---------------------------------------------------------------------------

  /** As long as somebody free fits a waiting call: the first such call takes its best agent. */
  void settle() {
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
    for (Call call : inOrder()) {
      if (call.state != CallState.WAITING) {
        continue;
      }
      Agent best =
          agents.stream()
              .filter(a -> fits(a, call))
              .min(
                  Comparator.comparingLong((Agent a) -> a.idleClock).thenComparingInt(a -> a.index))
              .orElse(null);
      if (best != null) {
        offer(call, best);
        return true;
      }
    }
    return false;
  }

  private void offer(Call call, Agent a) {
    Offer offer = new Offer(offersMade++, call, a, now + call.queue.offers().ring().toNanos());
    offers.add(offer);
    call.offers.add(offer);
    call.state = CallState.OFFERING;
    a.offer = offer;
    a.queue = call.queue;
    a.work = Work.RESERVED;
    tell(a);
    log.add(
        "offered "
            + offer.number
            + " call "
            + call.number
            + " to "
            + a.index
            + " until "
            + offer.ringUntil);
  }

  boolean isFree(Agent a) {
    return a.intent == Intent.READY && a.work == Work.IDLE && a.coolUntil <= now;
  }

  private boolean fits(Agent a, Call call) {
    return isFree(a) && canServe(a, call) && !staysAway(call, a);
  }

  private static boolean canServe(Agent a, Call call) {
    return call.queue.needs().matches(a.spec.skills());
  }

  private boolean staysAway(Call call, Agent a) {
    Long until = call.staysAwayFrom.get(a);
    boolean others = agents.stream().anyMatch(b -> b != a && isStaffed(b) && canServe(b, call));
    return until != null && until > now && others;
  }

  private boolean isStaffed(Agent a) {
    return switch (a.intent) {
      case LOGGED_OUT -> false;
      case READY -> true;
      case NOT_READY -> now < a.intentSince + LONG_NOT_READY_NS;
    };
  }

  int staffed(int queue) {
    return (int)
        agents.stream()
            .filter(a -> isStaffed(a) && plan.queue(queue).needs().matches(a.spec.skills()))
            .count();
  }

  private List<Call> inOrder() {
    return calls.stream()
        .sorted(
            Comparator.comparingInt((Call c) -> c.band)
                .thenComparing(Comparator.comparingLong(this::effectiveAge).reversed())
                .thenComparingInt(c -> c.number))
        .toList();
  }

  private long effectiveAge(Call call) {
    long age = call.queue.acceleration() * (now - call.enqueued) / 1000 + call.head;
    Duration limit = call.queue.maxAge();
    return limit == null ? age : Math.min(age, limit.toNanos());
  }

  int position(Call call) {
    List<Call> sameQueue = inOrder().stream().filter(c -> c.queueIndex == call.queueIndex).toList();
    return 1 + sameQueue.indexOf(call);
  }
}
