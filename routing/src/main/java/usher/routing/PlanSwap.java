package usher.routing;

import usher.routing.call.CallTable;
import usher.routing.call.EntryTable;
import usher.routing.plan.PlanChange;
import usher.routing.plan.RoutingPlan;

/**
 * Brings agents and calls under the plan that comes next, between the timers that are due and the
 * matching of one command. What they are and have been stays in its tables: states, offers, clocks,
 * counters, pointers, exclusions. What follows from the plan is built anew: places, the free
 * agents, the staff. Nobody's offer ends and no call leaves.
 *
 * <p>Afterwards every free agent counts as fresh, so that the matcher finds each pair that fits
 * since the rules changed.
 */
final class PlanSwap {
  private static final int NIL = EntryTable.NIL;

  private final Domain domain;
  private final RoutingPlan before;
  private final RoutingPlan plan;
  private final boolean alsoWaiting;
  private final AgentMoves agentMoves;
  private final CallMoves callMoves;
  private int moved;
  private int kept;

  PlanSwap(
      Domain domain,
      RoutingPlan before,
      boolean alsoWaiting,
      AgentMoves agentMoves,
      CallMoves callMoves) {
    this.domain = domain;
    this.before = before;
    this.alsoWaiting = alsoWaiting;
    this.agentMoves = agentMoves;
    this.callMoves = callMoves;
    plan = domain.plan;
  }

  /** Throws IllegalArgumentException when a plan was not made as the successor of another. */
  static void check(RoutingPlan before, RoutingPlan next) {
    boolean follows =
        next.versionBefore() == before.version()
            && next.agentCount() >= before.agentCount()
            && next.queueCount() >= before.queueCount();
    if (!follows) {
      throw new IllegalArgumentException(
          "plan " + next.version() + " does not succeed plan " + before.version());
    }
  }

  PlanChange run() {
    boolean startsOccupancy = plan.usesOccupancy() && !before.usesOccupancy();
    if (startsOccupancy) {
      domain.agents.occupancy().reset();
    }
    for (int agent = 0; agent < domain.agents.count(); agent++) {
      agentMoves.resume(agent);
    }
    for (int agent = 0; agent < domain.agents.count(); agent++) {
      boolean returns =
          agent < before.agentCount()
              && before.isAgentRetired(agent)
              && !plan.isAgentRetired(agent);
      agentMoves.adopt(agent, returns);
    }
    for (int call = 0; call < domain.calls.high(); call++) {
      if (domain.calls.inUse(call)) {
        adoptCall(call);
      }
    }
    return PlanChange.between(before, plan, moved, kept);
  }

  private void adoptCall(int call) {
    CallTable calls = domain.calls;
    EntryTable entries = domain.entries;
    int queue = calls.queue(call);
    if (alsoWaiting && !plan.isQueueRetired(queue)) {
      callMoves.clock().limitAnew(call, plan.rules(queue));
    }
    if (plan.rules(queue).maxWaitCutsRinging() && calls.maxWaitAtNs(call) <= domain.nowNs) {
      // a phone that rings past the limit was to ring to its end, and no longer is
      calls.maxWaitAtNs(call, domain.nowNs + 1);
    }
    for (int e = calls.firstEntry(call); e != NIL; e = entries.next(e)) {
      adoptEntry(e);
    }
    callMoves.rekey(call);
    callMoves.put(call, callMoves.isLooking(call));
    dropWishes(call);
  }

  private void adoptEntry(int entry) {
    EntryTable entries = domain.entries;
    int queue = entries.queue(entry);
    int from = entries.rules(entry);
    int alike = plan.ruleSetFromBefore(from);
    int variant = entries.variant(entry);
    boolean forQueue = entries.wantedAgent(entry) == NIL;
    if (alike != queue && (alsoWaiting || alike < 0)) {
      int counterpart = plan.asking(queue).variantLike(before.asking(from), variant);
      if (counterpart >= 0 || alike < 0) {
        entries.asking(entry, queue, Math.max(0, counterpart));
        if (forQueue) {
          moved++;
          callMoves.clock().stepAnew(entry);
        }
        return;
      }
    }
    entries.asking(entry, alike, variant);
    if (forQueue) {
      kept += alike == queue ? 0 : 1;
      callMoves.clock().stayInStep(entry);
    }
  }

  /** Nobody waits for agents who can no longer serve the call. */
  private void dropWishes(int call) {
    int first = domain.calls.firstEntry(call);
    int undelayed = plan.undelayed(domain.entries.callClass(first));
    for (int e = domain.entries.next(first); e != NIL; ) {
      int agent = domain.entries.wantedAgent(e);
      e = domain.entries.next(e);
      if (agent != NIL && !plan.canServe(agent, undelayed)) {
        callMoves.stopWanting(call, agent);
      }
    }
  }
}
