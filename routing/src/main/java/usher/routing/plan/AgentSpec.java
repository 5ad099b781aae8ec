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
 * @param capacity how many work items the agent has at once, {@value #VOICE} of them a call
 * @param ownCallsRestartIdle whether a call of the agent's own restarts the idle clock
 */
public record AgentSpec(
    String name,
    Map<String, Integer> skills,
    Map<String, Membership> queues,
    boolean readyOnLogin,
    @Nullable Duration wrapUp,
    int capacity,
    boolean ownCallsRestartIdle) {
  /** How many work items a call is. */
  public static final int VOICE = 1;

  public AgentSpec {
    if (capacity < 0) {
      throw new IllegalArgumentException("capacity " + capacity);
    }
    skills.forEach(AgentSpec::checkLevel);
    skills = Map.copyOf(skills);
    queues = Map.copyOf(queues);
  }

  /** An agent for one call at a time. */
  public AgentSpec(
      String name,
      Map<String, Integer> skills,
      Map<String, Membership> queues,
      boolean readyOnLogin,
      @Nullable Duration wrapUp) {
    this(name, skills, queues, readyOnLogin, wrapUp, VOICE, false);
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

  /** The same with other skills. */
  public AgentSpec withSkills(Map<String, Integer> other) {
    return new AgentSpec(name, other, queues, readyOnLogin, wrapUp, capacity, ownCallsRestartIdle);
  }

  /** The same in other queues. */
  public AgentSpec withQueues(Map<String, Membership> other) {
    return new AgentSpec(name, skills, other, readyOnLogin, wrapUp, capacity, ownCallsRestartIdle);
  }

  /** The same with another capacity. */
  public AgentSpec withCapacity(int other) {
    return new AgentSpec(name, skills, queues, readyOnLogin, wrapUp, other, ownCallsRestartIdle);
  }

  /** The same, whose own calls restart the idle clock or do not. */
  public AgentSpec withOwnCallsRestartingIdle(boolean restart) {
    return new AgentSpec(name, skills, queues, readyOnLogin, wrapUp, capacity, restart);
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
