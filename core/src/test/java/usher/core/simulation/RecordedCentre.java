package usher.core.simulation;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import usher.core.config.ConfigResult;
import usher.core.config.JournalConfig;
import usher.core.journal.JournalRecord;
import usher.core.journal.RulesText;
import usher.core.journal.SegmentJournal;
import usher.sip.transport.TransportProtocol;
import usher.softphone.chance.Mix;
import usher.softphone.chance.Seed;
import usher.softphone.chance.Spread;
import usher.softphone.fleet.AgentFleet;
import usher.softphone.fleet.AgentsPlan;
import usher.softphone.fleet.Behaviour;
import usher.softphone.fleet.CallOutcome;
import usher.softphone.fleet.CallerFleet;
import usher.softphone.fleet.CallersPlan;
import usher.softphone.fleet.Names;
import usher.softphone.fleet.Passwords;
import usher.softphone.fleet.Reaction;
import usher.softphone.network.SimulatedHost;
import usher.softphone.network.SimulatedNetwork;

/** A small centre that is a little too small for its callers, run once and kept in a journal. */
public final class RecordedCentre {
  /** How many calls are made. */
  public static final int CALLS = 600;

  private static final int AGENTS = 20;
  private static final double CALLS_PER_S = 1;
  private static final InetSocketAddress SERVER = new InetSocketAddress("10.0.0.1", 5060);
  private static final InetSocketAddress AGENTS_AT = new InetSocketAddress("10.0.0.2", 5060);
  private static final InetSocketAddress CALLERS_AT = new InetSocketAddress("10.0.0.3", 5060);

  private RecordedCentre() {}

  /** Its configuration, with a wrap-up. */
  public static String yaml(String wrapUp) {
    StringBuilder yaml =
        new StringBuilder(
            """
            sip:
              domain: usher.test
              listen: [ "udp://10.0.0.1:5060" ]
              media-ports: 20000-29999
            data: data
            agents:
            """);
    Names names = Names.of("a");
    for (int i = 0; i < AGENTS; i++) {
      String name = names.at(i);
      yaml.append("  %s: { password: pw-%s, skills: { sales: 5 } }\n".formatted(name, name));
    }
    return yaml.append(
            """
            queues:
              sales: { needs: { sales: 1 }, ring: 10s, wrap-up: %s }
              service: { needs: { sales: 1 }, ring: 10s, wrap-up: %s }
            entries:
              - { to: sales, queue: sales }
              - { to: service, queue: service }
            """
                .formatted(wrapUp, wrapUp))
        .toString();
  }

  /**
   * Runs it and writes its journal.
   *
   * @return the calls that the callers made
   */
  public static List<CallOutcome> record(Path journal, String yaml, long number)
      throws IOException {
    return record(journal, yaml, yaml, number);
  }

  /** The same, with other rules in the journal than those that held. */
  public static List<CallOutcome> record(
      Path journal, String yaml, String journaledYaml, long number) throws IOException {
    ConfigResult.Valid read = SimulatedServer.read(yaml);
    Seed seed = new Seed(number);
    SimulatedNetwork network = new SimulatedNetwork(seed.of("network"));
    SimulatedHost serverHost = network.host("server", SERVER);
    SimulatedHost agentHost = network.host("agents", AGENTS_AT);
    SimulatedHost callerHost = network.host("callers", CALLERS_AT);
    SimulatedServer server =
        new SimulatedServer(read.config(), serverHost, seed.bytes("server"), network.nowNs());
    AgentFleet agents =
        new AgentFleet(
            SimulatedServer.phones(network, agentHost, seed.of("agents")),
            agents(agentHost),
            seed.of("agents"));
    List<CallOutcome> outcomes = new ArrayList<>();
    CallerFleet callers =
        new CallerFleet(
            SimulatedServer.phones(network, callerHost, seed.of("callers")),
            callers(callerHost),
            seed.of("callers"),
            outcomes::add);
    agents.start();
    network.runFor(Duration.ofSeconds(5).toNanos());
    callers.start();
    network.runWhile(() -> !callers.isDone(), network.nowNs() + Duration.ofHours(2).toNanos());
    network.runFor(Duration.ofMinutes(2).toNanos());
    server.acd().close();
    write(journal, SimulatedServer.read(journaledYaml), server.journal());
    return outcomes;
  }

  private static void write(
      Path directory, ConfigResult.Valid read, List<SimulatedServer.Kept> kept) throws IOException {
    var seed = new usher.core.journal.Seed(1, 2, 3, 4);
    SimulatedServer.Kept first = kept.getFirst();
    try (SegmentJournal journal =
        SegmentJournal.open(directory, JournalConfig.DEFAULT, seed, first.epochMs())) {
      journal.append(
          new JournalRecord.Started(seed, read.sha256(), "test"), first.nowNs(), first.epochMs());
      for (JournalRecord rules : new RulesText(1, read.sha256(), read.text()).records()) {
        journal.append(rules, first.nowNs(), first.epochMs());
      }
      for (SimulatedServer.Kept each : kept) {
        journal.append(each.record(), each.nowNs(), each.epochMs());
      }
    }
  }

  private static AgentsPlan agents(SimulatedHost host) {
    Spread pickUp = Spread.between(Duration.ofSeconds(1), Duration.ofSeconds(4));
    Behaviour behaviour =
        Behaviour.agent(pickUp, Spread.exponential(Duration.ofSeconds(60)))
            .reacting(0.05, new Reaction.Refuse(pickUp, 603))
            .reacting(0.03, new Reaction.Ignore());
    return AgentsPlan.of(
            Names.of("a"),
            AGENTS,
            "usher.test",
            host.flow(TransportProtocol.UDP).to(SERVER),
            Passwords.rule("pw-{user}"),
            behaviour)
        .registering(Duration.ofMinutes(2), 100);
  }

  private static CallersPlan callers(SimulatedHost host) {
    Behaviour behaviour =
        Behaviour.caller(
            Spread.exponential(Duration.ofSeconds(90)), Spread.exponential(Duration.ofSeconds(25)));
    return new CallersPlan(
        Names.of("c"),
        "usher.test",
        host.flow(TransportProtocol.UDP).to(SERVER),
        Passwords.rule(""),
        Mix.always("sales").or(0.5, "service"),
        CallersPlan.poisson(CALLS_PER_S),
        CALLS,
        CALLS,
        behaviour);
  }
}
