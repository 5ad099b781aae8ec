package usher.perf.harness;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import usher.softphone.bulk.Arrivals;
import usher.softphone.bulk.BulkAgents;
import usher.softphone.bulk.BulkAgentsPlan;
import usher.softphone.bulk.BulkCallers;
import usher.softphone.bulk.BulkCallersPlan;
import usher.softphone.bulk.BulkFleet;
import usher.softphone.bulk.CallEnd;
import usher.softphone.bulk.CallFigures;
import usher.softphone.chance.Seed;
import usher.softphone.chance.Spread;
import usher.softphone.fleet.Passwords;
import usher.softphone.results.Accounts;
import usher.softphone.results.Accounts.ServerCounts;
import usher.softphone.results.Measurement;

/** A running server with its agents, and the accounts of all calls that it got. */
final class Stage implements AutoCloseable {
  /** What calls under way have to end by themselves when no more begin. */
  static final Duration GRACE = Duration.ofSeconds(15);

  private static final Duration REGISTERED_WITHIN = Duration.ofMinutes(3);
  private static final double REGISTRATIONS_PER_S = 500;
  private static final Duration EXPIRES = Duration.ofHours(1);

  /** A call without an answer at all is given up after 32 s; so is a BYE. */
  private static final Duration OVER_WITHIN = Duration.ofSeconds(70);

  /** The server's last answers, the journal's and the records' last lines. */
  static final long SETTLE_MS = 1_000;

  private static final long SECOND_MS = 1_000;

  /** A server that is slow to read rules takes two edits for one, but not many. */
  private static final double TAKEN_MIN = 0.5;

  /** Longer than anything here. */
  private static final double LONG_S = 3_600;

  private final Progress console;
  private final boolean keep;
  private final Arrangement arrangement;
  private final Path directory;
  private final ServerUnderTest server;
  private final DatagramSocket sink;
  private final BulkFleet fleet;
  private final BulkAgents agents;
  private final Accounts accounts = new Accounts();
  private int sets;
  private final AtomicInteger version = new AtomicInteger();

  private Stage(
      Progress console,
      boolean keep,
      Arrangement arrangement,
      Path directory,
      ServerUnderTest server,
      DatagramSocket sink,
      BulkFleet fleet,
      BulkAgents agents) {
    this.console = console;
    this.keep = keep;
    this.arrangement = arrangement;
    this.directory = directory;
    this.server = server;
    this.sink = sink;
    this.fleet = fleet;
    this.agents = agents;
  }

  /** Starts server and agents; nothing is warm yet. */
  static Stage open(Progress console, Options options, Arrangement arrangement) throws IOException {
    boolean pinned = arrangement.pinned() && Pins.possible();
    ServerConfig config =
        new ServerConfig(
            arrangement.agents(),
            arrangement.registering(),
            freePort(ServerConfig.SERVER),
            freePort(ServerConfig.AGENTS));
    Path directory = Children.directory();
    ServerUnderTest server =
        ServerUnderTest.start(
            options.launcher(), directory, config, pinned ? Pins.firstHalf() : List.of());
    if (options.keep()) {
      Children.keep(directory);
    }
    DatagramSocket sink = new DatagramSocket(0, InetAddress.ofLiteral(ServerConfig.CALLERS));
    BulkFleet fleet =
        BulkFleet.start(
            address(ServerConfig.SERVER, config.serverPort()),
            new Seed(options.seed()),
            sink.getLocalPort());
    if (pinned) {
      Pins.takeSecondHalf();
    }
    BulkAgents agents =
        fleet.agents(plan(arrangement), address(ServerConfig.AGENTS, config.agentsPort()));
    Stage stage =
        new Stage(console, options.keep(), arrangement, directory, server, sink, fleet, agents);
    try {
      stage.awaitAgents();
      return stage;
    } catch (IOException | RuntimeException e) {
      stage.close();
      throw e;
    }
  }

