package usher.core.rules;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;
import usher.core.config.AgentConfig;
import usher.core.config.UsherConfig;
import usher.routing.plan.Membership;
import usher.routing.plan.QueueSpec;
import usher.routing.plan.Step;
import usher.routing.skill.Candidate;
import usher.routing.skill.SkillExpression;

/** Agents by what they can do: those who are alike are looked at once. */
final class Staff {

  /**
   * What makes agents alike.
   *
   * @param skills level by skill
   * @param queues how they belong to those they name
   */
  record Kind(SortedMap<String, Integer> skills, SortedMap<String, Membership> queues) {

    static Kind of(AgentConfig agent) {
      return new Kind(agent.skills(), agent.queues());
    }

    Membership in(QueueSpec queue) {
      return queues.getOrDefault(queue.name(), Membership.DEFAULT);
    }

    /** Whether they may serve the queue at all and satisfy a condition. */
    boolean satisfies(QueueSpec queue, SkillExpression condition) {
      return (!queue.membersOnly() || queues.containsKey(queue.name()))
          && condition.matches(candidate(in(queue).tier()));
    }

    /** Whether they ever get calls of the queue. */
    boolean serves(QueueSpec queue, SkillExpression brought) {
      return !comesTooLate(queue)
          && !isNeverCalled(queue)
          && satisfies(queue, brought)
          && couldServe(queue);
    }

    /** Whether they satisfy one of its steps. */
    boolean couldServe(QueueSpec queue) {
      return queue.steps().stream().map(Step::needs).anyMatch(needs -> satisfies(queue, needs));
    }

    /** Whether their delay is longer than its calls wait. */
    boolean comesTooLate(QueueSpec queue) {
      return queue.maxWait() != null && in(queue).delay().compareTo(queue.maxWait()) >= 0;
    }

    /** Whether they are in a reserve that it never calls. */
    boolean isNeverCalled(QueueSpec queue) {
      return in(queue).reserve() > queue.reserve().levels().size();
    }

    private Candidate candidate(int tier) {
      return new Candidate() {
        @Override
        public int level(String skill) {
          return skills.getOrDefault(skill, 0);
        }

        @Override
        public int tier() {
          return tier;
        }
      };
    }
  }

  private final Map<Kind, List<String>> names = new LinkedHashMap<>();

  Staff(UsherConfig config) {
    for (AgentConfig agent : config.agents().values()) {
      names.computeIfAbsent(Kind.of(agent), _ -> new ArrayList<>()).add(agent.name());
    }
  }

  Iterable<Kind> kinds() {
    return names.keySet();
  }

  List<String> named(Kind kind) {
    return names.getOrDefault(kind, List.of());
  }

  boolean anybody(QueueSpec queue, SkillExpression condition) {
    return names.keySet().stream().anyMatch(kind -> kind.satisfies(queue, condition));
  }

  boolean anybodyServes(QueueSpec queue, SkillExpression brought) {
    return names.keySet().stream().anyMatch(kind -> kind.serves(queue, brought));
  }

  boolean sharedBy(QueueSpec one, QueueSpec other) {
    return names.keySet().stream()
        .anyMatch(kind ->
            kind.serves(one, SkillExpression.ANYBODY)
                && kind.serves(other, SkillExpression.ANYBODY));
  }

  /** When a step begins, after a call entered the queue. */
  static Duration begins(QueueSpec queue, int step) {
    Duration begins = Duration.ZERO;
    for (Step before : queue.steps().subList(0, step)) {
      @Nullable Duration lasts = before.lasts();
      begins = lasts == null ? begins : begins.plus(lasts);
    }
    return begins;
  }
}
