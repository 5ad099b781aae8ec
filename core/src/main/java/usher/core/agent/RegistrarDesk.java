package usher.core.agent;

import java.net.InetAddress;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import usher.core.config.AgentConfig;
import usher.core.config.PhoneSecret;
import usher.core.config.Secret;
import usher.core.config.SipConfig;
import usher.core.config.UsherConfig;
import usher.sip.dialog.LocalAddresses;
import usher.sip.message.TokenSource;
import usher.sip.registrar.Authentication;
import usher.sip.registrar.Binding;
import usher.sip.registrar.BindingChange;
import usher.sip.registrar.DigestAlgorithm;
import usher.sip.registrar.DigestAuth;
import usher.sip.registrar.Registrar;
import usher.sip.registrar.Registration;
import usher.sip.transaction.ServerTransaction;
import usher.sip.transaction.Timers;
import usher.sip.transport.Flow;

/**
 * Where agents' phones register: answers REGISTER and tells the {@link AgentDesk} what it changed.
 */
public final class RegistrarDesk {
  private static final Logger LOG = LoggerFactory.getLogger(RegistrarDesk.class);

  private final DigestAuth auth;
  private final Registrar registrar;
  private final AgentDesk desk;
  private final Consumer<InetAddress> proved;
  private final String realm;
  private Map<String, Map<DigestAlgorithm, String>> secrets;

  /**
   * A registrar for the agents of this configuration who have passwords.
   *
   * @param proved hears from where a phone has registered
   */
  public RegistrarDesk(
      UsherConfig config,
      AgentDesk desk,
      LocalAddresses locals,
      Timers timers,
      TokenSource tokens,
      Consumer<InetAddress> proved) {
    this.desk = desk;
    this.proved = proved;
    this.realm = config.sip().domain();
    this.secrets = secrets(config, realm);
    this.auth =
        new DigestAuth(
            realm,
            (user, algorithm) -> secrets.getOrDefault(user, Map.of()).get(algorithm),
            tokens.key(),
            algorithms(config));
    // a phone that knows the server by its address names no domain
    Set<String> domains = new TreeSet<>(locals.hosts());
    domains.add(realm);
    this.registrar = new Registrar(domains, auth, timers, tokens, this::changed);
  }

  /**
   * Takes other passwords from now on. A phone that has registered stays until it has to prove
   * itself again; an agent who is new or back and whose phone is registered comes to work.
   */
  public void adopt(UsherConfig config) {
    Set<String> before = secrets.keySet();
    secrets = secrets(config, realm);
    for (String user : secrets.keySet()) {
      if (!before.contains(user) && !registrar.bindings(user).isEmpty()) {
        desk.contactsChanged(user, targets(user), AgentDesk.Cause.BY_PHONE);
      }
    }
  }

  private static Set<DigestAlgorithm> algorithms(UsherConfig config) {
    Set<DigestAlgorithm> algorithms = EnumSet.noneOf(DigestAlgorithm.class);
    config.sip().digest().forEach(digest -> algorithms.add(algorithm(digest)));
    return algorithms;
  }

  private static DigestAlgorithm algorithm(SipConfig.Digest digest) {
    return switch (digest) {
      case SHA_256 -> DigestAlgorithm.SHA_256;
      case MD5 -> DigestAlgorithm.MD5;
    };
  }

  /** Nothing of the passwords themselves stays here. */
  static Map<String, Map<DigestAlgorithm, String>> secrets(UsherConfig config, String realm) {
    Map<String, Map<DigestAlgorithm, String>> secrets = new TreeMap<>();
    for (AgentConfig agent : config.agents().values()) {
      if (agent.access() instanceof AgentConfig.Access.Registers registers) {
        Map<DigestAlgorithm, String> hashes = new EnumMap<>(DigestAlgorithm.class);
        for (SipConfig.Digest digest : config.sip().digest()) {
          hashes.put(algorithm(digest), ha1(agent.name(), realm, registers.secret(), digest));
        }
        secrets.put(agent.name(), hashes);
      }
    }
    return secrets;
  }

  private static String ha1(
      String name, String realm, PhoneSecret secret, SipConfig.Digest digest) {
    return switch (secret) {
      case PhoneSecret.Password(Secret password) ->
          algorithm(digest).ha1(name, realm, password.reveal());
      case PhoneSecret.Ha1(var hashes) -> Objects.requireNonNull(hashes.get(digest)).reveal();
    };
  }

  /** Knows the passwords of agents' phones, whatever else they ask for. */
  public DigestAuth auth() {
    return auth;
  }

  /**
   * Answers a REGISTER.
   *
   * @return whose contacts it changed or renewed, null where nobody's
   */
  public @Nullable String answer(ServerTransaction transaction) {
    Registration registration = registrar.register(transaction.request(), transaction.flow());
    transaction.respond(registration.response());
    Authentication.Unproved unproved = registration.unproved();
    if (unproved != null) {
      tell(unproved.why(), transaction.flow());
    }
    if (!registration.changes().isEmpty()) {
      transaction.validated();
      proved.accept(transaction.flow().remote().getAddress());
    }
    registration.changes().forEach(this::changed);
    return registration.changes().isEmpty()
        ? null
        : registration.changes().getFirst().binding().user();
  }

  private static void tell(Authentication.Why why, Flow flow) {
    switch (why) {
      case WRONG -> LOG.info("registration from {} refused", flow.remote());
      case WRONG_TOO_OFTEN ->
          LOG.warn("too many wrong passwords from {}, which is barred for a while", flow.remote());
      case NO_CREDENTIALS, STALE, BARRED -> {}
    }
  }

  /** Whether a phone that proved itself registered over this flow. */
  public boolean isReachedOver(Flow flow) {
    return registrar.isReachedOver(flow);
  }

  /**
   * A stream connection ended: phones that could be reached only over it are gone.
   *
   * @return whether there were any
   */
  public boolean connectionClosed(Flow flow) {
    List<BindingChange> changes = registrar.connectionClosed(flow);
    changes.forEach(this::changed);
    return !changes.isEmpty();
  }

  private void changed(BindingChange change) {
    String user = change.binding().user();
    AgentDesk.Cause cause =
        switch (change) {
          case BindingChange.Registered _,
              BindingChange.Refreshed _,
              BindingChange.Unregistered _ ->
              AgentDesk.Cause.BY_PHONE;
          case BindingChange.Expired _ -> AgentDesk.Cause.EXPIRED;
          case BindingChange.Lost _ -> AgentDesk.Cause.CONNECTION_LOST;
        };
    desk.contactsChanged(user, targets(user), cause);
  }

  private List<Target> targets(String user) {
    return registrar.bindings(user).stream().map(RegistrarDesk::target).toList();
  }

  private static Target target(Binding binding) {
    return new Target(binding.requestUri(), binding.flow(), binding.path());
  }
}
