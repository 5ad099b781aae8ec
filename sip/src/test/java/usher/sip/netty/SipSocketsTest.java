package usher.sip.netty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static usher.sip.netty.Messages.options;

import java.io.IOException;
import java.io.InputStream;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import usher.sip.message.Header;
import usher.sip.message.MessageGuard;
import usher.sip.message.SipRequest;
import usher.sip.message.SipResponse;
import usher.sip.message.SipWriter;
import usher.sip.transport.Flow;
import usher.sip.transport.TransportProtocol;

/** Real sockets on the loopback, system-chosen ports. */
@Timeout(60)
class SipSocketsTest {
  private static final StreamLimits IMPATIENT =
      new StreamLimits(
          3,
          Duration.ofSeconds(2),
          Duration.ofMillis(300),
          Duration.ofMillis(600),
          Duration.ofSeconds(1),
          Duration.ofMillis(200));

  private final Heard heard = new Heard(1000);
  private final Heard heardByPeer = new Heard(1000);
  private final SipSockets server = sockets(StreamLimits.DEFAULT, heard);
  private final SipSockets peer = sockets(StreamLimits.DEFAULT, heardByPeer);

  private SipSockets sockets(StreamLimits limits, SipInbound inbound) {
    return new SipSockets(
        List.of(ListenAddress.parse("udp://127.0.0.1:0"), ListenAddress.parse("tcp://127.0.0.1:0")),
        new StreamRules(limits, null, WebSocketRules.NO_PAGES),
        1,
        _ -> inbound,
        null,
        transport());
  }

  /** What lies under Netty. */
  IoTransport transport() {
    return IoTransport.best();
  }

  @BeforeEach
  void start() throws IOException {
    server.start();
    peer.start();
  }

  @AfterEach
  void stop() {
    server.stop();
    peer.stop();
  }

  private InetSocketAddress address(TransportProtocol protocol) {
    return server.bound(protocol).local();
  }

  private static void send(SipSockets from, Flow flow, SipRequest request) {
    from.send(flow, request);
    from.flush();
  }

  @Test
  void aDatagramIsHeardWithTheFlowItCameOver() throws Exception {
    Flow flow = peer.bound(TransportProtocol.UDP).to(address(TransportProtocol.UDP));

    send(peer, flow, options("UDP", flow.local(), 1));

    Heard.Message arrived = heard.next(Heard.Message.class);
    assertThat(arrived.request().callId()).isEqualTo("call-1");
    assertThat(arrived.flow().remote()).isEqualTo(flow.local());
    assertThat(arrived.flow().local()).isEqualTo(address(TransportProtocol.UDP));
  }

  @Test
  void theAnswerGoesBackOverTheFlowOfTheRequest() throws Exception {
    for (TransportProtocol protocol : List.of(TransportProtocol.UDP, TransportProtocol.TCP)) {
      Flow flow = peer.bound(protocol).to(address(protocol));
      send(peer, flow, options(protocol.name(), flow.local(), 1));
      Heard.Message arrived = heard.next(Heard.Message.class);
      SipResponse ok = SipWriter.response(200, arrived.request(), "t").toResponse();

      server.send(arrived.flow(), ok);
      server.flush();

      assertThat(heardByPeer.next(Heard.Message.class).response().status()).isEqualTo(200);
    }
  }

  @Test
  void aPeerThatAsksHowMuchItMaySendIsToldWithEveryAnswer() throws Exception {
    Flow flow = peer.bound(TransportProtocol.UDP).to(address(TransportProtocol.UDP));
    String via = "SIP/2.0/UDP 127.0.0.1:%d;branch=z9hG4bK-1".formatted(flow.local().getPort());

    send(peer, flow, Messages.options(via + ";oc;oc-algo=\"loss\"", 1, ""));

    assertThat(heard.next(Heard.Message.class).request().header(Header.VIA))
        .isEqualTo(via + ";oc=25;oc-validity=500;oc-seq=123.45;oc-algo=\"loss\"");
  }

  @Test
  void manyMessagesOfOneTurnArriveInTheirOrder() throws Exception {
    for (TransportProtocol protocol : List.of(TransportProtocol.UDP, TransportProtocol.TCP)) {
      Flow flow = peer.bound(protocol).to(address(protocol));
      for (int i = 1; i <= 100; i++) {
        peer.send(flow, options(protocol.name(), flow.local(), i));
      }
      peer.flush();
      for (int i = 1; i <= 100; i++) {
        assertThat(heard.next(Heard.Message.class).message().cseq()).isEqualTo(i);
      }
    }
  }

