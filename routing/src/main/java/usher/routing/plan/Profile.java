package usher.routing.plan;

import java.util.Map;
import java.util.TreeMap;
import usher.routing.skill.Candidate;

/**
 * What makes agents equal for routing: the skills they have, how they belong to queues, and whether
 * they are to get calls at all.
 */
record Profile(
    TreeMap<String, Integer> skills, TreeMap<String, Membership> queues, boolean retired) {

  static Profile of(AgentSpec agent, boolean retired) {
    TreeMap<String, Integer> present = new TreeMap<>(agent.skills());
    present.values().removeIf(level -> level == 0);
    return new Profile(present, new TreeMap<>(agent.queues()), retired);
  }

  boolean names(QueueSpec queue) {
    return queues.containsKey(queue.name());
  }

  Membership in(QueueSpec queue) {
    return queues.getOrDefault(queue.name(), Membership.DEFAULT);
  }

  /** The profile as an expression of a queue sees it. */
  Candidate candidateFor(QueueSpec queue) {
    Map<String, Integer> levels = skills;
    int tier = in(queue).tier();
    return new Candidate() {
      @Override
      public int level(String skill) {
        return levels.getOrDefault(skill, 0);
      }

      @Override
      public int tier() {
        return tier;
      }
    };
  }
}
