package usher.routing;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import usher.routing.Notes.AgentChanged;
import usher.routing.Notes.CallEnded;
import usher.routing.Notes.Fired;
import usher.routing.Notes.Moved;
import usher.routing.Notes.Note;
import usher.routing.Notes.OfferEnded;
import usher.routing.Notes.Offered;
import usher.routing.Notes.Promoted;
import usher.routing.Notes.Queued;
import usher.routing.Notes.ReserveChanged;
import usher.routing.Notes.Stepped;
import usher.routing.Twins.Step;
import usher.routing.call.CallEnd;
import usher.routing.call.NewCall;
import usher.routing.offer.OfferOutcome;
import usher.routing.overflow.Opening;
import usher.routing.plan.RoutingPlan;

/**
 * Commands performed on a router whose agents and queues need not stand where the commands think:
 * two performances of the same commands tell the same, in the commands' own numbers, where the
 * difference between their plans means nothing.
 */
final class Performance {
  private static final long MS = 1_000_000L;
  private static final long SEED = 42;
  private static final List<OfferOutcome> FAILURES =
      List.of(OfferOutcome.values()).stream().filter(OfferOutcome::isFailure).toList();

  final Router router;
  private final Notes notes;
  private final List<Performance> parts;
  private final int[] agents;
  private final int[] queues;
  private final long epochNs;
  private final Map<Integer, Integer> agentNumbers = new HashMap<>();
  private final Map<Integer, Integer> queueNumbers = new HashMap<>();
  private final List<Long> calls = new ArrayList<>();
  private final List<Long> offers = new ArrayList<>();
  private final List<String> told = new ArrayList<>();
  private final NewCall newCall = new NewCall();
  private long nowNs;

  /** Everybody and every queue where the plan has them. */
  Performance(RoutingPlan plan) {
    this(plan, upTo(plan.agentCount()), upTo(plan.queueCount()), 0);
  }

  /**
   * Some of them, elsewhere.
   *
   * @param agents where in the plan agent 0, 1 and so on are
   * @param queues likewise
   * @param epochNs what the clock shows at the beginning
   */
  Performance(RoutingPlan plan, int[] agents, int[] queues, long epochNs) {
    notes = new Notes();
    router = new Router(plan, notes, Router.MAX_CALLS, SEED);
    parts = new ArrayList<>(List.of(this));
    this.agents = agents.clone();
    this.queues = queues.clone();
    this.epochNs = epochNs;
    number();
    open();
  }

  /** A part of another's agents and queues, which no longer hears of them. */
  private Performance(Performance whole, int[] agents, int[] queues) {
    notes = whole.notes;
    router = whole.router;
    parts = whole.parts;
    this.agents = agents.clone();
    this.queues = queues.clone();
    epochNs = whole.epochNs;
    number();
  }

  private void number() {
    for (int agent = 0; agent < agents.length; agent++) {
      agentNumbers.put(agents[agent], agent);
    }
    for (int queue = 0; queue < queues.length; queue++) {
      queueNumbers.put(queues[queue], queue);
    }
  }

  private void open() {
    router.tick(epochNs);
    for (int agent : agents) {
      router.reachable(agent, epochNs);
      router.login(agent, epochNs);
      router.ready(agent, epochNs);
    }
    hear();
  }

  /** A part that is told of its own agents, queues and calls only. */
  Performance part(int firstAgent, int agentCount, int firstQueue, int queueCount) {
    Performance part =
        new Performance(
            this,
            IntStream.range(firstAgent, firstAgent + agentCount).toArray(),
            IntStream.range(firstQueue, firstQueue + queueCount).toArray());
    parts.remove(this);
    parts.add(part);
    return part;
  }

  static int[] upTo(int count) {
    return IntStream.range(0, count).toArray();
  }

  /** The time on the router's clock. */
  long at() {
    return epochNs + nowNs;
  }

  /** Performs a step after its wait. */
  void perform(Step step) {
    nowNs += step.waitMs() * MS;
    performNow(step);
    hear();
  }

  /** Performs a step at another's time. */
  void perform(Step step, Performance with) {
    nowNs = with.nowNs;
    performNow(step);
    hear();
  }

