package usher.core.replay;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import usher.routing.Command;
import usher.routing.Router;
import usher.routing.RoutingEvents;
import usher.routing.agent.Intent;
import usher.routing.agent.NotReady;
import usher.routing.agent.Work;
import usher.routing.call.CallEnd;
import usher.routing.call.NewCall;
import usher.routing.offer.OfferOutcome;
import usher.routing.overflow.Opening;
import usher.routing.overflow.Then;
import usher.routing.plan.RoutingPlan;

/**
 * A recorded period with a router of its own on virtual time: each step is the next thing that
 * callers and agents do, or the router's next deadline, whichever is earlier. It stands for call
 * control, telephones and people; talk begins at the answer.
 */
final class Simulation implements RoutingEvents {
  /** How long until a phone that could not be reached is asked and answers. */
  static final long PROBE_NS = 10_000_000_000L;

  /** How long somebody outside takes to answer; nobody there refuses. */
  static final long OUTSIDE_NS = 10_000_000_000L;

  private sealed interface Note {
    record Offered(long offer, long call, int agent) implements Note {}

    record SentOutside(long call) implements Note {}

    record Changed(int agent, Intent intent, int reason, Work work) implements Note {}
  }

  private final Demand demand;
  private final Placement placement;
  private final Map<Integer, String> expected;
  private final History history;
  private final Router router;
  private final Agenda agenda = new Agenda();
  private final Queue<Note> notes = new ArrayDeque<>();
  private final List<CallStory> recordedByNumber = new ArrayList<>();
  private final Map<CallStory, Map<String, Integer>> offersMade = new HashMap<>();
  private final NewCall newCall = new NewCall();
  private RoutingPlan plan;
  private long nowNs;

  /**
   * A simulation, ready to run.
   *
   * @param expected by the call's number, the agent who has it otherwise; where another one gets
   *     it, the story says why
   * @param fromNs from when on agents' time counts
   * @param toNs until when
   */
  Simulation(
      Demand demand,
      RoutingPlan plan,
      Rules rules,
      Placement placement,
      Map<Integer, String> expected,
      long fromNs,
      long toNs) {
    this.demand = demand;
    this.plan = plan;
    this.placement = placement;
    this.expected = expected;
    history = new History(plan, fromNs, toNs);
    router = rules.router(plan, this);
    router.tellCommandsTo(history);
    recordedByNumber.addAll(demand.calls());
    placement
        .acts(demand.acts())
        .forEach(act -> agenda.add(act.atNs(), new Agenda.Event.Acts(act)));
    demand.calls().forEach(call -> agenda.add(call.arrivedNs, new Agenda.Event.Arrives(call)));
  }

  /** Lets other rules hold from an instant on. */
  Simulation adopting(List<History.Adoption> adoptions) {
    for (History.Adoption next : adoptions) {
      agenda.add(next.atNs(), new Agenda.Event.Adopts(next.plan(), next.alsoWaiting()));
    }
    return this;
  }

  /** Runs to the end of the record. */
  History run() {
    long nextNs = nextNs();
    while (nextNs <= demand.endNs()) {
      nowNs = nextNs;
      if (router.nextDeadlineNs() <= nowNs) {
        router.tick(nowNs);
      } else {
        perform();
      }
      follow();
      nextNs = nextNs();
    }
    return history;
  }

  private long nextNs() {
    return Math.min(agenda.nextNs(), router.nextDeadlineNs());
  }

  private void perform() {
    Agenda.Event event = agenda.poll();
    switch (event) {
      case Agenda.Event.Arrives(CallStory recorded) -> arrive(recorded);
      case Agenda.Event.GivesUp(long handle, CallStory recorded) -> giveUp(handle, recorded);
      case Agenda.Event.Acts(History.Act act) -> act(act);
      case Agenda.Event.Reacts reacts -> react(reacts);
      case Agenda.Event.HangsUp(int agent, CallStory call) -> hangUp(agent, call);
      case Agenda.Event.IsDone(int agent, CallStory call) -> done(agent, call);
      case Agenda.Event.Returns(int agent) -> comeBack(agent);
      case Agenda.Event.Answers(int agent) -> answerAgain(agent);
      case Agenda.Event.Adopts(RoutingPlan next, boolean alsoWaiting) -> {
        plan = history.next(next);
        router.adopt(next, alsoWaiting, nowNs);
      }
      case Agenda.Event.AnswersOutside(long handle) -> router.outsideAnswered(handle, nowNs);
      case null -> throw new IllegalStateException("nothing to do");
    }
  }

