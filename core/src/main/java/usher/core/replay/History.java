package usher.core.replay;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import usher.routing.Command;
import usher.routing.CommandSink;
import usher.routing.RoutingEvents;
import usher.routing.agent.Intent;
import usher.routing.agent.NotReady;
import usher.routing.agent.Work;
import usher.routing.call.CallEnd;
import usher.routing.call.NewCall;
import usher.routing.offer.OfferOutcome;
import usher.routing.plan.RoutingPlan;

/**
 * Listens to a router, replayed or simulated, and keeps what became of its calls and what its
 * agents did. Attach it as events and as command sink before the first command.
 */
final class History implements RoutingEvents, CommandSink {
  private static final long PROMPTLY_NS = 1;

  /** Something that an agent did, or that happened to his phone or a queue, apart from calls. */
  record Act(long atNs, Command what, String who, int detail) {}

  /** Other rules that began to hold. */
  record Adoption(long atNs, RoutingPlan plan, boolean alsoWaiting) {}

  private record OpenOffer(CallStory call, int agent, long madeNs) {}

  private CommandSink next = CommandSink.NONE;
  private final List<CallStory> calls = new ArrayList<>();
  private final Map<Long, CallStory> byHandle = new HashMap<>();
  private final Map<Long, OpenOffer> offers = new HashMap<>();
  private final Map<Integer, OpenOffer> offerOfAgent = new HashMap<>();
  private final Map<Integer, CallStory> callOfAgent = new HashMap<>();
  private final Map<Integer, AgentTime> times = new HashMap<>();
  private final List<Act> acts = new ArrayList<>();
  private final List<Adoption> adoptions = new ArrayList<>();
  private final List<Long> returns = new ArrayList<>();
  private final long fromNs;
  private final long toNs;
  private RoutingPlan plan;
  private @Nullable RoutingPlan nextPlan;
  private @Nullable CallStory arriving;
  private Command running = Command.TICK;
  private long beganNs = CallStory.NEVER;
  private long nowNs;
  private long notReplayed;
  private int arrivals;

  /**
   * A history of a router on this plan.
   *
   * @param fromNs from when on agents' time counts
   * @param toNs until when
   */
  History(RoutingPlan plan, long fromNs, long toNs) {
    this.plan = plan;
    this.fromNs = fromNs;
    this.toNs = toNs;
  }

  /** Passes every command on. */
  void tellCommandsTo(CommandSink to) {
    next = to;
  }

  /** The plan of the next command that adopts one. */
  RoutingPlan next(RoutingPlan to) {
    nextPlan = to;
    return to;
  }

  /** The number that the next arrival gets, where it is not the one after the last. */
  void nextArrival(int number) {
    arrivals = number - 1;
  }

  /** A call that did not come as far as the router. */
  void refused(CallStory story, String why) {
    story.refused = true;
    story.why = why;
    calls.add(story);
  }

  // ---- What came of it

  List<CallStory> calls() {
    return calls;
  }

  /** In the order in which they happened. */
  List<Act> acts() {
    return acts;
  }

  List<Adoption> adoptions() {
    return adoptions;
  }

  /** How long agents were away after the router had sent them away for not answering. */
  List<Long> returnsNs() {
    return returns;
  }

  /** Commands on single calls that a simulation does not give again. */
  long notReplayed() {
    return notReplayed;
  }

  long beganNs() {
    return beganNs;
  }

  long nowNs() {
    return nowNs;
  }

  CallStory story(long handle) {
    CallStory story = byHandle.get(handle);
    if (story == null) {
      throw new IllegalStateException("a call that did not arrive: " + handle);
    }
    return story;
  }

  /** The call that an agent has or works on after, null for none. */
  @Nullable CallStory callOf(int agent) {
    return callOfAgent.get(agent);
  }

  /** The agent's time between the limits, with what lasts until now. */
  AgentTime time(int agent) {
    AgentTime time = times.computeIfAbsent(agent, _ -> new AgentTime(fromNs, toNs));
    time.until(nowNs);
    return time;
  }

  // ---- Commands

  @Override
  public void command(Command what, long subject, int a, int b, long at) {
    begin(what, at);
    switch (what) {
      case LOGIN, LOGOUT, READY, NOT_READY, REACHABLE, UNREACHABLE, EXTERNAL ->
          acts.add(new Act(at, what, plan.agent((int) subject).name(), a));
      case ADOPT -> adopted(a == 1, at);
      case HOUR -> acts.add(new Act(at, what, "", (int) subject));
      case OPENING -> acts.add(new Act(at, what, plan.queue((int) subject).name(), a));
      case ADD_QUEUE, REPRIORITISE, ASSIGN -> notReplayed++;
      default -> {} // its consequences are told as decisions
    }
    next.command(what, subject, a, b, at);
  }

  /** Indices stay what they are, so it does not matter what is told before the rules change. */
  private void adopted(boolean alsoWaiting, long at) {
    if (nextPlan != null) {
      plan = nextPlan;
      adoptions.add(new Adoption(at, plan, alsoWaiting));
    }
  }

