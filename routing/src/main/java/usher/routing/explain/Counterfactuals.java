package usher.routing.explain;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import usher.routing.facts.AgentFacts;
import usher.routing.facts.EntryFacts;
import usher.routing.plan.AgentSpec;
import usher.routing.plan.RoutingPlan;

/** What would have changed the result of a contest. */
final class Counterfactuals {
  /**
   * Conditions that can be thought away with everything else as it is. An agent who is busy or away
   * would have other figures on coming back, so of them nothing is said.
   */
  private static final Set<Condition> SEPARABLE =
      Set.of(
          Condition.NO_OWN_CALL,
          Condition.REACHABLE,
          Condition.INSIDE_CAPACITY,
          Condition.RESTED,
          Condition.MEMBER,
          Condition.ABLE,
          Condition.CALL_OLD_ENOUGH,
          Condition.NOT_EXCLUDED,
          Condition.NO_BETTER_QUEUE);

  private final Contest contest;
  private final RoutingPlan plan;
  private final EntryFacts entry;
  private final long nowNs;

  Counterfactuals(Contest contest, RoutingPlan plan, EntryFacts entry, long nowNs) {
    this.contest = contest;
    this.plan = plan;
    this.entry = entry;
    this.nowNs = nowNs;
  }

  List<Change> of(List<Candidacy> candidates, List<Rejection> rejected) {
    List<Change> changes = new ArrayList<>();
    if (!candidates.isEmpty()) {
      String second = candidates.size() < 2 ? "" : candidates.get(1).agent();
      changes.add(new Change.Instead(candidates.getFirst().agent(), second));
    }
    widening().ifPresent(changes::add);
    rejected.stream()
        .filter(each -> wouldWin(each, candidates))
        .limit(Ranking.MOST_CHANGES - changes.size())
        .forEach(each -> changes.add(new Change.Unless(each.agent(), each.reason())));
    return changes;
  }

  private boolean wouldWin(Rejection rejection, List<Candidacy> candidates) {
    if (!SEPARABLE.contains(rejection.reason().condition())) {
      return false;
    }
    AgentFacts agent = mended(contest.agents().get(rejection.index()), rejection.reason());
    boolean onlyThat =
        List.of(Condition.values()).stream()
            .filter(condition -> contest.check(condition, agent) != null)
            .allMatch(condition -> condition == mustStillFail(rejection.reason()));
    return onlyThat
        && (candidates.isEmpty() || contest.beats(contest.candidacy(agent), candidates.getFirst()));
  }

  /** A skill is mended for good, since figures follow from it; all else is thought away. */
  private static Condition mustStillFail(Reason reason) {
    return reason instanceof Reason.LacksSkill ? Condition.FIRST_IN_RANKING : reason.condition();
  }

  /** The same agent with the skill that is missing, where that is what is missing. */
  static AgentFacts mended(AgentFacts agent, Reason reason) {
    return reason instanceof Reason.LacksSkill(String skill, int needed, _)
        ? with(agent, skill, needed)
        : agent;
  }

  private static AgentFacts with(AgentFacts agent, String skill, int level) {
    Map<String, Integer> skills = new HashMap<>(agent.spec().skills());
    skills.put(skill, level);
    AgentSpec spec = agent.spec().withSkills(skills);
    return new AgentFacts(
        agent.index(),
        spec,
        agent.intent(),
        agent.reason(),
        agent.work(),
        agent.workQueue(),
        agent.workUntilNs(),
        agent.call(),
        agent.coolUntilNs(),
        agent.staffed(),
        agent.otherWork());
  }

  /** What the next step of the wait would bring. */
  Optional<Change> widening() {
    if (entry.stepUntilNs() == Long.MAX_VALUE) {
      return Optional.empty();
    }
    Ability now = new Ability(entry);
    Ability then = new Ability(next(entry));
    List<AgentFacts> more =
        contest.agents().stream()
            .filter(agent -> then.has(agent.spec()) && !now.has(agent.spec()))
            .toList();
    return Optional.of(
        new Change.Widens(
            Duration.ofNanos(entry.stepUntilNs() - nowNs),
            plan.queue(entry.queue()).name(),
            entry.step() + 2,
            more.size(),
            (int) more.stream().filter(AgentFacts::staffed).count()));
  }

  private static EntryFacts next(EntryFacts entry) {
    return new EntryFacts(
        entry.slot(),
        entry.queue(),
        entry.spec(),
        entry.variant(),
        entry.step() + 1,
        Long.MAX_VALUE,
        entry.wanted(),
        entry.score(),
        entry.reserve());
  }
}
