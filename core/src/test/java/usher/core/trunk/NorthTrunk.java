package usher.core.trunk;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Map;
import usher.core.config.ConfigReader;
import usher.core.config.ConfigResult;
import usher.core.name.NameBook;
import usher.core.name.Servers;
import usher.sip.dialog.LocalAddresses;
import usher.sip.message.TokenSource;
import usher.sip.transaction.Timers;
import usher.sip.transaction.Transactions;
import usher.sip.transport.Flow;
import usher.sip.transport.TransportProtocol;

/** A centre at 192.0.2.1 with one trunk, called north, that wants to know whose calls they are. */
final class NorthTrunk {
  static final InetSocketAddress OURS = at("192.0.2.1");
  static final LocalAddresses LOCALS = new LocalAddresses(Map.of(TransportProtocol.UDP, OURS));

  private NorthTrunk() {}

  static InetSocketAddress at(String ip) {
    return new InetSocketAddress(InetAddress.ofLiteral(ip), 5060);
  }

  static Flow to(String ip) {
    return new Flow(TransportProtocol.UDP, OURS, at(ip), Flow.NO_CONNECTION);
  }

  /**
   * Trunks that have not begun.
   *
   * @param lines what the configuration says of north besides its name and how we register
   */
  static Trunks of(String lines, Transactions transactions, Timers timers, TokenSource tokens) {
    String yaml =
        """
        sip: { domain: usher.test, listen: [ "udp://192.0.2.1:5060" ] }
        agents: { bob: { password: x } }
        queues: { help: {} }
        entries: [ { to: help, queue: help } ]
        trunks:
          - name: north
            register:
              { address: "sip:4930@north.example", password: secret, realm: north, expires: 10m }
        """
            + lines.indent(4);
    var read = (ConfigResult.Valid) ConfigReader.read(yaml, "test.yaml", Path.of("."));
    Servers servers = new Servers(new NameBook(_ -> {}, timers), LOCALS, tokens);
    return new Trunks(
        read.config().trunks(),
        new TrunkSurroundings(
            transactions, timers, tokens, LOCALS, "usher.test", servers, _ -> null));
  }
}
