package usher.core.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import usher.core.call.CallLog;
import usher.core.call.EndCause;
import usher.core.config.UsherConfig;
import usher.core.journal.JournalRecord;
import usher.core.loop.AcdFigures;
import usher.core.loop.Answer;
import usher.core.loop.Input;
import usher.core.loop.Question;
import usher.routing.offer.OfferOutcome;
import usher.sip.transport.Flow;
import usher.sip.transport.TransportProtocol;
import usher.softphone.PhoneHost;
import usher.softphone.chance.Mix;
import usher.softphone.chance.Seed;
import usher.softphone.chance.Spread;
import usher.softphone.fleet.AgentFleet;
import usher.softphone.fleet.AgentsPlan;
import usher.softphone.fleet.Behaviour;
import usher.softphone.fleet.CallOutcome;
import usher.softphone.fleet.CallerFleet;
import usher.softphone.fleet.CallersPlan;
import usher.softphone.fleet.Conduct;
import usher.softphone.fleet.Names;
import usher.softphone.fleet.Passwords;
import usher.softphone.fleet.Reaction;
import usher.softphone.network.LinkQuality;
import usher.softphone.network.SimulatedHost;
import usher.softphone.network.SimulatedNetwork;

/**
 * Two hundred agents and two thousand calls over a bad network, and afterwards nobody is stuck and
 * every call is accounted for. The seed is in the name of the test.
 */
class WholeCentreTest {
  private static final int AGENTS = 200;
  private static final int CALLS = 2_000;
  private static final int CALLS_AT_ONCE = 400;
  private static final double CALLS_PER_S = 10;
  private static final Duration DAY = Duration.ofHours(2);

  /** Longer than any wrap-up, cool-down, probe, ring time and transaction. */
  private static final Duration AFTERWARDS = Duration.ofMinutes(3);

  private static final InetSocketAddress SERVER = new InetSocketAddress("10.0.0.1", 5060);
  private static final InetSocketAddress AGENTS_AT = new InetSocketAddress("10.0.0.2", 5060);
  private static final InetSocketAddress CALLERS_AT = new InetSocketAddress("10.0.0.3", 5060);

  static LongStream seeds() {
    return LongStream.rangeClosed(1, 20);
  }

  /** How agents are rung, and how audio travels. */
  private record Way(String media, String parallel) {}

  /** One simulated centre, run to its end. */
  private static final class Centre {
    private final SimulatedNetwork network;
    private final SimulatedServer server;
    private final AgentFleet agents;
    private final CallerFleet callers;
    private final List<CallOutcome> outcomes = new ArrayList<>();

    Centre(long number, String answer, Way way, TransportProtocol protocol) {
      Seed seed = new Seed(number);
      network = new SimulatedNetwork(seed.of("network"));
      network.quality(LinkQuality.BAD);
      SimulatedHost serverHost = network.host("server", SERVER);
      SimulatedHost agentHost = network.host("agents", AGENTS_AT);
      SimulatedHost callerHost = network.host("callers", CALLERS_AT);
      server =
          new SimulatedServer(
              config(answer, way), serverHost, seed.bytes("server"), network.nowNs());
      PhoneHost agentPhones = SimulatedServer.phones(network, agentHost, seed.of("agents"));
      PhoneHost callerPhones = SimulatedServer.phones(network, callerHost, seed.of("callers"));
      agents =
          new AgentFleet(
              agentPhones, agentsPlan(agentHost.flow(protocol).to(SERVER)), seed.of("agents"));
      callers =
          new CallerFleet(
              callerPhones,
              callersPlan(callerHost.flow(protocol).to(SERVER)),
              seed.of("callers"),
              outcomes::add);
    }