  private static BulkAgentsPlan plan(Arrangement arrangement) {
    BulkAgentsPlan plan =
        BulkAgentsPlan.of(ServerConfig.NAMES, arrangement.agents(), ServerConfig.DOMAIN);
    Passwords passwords = Passwords.rule(ServerConfig.PASSWORD);
    return arrangement.registering()
        ? plan.registering(new BulkAgentsPlan.Registering(passwords, EXPIRES, REGISTRATIONS_PER_S))
        : plan;
  }

  private static int freePort(String address) throws IOException {
    try (DatagramSocket socket = new DatagramSocket(0, InetAddress.ofLiteral(address))) {
      return socket.getLocalPort();
    }
  }

  private static InetSocketAddress address(String host, int port) {
    return new InetSocketAddress(InetAddress.ofLiteral(host), port);
  }

  private void awaitAgents() throws IOException {
    int count = arrangement.registering() ? arrangement.agents() : 0;
    boolean all = Waiting.until(() -> registered(count) == count, REGISTERED_WITHIN);
    if (!all) {
      throw new IOException("only " + fleet.ask(agents::registered) + " agents could register");
    }
  }

  private int registered(int of) {
    int registered = fleet.ask(agents::registered);
    console.status("registered " + registered + " of " + of);
    return registered;
  }

  // ---- calls

  /** Calls for the queue of all agents that end as soon as they are answered. */
  static BulkCallersPlan calls(double perS, double seconds) {
    return calls(new Arrivals.Constant(perS), seconds);
  }

  /** So many callers who stay until they are told to leave. */
  static BulkCallersPlan stayers(double perS, int count) {
    return calls(perS, LONG_S).atMost(count).conduct(Spread.NEVER, Spread.NEVER);
  }

  static BulkCallersPlan calls(Arrivals arrivals, double seconds) {
    Duration length = Duration.ofNanos(Math.round(seconds * 1e9));
    return BulkCallersPlan.of("c", ServerConfig.DOMAIN, ServerConfig.QUEUE, arrivals, length);
  }

  /** Lets callers call from now on. Their users are no others'. */
  BulkCallers begin(BulkCallersPlan plan) throws IOException {
    sets++;
    return fleet.callers(plan.from("c" + sets + "x"), address(ServerConfig.CALLERS, 0));
  }

  /** Plays calls until all are over, and measures. */
  Measurement play(String name, BulkCallersPlan plan) throws IOException {
    Meter meter = new Meter(server);
    BulkCallers callers = begin(plan);
    watch(name, callers, plan.length().plus(GRACE), meter);
    end(callers);
    Waiting.pause(SETTLE_MS);
    return meter.end(name, callers, close(callers));
  }

  /** Shows how calls go, and samples, until they are over or so long. */
  void watch(String name, BulkCallers callers, Duration longest, @Nullable Meter meter)
      throws IOException {
    long startNs = System.nanoTime();
    long second = 1;
    while (!fleet.ask(callers::isDone) && sinceNs(startNs) < longest.toNanos()) {
      long untilMs = second * SECOND_MS - sinceNs(startNs) / 1_000_000;
      Waiting.pause(Math.clamp(untilMs, 1, SECOND_MS));
      second++;
      if (meter != null) {
        meter.sample();
      }
      console.status(name + ": " + status(fleet.figures(callers)));
    }
  }

  private static String status(CallFigures calls) {
    return "calls "
        + calls.attempted()
        + "  live "
        + calls.live()
        + "  answered "
        + calls.count(CallEnd.ANSWERED)
        + "  refused "
        + calls.count(CallEnd.REFUSED)
        + "  abandoned "
        + calls.count(CallEnd.ABANDONED);
  }

  private static long sinceNs(long startNs) {
    return System.nanoTime() - startNs;
  }

  /** Hangs up what is not over. */
  void end(BulkCallers callers) throws IOException {
    if (!fleet.ask(callers::isDone)) {
      fleet.execute(callers::stop);
      if (!Waiting.until(() -> fleet.ask(callers::isDone), OVER_WITHIN)) {
        throw new IOException("calls that do not end");
      }
    }
  }

