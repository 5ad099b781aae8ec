package usher.core.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import usher.core.call.CallLog;
import usher.core.config.UsherConfig;
import usher.core.journal.JournalRecord;
import usher.core.loop.AcdFigures;
import usher.sip.media.SimulatedMediaPort;
import usher.sip.transport.TransportProtocol;
import usher.softphone.Account;
import usher.softphone.PhoneCall;
import usher.softphone.PhoneHost;
import usher.softphone.Softphone;
import usher.softphone.chance.Seed;
import usher.softphone.network.LinkQuality;
import usher.softphone.network.SimulatedHost;
import usher.softphone.network.SimulatedNetwork;

/**
 * A server with a few agents whose phones register, and phones of callers and of people outside,
 * each on a host of its own, on virtual time.
 */
final class SmallCentre {
  private static final InetSocketAddress SERVER = new InetSocketAddress("10.0.0.1", 5060);
  private static final Duration REGISTRATION = Duration.ofHours(1);

  private final SimulatedNetwork network = new SimulatedNetwork(new Seed(1).of("network"));
  private final List<String> sent = new ArrayList<>();
  private final Map<String, Phone> phones = new HashMap<>();
  private final Map<String, Softphone> devices = new HashMap<>();
  private final Map<String, SimulatedHost> hosts = new HashMap<>();
  private final SimulatedServer server;
  private final String sip;

  /**
   * Makes one.
   *
   * @param rules what follows in the configuration after the lines of the agents
   * @param agents their names, each with its skill where that is not sales: {@code cora:others}
   */
  SmallCentre(String rules, String... agents) {
    this("session-expires: 90s", rules, List.of(agents));
  }

  /**
   * The same.
   *
   * @param sip one more line about SIP
   */
  SmallCentre(String sip, String rules, List<String> agents) {
    this.sip = sip;
    network.quality(LinkQuality.GOOD);
    network.trace(sent::add);
    SimulatedHost host = network.host("server", SERVER);
    server =
        new SimulatedServer(
            config(rules, agents.toArray(String[]::new)),
            host,
            new Seed(1).bytes("server"),
            network.nowNs());
    for (String each : agents) {
      String agent = name(each);
      add(agent, "pw-" + agent).register(REGISTRATION);
      pass(Duration.ofSeconds(1));
    }
  }

  private UsherConfig config(String rules, String... agents) {
    StringBuilder yaml =
        new StringBuilder(
            """
            sip:
              domain: usher.test
              listen: [ "udp://10.0.0.1:5060" ]
              media-ports: 20000-29999
              %s
            data: data
            agents:
            """
                .formatted(sip));
    for (String each : agents) {
      String agent = name(each);
      String skill = each.equals(agent) ? "sales" : each.substring(agent.length() + 1);
      yaml.append(
          "  %s: { password: pw-%s, skills: { %s: 5 }, on-register: ready }\n"
              .formatted(agent, agent, skill));
    }
    return SimulatedServer.read(yaml + rules).config();
  }

  private static String name(String agent) {
    return agent.split(":", 2)[0];
  }

  /** A phone at an address of its own, {@code 10.0.1.1} for the first, that uses the server. */
  Softphone add(String name, String password) {
    SimulatedHost host =
        network.host(name, new InetSocketAddress("10.0.1." + (phones.size() + 1), 5060));
    PhoneHost machine = SimulatedServer.phones(network, host, new Seed(1).of(name));
    Phone phone = new Phone(network);
    var proxy = host.flow(TransportProtocol.UDP).to(SERVER);
    Softphone device = machine.phone(new Account(name, "usher.test", password, proxy), phone);
    phones.put(name, phone);
    devices.put(name, device);
    hosts.put(name, host);
    return device;
  }

  /** A phone at {@code 10.0.2.1}, for numbers outside, that does not know the server. */
  Phone outside() {
    SimulatedHost host = network.host("outside", new InetSocketAddress("10.0.2.1", 5060));
    Phone phone = new Phone(network);
    var _ =
        SimulatedServer.phones(network, host, new Seed(1).of("outside"))
            .phone(new Account("+493012", "usher.test", "", null), phone);
    return phone;
  }

  /** Takes other rules, written as at the beginning. */
  void adopt(String rules, String... agents) {
    server.adopt(config(rules, agents), network.nowNs());
  }

  /** The listener of this phone. */
  Phone phone(String name) {
    return Objects.requireNonNull(phones.get(name));
  }

  Softphone device(String name) {
    return Objects.requireNonNull(devices.get(name));
  }

  SimulatedHost host(String name) {
    return Objects.requireNonNull(hosts.get(name));
  }

  SimulatedNetwork network() {
    return network;
  }

  SimulatedServer server() {
    return server;
  }

  /** All that was sent, with what became of it. */
  List<String> sent() {
    return sent;
  }

  /** A phone, made where there is none, dials. */
  PhoneCall dials(String name, String target) {
    if (!devices.containsKey(name)) {
      add(name, "");
    }
    PhoneCall call = device(name).dial("sip:" + target + "@usher.test");
    phone(name).dialled(call);
    return call;
  }

  SmallCentre pass(Duration time) {
    network.runFor(time.toNanos());
    return this;
  }

  /** The intent and work that the journal noted last of this agent, such as READY/TALKING. */
  String state(String agent) {
    return states(agent).getLast();
  }

  /** All that it noted of this agent. */
  List<String> states(String agent) {
    return server.journal().stream()
        .map(SimulatedServer.Kept::record)
        .filter(JournalRecord.AgentChanged.class::isInstance)
        .map(JournalRecord.AgentChanged.class::cast)
        .filter(changed -> changed.agent().equals(agent))
        .map(JournalRecord.AgentChanged::state)
        .toList();
  }

  /** The only two ports of the server that are open hear each other, or phones do without. */
  void audioIsJoined() {
    List<SimulatedMediaPort> open = server.media().openPorts();
    assertThat(open).hasSizeBetween(0, 2);
    if (open.size() == 2) {
      assertThat(open.getFirst().hears(open.getLast())).isTrue();
      assertThat(open.getLast().hears(open.getFirst())).isTrue();
    }
  }

  /** Everything has come to rest; nothing is left over. */
  List<CallLog> rest() {
    pass(Duration.ofMinutes(3));
    server.acd().audit();
    AcdFigures figures = server.acd().figures();
    assertThat(figures.running()).as("running calls").isZero();
    assertThat(figures.faults()).as("faults").isZero();
    assertThat(figures.repairs()).as("repairs").isZero();
    assertThat(figures.lost()).as("lost calls").isZero();
    assertThat(figures.agentsInOffer() + figures.agentsInCall()).as("busy agents").isZero();
    assertThat(server.media().openPorts()).as("media ports not given back").isEmpty();
    return server.records();
  }
}
