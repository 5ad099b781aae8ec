package usher.core.config;

import java.time.Duration;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.snakeyaml.engine.v2.nodes.Node;
import usher.core.config.AgentConfig.Access;
import usher.core.config.AgentConfig.StartState;
import usher.routing.plan.Membership;

/** Reads {@code agents}. */
final class AgentReader {

  private static final List<String> KEYS =
      List.of("password", "on-register", "contact", "state", "skills", "queues", "wrap-up");
  private static final Scalar<StartState> STATE = Scalar.oneOf(StartState.class);

  private static final Scalar<Duration> WRAP_UP =
      Scalar.duration(Duration.ZERO, QueueConfig.WRAP_UP_MAX);

  private final Section agents;
  private final Mistakes mistakes;
  private final MembershipReader memberships;
  private final Map<String, String> agentByPlace = new HashMap<>();

  AgentReader(Node node, Mistakes mistakes) {
    this.agents = Section.free(node, "agents", UsherConfig.AGENTS_MAX, mistakes);
    this.mistakes = mistakes;
    this.memberships = new MembershipReader(mistakes);
  }

  SortedMap<String, AgentConfig> read() {
    SortedMap<String, AgentConfig> read = new TreeMap<>();
    agents.fields().forEach(field -> read.put(field.key(), agent(field)));
    return read;
  }

  private AgentConfig agent(Section.Field field) {
    agents.checkName(field);
    String what = "agent " + field.key();
    mistakes.stands("agents." + field.key(), field.keyNode());
    Section agent = Section.of(field.value(), what, KEYS, mistakes);
    SortedMap<String, Integer> skills =
        agent.node("skills").map(node -> skills(node, what)).orElse(Collections.emptySortedMap());
    SortedMap<String, Membership> queues =
        agent
            .node("queues")
            .map(node -> memberships.read(node, what))
            .orElse(Collections.emptySortedMap());
    Duration wrapUp = agent.optional("wrap-up", WRAP_UP).orElse(null);
    return new AgentConfig(field.key(), access(agent, what), skills, queues, wrapUp);
  }

  /** Compares what was said about queues with the queues that there are. */
  void check(Collection<String> queues) {
    memberships.check(queues);
  }

  private SortedMap<String, Integer> skills(Node node, String what) {
    return Section.free(node, "skills of " + what, AgentConfig.SKILLS_MAX, mistakes)
        .map(Scalar.LEVEL, AgentConfig.LEVEL_MAX);
  }

  private Access access(Section agent, String what) {
    boolean registers = agent.field("password").isPresent();
    boolean fixed = agent.field("contact").isPresent();
    if (registers == fixed) {
      mistakes.add(
          agent.at(),
          what + (fixed ? " has both password and contact" : " has neither password nor contact"),
          "password (his phone registers) or contact (it is always at one place)");
    }
    return fixed ? fixedContact(agent, what) : registers(agent, what);
  }

  private Access registers(Section agent, String what) {
    refuse(agent, "state", what + " registers", "on-register");
    Optional<Secret> password = agent.optional("password", Scalar.PASSWORD);
    StartState state = agent.optional("on-register", STATE).orElse(AgentConfig.DEFAULT_STATE);
    return new Access.Registers(password.orElse(new Secret("")), state);
  }

  private Access fixedContact(Section agent, String what) {
    refuse(agent, "on-register", what + " has a fixed contact", "state");
    Optional<String> contact = agent.optional("contact", Scalar.CONTACT);
    contact.ifPresent(uri -> alone(agent, uri, what));
    StartState state = agent.optional("state", STATE).orElse(AgentConfig.DEFAULT_STATE);
    return new Access.FixedContact(contact.orElse(""), state);
  }

  private void refuse(Section agent, String key, String because, String instead) {
    agent
        .field(key)
        .ifPresent(field -> mistakes.add(field.keyNode(), key + ", but " + because, instead));
  }

  private void alone(Section agent, String uri, String what) {
    String other = agentByPlace.putIfAbsent(Contacts.place(uri), what);
    if (other != null) {
      agent
          .node("contact")
          .ifPresent(at -> mistakes.add(at, what + " has the contact of " + other, "his own"));
    }
  }
}