  /** Their figures, which go into the accounts. */
  CallFigures close(BulkCallers callers) {
    CallFigures calls = fleet.figures(callers);
    accounts.add(calls);
    return calls;
  }

  /** Calls that are not counted, so that the server's code is compiled. */
  void warmUp(BulkCallersPlan plan) throws IOException {
    if (plan.length().isPositive()) {
      BulkCallers callers = begin(plan);
      watch("warm-up", callers, plan.length().plus(GRACE), null);
      end(callers);
      close(callers);
    }
  }

  /** Publishes other rules. */
  void swapRules() throws IOException {
    server.edit(version.get() + 1);
    version.incrementAndGet();
  }

  /** How often other rules were published so far. */
  int swaps() {
    return version.get();
  }

  // ---- parts

  ServerUnderTest server() {
    return server;
  }

  BulkFleet fleet() {
    return fleet;
  }

  BulkAgents agents() {
    return agents;
  }

  // ---- another generator in the place of our phones

  /** Lets go of the agents' address, for others who answer there. */
  InetSocketAddress lendAgents() {
    fleet.disconnect(agents);
    return agentsAddress();
  }

  void takeAgentsBack() throws IOException {
    fleet.move(agents, agentsAddress());
  }

  private InetSocketAddress agentsAddress() {
    return address(ServerConfig.AGENTS, server.config().agentsPort());
  }

  InetSocketAddress serverAddress() {
    return address(ServerConfig.SERVER, server.config().serverPort());
  }

  /** Where another generator may call from. */
  static InetSocketAddress freeCaller() throws IOException {
    return address(ServerConfig.CALLERS, freePort(ServerConfig.CALLERS));
  }

  /**
   * Calls of another generator, for the accounts.
   *
   * @param failed of these; whether the server knows of them nobody says
   * @param answered by its agents
   */
  void foreignCalls(long calls, long failed, long answered) {
    accounts.addOthers(calls, failed, answered);
  }

  /** The port that all audio for our phones comes to, and where nobody reads it. */
  int sinkPort() {
    return sink.getLocalPort();
  }

  Arrangement arrangement() {
    return arrangement;
  }

  // ---- the end

  /** Stops the server; what it says of calls and agents has to be what the phones say. */
  Measurement accounts() throws IOException {
    var phones = fleet.ask(agents::figures);
    int busy = fleet.ask(agents::busy);
    server.stop();
    Map<String, Long> last = server.lastWords();
    ServerUnderTest.Records records = server.records();
    ServerCounts counts = new ServerCounts(records.all(), records.answered());
    Measurement verdict = new Measurement("accounts of " + arrangement);
    accounts.judgeCalls(verdict);
    accounts.judgeAgents(verdict, phones);
    accounts.judgeRecords(verdict, counts);
    accounts.judgeAnswers(verdict, phones, counts);
    verdict.put("rules", records.newestRules());
    verdict.require(
        records.newestRules() >= swaps() * TAKEN_MIN,
        "of " + swaps() + " edits of the rules, calls saw no more than " + records.newestRules());
    verdict.put("strange_messages", fleet.strange());
    verdict.put("complaints", server.complaints());
    verdict.require(busy == 0, busy + " agents are still in a call");
    agentsOfTheServer(verdict, last);
    return verdict;
  }

  private void agentsOfTheServer(Measurement verdict, Map<String, Long> last) {
    for (String none :
        List.of("running", "lost", "in-offer", "in-call", "in-wrap-up", "faults", "repairs")) {
      long count = last.getOrDefault(none, -1L);
      verdict.require(count == 0, "the server ends with " + none + "=" + count);
    }
    long idle = last.getOrDefault("idle", -1L);
    verdict.require(
        idle >= arrangement.agents(), "only " + idle + " agents are idle by the server's word");
  }

  @Override
  public void close() throws IOException {
    fleet.close();
    sink.close();
    server.close();
    if (keep) {
      console.println("the server's files: " + directory);
    } else {
      Children.delete(directory);
    }
  }
}