    private static AgentsPlan agentsPlan(Flow server) {
      Spread pickUp = Spread.between(Duration.ofMillis(200), Duration.ofSeconds(8));
      Behaviour behaviour =
          Behaviour.agent(pickUp, Spread.exponential(Duration.ofSeconds(20)))
              .reacting(0.05, new Reaction.Refuse(pickUp, 603))
              .reacting(0.03, new Reaction.Refuse(pickUp, 486))
              .reacting(0.03, new Reaction.Ignore())
              .reacting(0.02, new Reaction.Answer(Spread.fixed(Duration.ofSeconds(15))))
              .reacting(0.02, new Reaction.AnswerAndHangUp(pickUp))
              .reacting(0.01, new Reaction.Leave(Spread.fixed(Duration.ofSeconds(40))))
              .reacting(0.01, new Reaction.Vanish(Spread.fixed(Duration.ofSeconds(50))))
              .conducting(
                  0.1,
                  Conduct.talk(Spread.exponential(Duration.ofSeconds(20)))
                      .holding(
                          Spread.fixed(Duration.ofSeconds(3)), Spread.fixed(Duration.ofSeconds(4))))
              .conducting(
                  0.1, Conduct.talk(Spread.exponential(Duration.ofSeconds(20))).refreshing());
      return AgentsPlan.of(
              Names.of("a"), AGENTS, "usher.test", server, Passwords.rule("pw-{user}"), behaviour)
          .registering(Duration.ofMinutes(2), 100)
          .absent(
              Spread.exponential(Duration.ofMinutes(10)),
              Mix.always(new Reaction.Leave(Spread.fixed(Duration.ofSeconds(30)))));
    }

    private static CallersPlan callersPlan(Flow server) {
      Spread patience = Spread.exponential(Duration.ofSeconds(60));
      Behaviour behaviour =
          Behaviour.caller(patience, Spread.exponential(Duration.ofSeconds(25)))
              .conducting(
                  0.05,
                  Conduct.talk(Spread.exponential(Duration.ofSeconds(25)))
                      .holding(
                          Spread.fixed(Duration.ofSeconds(2)),
                          Spread.fixed(Duration.ofSeconds(3))));
      return new CallersPlan(
          Names.of("c"),
          "usher.test",
          server,
          Passwords.rule(""),
          Mix.always("sales"),
          CallersPlan.poisson(CALLS_PER_S),
          CALLS,
          CALLS_AT_ONCE,
          behaviour);
    }

    Centre run() {
      long end = network.nowNs() + DAY.toNanos();
      agents.start();
      network.runFor(Duration.ofSeconds(5).toNanos());
      callers.start();
      network.runWhile(() -> !callers.isDone(), end);
      network.runFor(AFTERWARDS.toNanos());
      return this;
    }
  }

  private static UsherConfig config(String answer, Way way) {
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
    Names names = Names.of("a");
    for (int i = 0; i < AGENTS; i++) {
      String name = names.at(i);
      yaml.append("  %s: { password: pw-%s, skills: { sales: 5 } }\n".formatted(name, name));
    }
    yaml.append(
        """
        queues:
          sales: { needs: { sales: 1 }, ring: 15s, wrap-up: 2s, answer: %s, media: %s, parallel: %s }
        entries:
          - { to: sales, queue: sales }
        """
            .formatted(answer, way.media(), way.parallel()));
    return SimulatedServer.read(yaml.toString()).config();
  }

  private static Way way(long seed) {
    String[] parallel = {"1", "2", "{ offers: 3, every: 4s }"};
    return new Way(
        seed % 2 == 0 ? "relay" : "direct", parallel[(int) (seed / 2 % parallel.length)]);
  }