  @Test
  void oneConnectionIsUsedInBothDirections() throws Exception {
    Flow flow = peer.bound(TransportProtocol.TCP).to(address(TransportProtocol.TCP));
    send(peer, flow, options("TCP", flow.local(), 1));
    Flow accepted = heard.next(Heard.Message.class).flow();
    Flow anyConnection = accepted.to(accepted.remote());

    send(server, anyConnection, options("TCP", accepted.local(), 2));

    assertThat(heardByPeer.next(Heard.Message.class).message().cseq()).isEqualTo(2);
    assertThat(server.counters().count(SocketEvent.CONNECTED)).isEqualTo(1);
  }

  @Test
  void aRefusedConnectionMakesItsMessagesUndeliverable() throws Exception {
    Flow flow = peer.bound(TransportProtocol.TCP).to(closedPort());

    peer.send(flow, options("TCP", flow.local(), 1));
    peer.send(flow, options("TCP", flow.local(), 2));
    peer.flush();

    assertThat(heardByPeer.next(Heard.Undeliverable.class).message().cseq()).isEqualTo(1);
    assertThat(heardByPeer.next(Heard.Undeliverable.class).flow()).isEqualTo(flow);
  }

  private static InetSocketAddress closedPort() throws IOException {
    try (ServerSocket closed = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
      return (InetSocketAddress) closed.getLocalSocketAddress();
    }
  }

  @Test
  void aMessageOverAConnectionThatIsGoneIsUndeliverable() throws Exception {
    Heard.Message arrived;
    try (Socket phone = connect()) {
      phone.getOutputStream().write(options("TCP", closedPort(), 1).bytes());
      arrived = heard.next(Heard.Message.class);
    }
    assertThat(heard.next(Heard.Closed.class).flow()).isEqualTo(arrived.flow());

    send(server, arrived.flow(), options("TCP", arrived.flow().local(), 2));

    assertThat(heard.next(Heard.Undeliverable.class).flow()).isEqualTo(arrived.flow());
  }

  @Test
  void messagesInOneWriteAndMessagesInPiecesAreTheSame() throws Exception {
    byte[] one = options("TCP", address(TransportProtocol.TCP), 1).bytes();
    byte[] two = options("TCP", address(TransportProtocol.TCP), 2).bytes();
    byte[] both = Arrays.copyOf(one, one.length + two.length);
    System.arraycopy(two, 0, both, one.length, two.length);
    try (Socket phone = connect()) {
      phone.getOutputStream().write(both);
      for (byte b : both) {
        phone.getOutputStream().write(b);
      }
      for (int cseq : new int[] {1, 2, 1, 2}) {
        assertThat(heard.next(Heard.Message.class).message().cseq()).isEqualTo(cseq);
      }
    }
  }

  @Test
  void aDoubleLineEndIsAnsweredWithALineEnd() throws Exception {
    try (Socket phone = connect()) {
      phone.getOutputStream().write(ascii("\r\n\r\n"));
      assertThat(phone.getInputStream().readNBytes(2)).isEqualTo(ascii("\r\n"));
    }
  }

  @Test
  void aMegabyteOfHeaderIsAnswered513AndTheConnectionEnds() throws Exception {
    String start = options("TCP", address(TransportProtocol.TCP), 1).toString();
    String endless = start.substring(0, start.length() - 2) + "X: " + "x".repeat(1 << 20);
    assertThat(answerTo(endless)).startsWith("SIP/2.0 513 ");
    assertThat(server.counters().count(SocketEvent.CONNECTION_FAULT)).isEqualTo(1);
  }

  @Test
  void twoContentLengthsAreAnswered400AndNothingBehindThemIsRead() throws Exception {
    String options = options("TCP", address(TransportProtocol.TCP), 1).toString();
    String smuggling = options.replace("Content-Length: 0", "Content-Length: 0\r\nl: 500");
    assertThat(answerTo(smuggling + options))
        .startsWith("SIP/2.0 400 More than one Content-Length");
    heard.next(Heard.Closed.class);
    assertThat(heard.isEmpty()).isTrue();
  }

  @Test
  void goodRequestsBeforeABadOneGetTheirAnswers() throws Exception {
    try (Socket phone = connect()) {
      String good = options("TCP", address(TransportProtocol.TCP), 1).toString();
      phone.getOutputStream().write(ascii(good + "garbage\r\n\r\n"));
      Heard.Message arrived = heard.next(Heard.Message.class);
      server.send(arrived.flow(), SipWriter.response(200, arrived.request(), "t").toResponse());
      server.flush();
      assertThat(readToEnd(phone.getInputStream())).startsWith("SIP/2.0 200 OK");
    }
  }

