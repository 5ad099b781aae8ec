package usher.sip.netty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static usher.sip.netty.Messages.options;

import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import usher.sip.message.SipResponse;
import usher.sip.message.SipWriter;
import usher.sip.transport.Flow;
import usher.sip.transport.TransportProtocol;

/** TLS, WebSocket and secure WebSocket over real sockets on the loopback. */
@Timeout(60)
class SecureAndWebSocketTest {
  private static final String DESK = "https://desk.usher.test";
  private static final Duration LIMIT = Duration.ofSeconds(10);
  private static final StreamLimits IMPATIENT =
      new StreamLimits(
          10,
          Duration.ofSeconds(2),
          Duration.ofMillis(300),
          Duration.ofMillis(600),
          Duration.ofMinutes(1),
          Duration.ofMillis(100));

  @TempDir Path directory;

  private final Heard heard = new Heard(1000);
  private final Heard heardByPeer = new Heard(1000);
  private StreamSecurity security;
  private SipSockets server;
  private SipSockets peer;

  @BeforeEach
  void start() throws Exception {
    X509Bundle authority =
        new CertificateBuilder()
            .subject("CN=test authority")
            .setIsCertificateAuthority(true)
            .buildSelfSigned();
    security = StreamSecurity.load(files(authority, authority), List.of());
    server = sockets(StreamLimits.DEFAULT, heard);
    peer = sockets(StreamLimits.DEFAULT, heardByPeer);
    server.start();
    peer.start();
  }

  @AfterEach
  void stop() {
    server.stop();
    peer.stop();
  }

  private StreamSecurity.CertificateFiles files(X509Bundle issuer, X509Bundle trusted)
      throws Exception {
    X509Bundle ours =
        new CertificateBuilder()
            .subject("CN=127.0.0.1")
            .addSanIpAddress("127.0.0.1")
            .buildIssuedBy(issuer);
    return new StreamSecurity.CertificateFiles(
        Files.writeString(directory.resolve("chain.pem"), ours.getCertificatePathPEM()),
        Files.writeString(directory.resolve("key.pem"), ours.getPrivateKeyPEM()),
        Files.writeString(directory.resolve("trusted.pem"), trusted.getRootCertificatePEM()));
  }

  private SipSockets sockets(StreamLimits limits, SipInbound inbound) {
    return new SipSockets(
        List.of(
            ListenAddress.parse("tls://127.0.0.1:0"),
            ListenAddress.parse("ws://127.0.0.1:0"),
            ListenAddress.parse("wss://127.0.0.1:0")),
        new StreamRules(limits, security, new WebSocketRules(Set.of(DESK))),
        1,
        _ -> inbound);
  }

  private InetSocketAddress address(TransportProtocol protocol) {
    return server.bound(protocol).local();
  }

  @ParameterizedTest
  @EnumSource(
      value = TransportProtocol.class,
      names = {"TLS", "WS", "WSS"})
  void messagesOfOneTurnArriveInOrderAndAreAnsweredOverTheSameConnection(TransportProtocol protocol)
      throws Exception {
    Flow flow = peer.bound(protocol).to(address(protocol));
    for (int i = 1; i <= 20; i++) {
      peer.send(flow, options(protocol.name(), flow.local(), i));
    }
    peer.flush();
    for (int i = 1; i <= 20; i++) {
      Heard.Message arrived = heard.next(Heard.Message.class);
      assertThat(arrived.message().cseq()).isEqualTo(i);
      assertThat(arrived.flow().protocol()).isEqualTo(protocol);
      server.send(arrived.flow(), ok(arrived));
      server.flush();
      assertThat(heardByPeer.next(Heard.Message.class).response().status()).isEqualTo(200);
    }
    assertThat(server.counters().count(SocketEvent.CONNECTED)).isEqualTo(1);
  }

  private static SipResponse ok(Heard.Message arrived) {
    return SipWriter.response(200, arrived.request(), "t").toResponse();
  }

