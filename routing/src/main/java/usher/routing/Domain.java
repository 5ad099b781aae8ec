package usher.routing;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import usher.routing.agent.AgentTable;
import usher.routing.call.CallCounters;
import usher.routing.call.CallEnd;
import usher.routing.call.CallTable;
import usher.routing.call.EntryTable;
import usher.routing.call.Exclusions;
import usher.routing.decision.DecisionLog;
import usher.routing.decision.Kind;
import usher.routing.ewt.Pace;
import usher.routing.ewt.Promises;
import usher.routing.offer.OfferTable;
import usher.routing.plan.QueueRules;
import usher.routing.plan.RoutingPlan;
import usher.routing.store.DeadlineHeap;
import usher.routing.store.IntList;
import usher.routing.store.SplitMix;
import usher.routing.strategy.Draw;

/** The tables that the parts of the router share. */
final class Domain implements Draw.Turns {
  // of timers due at one instant the lower kind is first
  static final int QUEUE_TIMER = 0;
  static final int OFFER_TIMER = 1;
  static final int AGENT_TIMER = 2;
  static final int CALL_TIMER = 3;

  /** How many versions of the plan are remembered. */
  static final int MOST_PLANS = 16;

  static final long NEVER = DeadlineHeap.NEVER;

  final RoutingPlan plan;
  final RoutingEvents events;
  final AgentTable agents;
  final OfferTable offers;
  final CallTable calls;
  final EntryTable entries;
  final Exclusions exclusions;
  final DeadlineHeap timers;
  final IdleAgents idle;
  final Places places;
  final Staff staff;
  final CallCounters counters;
  final QueueNews news;
  final Presence presence;
  final Pace pace;
  final Promises promises;

  final DecisionLog log;

  /**
   * The plans of the last versions, this one last: decisions are told by the rules of their time.
   */
  final List<RoutingPlan> plans;

  /** Looks at decisions before they are made, while somebody traces. */
  @Nullable DecisionProbe probe;

  /** By queue: how many levels of its reserve have joined. */
  final int[] reserveLevel;

  /** What strategies that draw take. */
  final SplitMix chance;

  /** Agents that became free, and calls that may be served anew, in the command that runs. */
  final IntList freshAgents = new IntList();

  final IntList freshCalls = new IntList();
  private final boolean[] agentIsFresh;
  private boolean[] callIsFresh = new boolean[16];
  private final int[] lastOfQueue;

  /** The instant of the command that runs, since the first command. */
  long nowNs;

  /**
   * The deadline of the timer that runs. Several that are overdue have their effects at {@link
   * #nowNs}, but in the order of their deadlines, so a timer must not see to what is due after it.
   */
  long dueNs;

  /** What {@link #nowNs} 0 was on the caller's clock. */
  long epochNs;

  Domain(RoutingPlan plan, RoutingEvents events, int maxCalls, long seed) {
    this.plan = plan;
    this.events = events;
    chance = new SplitMix(seed);
    log = new DecisionLog();
    plans = List.of(plan);
    exclusions = new Exclusions();
    agents = new AgentTable(plan.agentCount(), plan.queueCount());
    offers = new OfferTable(plan.agentCount());
    calls = new CallTable(maxCalls);
    entries = new EntryTable(maxCalls);
    timers = new DeadlineHeap(plan.agentCount() * DeadlineHeap.KINDS);
    idle = new IdleAgents(plan, agents);
    places = new Places(plan, entries);
    staff = new Staff(plan, agents);
    counters = new CallCounters(plan.queueCount());
    news = new QueueNews(plan);
    presence = new Presence(plan, news);
    pace = new Pace(plan.queueCount());
    promises = new Promises(plan.queueCount());
    reserveLevel = new int[plan.queueCount()];
    agentIsFresh = new boolean[plan.agentCount()];
    lastOfQueue = new int[plan.queueCount()];
    Arrays.fill(lastOfQueue, CallTable.NIL);
    trackCalls();
  }

