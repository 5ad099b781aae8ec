package usher.routing.plan;

import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import usher.routing.skill.SkillExpression;

/**
 * An agent as configured.
 *
 * @param name unique among agents
 * @param skills levels 1 to 10 by skill; level 0 is the same as not having it
 * @param queues how the agent belongs to queues, by name; to the others as {@link
 *     Membership#DEFAULT}
 * @param readyOnLogin READY at login, otherwise NOT_READY(LOGIN)
 * @param wrapUp the agent's own wrap-up, or null for the queue's
 */
public record AgentSpec(
    String name,
    Map<String, Integer> skills,
    Map<String, Membership> queues,
    boolean readyOnLogin,
    @Nullable Duration wrapUp) {
  public AgentSpec {
    skills.forEach(AgentSpec::checkLevel);
    skills = Map.copyOf(skills);
    queues = Map.copyOf(queues);
  }

  /** An agent who belongs to all queues alike. */
  public AgentSpec(
      String name, Map<String, Integer> skills, boolean readyOnLogin, @Nullable Duration wrapUp) {
    this(name, skills, Map.of(), readyOnLogin, wrapUp);
  }

  /** An agent who is ready at login. */
  public static AgentSpec of(String name, Map<String, Integer> skills) {
    return new AgentSpec(name, skills, true, null);
  }

  /** How the agent belongs to a queue. */
  public Membership in(QueueSpec queue) {
    return queues.getOrDefault(queue.name(), Membership.DEFAULT);
  }

  private static void checkLevel(String skill, int level) {
    if (level < 0 || level > SkillExpression.MAX_LEVEL) {
      throw new IllegalArgumentException("level " + level + " of skill " + skill);
    }
  }
}
