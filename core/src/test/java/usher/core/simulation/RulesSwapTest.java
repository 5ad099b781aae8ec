package usher.core.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import usher.core.call.CallLog;
import usher.core.config.UsherConfig;
import usher.core.loop.AcdFigures;
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
import usher.softphone.network.LinkQuality;
import usher.softphone.network.SimulatedHost;
import usher.softphone.network.SimulatedNetwork;

/**
 * The rules change every ten seconds while calls come, wait, ring and talk: agents come and go,
 * levels, steps, strategies and entries change, a queue appears and disappears. No call notices.
 */
class RulesSwapTest {
  private static final int AGENTS = 40;
  private static final int CALLS = 600;
  private static final Duration BETWEEN_SWAPS = Duration.ofSeconds(10);
  private static final Duration AFTERWARDS = Duration.ofMinutes(3);

  private static final InetSocketAddress SERVER = new InetSocketAddress("10.0.0.1", 5060);
  private static final InetSocketAddress AGENTS_AT = new InetSocketAddress("10.0.0.2", 5060);
  private static final InetSocketAddress CALLERS_AT = new InetSocketAddress("10.0.0.3", 5060);

  /** Four versions that differ in everything that may change while a server runs. */
  private static UsherConfig version(int number) {
    int kind = number % 4;
    StringBuilder yaml =
        new StringBuilder(
            """
            sip:
              domain: usher.test
              listen: [ "udp://10.0.0.1:5060", "tcp://10.0.0.1:5060" ]
              media-ports: 20000-29999
            data: data
            agents:
            """);
    for (int i = 0; i < AGENTS; i++) {
      boolean gone = kind == 1 && i % 4 == 0;
      if (!gone) {
        String name = Names.of("a").at(i);
        int level = kind == 2 ? 1 + i % 9 : 5;
        yaml.append(
            "  %s: { password: pw-%s, skills: { sales: %d } }\n".formatted(name, name, level));
      }
    }
    return SimulatedServer.read(yaml + queues(kind)).config();
  }

  private static String queues(int kind) {
    return switch (kind) {
      case 0 ->
          """
          queues:
            sales: { needs: { sales: 1 }, wrap-up: 2s, parallel: 2 }
          entries: [ { to: sales, queue: sales } ]
          """;
      case 1 ->
          """
          queues:
            extra: { needs: { sales: 1 }, strategy: [ fewest-calls, random ], priority: high, max-starve: 1m }
            sales: { needs: { sales: 5 }, wrap-up: 1s, max-starve: 1m }
          entries:
            - { to: sales, when: 'from.endsWith("1") || from.endsWith("2")', queue: extra }
            - { to: sales, queue: sales }
          """;
      case 2 ->
          """
          queues:
            sales:
              needs: "sales >= 8"
              steps: [ { after: 2s, needs: "sales >= 4" }, { after: 5s, needs: sales } ]
              variants: { best: "sales >= 9" }
              strategy: [ most-skilled, round-robin ]
          entries: [ { to: "sal*", queue: sales, prefer: last-agent, patience: 3s } ]
          reload: { apply-to-waiting: true }
          """;
      default ->
          """
          queues:
            help: {}
            sales: { ring: 5s, max-starve: 2m, parallel: { offers: 2, every: 3s } }
          entries: [ { to: sales, queue: sales, priority: vip, attributes: { version: "3" } } ]
          """;
    };
  }

  private static final class Centre {
    private final SimulatedNetwork network;
    private final SimulatedServer server;
    private final AgentFleet agents;
    private final CallerFleet callers;
    private final List<CallOutcome> outcomes = new ArrayList<>();
    private int swaps;

    Centre(long number) {
      Seed seed = new Seed(number);
      network = new SimulatedNetwork(seed.of("network"));
      network.quality(LinkQuality.BAD);
      SimulatedHost serverHost = network.host("server", SERVER);
      SimulatedHost agentHost = network.host("agents", AGENTS_AT);
      SimulatedHost callerHost = network.host("callers", CALLERS_AT);
      server = new SimulatedServer(version(0), serverHost, seed.bytes("server"), network.nowNs());
      agents =
          new AgentFleet(
              SimulatedServer.phones(network, agentHost, seed.of("agents")),
              agents(agentHost),
              seed);
      callers =
          new CallerFleet(
              SimulatedServer.phones(network, callerHost, seed.of("callers")),
              callers(callerHost),
              seed,
              outcomes::add);
    }