  @Override
  public void arrival(NewCall call, long at) {
    begin(Command.ARRIVE, at);
    arriving = new CallStory(++arrivals, wish(call), at);
    next.arrival(call, at);
  }

  private void begin(Command what, long at) {
    running = what;
    nowNs = Math.max(nowNs, at);
    if (beganNs == CallStory.NEVER) {
      beganNs = at;
    }
    arriving = null;
  }

  private CallStory.Wish wish(NewCall call) {
    List<CallStory.Preferred> preferred = new ArrayList<>();
    for (int i = 0; i < call.preferredCount(); i++) {
      String agent = plan.agent(call.preferred(i)).name();
      preferred.add(new CallStory.Preferred(agent, call.score(i)));
    }
    List<String> others = new ArrayList<>();
    for (int i = 0; i < call.otherCount(); i++) {
      others.add(plan.queue(call.other(i)).name());
    }
    return new CallStory.Wish(
        plan.queue(call.queue()).name(),
        call.variant(),
        call.band(),
        call.points(),
        call.creditNs(),
        call.patienceNs(),
        List.copyOf(preferred),
        List.copyOf(others));
  }

  // ---- Decisions

  /** The first that is told of an unknown handle is told of the call that is arriving. */
  private CallStory known(long handle) {
    CallStory story = byHandle.get(handle);
    if (story == null) {
      story = arriving;
      if (story == null) {
        throw new IllegalStateException("a call that did not arrive: " + handle);
      }
      story.handle = handle;
      calls.add(story);
      byHandle.put(handle, story);
    }
    return story;
  }

  @Override
  public void gathered(long call, int queue) {
    known(call).queue = plan.queue(queue).name();
  }

  @Override
  public void queued(long call, int queue, int position) {
    known(call).queue = plan.queue(queue).name();
  }

  @Override
  public void offered(long offer, long call, int agent, int queue, long ringUntilNs) {
    OpenOffer open = new OpenOffer(known(call), agent, nowNs);
    open.call().queue = plan.queue(queue).name();
    offers.put(offer, open);
    offerOfAgent.put(agent, open);
  }

  @Override
  public void offerEnded(long offer, long call, int agent, OfferOutcome outcome) {
    OpenOffer open = offers.remove(offer);
    offerOfAgent.remove(agent, open);
    CallStory story = known(call);
    if (open != null && outcome != OfferOutcome.ACCEPTED) {
      react(open, outcome);
    }
    if (outcome == OfferOutcome.PREBRIDGE_DROP && !story.isAnswered()) {
      story.answeredNs = CallStory.NEVER;
      story.agent = null;
      callOfAgent.remove(agent);
    }
  }

  private void react(OpenOffer open, OfferOutcome outcome) {
    String name = plan.agent(open.agent()).name();
    long afterNs = Math.max(PROMPTLY_NS, nowNs - open.madeNs());
    open.call().reactions.add(new CallStory.Reaction(name, outcome, afterNs));
  }

  @Override
  public void agentChanged(int agent, Intent intent, int reason, Work work) {
    AgentTime time = time(agent);
    Work before = time.work();
    if (work == Work.TALKING && before.inOffer()) {
      answered(agent);
    } else if (before.inCall() && !work.inCall()) {
      released(agent);
    }
    if (before == Work.WRAPUP && work != Work.WRAPUP) {
      wrapUpEnded(agent, time);
    }
    noteReturn(time, intent, reason);
    time.change(intent, reason, work, nowNs);
  }

  private void answered(int agent) {
    OpenOffer open = offerOfAgent.get(agent);
    if (open != null) {
      react(open, OfferOutcome.ACCEPTED);
      open.call().answeredNs = nowNs;
      open.call().agent = plan.agent(agent).name();
      callOfAgent.put(agent, open.call());
    }
  }

  private void released(int agent) {
    CallStory call = callOfAgent.get(agent);
    if (call != null && call.releasedNs == CallStory.NEVER) {
      call.releasedNs = nowNs;
    }
  }

  private void wrapUpEnded(int agent, AgentTime time) {
    CallStory call = callOfAgent.remove(agent);
    boolean byAgent = running == Command.WRAP_UP_DONE || running == Command.READY;
    if (call != null && byAgent) {
      call.wrapUpDoneNs = nowNs - time.sinceNs();
    }
  }

  private void noteReturn(AgentTime time, Intent intent, int reason) {
    if (time.reason() == NotReady.RNA && intent == Intent.READY && reason != NotReady.RNA) {
      returns.add(nowNs - time.intentSinceNs());
    }
  }

  @Override
  public void moved(long call, int from, int to) {
    CallStory story = known(call);
    story.movedFrom.add(plan.queue(from).name());
    story.queue = plan.queue(to).name();
  }

  @Override
  public void callEnded(long call, int queue, CallEnd end) {
    CallStory story = known(call);
    story.queue = plan.queue(queue).name();
    story.end = end;
    story.endedNs = nowNs;
  }
}