  @Test
  void aNegativeAndAMissingContentLengthAreAnswered400() throws Exception {
    String options = options("TCP", address(TransportProtocol.TCP), 1).toString();
    assertThat(answerTo(options.replace("Length: 0", "Length: -1"))).startsWith("SIP/2.0 400 ");
    assertThat(answerTo(options.replace("Content-Length: 0\r\n", "")))
        .startsWith("SIP/2.0 400 Missing Content-Length");
  }

  /** Everything the server says until it closes the connection. */
  private String answerTo(String request) throws IOException {
    try (Socket phone = connect()) {
      Thread.startVirtualThread(() -> writeUntilClosed(phone, request));
      return readToEnd(phone.getInputStream());
    }
  }

  private static void writeUntilClosed(Socket phone, String request) {
    try {
      phone.getOutputStream().write(ascii(request));
    } catch (IOException e) {
      // the server had enough
    }
  }

  private static String readToEnd(InputStream in) throws IOException {
    return new String(in.readAllBytes(), StandardCharsets.UTF_8);
  }

  @Test
  void halfAMessageAndAnIdleConnectionAreGivenUp() throws Exception {
    Heard heardByImpatient = new Heard(10);
    try (SipSockets impatient = sockets(IMPATIENT, heardByImpatient)) {
      impatient.start();
      InetSocketAddress address = impatient.bound(TransportProtocol.TCP).local();
      byte[] options = options("TCP", address, 1).bytes();
      try (Socket slow = new Socket(address.getAddress(), address.getPort());
          Socket silent = new Socket(address.getAddress(), address.getPort());
          Socket idle = new Socket(address.getAddress(), address.getPort())) {
        slow.getOutputStream().write(options, 0, 50);
        idle.getOutputStream().write(options);
        heardByImpatient.next(Heard.Message.class);
        assertThat(slow.getInputStream().read()).isEqualTo(-1);
        assertThat(silent.getInputStream().read()).isEqualTo(-1);
        assertThat(idle.getInputStream().read()).isEqualTo(-1);
      }
    }
  }

  @Test
  void thereAreOnlySoManyConnections() throws Exception {
    try (SipSockets impatient = sockets(IMPATIENT, new Heard(10))) {
      impatient.start();
      InetSocketAddress address = impatient.bound(TransportProtocol.TCP).local();
      Socket[] phones = new Socket[IMPATIENT.connections() + 1];
      for (int i = 0; i < phones.length; i++) {
        phones[i] = new Socket(address.getAddress(), address.getPort());
      }
      for (Socket phone : phones) {
        assertThat(phone.getInputStream().read()).isEqualTo(-1);
        phone.close();
      }
      assertThat(impatient.counters().count(SocketEvent.CONNECTIONS_EXHAUSTED)).isEqualTo(1);
    }
  }

  @Test
  void aPeerThatDoesNotReadIsCutOff() throws Exception {
    Heard heardByImpatient = new Heard(5000);
    try (SipSockets impatient = sockets(IMPATIENT, heardByImpatient)) {
      impatient.start();
      InetSocketAddress address = impatient.bound(TransportProtocol.TCP).local();
      try (Socket deaf = new Socket(address.getAddress(), address.getPort())) {
        deaf.getOutputStream().write(options("TCP", address, 1).bytes());
        Flow flow = heardByImpatient.next(Heard.Message.class).flow();
        SipRequest large = options("TCP", address, 2, "x".repeat(15_000));
        for (int i = 0; i < 2000; i++) {
          impatient.send(flow, large);
        }
        impatient.flush();
        assertThat(heardByImpatient.next(Heard.Undeliverable.class).flow()).isEqualTo(flow);
        heardByImpatient.skipTo(Heard.Closed.class);
      }
    }
  }