    private static AgentsPlan agents(SimulatedHost host) {
      Spread pickUp = Spread.between(Duration.ofMillis(200), Duration.ofSeconds(4));
      Behaviour behaviour =
          Behaviour.agent(pickUp, Spread.exponential(Duration.ofSeconds(20)))
              .reacting(0.05, new Reaction.Refuse(pickUp, 603))
              .reacting(0.03, new Reaction.Ignore());
      return AgentsPlan.of(
              Names.of("a"),
              AGENTS,
              "usher.test",
              host.flow(TransportProtocol.UDP).to(SERVER),
              Passwords.rule("pw-{user}"),
              behaviour)
          .registering(Duration.ofMinutes(1), 40);
    }

    private static CallersPlan callers(SimulatedHost host) {
      return new CallersPlan(
          Names.of("c"),
          "usher.test",
          host.flow(TransportProtocol.UDP).to(SERVER),
          Passwords.rule(""),
          Mix.always("sales"),
          CallersPlan.poisson(2),
          CALLS,
          200,
          Behaviour.caller(
              Spread.exponential(Duration.ofSeconds(90)),
              Spread.exponential(Duration.ofSeconds(20))));
    }

    Centre run() {
      agents.start();
      network.runFor(Duration.ofSeconds(5).toNanos());
      callers.start();
      while (!callers.isDone()) {
        network.runFor(BETWEEN_SWAPS.toNanos());
        server.adopt(version(++swaps), network.nowNs());
        server.acd().audit();
      }
      network.runFor(AFTERWARDS.toNanos());
      return this;
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3})
  void rulesChangeWhileCallsFlowAndNothingIsLost(long seed) {
    Centre centre = new Centre(seed).run();

    AcdFigures figures = centre.server.acd().figures();
    assertThat(centre.swaps).as("changes of the rules").isGreaterThan(20);
    assertThat(centre.outcomes).hasSize(CALLS);
    assertThat(centre.server.records()).as("one record for each call").hasSize(CALLS);
    assertThat(figures.running()).as("running calls").isZero();
    assertThat(figures.waiting() + figures.beingOffered()).as("still in line").isZero();
    assertThat(figures.lost()).as("lost calls").isZero();
    assertThat(figures.faults() + figures.repairs()).as("faults and repairs").isZero();
    assertThat(figures.agentsInOffer() + figures.agentsInCall() + figures.agentsInWrapUp())
        .isZero();
    assertThat(figures.offered())
        .isEqualTo(figures.answered() + figures.abandoned() + figures.flowedOut());
    assertThat(figures.answered()).as("most calls are answered").isGreaterThan(CALLS * 2 / 3);
    assertThat(centre.server.media().openPorts()).as("media ports not given back").isEmpty();
    centre.server.acd().audit();
  }

  @Test
  void eachCallKeepsTheRulesThatLetItIn() {
    Centre centre = new Centre(5).run();

    for (CallLog log : centre.server.records()) {
      int kind = (int) ((log.ticket().rules() - 1) % 4);
      assertThat(log.ticket().band()).as("%s", log.ticket()).isEqualTo(band(kind, log));
      assertThat(log.ticket().attributes())
          .isEqualTo(kind == 3 ? Map.of("version", "3") : Map.of());
    }
  }

  private static int band(int kind, CallLog log) {
    int vip = 2;
    int high = 3;
    int normal = 4;
    return kind == 3 ? vip : log.queue().name().equals("extra") ? high : normal;
  }

  @Test
  void theInputsInTheJournalGiveTheSameCallsAgain() throws Exception {
    Centre centre = new Centre(4).run();
    SimulatedServer again = SimulatedServer.alone(version(0), SERVER, new Seed(4).bytes("server"));
    again.versions().putAll(centre.server.versions());
    for (SimulatedServer.Kept kept : List.copyOf(centre.server.journal())) {
      again.replay(kept);
    }
    assertThat(again.records()).hasSize(CALLS);
    assertThat(again.digestOfAllSent()).isEqualTo(centre.server.digestOfAllSent());
  }
}
