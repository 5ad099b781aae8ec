package usher.routing;

import java.util.Arrays;
import usher.routing.agent.AgentTable;
import usher.routing.call.CallCounters;
import usher.routing.call.CallTable;
import usher.routing.call.EntryTable;
import usher.routing.call.Exclusions;
import usher.routing.offer.OfferTable;
import usher.routing.plan.RoutingPlan;
import usher.routing.store.Bits;
import usher.routing.store.DeadlineHeap;
import usher.routing.store.IntList;
import usher.routing.store.OrderedForest;

/** The tables that the parts of the router share. */
final class Domain {
  static final int OFFER_TIMER = 0;
  static final int AGENT_TIMER = 1;
  static final int CALL_TIMER = 2;

  static final long NEVER = DeadlineHeap.NEVER;

  final RoutingPlan plan;
  final RoutingEvents events;
  final AgentTable agents;
  final OfferTable offers;
  final CallTable calls;
  final EntryTable entries;
  final Exclusions exclusions = new Exclusions();
  final DeadlineHeap timers;
  final IdleAgents idle;

  /** Trees of waiting entries: one per class, then one per queue for those being offered. */
  final OrderedForest waiting;

  /** Classes in which a call waits. */
  final long[] waitingClasses;

  /** Staffed agents by profile: logged in and not away for long. */
  final int[] staffed;

  /** Agents that became free, and calls that may be served anew, in the command that runs. */
  final IntList freshAgents = new IntList();

  final IntList freshCalls = new IntList();
  private final boolean[] agentIsFresh;
  private boolean[] callIsFresh = new boolean[16];

  final CallCounters counters;

  /** The instant of the command that runs, since the first command. */
  long nowNs;

  /**
   * The deadline of the timer that runs. Several that are overdue have their effects at {@link
   * #nowNs}, but in the order of their deadlines, so a timer must not see to what is due after it.
   */
  long dueNs;

  /** What {@link #nowNs} 0 was on the caller's clock. */
  long epochNs;

  Domain(RoutingPlan plan, RoutingEvents events, int maxCalls) {
    this.plan = plan;
    this.events = events;
    agents = new AgentTable(plan.agentCount());
    offers = new OfferTable(plan.agentCount());
    calls = new CallTable(maxCalls);
    entries = new EntryTable(maxCalls);
    timers = new DeadlineHeap(plan.agentCount() * DeadlineHeap.KINDS);
    idle = new IdleAgents(plan, agents);
    waiting = new OrderedForest(plan.classCount() + plan.queueCount(), 2, entries.capacity());
    waitingClasses = Bits.row(plan.classCount());
    staffed = new int[plan.profileCount()];
    agentIsFresh = new boolean[plan.agentCount()];
    counters = new CallCounters(plan.queueCount());
  }

  static int timer(int kind, int index) {
    return index * DeadlineHeap.KINDS + kind;
  }

  static int timerKind(int timer) {
    return timer % DeadlineHeap.KINDS;
  }

  static int timerIndex(int timer) {
    return timer / DeadlineHeap.KINDS;
  }

  /** The tree in which a queue's entries keep their places while their calls are being offered. */
  int offeringTree(int queue) {
    return plan.classCount() + queue;
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

  /** Whether somebody besides an agent is staffed who could serve a class. */
  boolean otherStaffed(int callClass, int besides) {
    long[] row = plan.profilesOf(callClass);
    int others = 0;
    for (int word = 0; word < row.length; word++) {
      for (long bits = row[word]; bits != 0; bits &= bits - 1) {
        int profile = (word << 6) + Long.numberOfTrailingZeros(bits);
        others += staffed[profile];
        if (profile == plan.profileOf(besides) && agents.staffed(besides)) {
          others--;
        }
        if (others > 0) {
          return true;
        }
      }
    }
    return false;
  }

  /** How many are staffed who could serve a class. */
  int staffedFor(int callClass) {
    int total = 0;
    for (int profile = 0; profile < staffed.length; profile++) {
      total += Bits.get(plan.profilesOf(callClass), profile) ? staffed[profile] : 0;
    }
    return total;
  }

  /** Whether a call of this class stays away from an agent now. */
  boolean excluded(int call, int callClass, int agent) {
    return exclusions.any(call)
        && exclusions.contains(call, agent)
        && otherStaffed(callClass, agent);
  }
}
