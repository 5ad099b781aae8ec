package usher.routing;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import usher.routing.agent.AgentTable;
import usher.routing.agent.Work;
import usher.routing.call.CallTable;
import usher.routing.call.EntryTable;
import usher.routing.call.Exclusions;
import usher.routing.decision.DecisionLog;
import usher.routing.facts.AgentFacts;
import usher.routing.facts.CallFacts;
import usher.routing.facts.EntryFacts;
import usher.routing.offer.OfferTable;
import usher.routing.plan.RoutingPlan;
import usher.routing.store.SplitMix;
import usher.routing.strategy.AgentKey;

/**
 * All that decisions follow from, read as values. Reading changes nothing. To be used on the
 * router's thread, between commands or from inside a {@link DecisionProbe}; times are nanoseconds
 * since the router's first command.
 */
public final class RouterView {
  private final Router router;

  RouterView(Router router) {
    this.router = router;
  }

  private Domain domain() {
    return router.domain();
  }

  /** The rules. */
  public RoutingPlan plan() {
    return domain().plan;
  }

  /** The rules of a version, unless there were many since. */
  public Optional<RoutingPlan> planOf(int version) {
    return domain().plans.stream().filter(plan -> (int) plan.version() == version).findFirst();
  }

  /** Their version. */
  public int rules() {
    return domain().rulesVersion();
  }

  /** The instant of the last command. */
  public long nowNs() {
    return domain().nowNs;
  }

  /**
   * An instant of the caller's clock as nanoseconds since the router's first command, not before
   * the last one.
   */
  public long instant(long nowNs) {
    return Math.max(domain().nowNs, nowNs - domain().epochNs);
  }

  /** The last decisions. */
  public DecisionLog decisions() {
    return domain().log;
  }

  /** An agent. */
  public AgentFacts agent(int agent) {
    AgentTable agents = domain().agents;
    return new AgentFacts(
        agent,
        domain().plan.agent(agent),
        agents.intent(agent),
        agents.reason(agent),
        agents.work(agent),
        agents.workQueue(agent),
        workUntilNs(agent),
        callOf(agent),
        agents.coolUntilNs(agent),
        agents.staffed(agent),
        agents.otherWork(agent));
  }

  private long workUntilNs(int agent) {
    Work work = domain().agents.work(agent);
    if (work == Work.WRAPUP) {
      return domain().agents.workUntilNs(agent);
    }
    return work.inOffer()
        ? domain().offers.ringUntilNs(domain().agents.offer(agent))
        : Domain.NEVER;
  }

  private long callOf(int agent) {
    int offer = domain().agents.offer(agent);
    return offer == OfferTable.NIL
        ? Router.NONE
        : domain().calls.handle(domain().offers.call(offer));
  }

  /** What an agent's own figure is now, be the agent free or not. */
  public long figure(AgentKey key, int agent) {
    return key.key(domain().agents, agent);
  }

  /** A call, unless its handle is stale. */
  public Optional<CallFacts> call(long handle) {
    int slot = domain().calls.slotOf(handle);
    return slot == CallTable.NIL ? Optional.empty() : Optional.of(callAt(slot));
  }

  /** All calls, in the order of their slots. */
  public List<CallFacts> calls() {
    List<CallFacts> all = new ArrayList<>();
    for (int slot = 0; slot < domain().calls.high(); slot++) {
      if (domain().calls.inUse(slot)) {
        all.add(callAt(slot));
      }
    }
    return all;
  }

  private CallFacts callAt(int slot) {
    CallTable calls = domain().calls;
    return new CallFacts(
        calls.handle(slot),
        calls.state(slot),
        calls.band(slot),
        calls.points(slot),
        calls.enqueuedNs(slot),
        calls.creditNs(slot),
        calls.sequence(slot),
        router.callMoves().isLooking(slot),
        calls.patienceUntilNs(slot),
        calls.maxWaitAtNs(slot),
        calls.starvesAtNs(slot),
        router.callMoves().ladders().deadlineNs(slot),
        staysAway(slot),
        asked(slot),
        calls.lastAgent(slot),
        entriesOf(slot));
  }

  private Map<Integer, Long> staysAway(int call) {
    Map<Integer, Long> until = new LinkedHashMap<>();
    Exclusions exclusions = domain().exclusions;
    for (int node = exclusions.first(call); node != Exclusions.NIL; node = exclusions.next(node)) {
      until.put(exclusions.agent(node), exclusions.untilNs(node));
    }
    return until;
  }

  private List<Integer> asked(int call) {
    List<Integer> agents = new ArrayList<>();
    int offer = domain().calls.firstOffer(call);
    while (offer != OfferTable.NIL) {
      agents.add(domain().offers.agent(offer));
      offer = domain().offers.next(offer);
    }
    return agents;
  }

  private List<EntryFacts> entriesOf(int call) {
    List<EntryFacts> entries = new ArrayList<>();
    int entry = domain().calls.firstEntry(call);
    while (entry != EntryTable.NIL) {
      entries.add(entry(entry));
      entry = domain().entries.next(entry);
    }
    return entries;
  }

  private EntryFacts entry(int entry) {
    EntryTable entries = domain().entries;
    return new EntryFacts(
        entry,
        entries.queue(entry),
        domain().plan.asking(entries.rules(entry)),
        entries.variant(entry),
        entries.step(entry),
        entries.stepUntilNs(entry),
        entries.wantedAgent(entry),
        entries.score(entry),
        domain().reserveLevel[entries.queue(entry)]);
  }

  /** How many levels of a queue's reserve have joined. */
  public int reserveLevel(int queue) {
    return domain().reserveLevel[queue];
  }

  /** A call's place in its queue, 1 for the first; throws IllegalArgumentException when stale. */
  public int position(long call) {
    int slot = domain().calls.slotOf(call);
    if (slot == CallTable.NIL) {
      throw new IllegalArgumentException("no such call: " + call);
    }
    return router.callMoves().position(slot);
  }

  /**
   * The call in a queue of better rank for whose sake an agent does not take the call of an entry,
   * if there is one; only while a command is being settled can there be.
   */
  public Optional<EntryFacts> takesFirst(int agent, EntryFacts entry) {
    int other = entry.slot() < 0 ? EntryTable.NIL : router.matcher().elsewhere(agent, entry.slot());
    return other == EntryTable.NIL ? Optional.empty() : Optional.of(entry(other));
  }

  /** Bit row over the plan's skills: what calls that can be taken ask for. */
  public long[] skillsInDemand() {
    return router.choice().skillsInDemand();
  }

  /** The agent whom a queue asked last, or -1. */
  public int lastOfQueue(int queue) {
    return domain().lastOfQueue(queue);
  }

  /** The draws to come, without taking them. */
  public SplitMix chance() {
    return new SplitMix(domain().chance.state());
  }
}
