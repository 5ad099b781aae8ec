package usher.softphone.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import usher.sip.message.SipRequest;
import usher.sip.netty.ListenAddress;
import usher.sip.transport.TransportProtocol;
import usher.softphone.Account;
import usher.softphone.CallEnd;
import usher.softphone.CallEnd.Cause;
import usher.softphone.PhoneCall;
import usher.softphone.PhoneHost;
import usher.softphone.PhoneListener;
import usher.softphone.Registrar;
import usher.softphone.chance.Seed;
import usher.softphone.chance.Spread;
import usher.softphone.fleet.AgentFigures;
import usher.softphone.fleet.AgentFleet;
import usher.softphone.fleet.AgentsPlan;
import usher.softphone.fleet.Behaviour;
import usher.softphone.fleet.Names;
import usher.softphone.loop.DeafMediaPlane;
import usher.softphone.loop.NodeLoop;
import usher.softphone.results.Result;
import usher.softphone.results.ResultFiles;

/** The command as a tester of a server would use it. */
@Timeout(120)
class SoftphonesTest {
  private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @ParameterizedTest
  @EnumSource(
      value = TransportProtocol.class,
      names = {"UDP", "TCP"})
  void callersCallAgentsWhoAnswerAndBothSidesCountTheSame(
      TransportProtocol protocol, @TempDir Path results) throws Exception {
    try (DeafMediaPlane media = DeafMediaPlane.bind(LOOPBACK);
        NodeLoop<PhoneHost> phones = phones(media, protocol)) {
      AgentFleet agents = phones.ask(host -> new AgentFleet(host, twentyAgents(), new Seed(1)));
      Command callers =
          run(
              new Interrupt(),
              "callers --rate 20 --calls 40 --hold 20ms --at-once 20 --put-on-hold 20%",
              "--transport "
                  + protocol.name()
                  + " --results "
                  + results
                  + " --to "
                  + String.join(",", targets(phones, protocol)));
      AgentFigures figures = phones.ask(_ -> agents.figures());

      assertThat(callers.out()).containsPattern("calls +40\\R").containsPattern("not over +0\\R");
      assertThat(number(callers, "answered")).isPositive().isEqualTo(figures.answered());
      assertThat(number(callers, "failed")).isEqualTo(figures.declined());
      assertThat(figures.offered()).isEqualTo(40);
      assertThat(results.resolve("callers-1-until-answered.hgrm")).isNotEmptyFile();
      assertThat(callers.code()).isEqualTo(figures.declined() == 0 ? 0 : 1);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"udp", "tcp"})
  void agentsRegisterWithThePasswordsOfAFileAndUnregisterOnCtrlC(
      String transport, @TempDir Path directory) throws Exception {
    Path passwords = directory.resolve("passwords");
    Files.writeString(passwords, "# for a test\na00001:secret\n\na00002:secret\na00003:secret\n");
    var protocol = transport.equals("udp") ? TransportProtocol.UDP : TransportProtocol.TCP;
    var listen = List.of(new ListenAddress(protocol, new InetSocketAddress(LOOPBACK, 0)));
    Interrupt interrupt = new Interrupt();
    CountDownLatch allKnowIt = new CountDownLatch(1);
    try (NodeLoop<Registrar> server = NodeLoop.start(listen, Registrar::new)) {
      server.ask(each -> each.whenBound = () -> countDownWhenRefreshed(each, 3, allKnowIt));
      server.ask(each -> each.grantedS = 2);
      var agents =
          inBackground(
              interrupt,
              "agents --count 3 --domain usher.test --transport " + transport,
              "--server 127.0.0.1:" + server.flow(protocol).local().getPort(),
              "--password-file " + passwords + " --results " + directory.resolve("results"));
      assertThat(allKnowIt.await(60, TimeUnit.SECONDS)).isTrue();
      interrupt.ask();
      Command table = agents.get(30, TimeUnit.SECONDS);

      assertThat(table.out()).containsPattern("registered at the end +3\\R");
      assertThat(table.code()).isZero();
      Result result = ResultFiles.read(directory.resolve("results")).getFirst();
      assertThat(result.isGood()).isTrue();
      assertThat(result.stretches().getFirst().values())
          .containsEntry("registered_at_the_end", 3.0);
      assertThat(server.<Integer>ask(each -> each.contacts().size())).isZero();
    }
  }

