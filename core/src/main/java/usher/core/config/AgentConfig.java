package usher.core.config;

import java.util.SortedMap;

/**
 * One agent.
 *
 * @param name the user part of the agent's address; also the digest user name
 * @param access how the agent's phone is found
 * @param skills level by skill, each level from {@link #LEVEL_MIN} to {@link #LEVEL_MAX}
 */
public record AgentConfig(String name, Access access, SortedMap<String, Integer> skills) {

  public static final int LEVEL_MIN = 0;
  public static final int LEVEL_MAX = 10;
  public static final int SKILLS_MAX = 64;
  public static final StartState DEFAULT_STATE = StartState.READY;

  /** What an agent is when he appears: on registration, or at start with a fixed contact. */
  public enum StartState {
    READY,
    NOT_READY
  }

  /** How the agent's phone is found. */
  public sealed interface Access {
    /** The phone registers, proving that it knows the password. */
    record Registers(Secret password, StartState onRegister) implements Access {}

    /**
     * The phone is always at one place and does not register.
     *
     * @param uri a SIP URI with user and host, such as {@code sip:a1@127.0.7.2:6200;transport=tcp}
     */
    record FixedContact(String uri, StartState state) implements Access {}
  }

  public AgentConfig {
    skills = UsherConfig.sorted(skills);
  }
}
