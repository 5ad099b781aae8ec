package usher.routing.explain;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import usher.routing.Router;
import usher.routing.RouterView;
import usher.routing.SilentEvents;
import usher.routing.call.NewCall;
import usher.routing.facts.CallFacts;
import usher.routing.facts.EntryFacts;
import usher.routing.plan.AgentSpec;
import usher.routing.plan.Membership;
import usher.routing.plan.QueueSpec;
import usher.routing.plan.RoutingPlan;

/** Tries a call on rules with everybody at work. */
final class Trials {
  private final RouterView view;
  private final RoutingPlan plan;
  private final Supposed supposed;

  private Trials(RoutingPlan plan) {
    this.plan = plan;
    Router router = new Router(plan, new SilentEvents());
    for (int agent = 0; agent < plan.agentCount(); agent++) {
      router.reachable(agent, 0);
      router.login(agent, 0);
      router.ready(agent, 0);
    }
    view = router.view();
    supposed = new Supposed(view, view.nowNs());
  }

  static Trial of(RoutingPlan plan, NewCall wish) {
    return new Trials(plan).run(wish);
  }

  private Trial run(NewCall wish) {
    CallFacts call = supposed.call(wish);
    List<Trial.Stage> stages = new ArrayList<>();
    for (EntryFacts entry : call.queueEntries()) {
      addStages(call, entry, stages);
    }
    return new Trial(stages.stream().limit(Trial.MOST_STAGES).toList());
  }

  /**
   * A stage begins with a step, where patience ends, and where some agents' delay is over, as long
   * as the queue lets calls wait.
   */
  private void addStages(CallFacts call, EntryFacts first, List<Trial.Stage> stages) {
    SortedSet<Long> begins = delaysNs(first.spec());
    begins.add(0L);
    if (call.patientUntilNs() > 0) {
      begins.add(call.patientUntilNs());
    }
    List<EntryFacts> steps = new ArrayList<>(List.of(first));
    while (steps.getLast().stepUntilNs() < Long.MAX_VALUE) {
      EntryFacts last = steps.getLast();
      long atNs = last.stepUntilNs();
      begins.add(atNs);
      steps.add(supposed.entry(first.queue(), first.variant(), last.step() + 1, atNs));
    }
    Duration maxWait = first.spec().maxWait();
    long endsNs = maxWait == null ? Long.MAX_VALUE : maxWait.toNanos();
    begins.stream()
        .filter(atNs -> atNs < endsNs)
        .limit(Trial.MOST_STAGES)
        .forEach(atNs ->
            stages.add(
                new Trial.Stage(
                    Duration.ofNanos(atNs),
                    new Contest(view, call, stepAt(steps, atNs), atNs).ranking())));
  }

  private static EntryFacts stepAt(List<EntryFacts> steps, long atNs) {
    return steps.stream().filter(step -> step.stepUntilNs() > atNs).findFirst().orElseThrow();
  }

  private SortedSet<Long> delaysNs(QueueSpec queue) {
    SortedSet<Long> delays = new TreeSet<>();
    for (int agent = 0; agent < plan.agentCount(); agent++) {
      AgentSpec spec = plan.agent(agent);
      delays.add(spec.queues().getOrDefault(queue.name(), Membership.DEFAULT).delay().toNanos());
    }
    return delays;
  }
}