  // ---- What callers do

  private void arrive(CallStory recorded) {
    String refusal = placement.place(recorded, plan, newCall);
    if (refusal != null) {
      CallStory story = new CallStory(recorded.number, recorded.wish, nowNs);
      history.refused(story, refusal);
      return;
    }
    history.nextArrival(recorded.number);
    long handle = router.arrive(newCall, nowNs);
    long patienceNs = demand.patienceNs(recorded);
    if (handle != Router.NONE && patienceNs < KaplanMeier.FOR_EVER) {
      agenda.add(nowNs + patienceNs, new Agenda.Event.GivesUp(handle, recorded));
    }
  }

  private void giveUp(long handle, CallStory recorded) {
    if (router.isLive(handle)) {
      CallEnd exit = demand.exit(recorded);
      router.leave(handle, exit, nowNs);
    }
  }

  // ---- What agents do

  private void act(History.Act act) {
    if (act.what() == Command.OPENING) {
      open(act);
    } else if (act.what() == Command.HOUR) {
      router.hour(act.detail(), nowNs);
    } else if (plan.agentIndex(act.who()) >= 0) {
      act(plan.agentIndex(act.who()), act);
    }
  }

  private void open(History.Act act) {
    int queue = plan.queueIndex(act.who());
    if (queue >= 0) {
      router.opening(queue, Opening.of(act.detail()), nowNs);
    }
  }

  private void act(int agent, History.Act act) {
    switch (act.what()) {
      case LOGIN -> router.login(agent, nowNs);
      case LOGOUT -> router.logout(agent, nowNs);
      case READY -> router.ready(agent, nowNs);
      case NOT_READY -> router.notReady(agent, act.detail(), nowNs);
      case REACHABLE -> router.reachable(agent, nowNs);
      case UNREACHABLE -> router.unreachable(agent, nowNs);
      case EXTERNAL -> router.external(agent, act.detail() == 1, nowNs);
      default -> throw new IllegalStateException("not an agent's: " + act);
    }
  }

  private void react(Agenda.Event.Reacts event) {
    OfferOutcome outcome = event.how().outcome();
    switch (outcome) {
      case ACCEPTED -> accept(event);
      case PREBRIDGE_DROP -> drop(event);
      default -> fail(event, outcome);
    }
  }

  private void accept(Agenda.Event.Reacts event) {
    if (router.accepted(event.offer(), nowNs)) {
      CallStory call = history.callOf(event.agent());
      router.connected(event.offer(), nowNs);
      if (call != null) {
        long talkNs = demand.talkNs(event.recorded());
        agenda.add(nowNs + talkNs, new Agenda.Event.HangsUp(event.agent(), call));
      }
    }
  }

  private void drop(Agenda.Event.Reacts event) {
    if (router.accepted(event.offer(), nowNs)) {
      router.released(event.agent(), nowNs);
    }
  }

  private void fail(Agenda.Event.Reacts event, OfferOutcome outcome) {
    router.offerFailed(event.offer(), outcome, nowNs);
    if (router.work(event.agent()) == Work.UNREACHABLE) {
      agenda.add(nowNs + PROBE_NS, new Agenda.Event.Answers(event.agent()));
    }
  }

  private void hangUp(int agent, CallStory call) {
    if (history.callOf(agent) == call && router.work(agent).inCall()) {
      router.released(agent, nowNs);
    }
  }

  private void done(int agent, CallStory call) {
    if (history.callOf(agent) == call && router.work(agent) == Work.WRAPUP) {
      router.wrapUpDone(agent, nowNs);
    }
  }

