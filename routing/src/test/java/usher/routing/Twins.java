package usher.routing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
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
import usher.routing.agent.Intent;
import usher.routing.agent.NotReady;
import usher.routing.agent.Work;
import usher.routing.call.CallEnd;
import usher.routing.call.NewCall;
import usher.routing.offer.OfferOutcome;
import usher.routing.order.CallOrder;
import usher.routing.overflow.Opening;
import usher.routing.plan.AgentSpec;
import usher.routing.plan.QueueSpec;
import usher.routing.plan.RoutingPlan;

/** Router and reference side by side: the same commands must make them tell the same. */
final class Twins {
  private static final long MS = 1_000_000L;
  private static final long SEED = 42;

  /** What the router's clock shows at the first command; the reference starts at 0. */
  static final long EPOCH_NS = 77_000_000_000L;

  /**
   * One command; {@code target} and {@code detail} choose among what is there, {@code waitMs}
   * passes first.
   */
  record Step(Kind kind, int target, int detail, int waitMs) {}

  /** The commands; those that matter more are there more often in generated sequences. */
  enum Kind {
    LOGIN,
    LOGOUT,
    READY,
    NOT_READY,
    REACHABLE,
    UNREACHABLE,
    EXTERNAL_ON,
    EXTERNAL_OFF,
    OTHER_WORK,
    ARRIVE,
    ARRIVE_FAVOURED,
    ARRIVE_ELABORATE,
    ADD_QUEUE,
    REPRIORITISE,
    ASSIGN,
    ABANDON,
    OVERFLOW,
    RINGING,
    ANSWER,
    ACCEPT,
    CONNECT,
    FAIL,
    HOLD,
    CONSULT,
    RETRIEVE,
    REQUEST_WRAP_UP,
    RELEASE,
    WRAP_UP_DONE,
    ADOPT,
    OPENING,
    OUTSIDE_ANSWERED,
    OUTSIDE_FAILED,
    TICK,
    TICK_TO_DEADLINE
  }

  private static final List<OfferOutcome> FAILURES =
      List.of(OfferOutcome.values()).stream().filter(OfferOutcome::isFailure).toList();

  /** Agents and queues that a plan can be made of. */
  record Rules(List<AgentSpec> agents, List<QueueSpec> queues, CallOrder order) {}

  private RoutingPlan plan;
  private final List<Rules> others;
  private final Notes notes = new Notes();
  private final List<Note> history = new ArrayList<>();
  private final Router router;
  private final ReferenceRouter reference;
  private final List<Long> callHandles = new ArrayList<>();
  private final List<ReferenceRouter.Call> calls = new ArrayList<>();
  private final List<Long> offerHandles = new ArrayList<>();
  private final List<ReferenceRouter.Offer> offers = new ArrayList<>();
  private final Map<Long, Integer> callNumbers = new HashMap<>();
  private final Map<Long, Integer> offerNumbers = new HashMap<>();
  private final NewCall newCall = new NewCall();
  private long nowNs;
  private boolean gathers;
  private boolean ticked;

  Twins(RoutingPlan plan, List<Rules> others) {
    this.plan = plan;
    this.others = others;
    router = new Router(plan, notes, Router.MAX_CALLS, SEED);
    reference = new ReferenceRouter(plan, SEED);
    router.tick(EPOCH_NS);
  }

  /** Both gather the commands of an instant. */
  Twins gathering() {
    gathers = true;
    router.gather(true, EPOCH_NS + nowNs);
    return this;
  }

  /** Everybody is at work. */
  Twins opened() {
    for (int agent = 0; agent < plan.agentCount(); agent++) {
      run(new Step(Kind.REACHABLE, agent, 0, 0));
      run(new Step(Kind.LOGIN, agent, 0, 0));
      run(new Step(Kind.READY, agent, 0, 0));
    }
    return this;
  }

  /** The router, to be read; commands would have to be given to the reference, too. */
  Router router() {
    return router;
  }

  /** All that the router told, from the beginning. */
  List<Note> history() {
    return history;
  }

  /** Runs a command on both and compares. */
  void run(Step step) {
    long wasNs = nowNs;
    nowNs += step.waitMs() * MS;
    if (step.kind() == Kind.TICK_TO_DEADLINE && router.nextDeadlineNs() != Long.MAX_VALUE) {
      nowNs = Math.max(nowNs, router.nextDeadlineNs() - EPOCH_NS);
    }
    if (gathers && nowNs > wasNs) {
      router.tick(EPOCH_NS + wasNs);
      reference.decide();
      compare(step);
    }
    reference.advance(nowNs);
    ticked = false;
    perform(step);
    reference.follow();
    if (!gathers || ticked) {
      reference.decide();
    }
    compare(step);
  }