  @Test
  void severalThreadsShareTheConnections() throws Exception {
    try (SipSockets wide =
        new SipSockets(
            List.of(
                ListenAddress.parse("tcp://127.0.0.1:0"), ListenAddress.parse("udp://127.0.0.1:0")),
            StreamRules.PLAIN,
            3,
            _ -> heard)) {
      wide.start();
      for (int i = 1; i <= 12; i++) {
        Heard phoneHeard = new Heard(10);
        try (SipSockets phone = sockets(StreamLimits.DEFAULT, phoneHeard)) {
          phone.start();
          Flow flow =
              phone.bound(TransportProtocol.TCP).to(wide.bound(TransportProtocol.TCP).local());
          send(phone, flow, options("TCP", flow.local(), i));
          Heard.Message arrived = heard.next(Heard.Message.class);
          wide.send(arrived.flow(), SipWriter.response(200, arrived.request(), "t").toResponse());
          wide.flush();
          assertThat(phoneHeard.next(Heard.Message.class).message().cseq()).isEqualTo(i);
        }
        heard.next(Heard.Closed.class);
      }
    }
  }

  @Test
  void newRequestsAreAnswered503WhenNobodyTakesThem() throws Exception {
    Heard full = new Heard(1);
    try (SipSockets overloaded = sockets(StreamLimits.DEFAULT, full)) {
      overloaded.start();
      for (TransportProtocol protocol : List.of(TransportProtocol.UDP, TransportProtocol.TCP)) {
        Flow flow = peer.bound(protocol).to(overloaded.bound(protocol).local());
        send(peer, flow, options(protocol.name(), flow.local(), 1));
        send(peer, flow, options(protocol.name(), flow.local(), 2));
        Heard.Message refused = heardByPeer.next(Heard.Message.class);
        assertThat(refused.response().status()).isEqualTo(503);
      }
    }
  }

  @Test
  void aDatagramThatIsTooLargeIsAnswered513() throws Exception {
    try (DatagramSocket phone = new DatagramSocket(0, InetAddress.ofLiteral("127.0.0.1"))) {
      InetSocketAddress local = (InetSocketAddress) phone.getLocalSocketAddress();
      byte[] options = options("UDP", local, 1).bytes();
      byte[] large = Arrays.copyOf(options, MessageGuard.MAX_MESSAGE_BYTES + 100);
      phone.setSoTimeout(10_000);
      phone.send(new DatagramPacket(large, large.length, address(TransportProtocol.UDP)));
      DatagramPacket answer = new DatagramPacket(new byte[2000], 2000);
      phone.receive(answer);
      assertThat(new String(answer.getData(), 0, answer.getLength(), StandardCharsets.UTF_8))
          .startsWith("SIP/2.0 513 ");
    }
  }

  @Test
  void anAddressThatIsTakenIsNamedInTheError() {
    ListenAddress taken = new ListenAddress(TransportProtocol.UDP, address(TransportProtocol.UDP));
    try (var second = new SipSockets(List.of(taken), StreamRules.PLAIN, 1, _ -> heard)) {
      assertThatThrownBy(second::start)
          .isInstanceOf(IOException.class)
          .hasMessageStartingWith("cannot listen on " + taken);
    }
  }

  @Test
  void theWildcardIsOneSocketForEachAddressOfTheMachine() throws Exception {
    ListenAddress wildcard = ListenAddress.parse("udp://0.0.0.0:0");
    try (var everywhere = new SipSockets(List.of(wildcard), StreamRules.PLAIN, 1, _ -> heard)) {
      everywhere.start();
      assertThat(everywhere.bound())
          .isNotEmpty()
          .noneMatch(flow -> flow.local().getAddress().isAnyLocalAddress())
          .anyMatch(flow -> flow.local().getAddress().isLoopbackAddress());
    }
  }

  @Test
  void peersAreToldTheAdvertisedAddress() throws Exception {
    InetSocketAddress advertised = new InetSocketAddress(InetAddress.ofLiteral("192.0.2.7"), 0);
    ListenAddress behindNat =
        new ListenAddress(
            TransportProtocol.UDP, ListenAddress.parse("udp://127.0.0.1:0").bind(), advertised);
    try (var natted = new SipSockets(List.of(behindNat), StreamRules.PLAIN, 1, _ -> heard)) {
      natted.start();
      Flow local = natted.bound(TransportProtocol.UDP);
      assertThat(local.local().getAddress()).isEqualTo(advertised.getAddress());
      Flow flow = local.to(peer.bound(TransportProtocol.UDP).local());
      send(natted, flow, options("UDP", flow.local(), 1));
      assertThat(heardByPeer.next(Heard.Message.class).flow().remote().getPort())
          .isEqualTo(local.local().getPort());
    }
  }

  private Socket connect() throws IOException {
    InetSocketAddress address = address(TransportProtocol.TCP);
    return new Socket(address.getAddress(), address.getPort());
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
