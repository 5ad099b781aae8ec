package usher.perf.demo;

import java.io.Console;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import usher.core.Server;
import usher.core.config.ConfigReader;
import usher.core.config.ConfigResult;
import usher.core.loop.AcdFigures;
import usher.sip.netty.ListenAddress;
import usher.sip.transport.Flow;
import usher.sip.transport.TransportProtocol;
import usher.softphone.PhoneHost;
import usher.softphone.chance.Mix;
import usher.softphone.chance.Seed;
import usher.softphone.chance.Spread;
import usher.softphone.cli.Interrupt;
import usher.softphone.cli.Screen;
import usher.softphone.fleet.AgentFleet;
import usher.softphone.fleet.AgentsPlan;
import usher.softphone.fleet.Behaviour;
import usher.softphone.fleet.CallerFigures;
import usher.softphone.fleet.CallerFleet;
import usher.softphone.fleet.CallersPlan;
import usher.softphone.fleet.Names;
import usher.softphone.fleet.Passwords;
import usher.softphone.loop.DeafMediaPlane;
import usher.softphone.loop.NodeLoop;

/**
 * {@code mvn -q -Pdemo}: server and fleet together on loopback, with secrets made on the spot,
 * until Ctrl-C or for so many seconds. Ends with a table, and with 1 where a call was lost or an
 * agent is stuck.
 */
@Command(
    name = "demo",
    mixinStandardHelpOptions = true,
    description = "Runs the server and simulated phones together on loopback.")
public final class Demo implements Callable<Integer> {
  private static final int AGENTS = 24;
  private static final double CALLS_PER_S = 2.5;
  private static final int CALLS_AT_ONCE_MAX = 500;
  private static final Duration REGISTERED_WITHIN = Duration.ofSeconds(20);

  /** The longest call, ring times included, and then some. */
  private static final Duration CALLS_OVER_WITHIN = Duration.ofSeconds(60);

  private static final Duration AGENTS_FREE_WITHIN = Duration.ofSeconds(10);
  private static final long LOOK_MS = 50;
  private static final String DOMAIN = "usher.test";

  @Option(
      names = "--seconds",
      paramLabel = "N",
      defaultValue = "0",
      description = "How long calls are made; 0 until Ctrl-C.")
  private int seconds;

  private final Interrupt interrupt = Interrupt.ofProcess();
  private final Seed seed = new Seed(new SecureRandom().nextLong());
  private final String password = Long.toHexString(new SecureRandom().nextLong());
  private final Screen screen =
      new Screen(
          new PrintWriter(System.out, true, StandardCharsets.UTF_8), isTerminal(System.console()));

  private Demo() {}

  /** Runs it. */
  public static void main(String[] arguments) {
    Demo demo = new Demo();
    // Whoever started it and is gone will not read the table.
    ProcessHandle.current().parent().ifPresent(demo::endWith);
    demo.interrupt.exit(new CommandLine(demo).execute(arguments));
  }

  private static boolean isTerminal(@Nullable Console console) {
    return console != null && console.isTerminal();
  }

  private void endWith(ProcessHandle parent) {
    var _ = parent.onExit().thenRun(interrupt::ask);
  }

  /** What the server and the callers say when all is over. */
  private record Ended(AcdFigures server, CallerFigures callers) {}

  @Override
  public Integer call() throws IOException {
    Path data = Files.createTempDirectory("usher-demo");
    try {
      Ended ended = play(data);
      return report(DemoFigures.read(data.resolve("records")), ended) ? 0 : 1;
    } finally {
      delete(data);
    }
  }

  /** The server is closed, and its records are written, when this returns. */
  private Ended play(Path data) throws IOException {
    try (Server server = Server.start(config(data));
        NodeLoop<PhoneHost> agentLoop = phones("agents");
        NodeLoop<PhoneHost> callerLoop = phones("callers")) {
      Flow address = server.bound().getFirst();
      introduce(address);
      AgentFleet agents =
          agentLoop.ask(host -> new AgentFleet(host, agentsPlan(agentLoop, address), seed));
      CallerFleet callers =
          callerLoop.ask(
              host -> new CallerFleet(host, callersPlan(callerLoop, address), seed, _ -> {}));
      agentLoop.execute(agents::start);
      await(() -> agentLoop.ask(_ -> agents.registered()) == AGENTS, REGISTERED_WITHIN);
      callerLoop.execute(callers::start);
      watch(server);
      callerLoop.execute(callers::finish);
      await(() -> callerLoop.ask(_ -> callers.isDone()), CALLS_OVER_WITHIN);
      await(() -> nobodyIsBusy(server.figures()), AGENTS_FREE_WITHIN);
      Ended ended = new Ended(server.figures(), callerLoop.ask(_ -> callers.figures()));
      agentLoop.execute(agents::stop);
      await(() -> agentLoop.ask(_ -> agents.isStopped()), AGENTS_FREE_WITHIN);
      return ended;
    }
  }

  private void introduce(Flow address) {
    screen.println(
        String.format(
            Locale.ROOT,
            "Usher on %s:%d, %d agents, %.1f calls a second",
            address.local().getAddress().getHostAddress(),
            address.local().getPort(),
            AGENTS,
            CALLS_PER_S));
  }

