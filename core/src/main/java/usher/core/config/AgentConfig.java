package usher.core.config;

import java.time.Duration;
import java.util.Collections;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;
import usher.routing.plan.Membership;

/**
 * One agent.
 *
 * @param name the user part of the agent's address; also the digest user name
 * @param access how the agent's phone is found
 * @param skills level by skill, each level from {@link #LEVEL_MIN} to {@link #LEVEL_MAX}
 * @param queues how the agent belongs to the queues that he names
 * @param wrapUp how long he is left alone after a call, where a queue gives that time; null for the
 *     queue's own length
 * @param srtp whether his desk phone is offered SRTP with keys in the description (RFC 4568)
 */
public record AgentConfig(
    String name,
    Access access,
    SortedMap<String, Integer> skills,
    SortedMap<String, Membership> queues,
    @Nullable Duration wrapUp,
    boolean srtp) {

  public static final int LEVEL_MIN = 0;
  public static final int LEVEL_MAX = 10;
  public static final int SKILLS_MAX = 64;
  public static final int WEIGHT_MAX = 1_000;
  public static final StartState DEFAULT_STATE = StartState.READY;

  /** What an agent is when he appears: on registration, or at start with a fixed contact. */
  public enum StartState {
    READY,
    NOT_READY
  }

  /** How the agent's phone is found. */
  public sealed interface Access {
    /** The phone registers, proving that it knows the secret. */
    record Registers(PhoneSecret secret, StartState onRegister) implements Access {}

    /**
     * The phone is always at one place and does not register.
     *
     * @param uri a SIP URI with user and host, such as {@code sip:a1@127.0.7.2:6200;transport=tcp}
     */
    record FixedContact(String uri, StartState state) implements Access {}
  }

  public AgentConfig {
    skills = UsherConfig.sorted(skills);
    queues = UsherConfig.sorted(queues);
  }

  /** An agent who names no queue and no time of his own, with an ordinary phone. */
  public AgentConfig(String name, Access access, SortedMap<String, Integer> skills) {
    this(name, access, skills, Collections.emptySortedMap(), null, false);
  }

  /** Whether he takes calls as soon as he is there. */
  public boolean startsReady() {
    StartState start =
        switch (access) {
          case Access.Registers registers -> registers.onRegister();
          case Access.FixedContact fixed -> fixed.state();
        };
    return start == StartState.READY;
  }
}