  private void performNow(Step step) {
    int agent = agents[Math.floorMod(step.target(), agents.length)];
    int detail = step.detail();
    switch (step.kind()) {
      case LOGIN -> router.login(agent, at());
      case LOGOUT -> router.logout(agent, at());
      case READY -> router.ready(agent, at());
      case NOT_READY -> router.notReady(agent, Math.floorMod(detail, 3), at());
      case REACHABLE -> router.reachable(agent, at());
      case UNREACHABLE -> router.unreachable(agent, at());
      case EXTERNAL_ON -> router.external(agent, true, at());
      case EXTERNAL_OFF -> router.external(agent, false, at());
      case OTHER_WORK -> router.otherWork(agent, Math.floorMod(detail, 3), at());
      case ARRIVE -> calls.add(router.arrive(newCall.into(queue(step.target())), at()));
      case ARRIVE_FAVOURED ->
          calls.add(
              router.arrive(
                  newCall
                      .into(queue(step.target()))
                      .band(Router.NORMAL_BAND - Math.floorMod(detail, 2))
                      .points(Math.floorMod(detail, 5) - 2)
                      .creditNs(Math.floorMod(detail, 7) * 3_000L * MS),
                  at()));
      case ARRIVE_ELABORATE -> arriveElaborate(step);
      case ADD_QUEUE -> router.addQueue(call(step), queue(detail), at());
      case REPRIORITISE ->
          router.reprioritise(
              call(step), Math.floorMod(detail, 6), Math.floorMod(detail, 4) - 1, at());
      case ASSIGN -> router.assign(call(step), agents[Math.floorMod(detail, agents.length)], at());
      case ABANDON -> router.abandon(call(step), at());
      case OVERFLOW -> router.leave(call(step), CallEnd.OVERFLOWED, at());
      case RINGING -> router.ringing(offer(step), at());
      case ACCEPT -> router.accepted(offer(step), at());
      case CONNECT -> router.connected(offer(step), at());
      case ANSWER -> {
        router.accepted(offer(step), at());
        router.connected(offer(step), at());
      }
      case FAIL ->
          router.offerFailed(
              offer(step), FAILURES.get(Math.floorMod(detail, FAILURES.size())), at());
      case HOLD -> router.held(agent, at());
      case CONSULT -> router.consulting(agent, at());
      case RETRIEVE -> router.retrieved(agent, at());
      case REQUEST_WRAP_UP -> router.requestWrapUp(agent, at());
      case RELEASE -> router.released(agent, at());
      case WRAP_UP_DONE -> router.wrapUpDone(agent, at());
      case OPENING -> router.opening(queue(step.target()), Opening.of(detail % 3), at());
      case OUTSIDE_ANSWERED -> router.outsideAnswered(call(step), at());
      case OUTSIDE_FAILED -> router.outsideFailed(call(step), at());
      // Performances are compared on the plans that they began with.
      case ADOPT, TICK, TICK_TO_DEADLINE -> router.tick(at());
    }
  }

  private void arriveElaborate(Step step) {
    newCall
        .into(queue(step.target()))
        .variant(Math.floorMod(step.detail(), 2))
        .patienceNs(Math.floorMod(step.detail(), 3) * 4_000L * MS);
    for (int i = 0; i < Math.floorMod(step.detail() / 3, 3); i++) {
      newCall.prefer(
          agents[Math.floorMod(step.target() / 4 + i * 2, agents.length)],
          Math.floorMod(step.detail() / (i + 1), 2));
    }
    if (step.detail() % 2 == 1) {
      newCall.alsoInto(queue(step.target() + 1));
    }
    calls.add(router.arrive(newCall, at()));
  }

  private int queue(int target) {
    return queues[Math.floorMod(target, queues.length)];
  }

  private long call(Step step) {
    return recent(calls, step.target());
  }

  private long offer(Step step) {
    return recent(offers, step.target());
  }

  private static long recent(List<Long> handles, int target) {
    return handles.isEmpty()
        ? Router.NONE
        : handles.get(handles.size() - 1 - Math.floorMod(target, Math.min(handles.size(), 6)));
  }

  /** What the router told since this was last asked, about those who matter. */
  List<String> told() {
    List<String> lines = List.copyOf(told);
    told.clear();
    return lines;
  }

  private void hear() {
    for (Note note : notes.take()) {
      for (Performance part : parts) {
        if (part.concerns(note)) {
          part.hear(note);
        }
      }
    }
  }

  private void hear(Note note) {
    if (note instanceof Offered offered) {
      offers.add(offered.offer());
    }
    told.add(describe(note));
  }

  private boolean concerns(Note note) {
    return switch (note) {
      case AgentChanged n -> agentNumbers.containsKey(n.agent());
      case Queued n -> queueNumbers.containsKey(n.queue());
      case Offered n -> queueNumbers.containsKey(n.queue());
      case OfferEnded n -> agentNumbers.containsKey(n.agent());
      case Promoted n -> calls.contains(n.call());
      case Stepped n -> queueNumbers.containsKey(n.queue());
      case Fired n -> queueNumbers.containsKey(n.queue());
      case Moved n -> queueNumbers.containsKey(n.from());
      case ReserveChanged n -> queueNumbers.containsKey(n.queue());
      case CallEnded n -> queueNumbers.containsKey(n.queue());
    };
  }

  private String describe(Note note) {
    return switch (note) {
      case Queued n -> "queued " + calls.indexOf(n.call()) + " at " + n.position();
      case Offered n ->
          "offered %d of call %d to %d in %d until %d"
              .formatted(
                  offers.indexOf(n.offer()),
                  calls.indexOf(n.call()),
                  number(n.agent()),
                  queueNumbers.get(n.queue()),
                  n.ringUntilNs() - epochNs);
      case OfferEnded n -> "offer " + offers.indexOf(n.offer()) + " " + n.outcome();
      case AgentChanged n ->
          "agent " + number(n.agent()) + " " + n.intent() + " " + n.reason() + " " + n.work();
      case ReserveChanged n -> "reserve " + queueNumbers.get(n.queue()) + " " + n.level();
      case Promoted n -> "promoted " + calls.indexOf(n.call()) + " " + n.band();
      case Stepped n ->
          "stepped " + calls.indexOf(n.call()) + " " + queueNumbers.get(n.queue()) + " " + n.step();
      case Fired n ->
          "fired " + calls.indexOf(n.call()) + " " + queueNumbers.get(n.queue()) + " " + n.rung();
      case Moved n ->
          "moved %d from %d to %d"
              .formatted(
                  calls.indexOf(n.call()), queueNumbers.get(n.from()), queueNumbers.get(n.to()));
      case CallEnded n -> "call " + calls.indexOf(n.call()) + " " + n.end();
    };
  }

  private int number(int agent) {
    Integer number = agentNumbers.get(agent);
    if (number == null) {
      throw new IllegalStateException("agent " + agent + " has no part in this");
    }
    return number;
  }
}