  @Test
  void aCertificateOfSomebodyElseMakesItsMessagesUndeliverable() throws Exception {
    X509Bundle stranger =
        new CertificateBuilder()
            .subject("CN=somebody else")
            .setIsCertificateAuthority(true)
            .buildSelfSigned();
    security = StreamSecurity.load(files(stranger, stranger), List.of());
    try (SipSockets deceiver = sockets(StreamLimits.DEFAULT, new Heard(10))) {
      deceiver.start();
      for (TransportProtocol protocol : List.of(TransportProtocol.TLS, TransportProtocol.WSS)) {
        Flow flow = peer.bound(protocol).to(deceiver.bound(protocol).local());
        peer.send(flow, options(protocol.name(), flow.local(), 1));
        peer.flush();
        heardByPeer.skipTo(Heard.Undeliverable.class);
      }
    }
  }

  @Test
  void newConnectionsGetTheCertificateThatWasReloadedAndOldOnesGoOn() throws Exception {
    Flow flow = peer.bound(TransportProtocol.TLS).to(address(TransportProtocol.TLS));
    send(flow, 1);
    Heard.Message before = heard.next(Heard.Message.class);
    X509Bundle stranger =
        new CertificateBuilder()
            .subject("CN=new authority")
            .setIsCertificateAuthority(true)
            .buildSelfSigned();
    assertThat(security.reload()).as("nothing has changed").isFalse();
    var _ = files(stranger, stranger);
    assertThat(security.reload()).isTrue();
    send(flow, 2);
    assertThat(heard.next(Heard.Message.class).flow()).isEqualTo(before.flow());

    Heard renewed = new Heard(10);
    try (SipSockets later = sockets(StreamLimits.DEFAULT, renewed)) {
      later.start();
      Flow there = later.bound(TransportProtocol.TLS).to(address(TransportProtocol.TLS));
      later.send(there, options("TLS", there.local(), 3));
      later.flush();
      assertThat(heard.next(Heard.Message.class).message().cseq()).isEqualTo(3);
    }
  }

  private void send(Flow flow, int cseq) {
    peer.send(flow, options(flow.protocol().name(), flow.local(), cseq));
    peer.flush();
  }

  @Test
  void filesThatAreNoCertificatesAreNamedAndWhatWasReadBeforeStays() throws Exception {
    Path chain = directory.resolve("chain.pem");
    Files.writeString(chain, "nonsense");
    assertThatThrownBy(security::reload)
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith(chain + ": has no certificate");
    Files.delete(chain);
    assertThatThrownBy(security::reload)
        .isInstanceOf(IOException.class)
        .hasMessage(chain + ": cannot be read");
    send(peer.bound(TransportProtocol.TLS).to(address(TransportProtocol.TLS)), 1);
    heard.next(Heard.Message.class);
  }

  @Test
  void theKeyOfAnotherCertificateIsRefused() throws Exception {
    X509Bundle stranger =
        new CertificateBuilder()
            .subject("CN=somebody else")
            .setIsCertificateAuthority(true)
            .buildSelfSigned();
    Path key = directory.resolve("key.pem");
    Files.writeString(key, stranger.getPrivateKeyPEM());
    assertThatThrownBy(security::reload).hasMessage(key + ": is not the key of the certificate");
    Files.writeString(key, stranger.getCertificatePEM());
    assertThatThrownBy(security::reload).hasMessageStartingWith(key + ": has no private key");
  }

  @Test
  void keysOfEveryUsualKindAreTaken() throws Exception {
    for (CertificateBuilder.Algorithm algorithm :
        List.of(
            CertificateBuilder.Algorithm.rsa2048,
            CertificateBuilder.Algorithm.ecp256,
            CertificateBuilder.Algorithm.ed25519)) {
      X509Bundle bundle =
          new CertificateBuilder()
              .subject("CN=us")
              .algorithm(algorithm)
              .setIsCertificateAuthority(true)
              .buildSelfSigned();
      Files.writeString(directory.resolve("chain.pem"), bundle.getCertificatePEM());
      Files.writeString(directory.resolve("key.pem"), bundle.getPrivateKeyPEM());
      assertThat(security.reload()).as(algorithm.name()).isTrue();
      assertThat(security.ends()).containsValue(bundle.getCertificate().getNotAfter().toInstant());
    }
  }

