package usher.routing.explain;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import usher.routing.RouterView;
import usher.routing.call.CallState;
import usher.routing.call.NewCall;
import usher.routing.facts.AgentFacts;
import usher.routing.facts.CallFacts;
import usher.routing.facts.EntryFacts;
import usher.routing.plan.QueueSpec;
import usher.routing.plan.RoutingPlan;
import usher.routing.plan.Step;

/** The facts of a call that has not arrived, as they would be if it arrived now. */
final class Supposed {
  private static final int NOWHERE = -1;

  private final RouterView view;
  private final RoutingPlan plan;
  private final List<AgentFacts> agents;
  private final long nowNs;

  Supposed(RouterView view, long nowNs) {
    this.nowNs = nowNs;
    this.view = view;
    plan = view.plan();
    agents = IntStream.range(0, plan.agentCount()).mapToObj(view::agent).toList();
  }

  CallFacts call(NewCall wish) {
    List<EntryFacts> entries = new ArrayList<>();
    entries.add(entry(wish.queue(), wish.variant(), 0, nowNs));
    for (int i = 0; i < wish.otherCount(); i++) {
      int other = wish.other(i);
      boolean isThere = entries.stream().anyMatch(entry -> entry.queue() == other);
      if (!isThere && !plan.isQueueRetired(other)) {
        entries.add(entry(other, 0, 0, nowNs));
      }
    }
    int queues = entries.size();
    if (wish.patienceNs() > 0) {
      addPreferred(wish, entries);
    }
    return new CallFacts(
        0,
        CallState.WAITING,
        wish.band(),
        wish.points(),
        nowNs,
        wish.creditNs(),
        Long.MAX_VALUE,
        true,
        entries.size() > queues ? nowNs + wish.patienceNs() : Long.MIN_VALUE,
        Long.MAX_VALUE,
        Long.MAX_VALUE,
        Long.MAX_VALUE,
        Map.of(),
        List.of(),
        NOWHERE,
        entries);
  }

  /** A place in a queue; steps that nobody staffed could serve are passed at once. */
  EntryFacts entry(int queue, int variant, int fromStep, long atNs) {
    QueueSpec spec = plan.queue(queue);
    int step = fromStep;
    while (step < spec.steps().size() - 1 && !isStaffed(at(queue, variant, step, atNs))) {
      step++;
    }
    return at(queue, variant, step, atNs);
  }

  private EntryFacts at(int queue, int variant, int step, long atNs) {
    QueueSpec spec = plan.queue(queue);
    Step is = spec.steps().get(step);
    long untilNs = is.lasts() == null ? Long.MAX_VALUE : atNs + is.lasts().toNanos();
    return new EntryFacts(
        NOWHERE, queue, spec, variant, step, untilNs, NOWHERE, 0, view.reserveLevel(queue));
  }

  private boolean isStaffed(EntryFacts entry) {
    Ability ability = new Ability(entry);
    return agents.stream().anyMatch(agent -> isStaffedAndAble(agent, ability));
  }

  private boolean isStaffedAndAble(AgentFacts agent, Ability ability) {
    return agent.staffed() && !plan.isAgentRetired(agent.index()) && ability.has(agent.spec());
  }

  private void addPreferred(NewCall wish, List<EntryFacts> entries) {
    EntryFacts first = entries.getFirst();
    Ability ability = new Ability(first);
    for (int i = 0; i < wish.preferredCount(); i++) {
      AgentFacts agent = agents.get(wish.preferred(i));
      if (isStaffedAndAble(agent, ability)) {
        entries.add(
            new EntryFacts(
                NOWHERE,
                first.queue(),
                first.spec(),
                first.variant(),
                first.step(),
                Long.MAX_VALUE,
                agent.index(),
                wish.score(i),
                first.reserve()));
      }
    }
  }
}