  @Test
  void agentsWithAWrongPasswordEndWithOne() throws Exception {
    var listen =
        List.of(new ListenAddress(TransportProtocol.UDP, new InetSocketAddress(LOOPBACK, 0)));
    try (NodeLoop<Registrar> server = NodeLoop.start(listen, Registrar::new)) {
      int port = server.flow(TransportProtocol.UDP).local().getPort();
      Command agents =
          run(
              new Interrupt(),
              "agents --count 2 --domain usher.test --password no --duration 2s --server 127.0.0.1:"
                  + port);

      assertThat(agents.code()).isEqualTo(1);
      assertThat(agents.out()).containsPattern("failed registrations +2 \\(401: 2\\)");
    }
  }

  @Test
  void callsToNobodyFailAndSaySo() throws Exception {
    Command callers =
        run(
            new Interrupt(),
            "callers --calls 2 --rate 10 --transport tcp --to sip:a@127.0.0.1:"
                + freePort()
                + ";transport=tcp");

    assertThat(callers.code()).isEqualTo(1);
    assertThat(callers.out()).containsPattern("failed +2 \\(503: 2\\)");
  }

  @Test
  void callersLeaveResultsThatSayWhatWentWrong(@TempDir Path directory) throws Exception {
    Path results = directory.resolve("results");
    String to = "sip:a@127.0.0.1:" + freePort() + ";transport=tcp";
    Command callers =
        run(
            new Interrupt(),
            "callers --calls 2 --rate 10 --transport tcp --password secret --seed 7",
            "--results " + results + " --to " + to);
    Result result = ResultFiles.read(results.resolve("callers.json")).getFirst();

    assertThat(callers.code()).isEqualTo(1);
    assertThat(callers.out()).contains("NOT AS IT SHOULD BE: callers: 2 calls failed");
    assertThat(result.problems()).containsExactly("callers: 2 calls failed");
    assertThat(result.stretches().getFirst().values())
        .containsEntry("calls", 2.0)
        .containsEntry("failed_503", 2.0);
    assertThat(result.command()).endsWith(to).contains("--password ... --seed 7");
    assertThat(results.resolve("report.html")).content().contains("2 calls failed");
  }

  @Test
  void agentsOfAServerThatSaysNothingEndWithOne(@TempDir Path results) throws Exception {
    try (DatagramSocket silent = new DatagramSocket(0, LOOPBACK)) {
      Command agents =
          run(
              new Interrupt(),
              "agents --count 2 --domain usher.test --duration 1s --seed 7 --results " + results,
              "--server 127.0.0.1:" + silent.getLocalPort());

      assertThat(agents.code()).isEqualTo(1);
      assertThat(ResultFiles.read(results).getFirst().problems())
          .contains("agents: 2 agents were not registered in the end");
    }
  }

  @Test
  void theDurationEndsCallsThatWouldNotEnd() throws Exception {
    try (DeafMediaPlane media = DeafMediaPlane.bind(LOOPBACK);
        NodeLoop<PhoneHost> bob = phones(media, TransportProtocol.UDP)) {
      CompletableFuture<CallEnd> end = new CompletableFuture<>();
      String uri = answering(bob, new CompletableFuture<>(), end);
      Command callers =
          run(
              new Interrupt(),
              "callers --hold never --calls 1 --rate 10 --duration 8s --grace 0s --to " + uri);

      assertThat(end.get(30, TimeUnit.SECONDS)).isEqualTo(new CallEnd(Cause.PEER_HUNG_UP, 0));
      assertThat(callers.out()).containsPattern("not over +0\\R");
    }
  }

  @Test
  void ctrlCHangsUpAndPrintsTheTable() throws Exception {
    try (DeafMediaPlane media = DeafMediaPlane.bind(LOOPBACK);
        NodeLoop<PhoneHost> bob = phones(media, TransportProtocol.UDP)) {
      CompletableFuture<PhoneCall> established = new CompletableFuture<>();
      CompletableFuture<CallEnd> end = new CompletableFuture<>();
      String uri = answering(bob, established, end);
      Interrupt interrupt = new Interrupt();
      var callers = inBackground(interrupt, "callers --hold never --to " + uri);
      established.get(60, TimeUnit.SECONDS);
      interrupt.ask();

      assertThat(end.get(30, TimeUnit.SECONDS)).isEqualTo(new CallEnd(Cause.PEER_HUNG_UP, 0));
      assertThat(callers.get(30, TimeUnit.SECONDS).out()).containsPattern("not over +0\\R");
    }
  }