  @Test
  void tlsWithoutCertificatesIsRefusedBeforeAnythingIsOpened() {
    List<ListenAddress> tls = List.of(ListenAddress.parse("tls://127.0.0.1:0"));
    assertThatThrownBy(() -> new SipSockets(tls, StreamRules.PLAIN, 1, _ -> heard))
        .isInstanceOf(IllegalArgumentException.class);
  }

  /** What a browser's page would see. */
  private static final class Page implements WebSocket.Listener {
    private final BlockingQueue<String> said = new ArrayBlockingQueue<>(100);
    private final BlockingQueue<Integer> closed = new ArrayBlockingQueue<>(1);
    private final BlockingQueue<Boolean> pings = new ArrayBlockingQueue<>(1000);

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
      said.add(data.toString());
      socket.request(1);
      return null;
    }

    @Override
    public @Nullable CompletionStage<?> onPing(WebSocket socket, ByteBuffer message) {
      pings.add(true);
      socket.request(1);
      return null;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket socket, int status, String reason) {
      closed.add(status);
      return null;
    }

    String next() throws InterruptedException {
      return String.valueOf(said.poll(LIMIT.toSeconds(), TimeUnit.SECONDS));
    }
  }

  private static WebSocket open(InetSocketAddress to, Page page, String origin, String protocol) {
    return HttpClient.newHttpClient()
        .newWebSocketBuilder()
        .header("Origin", origin)
        .subprotocols(protocol)
        .connectTimeout(LIMIT)
        .buildAsync(URI.create("ws://127.0.0.1:" + to.getPort() + "/sip"), page)
        .join();
  }

  @Test
  void aPageOfOursSpeaksSipInTextAndInBinaryAndInPieces() throws Exception {
    InetSocketAddress ws = address(TransportProtocol.WS);
    Page page = new Page();
    WebSocket socket = open(ws, page, DESK, "sip");
    assertThat(socket.getSubprotocol()).isEqualTo("sip");
    String text = options("WS", ws, 1).toString();

    socket.sendText(text, true).join();
    socket.sendBinary(ByteBuffer.wrap(options("WS", ws, 2).bytes()), true).join();
    socket.sendText(text.substring(0, 40), false).join();
    socket.sendText(text.substring(40), true).join();

    for (int cseq : new int[] {1, 2, 1}) {
      Heard.Message arrived = heard.next(Heard.Message.class);
      assertThat(arrived.message().cseq()).isEqualTo(cseq);
      server.send(arrived.flow(), ok(arrived));
      server.flush();
      assertThat(page.next()).startsWith("SIP/2.0 200 OK\r\n");
    }
    socket.sendText("\r\n\r\n", true).join();
    assertThat(page.next()).isEqualTo("\r\n");
    socket.sendClose(WebSocket.NORMAL_CLOSURE, "").join();
    heard.next(Heard.Closed.class);
  }

  @Test
  void aMalformedMessageIsAnswered400AndTheWebSocketStays() throws Exception {
    InetSocketAddress ws = address(TransportProtocol.WS);
    Page page = new Page();
    WebSocket socket = open(ws, page, DESK, "sip");
    String options = options("WS", ws, 1).toString();
    socket.sendText(options.replace("Content-Length: 0", "Content-Length: 9"), true).join();
    assertThat(page.next()).startsWith("SIP/2.0 400 ");
    socket.sendText(options.replace("Content-Length: 0\r\n", ""), true).join();
    heard.next(Heard.Message.class);
  }

  @Test
  void aMessageAboveTheLimitEndsTheWebSocket() throws Exception {
    Page page = new Page();
    WebSocket socket = open(address(TransportProtocol.WS), page, DESK, "sip");
    socket.sendText("x".repeat((64 << 10) + 1), true).join();
    heard.next(Heard.Closed.class);
  }

  @Test
  void otherPagesAndOtherProtocolsAreRefused() {
    InetSocketAddress ws = address(TransportProtocol.WS);
    assertThatThrownBy(() -> open(ws, new Page(), "https://evil.test", "sip"))
        .isInstanceOf(CompletionException.class);
    assertThatThrownBy(() -> open(ws, new Page(), DESK, "mqtt"))
        .isInstanceOf(CompletionException.class);
    assertThat(server.counters().count(SocketEvent.CONNECTED)).isZero();
  }

  @Test
  void httpThatIsNoWebSocketIsAnsweredAndEnds() throws Exception {
    assertThat(answer("GET / HTTP/1.1\r\nHost: a\r\n\r\n")).startsWith("HTTP/1.1 426 ");
    assertThat(answer("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n"))
        .startsWith("HTTP/1.1 400 ");
    assertThat(answer("GET / HTTP/1.1\r\nX: " + "x".repeat(20_000) + "\r\n\r\n"))
        .startsWith("HTTP/1.1 4");
    assertThat(answer(upgrade("13").replace("Host: a", "Origin: http://evil")))
        .startsWith("HTTP/1.1 403 ");
    assertThat(answer(upgrade("99"))).startsWith("HTTP/1.1 426 ");
  }

  private static String upgrade(String version) {
    return """
    GET / HTTP/1.1
    Host: a
    Upgrade: websocket
    Connection: Upgrade
    Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==
    Sec-WebSocket-Protocol: sip
    Sec-WebSocket-Version: %s

    """
        .formatted(version)
        .replace("\n", "\r\n");
  }

  private String answer(String request) throws IOException {
    InetSocketAddress ws = address(TransportProtocol.WS);
    try (Socket socket = new Socket(ws.getAddress(), ws.getPort())) {
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
    }
  }

  @Test
  void silentAndSlowAndUnresponsiveWebSocketsAreGivenUp() throws Exception {
    Heard heardByImpatient = new Heard(10);
    try (SipSockets impatient = sockets(IMPATIENT, heardByImpatient)) {
      impatient.start();
      InetSocketAddress ws = impatient.bound(TransportProtocol.WS).local();
      try (Socket silent = new Socket(ws.getAddress(), ws.getPort());
          Socket slow = new Socket(ws.getAddress(), ws.getPort())) {
        slow.getOutputStream().write('G');
        assertThat(slow.getInputStream().read()).isEqualTo(-1);
        assertThat(silent.getInputStream().read()).isEqualTo(-1);
      }
      try (Socket deaf = new Socket(ws.getAddress(), ws.getPort())) {
        deaf.getOutputStream().write(upgrade("13").getBytes(StandardCharsets.US_ASCII));
        byte[] all = deaf.getInputStream().readAllBytes();
        assertThat(new String(all, StandardCharsets.ISO_8859_1)).startsWith("HTTP/1.1 101 ");
        assertThat(all[all.length - 2]).as("the opcode of a ping").isEqualTo((byte) 0x89);
      }
    }
  }

  @Test
  void aPageThatAnswersPingsStays() throws Exception {
    Heard heardByImpatient = new Heard(10);
    try (SipSockets impatient = sockets(IMPATIENT, heardByImpatient)) {
      impatient.start();
      InetSocketAddress ws = impatient.bound(TransportProtocol.WS).local();
      Page page = new Page();
      WebSocket socket = open(ws, page, DESK, "sip");
      socket.sendText(options("WS", ws, 1).toString(), true).join();
      heardByImpatient.next(Heard.Message.class);
      for (int i = 0; i <= WebSocketFramer.SILENT_PINGS * 2; i++) {
        assertThat(page.pings.poll(LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
      }
      assertThat(heardByImpatient.isEmpty()).isTrue();
    }
  }
}