  private void perform(Step step) {
    int agent = plan.agentCount() == 0 ? 0 : Math.floorMod(step.target(), plan.agentCount());
    long at = EPOCH_NS + nowNs;
    switch (step.kind()) {
      case LOGIN -> {
        router.login(agent, at);
        reference.login(agent);
      }
      case LOGOUT -> {
        router.logout(agent, at);
        reference.wish(agent, Intent.LOGGED_OUT, NotReady.NONE);
      }
      case READY -> {
        router.ready(agent, at);
        reference.wish(agent, Intent.READY, NotReady.NONE);
      }
      case NOT_READY -> {
        int reason = Math.floorMod(step.detail(), 3);
        router.notReady(agent, reason, at);
        reference.wish(agent, Intent.NOT_READY, reason);
      }
      case REACHABLE -> {
        router.reachable(agent, at);
        reference.reachable(agent, true);
      }
      case UNREACHABLE -> {
        router.unreachable(agent, at);
        reference.reachable(agent, false);
      }
      case EXTERNAL_ON, EXTERNAL_OFF -> {
        boolean on = step.kind() == Kind.EXTERNAL_ON;
        router.external(agent, on, at);
        reference.external(agent, on);
      }
      case OTHER_WORK -> {
        int items = Math.floorMod(step.detail(), 3);
        router.otherWork(agent, items, at);
        reference.otherWork(agent, items);
      }
      case ARRIVE -> arrive(newCall.into(queue(step.target())), at);
      case ARRIVE_FAVOURED ->
          arrive(
              newCall
                  .into(queue(step.target()))
                  .band(Router.NORMAL_BAND - Math.floorMod(step.detail(), 2))
                  .points(Math.floorMod(step.detail(), 5) - 2)
                  .creditNs(Math.floorMod(step.detail(), 7) * 3_000L * MS),
              at);
      case ARRIVE_ELABORATE -> arriveElaborate(step, at);
      case ADD_QUEUE, REPRIORITISE, ASSIGN -> performOnCall(step, at);
      case ABANDON -> leave(step, CallEnd.ABANDONED, at);
      case OVERFLOW -> leave(step, CallEnd.OVERFLOWED, at);
      case RINGING, ANSWER, ACCEPT, CONNECT, FAIL -> performOnOffer(step, at);
      case HOLD -> inCall(agent, Work.HELD, router.held(agent, at));
      case CONSULT -> inCall(agent, Work.CONSULT, router.consulting(agent, at));
      case RETRIEVE -> inCall(agent, Work.TALKING, router.retrieved(agent, at));
      case REQUEST_WRAP_UP -> {
        router.requestWrapUp(agent, at);
        reference.requestWrapUp(agent);
      }
      case RELEASE -> {
        router.released(agent, at);
        reference.released(agent);
      }
      case WRAP_UP_DONE -> {
        router.wrapUpDone(agent, at);
        reference.wrapUpDone(agent);
      }
      case ADOPT -> adopt(step, at);
      case OPENING -> {
        Opening opening = Opening.of(Math.floorMod(step.detail(), 3));
        reference.opening(queue(step.target()), opening);
        router.opening(queue(step.target()), opening, at);
      }
      case OUTSIDE_ANSWERED, OUTSIDE_FAILED -> performOnCall(step, at);
      case TICK, TICK_TO_DEADLINE -> tick(at);
    }
  }

  /** Where there is nothing to command. */
  private void tick(long at) {
    router.tick(at);
    ticked = true;
  }

  private void adopt(Step step, long at) {
    if (others.isEmpty()) {
      tick(at);
      return;
    }
    Rules next = others.get(Math.floorMod(step.target(), others.size()));
    plan = plan.successor(plan.version() + 1, next.agents(), next.queues(), next.order());
    boolean alsoWaiting = step.detail() % 2 == 1;
    router.adopt(plan, alsoWaiting, at);
    reference.adopt(plan, alsoWaiting);
  }

  private void inCall(int agent, Work work, boolean done) {
    assertThat(done || router.work(agent) == work || !router.work(agent).inCall()).isTrue();
    reference.inCall(agent, work);
  }