  @Test
  void helpSaysWhatAudioThereIs() {
    assertThat(run(new Interrupt(), "callers --help").out())
        .contains("--tone")
        .contains("signalling only");
    assertThat(run(new Interrupt(), "agents --help").out()).contains("--answer-after");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "callers --rate 5",
        "callers --to sales",
        "callers --to sip:a@127.0.0.1;transport=tcp",
        "callers --server 127.0.0.1 --to sales --hold soon",
        "agents --server 127.0.0.1 --refuse 120%",
        "agents",
        "agents --server 127.0.0.1:99999",
        "agents --server nowhere.invalid",
        "dial"
      })
  void whatIsWrongOnTheCommandLineIsSaidAndEndsWithTwo(String line) {
    Command command = run(new Interrupt(), line);

    assertThat(command.code()).isEqualTo(2);
    assertThat(command.err()).isNotBlank().doesNotContain("Exception");
  }

  @Test
  void onATerminalTheStatusIsWrittenOver() {
    Screen screen = new Screen(new PrintWriter(out, true), true);
    screen.status("one");
    screen.status("two");
    screen.println("table");

    assertThat(out.toString()).isEqualTo("\r\u001b[Kone\r\u001b[Ktwo" + nl() + "table" + nl());
    assertThat(screen.interval()).isEqualTo(Duration.ofSeconds(1));
  }

  // ---- how commands are run

  private record Command(int code, String out, String err) {}

  private Command run(Interrupt interrupt, String... words) {
    var line =
        Softphones.commandLine(
            new PrintWriter(out, true), new PrintWriter(err, true), false, interrupt);
    int code = line.execute(String.join(" ", words).split(" "));
    return new Command(code, out.toString(), err.toString());
  }

  private static CompletableFuture<Command> inBackground(Interrupt interrupt, String... words) {
    return CompletableFuture.supplyAsync(() -> new SoftphonesTest().run(interrupt, words));
  }

  /** A phone that refreshes has heard that it is registered. */
  private static void countDownWhenRefreshed(
      Registrar registrar, int phones, CountDownLatch latch) {
    Map<String, Long> requests =
        registrar.requests().stream()
            .collect(Collectors.groupingBy(SipRequest::callId, Collectors.counting()));
    if (requests.size() == phones && requests.values().stream().allMatch(count -> count > 2)) {
      latch.countDown();
    }
  }

  private static NodeLoop<PhoneHost> phones(DeafMediaPlane media, TransportProtocol protocol)
      throws IOException {
    return NodeLoop.start(
        List.of(new ListenAddress(protocol, new InetSocketAddress(LOOPBACK, 0))),
        (wire, locals, nowNs) -> new PhoneHost(wire, locals, nowNs, media, new Seed(1)));
  }

  /** A phone that answers; returns where it is called. */
  private static String answering(
      NodeLoop<PhoneHost> phones,
      CompletableFuture<PhoneCall> established,
      CompletableFuture<CallEnd> ended) {
    PhoneListener listener =
        new PhoneListener() {
          @Override
          public void onIncomingCall(PhoneCall call) {
            call.answer();
          }

          @Override
          public void onEstablished(PhoneCall call) {
            established.complete(call);
          }

          @Override
          public void onEnded(PhoneCall call, CallEnd end) {
            ended.complete(end);
          }
        };
    phones.ask(host -> host.phone(new Account("bob", "usher.test", "", null), listener));
    return "sip:bob@127.0.0.1:" + phones.flow(TransportProtocol.UDP).local().getPort();
  }

  private static long number(Command command, String row) {
    Matcher matcher = Pattern.compile("(?m)^" + row + " +(\\d+)").matcher(command.out());
    if (!matcher.find()) {
      throw new AssertionError("no row " + row + " in\n" + command.out());
    }
    return Long.parseLong(matcher.group(1));
  }

  private static AgentsPlan twentyAgents() {
    Spread soon = Spread.between(Duration.ofMillis(10), Duration.ofMillis(50));
    Behaviour behaviour = Behaviour.agent(soon, Spread.NEVER);
    return AgentsPlan.of(Names.of("a"), 20, "usher.test", null, _ -> "", behaviour);
  }

  private static List<String> targets(NodeLoop<PhoneHost> agents, TransportProtocol protocol) {
    String parameter = protocol == TransportProtocol.TCP ? ";transport=tcp" : "";
    String host = "@127.0.0.1:" + agents.flow(protocol).local().getPort() + parameter;
    return IntStream.range(0, 20)
        .mapToObj(index -> "sip:" + Names.of("a").at(index) + host)
        .toList();
  }

  private static int freePort() throws IOException {
    try (ServerSocket tcp = new ServerSocket(0, 1, LOOPBACK);
        DatagramSocket udp = new DatagramSocket(tcp.getLocalPort(), LOOPBACK)) {
      return udp.getLocalPort();
    }
  }

  private static String nl() {
    return System.lineSeparator();
  }
}
