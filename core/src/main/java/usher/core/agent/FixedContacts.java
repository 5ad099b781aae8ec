package usher.core.agent;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import usher.core.config.AgentConfig;
import usher.core.name.Servers;

/**
 * Where the phones are that do not register: at the address in their contact, or at the servers
 * behind its name, one of which is tried after the other (RFC 3263).
 */
final class FixedContacts {
  private final Servers servers;
  private final List<@Nullable String> uris = new ArrayList<>();
  private final List<List<Target>> targets = new ArrayList<>();

  FixedContacts(Servers servers) {
    this.servers = servers;
  }

  /**
   * Takes the contact of this agent, if he has one.
   *
   * @param agent index in the routing plan, at most one more than any before
   * @param known null for one who has gone
   * @return where his phone was before
   */
  List<Target> set(int agent, @Nullable AgentConfig known) {
    if (agent == uris.size()) {
      uris.add(null);
      targets.add(List.of());
    }
    String uri = known == null ? null : contact(known.access());
    List<Target> before = targets.get(agent);
    if (!Objects.equals(uris.set(agent, uri), uri)) {
      move(agent, uri);
    }
    return before;
  }

  private void move(int agent, @Nullable String uri) {
    if (uri != null) {
      servers.want(uri);
    }
    targets.set(agent, located(uri));
  }

  private static @Nullable String contact(AgentConfig.Access access) {
    return switch (access) {
      case AgentConfig.Access.Registers _ -> null;
      case AgentConfig.Access.FixedContact contact -> contact.uri();
    };
  }

  private List<Target> located(@Nullable String uri) {
    return uri == null
        ? List.of()
        : servers.of(uri).stream().map(flow -> new Target(uri, flow)).toList();
  }

  /** Looks where the name leads now; true where that is another place than before. */
  boolean refresh(int agent) {
    String uri = uris.get(agent);
    if (uri == null || !Target.isNamed(uri)) {
      return false;
    }
    List<Target> now = located(uri);
    List<Target> before = targets.set(agent, now);
    return !now.isEmpty() && !(now.containsAll(before) && before.containsAll(now));
  }

  /** Whether this agent's phone is always at one place. */
  boolean has(int agent) {
    return uris.get(agent) != null;
  }

  /** Where it is, the place to try first first; none while nobody knows. */
  List<Target> targets(int agent) {
    return targets.get(agent);
  }
}
