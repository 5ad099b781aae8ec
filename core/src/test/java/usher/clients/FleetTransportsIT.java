package usher.clients;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import usher.sip.transport.TransportProtocol;
import usher.softphone.bulk.Access;
import usher.softphone.bulk.Arrivals;
import usher.softphone.bulk.BulkAgents;
import usher.softphone.bulk.BulkAgentsPlan;
import usher.softphone.bulk.BulkCallers;
import usher.softphone.bulk.BulkCallersPlan;
import usher.softphone.bulk.BulkFleet;
import usher.softphone.bulk.CallEnd;
import usher.softphone.bulk.CallFigures;
import usher.softphone.chance.Mix;
import usher.softphone.chance.Seed;
import usher.softphone.chance.Spread;
import usher.softphone.fleet.Names;
import usher.softphone.fleet.Passwords;
import usher.softphone.fleet.Reaction;

/** Plain phones by the dozen over every transport, and phones whose addresses change. */
class FleetTransportsIT {
  private static final int AGENTS = 20;
  private static final int CALLS = 60;
  private static final Names NAMES = Names.of("a");
  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Duration EXPIRES = Duration.ofMinutes(10);

  private static final Mix<Reaction> ANSWERS = Mix.always(new Reaction.Answer(Spread.NONE));
  private static final double SOME = 0.1;

  @TempDir private static Path directory;

  private static final String PASSWORD = Centre.freshPassword();

  /** The calls of one test have no names of another's. */
  private static final AtomicLong SEEDS = new AtomicLong();

  private static Centre centre;
  private static ServerProcess server;

  private final String agentsAt = Loopback.address();
  private final String callersAt = Loopback.address();
  private final List<BulkAgents> registered = new ArrayList<>();
  private BulkFleet fleet;

  @BeforeAll
  static void startServer() {
    centre =
        new Centre()
            .secure()
            .queue("answer", "on-agent")
            .queue("media", "direct")
            .queue("ring", "3s");
    for (int i = 0; i < AGENTS; i++) {
      centre.registering(NAMES.at(i), PASSWORD);
    }
    new TestAuthority().issue(centre.address(), directory);
    server = ServerProcess.start(directory, centre);
  }

  @AfterAll
  static void stopServer() {
    server.close();
  }

  @BeforeEach
  void start() throws IOException {
    fleet =
        BulkFleet.start(address(centre.address(), 5060), new Seed(SEEDS.incrementAndGet()), 4000);
    fleet.trust(directory.resolve("authority.pem"));
  }

  /** The next test's agents are at other addresses. */
  @AfterEach
  void stop() {
    for (BulkAgents agents : registered) {
      fleet.execute(agents::stop);
      await(() -> fleet.ask(agents::isQuiet), "agents unregistered");
    }
    fleet.close();
  }

  private static InetSocketAddress address(String host, int port) {
    return new InetSocketAddress(InetAddress.ofLiteral(host), port);
  }

  private Access access(TransportProtocol transport, String from) {
    int port =
        switch (transport) {
          case UDP, TCP -> 5060;
          case TLS -> 5061;
          case WS -> 80;
          case WSS -> 443;
        };
    return new Access(transport, address(centre.address(), port), address(from, 0), 3);
  }

  private BulkAgents agents(TransportProtocol transport) throws IOException {
    return agents(transport, ANSWERS);
  }

  private BulkAgents agents(TransportProtocol transport, Mix<Reaction> reactions)
      throws IOException {
    BulkAgentsPlan plan =
        BulkAgentsPlan.of(NAMES, AGENTS, Centre.DOMAIN)
            .reacting(reactions, Spread.NEVER)
            .registering(new BulkAgentsPlan.Registering(Passwords.rule(PASSWORD), EXPIRES, AGENTS));
    BulkAgents agents = fleet.agents(plan, access(transport, agentsAt));
    registered.add(agents);
    awaitRegistered(agents);
    return agents;
  }

  private void awaitRegistered(BulkAgents agents) {
    Await.until(
        () -> fleet.ask(agents::registered) == AGENTS,
        LIMIT,
        () ->
            "only "
                + fleet.ask(agents::registered)
                + " registered, failures "
                + fleet.ask(agents::registrationFailures)
                + ", connections lost "
                + fleet.ask(agents::connectionsLost)
                + server.tail());
  }

  private void await(BooleanSupplier condition, String what) {
    Await.until(condition, LIMIT, () -> "not " + what + server.tail());
  }

  private BulkCallers callers(TransportProtocol transport, long calls, Spread talk)
      throws IOException {
    BulkCallersPlan plan =
        BulkCallersPlan.of("c", Centre.DOMAIN, "sales", new Arrivals.Constant(20), LIMIT)
            .atMost(calls)
            .conduct(Spread.NEVER, talk);
    return fleet.callers(plan, access(transport, callersAt));
  }

  private CallFigures played(BulkCallers callers) {
    await(() -> fleet.ask(callers::isDone), "all calls over");
    return fleet.figures(callers);
  }

