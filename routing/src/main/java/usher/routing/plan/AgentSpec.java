package usher.routing.plan;

import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import usher.routing.skill.SkillExpression;

/**
 * An agent as configured.
 *
 * @param name unique among agents
 * @param skills levels 1 to 10 by skill; level 0 is the same as not having it
 * @param readyOnLogin READY at login, otherwise NOT_READY(LOGIN)
 * @param wrapUp the agent's own wrap-up, or null for the queue's
 */
public record AgentSpec(
    String name, Map<String, Integer> skills, boolean readyOnLogin, @Nullable Duration wrapUp) {
  public AgentSpec {
    skills.forEach(AgentSpec::checkLevel);
    skills = Map.copyOf(skills);
  }

  /** An agent who is ready at login. */
  public static AgentSpec of(String name, Map<String, Integer> skills) {
    return new AgentSpec(name, skills, true, null);
  }

  private static void checkLevel(String skill, int level) {
    if (level < 0 || level > SkillExpression.MAX_LEVEL) {
      throw new IllegalArgumentException("level " + level + " of skill " + skill);
    }
  }

  /** What makes agents equal for eligibility: the skills they have, in a fixed order. */
  TreeMap<String, Integer> profile() {
    TreeMap<String, Integer> present = new TreeMap<>(skills);
    present.values().removeIf(level -> level == 0);
    return present;
  }
}
