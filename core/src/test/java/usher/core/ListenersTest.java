package usher.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import usher.clients.TestAuthority;
import usher.core.config.ConfigReader;
import usher.core.config.ConfigResult;
import usher.sip.transport.Flow;
import usher.sip.transport.TransportProtocol;

/** A whole server with every kind of listener, asked over each of them. */
@Timeout(60)
class ListenersTest {
  private static final String DESK = "https://desk.usher.test";
  private static final Duration LIMIT = Duration.ofSeconds(10);

  @TempDir Path directory;
  private final TestAuthority authority = new TestAuthority();
  private Server server;

  @BeforeEach
  void start() throws IOException {
    authority.issue("127.0.0.1", directory);
    Path file =
        Files.writeString(
            directory.resolve("usher.yaml"),
            """
            sip:
              domain: usher.test
              listen:
                - udp://127.0.0.1:0
                - udp://[::1]:0
                - tcp://[::1]:0
                - tls://127.0.0.1:0
                - ws://127.0.0.1:0
                - wss://127.0.0.1:0
              tls: { certificate: chain.pem, key: key.pem }
              web-socket-origins: [ "%s" ]
            agents: { bob: { password: hush } }
            queues: { help: {} }
            entries: [ { to: help, queue: help } ]
            """
                .formatted(DESK));
    server = Server.start((ConfigResult.Valid) ConfigReader.read(file));
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private InetSocketAddress bound(TransportProtocol protocol, boolean v6) {
    return server.bound().stream()
        .filter(flow -> flow.protocol() == protocol)
        .map(Flow::local)
        .filter(local -> (local.getAddress().getAddress().length == 16) == v6)
        .findFirst()
        .orElseThrow();
  }

  private static String options(String transport) {
    return """
    OPTIONS sip:usher.test SIP/2.0
    Via: SIP/2.0/%s client.invalid;branch=z9hG4bK1;rport
    Max-Forwards: 70
    From: <sip:a@usher.test>;tag=1
    To: <sip:usher.test>
    Call-ID: 1@client
    CSeq: 1 OPTIONS
    Content-Length: 0

    """
        .formatted(transport)
        .replace("\n", "\r\n");
  }

  private static String ask(Socket socket, String transport) throws IOException {
    socket.setSoTimeout((int) LIMIT.toMillis());
    socket.getOutputStream().write(options(transport).getBytes(StandardCharsets.US_ASCII));
    InputStream in = socket.getInputStream();
    StringBuilder answer = new StringBuilder();
    while (answer.indexOf("\r\n\r\n") < 0) {
      answer.append((char) in.read());
    }
    return answer.toString();
  }

  @Test
  void itAnswersOverTls() throws IOException {
    InetSocketAddress tls = bound(TransportProtocol.TLS, false);
    try (Socket socket =
        authority.client().getSocketFactory().createSocket(tls.getAddress(), tls.getPort())) {
      assertThat(ask(socket, "TLS")).startsWith("SIP/2.0 200 OK\r\n");
    }
  }

  @Test
  void itAnswersOverTcpOnIpv6() throws IOException {
    InetSocketAddress tcp = bound(TransportProtocol.TCP, true);
    try (Socket socket = new Socket(tcp.getAddress(), tcp.getPort())) {
      assertThat(ask(socket, "TCP")).startsWith("SIP/2.0 200 OK\r\n");
    }
  }

  @Test
  void itAnswersOverUdpOnIpv6() throws IOException {
    byte[] request = options("UDP").getBytes(StandardCharsets.US_ASCII);
    try (DatagramSocket socket = new DatagramSocket(0, InetAddress.ofLiteral("::1"))) {
      socket.setSoTimeout((int) LIMIT.toMillis());
      socket.send(new DatagramPacket(request, request.length, bound(TransportProtocol.UDP, true)));
      DatagramPacket answer = new DatagramPacket(new byte[4096], 4096);
      socket.receive(answer);
      assertThat(new String(answer.getData(), StandardCharsets.US_ASCII))
          .startsWith("SIP/2.0 200 OK\r\n")
          .contains(";received=0:0:0:0:0:0:0:1", ";rport=" + socket.getLocalPort());
    }
  }

  @Test
  void aPageOfOursIsAnsweredOverSecureAndPlainWebSocketsAndAnotherIsNot() throws Exception {
    for (TransportProtocol protocol : List.of(TransportProtocol.WS, TransportProtocol.WSS)) {
      String name = protocol.name();
      CompletableFuture<String> answer = new CompletableFuture<>();
      WebSocket socket = open(protocol, DESK, answer).join();
      socket.sendText(options(name), true).join();
      assertThat(answer.get(LIMIT.toSeconds(), TimeUnit.SECONDS)).startsWith("SIP/2.0 200 OK");
      assertThatThrownBy(() -> open(protocol, "https://evil.test", answer).join())
          .isInstanceOf(CompletionException.class);
    }
  }

  private CompletableFuture<WebSocket> open(
      TransportProtocol protocol, String origin, CompletableFuture<String> answer) {
    String scheme = protocol.secure() ? "wss" : "ws";
    int port = bound(protocol, false).getPort();
    return HttpClient.newBuilder()
        .sslContext(authority.client())
        .build()
        .newWebSocketBuilder()
        .header("Origin", origin)
        .subprotocols("sip")
        .connectTimeout(LIMIT)
        .buildAsync(URI.create(scheme + "://127.0.0.1:" + port + "/"), new Page(answer));
  }

  private record Page(CompletableFuture<String> answer) implements WebSocket.Listener {
    @Override
    public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence text, boolean last) {
      answer.complete(text.toString());
      return null;
    }
  }
}
