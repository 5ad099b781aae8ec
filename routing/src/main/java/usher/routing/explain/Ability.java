package usher.routing.explain;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import usher.routing.facts.EntryFacts;
import usher.routing.plan.AgentSpec;
import usher.routing.plan.Membership;
import usher.routing.plan.QueueSpec;
import usher.routing.skill.Candidate;
import usher.routing.skill.SkillExpression;

/** Whether agents can do what a call asks for in its step, and if not, what they lack. */
final class Ability {
  private final QueueSpec queue;
  private final int variant;
  private final int step;
  private final int reserve;

  Ability(EntryFacts entry) {
    queue = entry.spec();
    variant = entry.variant();
    step = entry.step();
    reserve = entry.reserve();
  }

  boolean has(AgentSpec agent) {
    return isMember(agent) && lacks(agent) == null;
  }

  boolean isMember(AgentSpec agent) {
    return !queue.membersOnly() || agent.queues().containsKey(queue.name());
  }

  Membership membership(AgentSpec agent) {
    return agent.queues().getOrDefault(queue.name(), Membership.DEFAULT);
  }

  /** What keeps an agent from serving the call whatever else holds, or null. */
  @Nullable Reason lacks(AgentSpec agent) {
    int level = membership(agent).reserve();
    if (level > reserve) {
      return new Reason.InReserve(level);
    }
    Candidate candidate = candidate(agent);
    Reason brought = variant == 0 ? null : missing(queue.variants().get(variant - 1), candidate);
    return brought != null || meetsAnyStep(candidate)
        ? brought
        : missing(queue.steps().get(step).needs(), candidate);
  }

  /** The circle only grows, unless a step replaces those before. */
  private boolean meetsAnyStep(Candidate candidate) {
    for (int at = step; at >= 0; at--) {
      if (queue.steps().get(at).needs().matches(candidate)) {
        return true;
      }
      if (queue.steps().get(at).replaces()) {
        return false;
      }
    }
    return false;
  }

  /** The skills that the call asks for. */
  Set<String> requested() {
    Set<String> names = new TreeSet<>();
    queue.steps().get(step).needs().collectSkills(names);
    if (variant > 0) {
      queue.variants().get(variant - 1).collectSkills(names);
    }
    return names;
  }

  Candidate candidate(AgentSpec agent) {
    int tier = membership(agent).tier();
    return new Candidate() {
      @Override
      public int level(String skill) {
        return agent.skills().getOrDefault(skill, 0);
      }

      @Override
      public int tier() {
        return tier;
      }
    };
  }

  private static @Nullable Reason missing(SkillExpression needs, Candidate candidate) {
    return needs.matches(candidate) ? null : unmet(needs, candidate);
  }

  /** What an expression that does not hold misses. */
  private static Reason unmet(SkillExpression needs, Candidate candidate) {
    return switch (needs) {
      case SkillExpression.AtLeast(String skill, int level) ->
          new Reason.LacksSkill(skill, level, candidate.level(skill));
      case SkillExpression.TierAtMost(int tier) -> new Reason.LaterTier(candidate.tier(), tier);
      case SkillExpression.And(List<SkillExpression> parts) ->
          unmet(
              parts.stream().filter(part -> !part.matches(candidate)).findFirst().orElseThrow(),
              candidate);
      case SkillExpression.Or(List<SkillExpression> parts) -> {
        List<Reason> each = new ArrayList<>();
        parts.forEach(part -> each.add(unmet(part, candidate)));
        yield new Reason.MeetsNone(each);
      }
      case SkillExpression.Not(SkillExpression part) ->
          new Reason.MustNot(ExpressionWords.of(part));
    };
  }
}