  private ConfigResult.Valid config(Path data) {
    StringBuilder yaml =
        new StringBuilder(
            """
            sip:
              domain: %s
              listen: [ "udp://127.0.0.1:0" ]
              media-ports: 20000-29999
            data: %s
            agents:
            """
                .formatted(DOMAIN, data));
    for (int i = 0; i < AGENTS; i++) {
      yaml.append(
          "  %s: { password: %s, skills: { sales: 5 } }%n"
              .formatted(Names.of("a").at(i), password));
    }
    yaml.append(
        """
        queues:
          sales: { needs: { sales: 1 }, ring: 15s, wrap-up: 1s, answer: at-entry, media: relay }
        entries:
          - { to: sales, queue: sales }
        """);
    return switch (ConfigReader.read(yaml.toString(), "the demo's configuration", data)) {
      case ConfigResult.Valid valid -> valid;
      case ConfigResult.Invalid invalid -> throw new IllegalStateException(invalid.toString());
    };
  }

  private NodeLoop<PhoneHost> phones(String part) throws IOException {
    InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    DeafMediaPlane media = DeafMediaPlane.bind(any.getAddress());
    return NodeLoop.start(
        List.of(new ListenAddress(TransportProtocol.UDP, any)),
        (wire, locals, nowNs) -> new PhoneHost(wire, locals, nowNs, media, seed.of(part)));
  }

  private AgentsPlan agentsPlan(NodeLoop<PhoneHost> loop, Flow server) {
    Spread pickUp = Spread.between(Duration.ofMillis(300), Duration.ofMillis(1_500));
    return AgentsPlan.of(
        Names.of("a"),
        AGENTS,
        DOMAIN,
        loop.flow(TransportProtocol.UDP).to(server.local()),
        Passwords.rule(password),
        Behaviour.agent(pickUp, Spread.NEVER));
  }

  private static CallersPlan callersPlan(NodeLoop<PhoneHost> loop, Flow server) {
    Spread talk = Spread.between(Duration.ofSeconds(3), Duration.ofSeconds(8));
    return new CallersPlan(
        Names.of("c"),
        DOMAIN,
        loop.flow(TransportProtocol.UDP).to(server.local()),
        Passwords.rule(""),
        Mix.always("sales"),
        CallersPlan.poisson(CALLS_PER_S),
        CallersPlan.ENDLESS,
        CALLS_AT_ONCE_MAX,
        Behaviour.caller(Spread.NEVER, talk));
  }

  private void watch(Server server) {
    long beginNs = System.nanoTime();
    long endNs = seconds == 0 ? Long.MAX_VALUE : beginNs + Duration.ofSeconds(seconds).toNanos();
    while (System.nanoTime() - endNs < 0 && !interrupt.asked(screen.interval().toMillis())) {
      screen.status(status(Duration.ofNanos(System.nanoTime() - beginNs), server.figures()));
    }
  }

  private static String status(Duration elapsed, AcdFigures now) {
    return String.format(
        Locale.ROOT,
        "%02d:%02d  offered %d  answered %d  waiting %d  ringing %d  talking %d  wrap-up %d  idle"
            + " %d",
        elapsed.toMinutes(),
        elapsed.toSecondsPart(),
        now.offered(),
        now.answered(),
        now.waiting(),
        now.beingOffered(),
        now.agentsInCall(),
        now.agentsInWrapUp(),
        now.agentsIdle());
  }

  private interface Condition {
    boolean holds();
  }

  /** Looks again and again; a condition that never holds shows in the figures. */
  private static void await(Condition condition, Duration limit) {
    long endNs = System.nanoTime() + limit.toNanos();
    while (!condition.holds() && System.nanoTime() - endNs < 0) {
      LockSupport.parkNanos(Duration.ofMillis(LOOK_MS).toNanos());
    }
  }

  private static boolean nobodyIsBusy(AcdFigures figures) {
    return figures.running() == 0
        && figures.agentsInOffer() == 0
        && figures.agentsInCall() == 0
        && figures.agentsInWrapUp() == 0;
  }

  private boolean report(DemoFigures figures, Ended ended) {
    AcdFigures last = ended.server();
    CallerFigures called = ended.callers();
    long lost =
        last.lost()
            + last.faults()
            + called.failedTotal()
            + called.broken()
            + Math.abs(called.attempted() - figures.offered());
    int stuck = last.agentsInOffer() + last.agentsInCall() + last.agentsInWrapUp();
    screen.println("");
    row("offered", Integer.toString(figures.offered()));
    row("answered", Integer.toString(figures.answered()));
    row("abandoned", Long.toString(figures.abandoned()));
    row("average speed of answer", figures.averageSpeedOfAnswer());
    row("95th percentile", figures.percentile());
    row("answered within 20 s", figures.serviceLevel());
    row("lost", Long.toString(lost));
    row("agents stuck", Integer.toString(stuck));
    return lost == 0 && stuck == 0 && last.isBalanced() && last.repairs() == 0;
  }

  private void row(String name, String value) {
    screen.println(String.format(Locale.ROOT, "%-26s%10s", name, value));
  }

  private static void delete(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
