package usher.core.rules;

import java.util.ArrayList;
import java.util.List;
import usher.core.agent.Target;
import usher.core.config.AgentConfig;
import usher.core.config.ConfigResult;
import usher.core.config.Listener;
import usher.core.config.QueueConfig;
import usher.core.rules.Finding.Severity;
import usher.routing.overflow.Rung;
import usher.routing.overflow.Then;
import usher.sip.dialog.LocalAddresses;
import usher.sip.transport.Flow;
import usher.sip.transport.TransportProtocol;

/** Looks for addresses to which no listener leads: nobody there would ever be called. */
final class ContactLint {
  private final ConfigResult.Valid read;
  private final LocalAddresses locals;
  private final List<Finding> findings = new ArrayList<>();

  private ContactLint(ConfigResult.Valid read) {
    this.read = read;
    this.locals =
        LocalAddresses.of(read.config().sip().listen().stream().map(ContactLint::flow).toList());
  }

  private static Flow flow(Listener listener) {
    TransportProtocol protocol = TransportProtocol.valueOf(listener.protocol().name());
    return new Flow(protocol, listener.address(), listener.address(), Flow.NO_CONNECTION);
  }

  static List<Finding> check(ConfigResult.Valid read) {
    ContactLint lint = new ContactLint(read);
    read.config().agents().values().forEach(lint::agent);
    read.config().queues().values().forEach(lint::queue);
    return lint.findings;
  }

  private void agent(AgentConfig agent) {
    if (agent.access() instanceof AgentConfig.Access.FixedContact contact) {
      checkPlace("agents." + agent.name(), "agent " + agent.name(), contact.uri());
    }
  }

  private void queue(QueueConfig queue) {
    for (Rung rung : queue.routing().rungs()) {
      if (rung.then() instanceof Then.External outside) {
        checkOutside("queues." + queue.name(), "queue " + queue.name(), outside.target());
      }
    }
  }

  /** A name leads where name servers say. */
  private void checkPlace(String path, String who, String uri) {
    if (!Target.isNamed(uri) && Target.of(uri, locals) == null) {
      findings.add(
          new Finding(
              Severity.WARNING,
              read.places().of(path),
              who
                  + " cannot reach "
                  + uri
                  + ": sip.listen has no listener of its transport and family"));
    }
  }

  private void checkOutside(String path, String who, String uri) {
    if (uri.startsWith("tel:")) {
      checkTrunks(path, who, uri);
    } else {
      checkPlace(path, who, uri);
    }
  }

  private void checkTrunks(String path, String who, String uri) {
    if (read.config().trunks().stream().allMatch(trunk -> trunk.targets().isEmpty())) {
      findings.add(
          new Finding(
              Severity.WARNING,
              read.places().of(path),
              who + " cannot reach " + uri + ": no trunk has a target"));
    }
  }
}