  private int queue(int target) {
    return Math.floorMod(target, plan.queueCount());
  }

  private void arriveElaborate(Step step, long at) {
    int queue = queue(step.target());
    newCall
        .into(queue)
        .variant(Math.floorMod(step.detail(), plan.queue(queue).variants().size() + 1))
        .patienceNs(Math.floorMod(step.detail(), 3) * 4_000L * MS);
    for (int i = 0; i < Math.floorMod(step.detail() / 3, 3); i++) {
      newCall.prefer(
          Math.floorMod(step.target() / 4 + i * 2, plan.agentCount()),
          Math.floorMod(step.detail() / (i + 1), 2));
    }
    if (step.detail() % 2 == 1) {
      newCall.alsoInto(queue(step.target() + 1));
    }
    arrive(newCall, at);
  }

  private void arrive(NewCall wish, long at) {
    ReferenceRouter.@Nullable Call call =
        reference.arrive(wish.queue(), wish.variant(), wish.band(), wish.points(), wish.creditNs());
    if (call == null) {
      assertThat(router.arrive(wish, at)).isEqualTo(Router.NONE);
      return;
    }
    for (int i = 0; i < wish.otherCount(); i++) {
      reference.addQueue(call, wish.other(i));
    }
    for (int i = 0; i < wish.preferredCount(); i++) {
      reference.prefer(call, wish.preferred(i), wish.score(i), wish.patienceNs());
    }
    reference.arrived(call);
    calls.add(call);
    long handle = router.arrive(wish, at);
    callHandles.add(handle);
    callNumbers.put(handle, call.number);
    call.slot = (int) handle;
  }

  private void performOnCall(Step step, long at) {
    if (calls.isEmpty()) {
      tick(at);
      return;
    }
    int index = recent(step.target(), calls.size());
    ReferenceRouter.Call call = calls.get(index);
    long handle = callHandles.get(index);
    switch (step.kind()) {
      case ADD_QUEUE ->
          assertThat(router.addQueue(handle, queue(step.detail()), at))
              .isEqualTo(reference.addQueue(call, queue(step.detail())));
      case OUTSIDE_ANSWERED ->
          assertThat(router.outsideAnswered(handle, at)).isEqualTo(reference.outsideAnswered(call));
      case OUTSIDE_FAILED ->
          assertThat(router.outsideFailed(handle, at)).isEqualTo(reference.outsideFailed(call));
      case REPRIORITISE -> {
        int band = Math.floorMod(step.detail(), 6);
        int points = Math.floorMod(step.detail(), 4) - 1;
        router.reprioritise(handle, band, points, at);
        reference.reprioritise(call, band, points);
      }
      default -> {
        int agent = Math.floorMod(step.detail(), plan.agentCount());
        assertThat(router.assign(handle, agent, at)).isEqualTo(reference.assign(call, agent));
      }
    }
  }

  private void leave(Step step, CallEnd end, long at) {
    if (calls.isEmpty()) {
      tick(at);
      return;
    }
    int index = recent(step.target(), calls.size());
    router.leave(callHandles.get(index), end, at);
    reference.leave(calls.get(index), end);
  }

  private void performOnOffer(Step step, long at) {
    if (offers.isEmpty()) {
      tick(at);
      return;
    }
    int index = recent(step.target(), offers.size());
    long handle = offerHandles.get(index);
    ReferenceRouter.Offer offer = offers.get(index);
    switch (step.kind()) {
      case RINGING -> {
        router.ringing(handle, at);
        reference.ringing(offer);
      }
      case ACCEPT -> assertThat(router.accepted(handle, at)).isEqualTo(reference.accepted(offer));
      case CONNECT -> {
        router.connected(handle, at);
        reference.connected(offer);
      }
      case ANSWER -> {
        assertThat(router.accepted(handle, at)).isEqualTo(reference.accepted(offer));
        if (gathers) {
          reference.follow();
        } else {
          reference.settle();
        }
        router.connected(handle, at);
        reference.connected(offer);
      }
      default -> {
        OfferOutcome outcome = FAILURES.get(Math.floorMod(step.detail(), FAILURES.size()));
        router.offerFailed(handle, outcome, at);
        reference.failed(offer, outcome);
      }
    }
  }

