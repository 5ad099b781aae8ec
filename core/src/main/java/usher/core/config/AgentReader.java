package usher.core.config;

import java.time.Duration;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.snakeyaml.engine.v2.nodes.Node;
import usher.core.config.AgentConfig.Access;
import usher.core.config.AgentConfig.StartState;
import usher.routing.plan.Membership;

/** Reads {@code agents}. */
final class AgentReader {

  private static final List<String> KEYS =
      List.of(
          "password",
          "ha1",
          "on-register",
          "contact",
          "state",
          "skills",
          "queues",
          "wrap-up",
          "srtp");
  private static final List<String> ACCESS_KEYS = List.of("password", "ha1", "contact");
  private static final Map<String, SipConfig.Digest> HA1_KEYS =
      Map.of("sha-256", SipConfig.Digest.SHA_256, "md5", SipConfig.Digest.MD5);
  private static final Map<SipConfig.Digest, Scalar<Secret>> HA1 =
      Map.of(SipConfig.Digest.SHA_256, Scalar.hash(64), SipConfig.Digest.MD5, Scalar.hash(32));
  private static final Scalar<StartState> STATE = Scalar.oneOf(StartState.class);

  private static final Scalar<Duration> WRAP_UP =
      Scalar.duration(Duration.ZERO, QueueConfig.WRAP_UP_MAX);

  private final Section agents;
  private final Set<SipConfig.Digest> digests;
  private final SecretReader secrets;
  private final Mistakes mistakes;
  private final MembershipReader memberships;
  private final Map<String, String> agentByPlace = new HashMap<>();

  /**
   * @param digests the algorithms that phones are offered
   */
  AgentReader(Node node, Set<SipConfig.Digest> digests, SecretReader secrets, Mistakes mistakes) {
    this.agents = Section.free(node, "agents", UsherConfig.AGENTS_MAX, mistakes);
    this.digests = digests;
    this.secrets = secrets;
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
    boolean srtp = agent.optional("srtp", Scalar.YES_OR_NO).orElse(false);
    return new AgentConfig(field.key(), access(agent, what), skills, queues, wrapUp, srtp);
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
    List<String> said = ACCESS_KEYS.stream().filter(key -> agent.field(key).isPresent()).toList();
    if (said.size() != 1) {
      mistakes.add(
          agent.at(),
          what
              + (said.isEmpty()
                  ? " has neither password nor contact"
                  : " has both " + said.get(0) + " and " + said.get(1)),
          "password or ha1 (his phone registers) or contact (it is always at one place)");
    }
    return said.contains("contact") ? fixedContact(agent, what) : registers(agent, what);
  }

  private Access registers(Section agent, String what) {
    refuse(agent, "state", what + " registers", "on-register");
    Secret password =
        agent
            .node("password")
            .flatMap(node -> secrets.read(node, "password", Scalar.PASSWORD))
            .orElse(new Secret(""));
    PhoneSecret secret =
        agent.node("ha1").map(node -> ha1(node, what)).orElse(new PhoneSecret.Password(password));
    StartState state = agent.optional("on-register", STATE).orElse(AgentConfig.DEFAULT_STATE);
    return new Access.Registers(secret, state);
  }

  /** A phone that is offered an algorithm may take it, so none may be missing. */
  private PhoneSecret ha1(Node node, String what) {
    Section ha1 = Section.of(node, "ha1 of " + what, List.copyOf(HA1_KEYS.keySet()), mistakes);
    Map<SipConfig.Digest, Secret> hashes = new EnumMap<>(SipConfig.Digest.class);
    HA1_KEYS.forEach((key, digest) -> {
      Scalar<Secret> form = Objects.requireNonNull(HA1.get(digest));
      ha1.node(key)
          .flatMap(at -> secrets.read(at, key, form))
          .ifPresent(hash -> hashes.put(digest, hash));
      if (digests.contains(digest) && ha1.field(key).isEmpty()) {
        mistakes.add(
            node, "ha1 of " + what + " lacks " + key, "a hash for each algorithm of sip.digest");
      }
    });
    return new PhoneSecret.Ha1(hashes);
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