  private void comeBack(int agent) {
    if (router.intent(agent) == Intent.NOT_READY && router.notReadyReason(agent) == NotReady.RNA) {
      router.ready(agent, nowNs);
    }
  }

  private void answerAgain(int agent) {
    if (router.work(agent) == Work.UNREACHABLE) {
      router.reachable(agent, nowNs);
    }
  }

  // ---- What follows from the router's decisions

  private void follow() {
    Note note = notes.poll();
    while (note != null) {
      switch (note) {
        case Note.Offered(long offer, long call, int agent) -> ring(offer, call, agent);
        case Note.SentOutside(long call) ->
            agenda.add(nowNs + OUTSIDE_NS, new Agenda.Event.AnswersOutside(call));
        case Note.Changed(int agent, Intent intent, int reason, Work work) ->
            look(agent, intent, reason, work);
      }
      note = notes.poll();
    }
  }

  private void ring(long offer, long handle, int agent) {
    CallStory story = history.story(handle);
    CallStory recorded = recordedByNumber.get(story.number - 1);
    String name = plan.agent(agent).name();
    int times =
        offersMade.computeIfAbsent(story, _ -> new HashMap<>()).merge(name, 1, Integer::sum);
    CallStory.Reaction how = demand.reaction(recorded, name, times - 1);
    if (how.outcome() != OfferOutcome.RING_TIMEOUT) {
      agenda.add(nowNs + how.afterNs(), new Agenda.Event.Reacts(offer, agent, recorded, how));
    }
    explain(story, name);
  }

  private void explain(CallStory story, String agent) {
    String before = expected.get(story.number);
    story.why = before == null || before.equals(agent) ? null : why(before, agent, story.queue);
  }

  private String why(String before, String now, String queue) {
    int agent = plan.agentIndex(before);
    if (agent < 0) {
      return before + " is not in these rules";
    } else if (!Serving.canServe(plan, agent, plan.queueIndex(queue))) {
      return before + " cannot serve " + queue;
    } else if (router.intent(agent) != Intent.READY) {
      return before + " was not ready";
    } else if (router.work(agent) != Work.IDLE) {
      CallStory other = history.callOf(agent);
      return before + " was busy" + (other == null ? "" : " with call " + other.number);
    }
    return now + " came before " + before;
  }

  private void look(int agent, Intent intent, int reason, Work work) {
    if (work == Work.WRAPUP) {
      wrapUp(agent);
    } else if (intent == Intent.NOT_READY && reason == NotReady.RNA) {
      agenda.add(nowNs + demand.returnNs(), new Agenda.Event.Returns(agent));
    }
  }

  private void wrapUp(int agent) {
    CallStory call = history.callOf(agent);
    if (call != null) {
      long doneNs = demand.wrapUpDoneNs(recordedByNumber.get(call.number - 1));
      if (doneNs != CallStory.NEVER) {
        agenda.add(nowNs + doneNs, new Agenda.Event.IsDone(agent, call));
      }
    }
  }

  // ---- What the router tells

  @Override
  public void queued(long call, int queue, int position) {
    history.queued(call, queue, position);
  }

  @Override
  public void offered(long offer, long call, int agent, int queue, long ringUntilNs) {
    history.offered(offer, call, agent, queue, ringUntilNs);
    notes.add(new Note.Offered(offer, call, agent));
  }

  @Override
  public void offerEnded(long offer, long call, int agent, OfferOutcome outcome) {
    history.offerEnded(offer, call, agent, outcome);
  }

  @Override
  public void agentChanged(int agent, Intent intent, int reason, Work work) {
    history.agentChanged(agent, intent, reason, work);
    notes.add(new Note.Changed(agent, intent, reason, work));
  }

  @Override
  public void fired(long call, int queue, int rung, Then then) {
    if (then instanceof Then.External) {
      notes.add(new Note.SentOutside(call));
    }
  }

  @Override
  public void moved(long call, int from, int to) {
    history.moved(call, from, to);
  }

  @Override
  public void callEnded(long call, int queue, CallEnd end) {
    history.callEnded(call, queue, end);
  }
}