  /**
   * The same agents, calls and offers under the plan that comes next. What is derived from the plan
   * is empty: whoever swaps puts entries in places, and agents among the free ones and the staff.
   */
  Domain(Domain before, RoutingPlan next) {
    plan = next;
    events = before.events;
    agents = before.agents;
    agents.grow(next.agentCount(), next.queueCount());
    offers = before.offers;
    offers.allow(next.agentCount());
    calls = before.calls;
    entries = before.entries;
    log = before.log;
    plans = lastPlans(before.plans, next);
    probe = before.probe;
    exclusions = before.exclusions;
    timers = before.timers;
    chance = before.chance;
    idle = new IdleAgents(next, agents);
    places = new Places(next, entries);
    staff = new Staff(next, agents);
    counters = before.counters;
    counters.grow(next.queueCount());
    news = new QueueNews(next);
    presence = new Presence(next, news);
    pace = before.pace;
    pace.grow(next.queueCount());
    promises = before.promises;
    promises.grow(next.queueCount());
    reserveLevel = Arrays.copyOf(before.reserveLevel, next.queueCount());
    for (int queue = 0; queue < reserveLevel.length; queue++) {
      reserveLevel[queue] = Math.min(reserveLevel[queue], next.rules(queue).reserve().levels());
    }
    agentIsFresh = new boolean[next.agentCount()];
    lastOfQueue = Arrays.copyOf(before.lastOfQueue, next.queueCount());
    Arrays.fill(lastOfQueue, before.lastOfQueue.length, lastOfQueue.length, CallTable.NIL);
    nowNs = before.nowNs;
    dueNs = before.dueNs;
    epochNs = before.epochNs;
    trackCalls();
    for (int i = 0; i < before.freshCalls.size(); i++) {
      freshCall(before.freshCalls.get(i));
    }
  }

  private static List<RoutingPlan> lastPlans(List<RoutingPlan> before, RoutingPlan next) {
    List<RoutingPlan> plans = new ArrayList<>(before);
    plans.add(next);
    return List.copyOf(plans.subList(Math.max(0, plans.size() - MOST_PLANS), plans.size()));
  }

  private void trackCalls() {
    for (int queue = 0; queue < plan.queueCount(); queue++) {
      if (plan.rules(queue).chain().countsCalls()) {
        agents.trackCallsOf(queue);
      }
    }
  }

  static int timer(int kind, int index) {
    return index * DeadlineHeap.KINDS + kind;
  }

  static int timerKind(int timer) {
    return timer & (DeadlineHeap.KINDS - 1);
  }

  static int timerIndex(int timer) {
    return timer / DeadlineHeap.KINDS;
  }

  void freshAgent(int agent) {
    if (!agentIsFresh[agent]) {
      agentIsFresh[agent] = true;
      freshAgents.add(agent);
    }
  }

  void freshCall(int call) {
    if (call >= callIsFresh.length) {
      callIsFresh = Arrays.copyOf(callIsFresh, Math.max(call + 1, callIsFresh.length * 2));
    }
    if (!callIsFresh[call]) {
      callIsFresh[call] = true;
      freshCalls.add(call);
    }
  }

  void clearFresh() {
    for (int i = 0; i < freshAgents.size(); i++) {
      agentIsFresh[freshAgents.get(i)] = false;
    }
    for (int i = 0; i < freshCalls.size(); i++) {
      callIsFresh[freshCalls.get(i)] = false;
    }
    freshAgents.clear();
    freshCalls.clear();
  }

  /** The version of the rules, as far as the log has room for it. */
  int rulesVersion() {
    return (int) plan.version();
  }

  /** Keeps what happened to an entry of a call for which nobody was asked. */
  void note(Kind kind, int entry, int step) {
    int call = entries.call(entry);
    log.under(rulesVersion(), entries.callClass(entry), step);
    log.noted(kind, nowNs, calls.handle(call), calls.enqueuedNs(call), entries.queue(entry));
  }

  /**
   * Keeps that the call of an entry is about to leave unanswered, while this agent's phone rings.
   */
  void noteEnd(int entry, CallEnd end, int agent) {
    int call = entries.call(entry);
    log.under(rulesVersion(), entries.callClass(entry), end.code());
    log.left(nowNs, calls.handle(call), calls.enqueuedNs(call), agent, calls.queue(call));
  }

  /** The class of a call in a queue, by the rules that hold for the call. */
  int classOf(int queue, QueueRules rules, int variant, int step, int phase) {
    return rules.classOf(variant, step, phase, reserveLevel[queue]);
  }

  /** Whether a call of this class stays away from an agent now. */
  boolean excluded(int call, int callClass, int agent) {
    return exclusions.any(call)
        && exclusions.contains(call, agent)
        && staff.othersFor(callClass, agent);
  }

  @Override
  public int lastOfQueue(int queue) {
    return lastOfQueue[queue];
  }

  @Override
  public int lastOfCall(int call) {
    return calls.lastAgent(call);
  }

  void offeredLast(int queue, int agent) {
    lastOfQueue[queue] = agent;
  }

  void offeredLast(int queue, int call, int agent) {
    lastOfQueue[queue] = agent;
    calls.lastAgent(call, agent);
  }
}