  @ParameterizedTest(name = "agents over {0}, callers over {1}")
  @CsvSource({"UDP, TCP", "TCP, UDP", "TLS, TLS", "WS, UDP", "WSS, TLS", "UDP, WSS"})
  void everyCallHasAnAgentAndARecord(TransportProtocol agentsBy, TransportProtocol callersBy)
      throws IOException {
    int before = server.records().size();
    BulkAgents agents = agents(agentsBy);
    BulkCallers callers = callers(callersBy, CALLS, Spread.NONE);
    assertThat(played(callers).count(CallEnd.ANSWERED)).isEqualTo(CALLS);
    await(() -> fleet.ask(agents::isQuiet), "agents quiet");
    assertThat(fleet.figures(callers).bridged()).isEqualTo(CALLS);
    assertThat(fleet.ask(agents::figures).answered()).isEqualTo(CALLS);
    assertThat(server.awaitRecords(before + CALLS).subList(before, before + CALLS))
        .allSatisfy(call -> assertThat(call.end()).isEqualTo("caller-hung-up"));
  }

  /** The phones know nothing of it; what they register next comes from elsewhere. */
  @ParameterizedTest(name = "over {0}")
  @EnumSource
  void phonesBehindAnotherAddressAreCalledThereAfterTheirNextRegistration(
      TransportProtocol transport) throws IOException {
    BulkAgents agents = agents(transport);
    moveAndRegister(agents, transport);
    CallFigures calls = played(callers(transport, AGENTS, Spread.NONE));
    assertThat(calls.count(CallEnd.ANSWERED)).isEqualTo(AGENTS);
  }

  private void moveAndRegister(BulkAgents agents, TransportProtocol transport) throws IOException {
    long before = fleet.ask(agents::registrationUs).getTotalCount();
    fleet.move(agents, address(Loopback.address(), 0));
    if (!transport.reliable()) {
      fleet.execute(() -> agents.registerAgain(SECOND.toNanos()));
    }
    await(
        () -> fleet.ask(agents::registrationUs).getTotalCount() == before + AGENTS,
        "all registered again");
  }

  /** Callers hear of an answer before its ACK has reached the agent. */
  private void awaitTalking(BulkAgents agents, BulkCallers callers) {
    await(
        () ->
            fleet.figures(callers).histogram(CallFigures.Measure.ANSWER).getTotalCount() == AGENTS
                && fleet.ask(agents::talking) == AGENTS,
        "all talking");
  }

  @ParameterizedTest(name = "over {0}")
  @EnumSource
  void whoRegistersBehindAnotherAddressInACallIsToldThereThatItIsOver(TransportProtocol transport)
      throws IOException {
    BulkAgents agents = agents(transport);
    BulkCallers callers = callers(TransportProtocol.UDP, AGENTS, Spread.NEVER);
    moveInCalls(agents, callers, transport);
    fleet.execute(callers::stop);
    assertThatAllWereAnsweredAndAreOver(agents, callers);
  }

  /** He has proved there who he is (ADR 0023). */
  @ParameterizedTest(name = "over {0}")
  @EnumSource
  void whoRegistersBehindAnotherAddressInACallHangsUpFromThere(TransportProtocol transport)
      throws IOException {
    BulkAgents agents = agents(transport);
    BulkCallers callers = callers(TransportProtocol.UDP, AGENTS, Spread.NEVER);
    moveInCalls(agents, callers, transport);
    fleet.execute(agents::stop);
    assertThatAllWereAnsweredAndAreOver(agents, callers);
  }

  private void moveInCalls(BulkAgents agents, BulkCallers callers, TransportProtocol transport)
      throws IOException {
    awaitTalking(agents, callers);
    moveAndRegister(agents, transport);
  }

  private void assertThatAllWereAnsweredAndAreOver(BulkAgents agents, BulkCallers callers) {
    assertThat(played(callers).count(CallEnd.ANSWERED)).isEqualTo(AGENTS);
    await(() -> fleet.ask(agents::isQuiet), "agents quiet");
    assertThat(fleet.ask(agents::figures).answered()).isEqualTo(AGENTS);
  }

  @ParameterizedTest(name = "over {0}")
  @EnumSource
  void aStormOfRegistrationsAffectsNoCall(TransportProtocol transport) throws IOException {
    BulkAgents agents = agents(transport);
    BulkCallers callers = callers(TransportProtocol.UDP, CALLS, Spread.NONE);
    fleet.execute(() -> agents.registerAgain(SECOND.toNanos()));
    assertThat(played(callers).count(CallEnd.ANSWERED)).isEqualTo(CALLS);
    await(
        () -> fleet.ask(agents::registrationUs).getTotalCount() == 2 * AGENTS,
        "all registered again");
    assertThat(fleet.ask(agents::registrationFailures)).isEmpty();
    assertThat(fleet.ask(agents::connectionsLost)).isZero();
  }

  /** Over a stream, too, the server hears nothing of it: the connection stands, and is silent. */
  @ParameterizedTest(name = "over {0}")
  @EnumSource
  void whoseAgentsPhoneVanishesIsAnsweredByAnotherAndThePhoneComesBack(TransportProtocol transport)
      throws IOException {
    Reaction vanish = new Reaction.Vanish(Spread.fixed(SECOND));
    BulkAgents agents = agents(transport, ANSWERS.except(SOME, vanish));
    CallFigures calls = played(callers(TransportProtocol.UDP, CALLS, Spread.NONE));
    assertThat(calls.count(CallEnd.ANSWERED)).isEqualTo(CALLS);
    assertThat(fleet.ask(agents::figures).vanished()).isPositive();
    await(() -> fleet.ask(agents::registered) == AGENTS, "all back");
  }
}