  /**
   * Each seed has its own way to answer, to ring, to carry audio and to carry SIP, so that twenty
   * seeds try all of them.
   */
  private static Centre centre(long seed) {
    String[] answers = {"at-entry", "early-media", "on-agent"};
    String answer = answers[(int) (seed % answers.length)];
    TransportProtocol protocol = seed % 5 == 0 ? TransportProtocol.TCP : TransportProtocol.UDP;
    return new Centre(seed, answer, way(seed), protocol);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void afterABadDayNobodyIsStuckAndEveryCallIsAccountedFor(long seed) {
    Centre centre = centre(seed).run();

    assertThat(centre.callers.isDone()).as("every caller's call has an end").isTrue();
    assertThat(centre.outcomes).hasSize(CALLS);
    AcdFigures figures = centre.server.acd().figures();
    assertNobodyIsStuck(centre, figures);
    assertEveryCallIsAccountedFor(centre, figures);
    assertEveryOfferEndedOnce(centre);
    assertOffersAreExplained(centre);
  }

  private static void assertOffersAreExplained(Centre centre) {
    assertThat(centre.server.records().stream().flatMap(record -> record.offers().stream()))
        .as("what the router kept of each choice")
        .allMatch(offer -> offer.decision() != null);
    List<Answer> answers = new ArrayList<>();
    centre.server.acd().on(new Input.Explain(new Question.LastOffers(10), answers::add));
    assertThat(answers.getFirst().describe()).hasSizeGreaterThanOrEqualTo(1);
  }

  private static void assertNobodyIsStuck(Centre centre, AcdFigures figures) {
    assertThat(figures.running()).as("running calls").isZero();
    assertThat(figures.agentsInOffer()).as("agents whose phone rings for nobody").isZero();
    assertThat(figures.agentsInCall()).as("agents in a call without a caller").isZero();
    assertThat(figures.agentsInWrapUp()).as("agents in endless wrap-up").isZero();
    assertThat(figures.repairs()).as("states the reconciler had to repair").isZero();
    assertThat(figures.faults()).as("faults").isZero();
    assertThat(centre.server.media().openPorts()).as("media ports not given back").isEmpty();
    centre.server.acd().audit();
  }

  private static void assertEveryCallIsAccountedFor(Centre centre, AcdFigures figures) {
    assertThat(figures.lost()).as("lost calls").isZero();
    assertThat(figures.waiting() + figures.beingOffered()).as("still in line").isZero();
    assertThat(figures.offered())
        .isEqualTo(figures.answered() + figures.abandoned() + figures.flowedOut());
    assertThat(centre.server.records()).as("one record for each call").hasSize(CALLS);
    assertThat(figures.answered()).as("many calls are answered").isGreaterThan(CALLS / 3);
    Set<EndCause> never = EnumSet.of(EndCause.LOST, EndCause.SERVER_STOPPED, EndCause.REFUSED);
    assertThat(centre.server.records()).noneMatch(record -> never.contains(record.cause()));
  }

  private static void assertEveryOfferEndedOnce(Centre centre) {
    long made = kept(centre, JournalRecord.OfferMade.class);
    long ended = kept(centre, JournalRecord.OfferEnded.class);
    assertThat(ended).as("every offer in the journal has its end there").isEqualTo(made);
    assertThat(centre.server.records().stream().flatMap(record -> record.offers().stream()))
        .allMatch(offer -> offer.outcome() != null)
        .noneMatch(offer -> offer.outcome() == OfferOutcome.RECOVERY);
  }

  private static long kept(Centre centre, Class<? extends JournalRecord> type) {
    return centre.server.journal().stream().filter(kept -> type.isInstance(kept.record())).count();
  }

  @Test
  void theSameSeedGivesTheSameDay() {
    assertThat(centre(7).run().network.traceDigest())
        .isEqualTo(centre(7).run().network.traceDigest());
  }

  @Test
  void theInputsInTheJournalGiveTheSameCallsAgain() throws Exception {
    Centre centre = centre(4).run();
    SimulatedServer again =
        SimulatedServer.alone(config("early-media", way(4)), SERVER, new Seed(4).bytes("server"));
    for (SimulatedServer.Kept kept : List.copyOf(centre.server.journal())) {
      again.replay(kept);
    }
    assertThat(again.records().stream().map(WholeCentreTest::text).toList())
        .isEqualTo(centre.server.records().stream().map(WholeCentreTest::text).toList());
    assertThat(again.digestOfAllSent()).isEqualTo(centre.server.digestOfAllSent());
  }

  private static String text(CallLog log) {
    return log.id()
        + " "
        + log.cause()
        + " "
        + log.legs()
        + " "
        + log.endedNs()
        + " "
        + log.holdNs();
  }
}