  /** Mostly one of the last few, sometimes an old one. */
  private static int recent(int target, int size) {
    int back = Math.floorMod(target, 16) < 14 ? Math.floorMod(target, Math.min(size, 6)) : 0;
    return back == 0 && Math.floorMod(target, 16) >= 14
        ? Math.floorMod(target / 16, size)
        : size - 1 - back;
  }

  private void compare(Step step) {
    List<String> told = new ArrayList<>();
    List<Note> news = notes.take();
    history.addAll(news);
    for (Note note : news) {
      told.add(describe(note));
    }
    assertThat(normalised(told))
        .as("%s at %d ms", step, nowNs / MS)
        .isEqualTo(normalised(reference.log));
    reference.log.clear();
    if (router.nextDeadlineNs() > EPOCH_NS + nowNs) {
      router.audit();
    }
    for (ReferenceRouter.Agent a : reference.agents) {
      assertThat(router.isRoutable(a.index))
          .as("agent %d free", a.index)
          .isEqualTo(reference.isFree(a));
      assertThat(router.nextIntent(a.index)).isEqualTo(a.wish);
    }
    for (int index = 0; index < calls.size(); index++) {
      boolean live = reference.calls.contains(calls.get(index));
      assertThat(router.isLive(callHandles.get(index))).isEqualTo(live);
      if (live) {
        assertThat(router.position(callHandles.get(index)))
            .as("position of call %d", index)
            .isEqualTo(reference.position(calls.get(index)));
      }
    }
    for (int queue = 0; queue < plan.queueCount(); queue++) {
      assertThat(router.staffed(queue)).isEqualTo(reference.staffed(queue));
    }
  }

  /** Neighbours that tell of several calls or queues alike may come in any order. */
  private static List<String> normalised(List<String> lines) {
    List<String> sorted = new ArrayList<>(lines);
    for (int from = 0; from < sorted.size(); from++) {
      String kind = kind(sorted.get(from));
      int to = from + 1;
      while (to < sorted.size() && kind(sorted.get(to)).equals(kind)) {
        to++;
      }
      if (kind.equals("queued") || kind.equals("stepped")) {
        sorted
            .subList(from, to)
            .sort(
                Comparator.comparing(Twins::word)
                    .thenComparingInt(Twins::callNumber)
                    .thenComparing(Comparator.naturalOrder()));
      }
      from = to - 1;
    }
    return sorted;
  }

  /** What time does to several calls and queues at one instant is one kind. */
  private static String kind(String line) {
    String word = word(line);
    return word.equals("promoted") || word.equals("reserve") ? "stepped" : word;
  }

  private static String word(String line) {
    return line.substring(0, line.indexOf(' '));
  }

  private static int callNumber(String line) {
    int from = line.indexOf(' ') + 1;
    return Integer.parseInt(line.substring(from, line.indexOf(' ', from)));
  }

  private String describe(Note note) {
    return switch (note) {
      case Queued n -> "queued " + callNumbers.get(n.call()) + " at " + n.position();
      case Offered n -> describeOffered(n);
      case OfferEnded n -> "offer " + offerNumbers.get(n.offer()) + " " + n.outcome();
      case AgentChanged n ->
          "agent " + n.agent() + " " + n.intent() + " " + n.reason() + " " + n.work();
      case Promoted n -> "promoted " + callNumbers.get(n.call()) + " " + n.band();
      case Stepped n -> "stepped " + callNumbers.get(n.call()) + " " + n.queue() + " " + n.step();
      case Fired n -> "fired " + callNumbers.get(n.call()) + " " + n.queue() + " " + n.rung();
      case Moved n -> "moved " + callNumbers.get(n.call()) + " " + n.from() + " " + n.to();
      case ReserveChanged n -> "reserve " + n.queue() + " " + n.level();
      case CallEnded n -> "call " + callNumbers.get(n.call()) + " " + n.end();
    };
  }

  private String describeOffered(Offered note) {
    ReferenceRouter.Offer offer =
        reference.offers.stream().filter(o -> o.number == offers.size()).findFirst().orElseThrow();
    offer.slot = (int) note.offer();
    offers.add(offer);
    offerHandles.add(note.offer());
    offerNumbers.put(note.offer(), offer.number);
    return "offered "
        + offer.number
        + " call "
        + callNumbers.get(note.call())
        + " to "
        + note.agent()
        + " in "
        + note.queue()
        + " until "
        + (note.ringUntilNs() - EPOCH_NS);
  }
}
