package usher.clients;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import usher.clients.HandPhone.Talk;
import usher.clients.Sipp.Counts;
import usher.clients.Sipp.Script;

/** Connections that want to be served for ever, or with too much, while calls go on. */
@Timeout(180)
class HostileStreamsIT {
  private static final int SIP_PORT = 5060;
  private static final int SIPS_PORT = 5061;
  private static final int CONNECTIONS = 5_000;
  private static final int SLOW_ONES = 50;
  private static final int HEADERS = 5_000;
  private static final int MEGABYTE = 1 << 20;

  /** Those that the server opens besides: a segment of the journal, a file of records. */
  private static final int OTHER_FILES = 20;

  private static final Duration LIMIT = Duration.ofSeconds(60);

  @TempDir Path directory;

  private final List<Socket> open = new ArrayList<>();
  private final Script answering = Script.of("agent-answers").atMost(LIMIT);
  private Sipp agent;
  private Centre centre;
  private ServerProcess server;

  @BeforeEach
  void start() {
    agent = answering.start(directory).awaitListening();
    centre = new Centre().secure().fixed("bob", agent.contact("bob", "udp"));
    new TestAuthority().issue(centre.address(), directory);
    server = ServerProcess.start(directory, centre);
  }

  @AfterEach
  void stop() throws IOException {
    for (Socket socket : open) {
      socket.close();
    }
    server.close();
    agent.close();
  }

  private Socket connect(int port) throws IOException {
    Socket socket = new Socket();
    open.add(socket);
    socket.setSoTimeout((int) LIMIT.toMillis());
    socket.connect(new InetSocketAddress(InetAddress.ofLiteral(centre.address()), port));
    return socket;
  }

  private void callsGoOn(int calls) {
    try (Sipp callers =
        Script.of("caller")
            .calling("sales", server.udp())
            .pausing(Duration.ofMillis(20))
            .calls(calls, 2)
            .atMost(LIMIT)
            .start(directory)) {
      assertThat(callers.awaitSuccess(LIMIT)).isEqualTo(new Counts(calls, 0));
    }
  }

  @Test
  void thousandsOfConnectionsThatSayNothingOrLittleDisturbNobodyAndAreGivenUp() throws Exception {
    callsGoOn(1);
    int before = server.openFiles();
    for (int i = 0; i < CONNECTIONS; i++) {
      connect(SIP_PORT);
    }
    for (int i = 0; i < SLOW_ONES; i++) {
      connect(SIP_PORT).getOutputStream().write('I');
      connect(SIPS_PORT).getOutputStream().write(beginningOfAHandshake());
    }
    Await.until(
        () -> server.openFiles() > before + CONNECTIONS,
        LIMIT,
        () -> "only " + server.openFiles() + " files are open");
    callsGoOn(4);
    for (Socket socket : open) {
      assertEnded(socket);
    }
    Await.until(
        () -> server.openFiles() <= before + OTHER_FILES,
        LIMIT,
        () -> server.openFiles() + " files are open, and there were " + before);
    callsGoOn(1);
  }

  /** A record of TLS that promises more than will come. */
  private static byte[] beginningOfAHandshake() {
    return new byte[] {22, 3, 1, 2, 0, 1, 0, 1, (byte) 0xFC, 3, 3};
  }

  private static void assertEnded(Socket socket) throws IOException {
    try {
      InputStream in = socket.getInputStream();
      byte[] last = in.readAllBytes();
      assertThat(last.length).as("an alert at most").isLessThan(64);
    } catch (SocketException e) {
      assertThat(e).hasMessageContaining("reset");
    }
  }

  // ---- too much

  private static String options(String more) {
    return """
    OPTIONS sip:usher.test SIP/2.0
    Via: SIP/2.0/TCP client.invalid;branch=z9hG4bK1
    Max-Forwards: 70
    From: <sip:a@usher.test>;tag=1
    To: <sip:usher.test>
    Call-ID: 1@client
    CSeq: 1 OPTIONS
    %sContent-Length: 0

    """
        .formatted(more)
        .replace("\n", "\r\n");
  }

  /** The first line of the answer; nothing where the connection was ended without one. */
  private String answer(int port, byte[] said) throws IOException {
    Socket socket = connect(port);
    StringBuilder line = new StringBuilder();
    try {
      socket.getOutputStream().write(said);
      InputStream in = socket.getInputStream();
      for (int c = in.read(); c >= 0 && c != '\r'; c = in.read()) {
        line.append((char) c);
      }
    } catch (SocketException e) {
      assertThat(e).hasMessageMatching("(?i).*(reset|broken pipe).*");
    }
    return line.toString();
  }

  @Test
  void whatIsTooLongOrTooManyOrNoSipAtAllIsRefusedAndTheNextIsServed() throws Exception {
    byte[] longLine =
        options("X: " + "x".repeat(MEGABYTE) + "\n").getBytes(StandardCharsets.US_ASCII);
    byte[] many = options("X: 1\n".repeat(HEADERS)).getBytes(StandardCharsets.US_ASCII);
    assertThat(answer(SIP_PORT, longLine)).matches("|SIP/2.0 513 .*");
    assertThat(answer(SIP_PORT, many)).matches("SIP/2.0 (400|513) .*");
    assertThat(answer(SIPS_PORT, longLine)).as("no handshake").doesNotContain("SIP/2.0");
    assertThat(answer(SIP_PORT, options("").getBytes(StandardCharsets.US_ASCII)))
        .startsWith("SIP/2.0 200 ");

    try (HandPhone phone = HandPhone.towards(centre)) {
      Talk any = new Talk("any", "<sip:a@b>;tag=1", "<sip:usher.test>");
      phone.request("OPTIONS", "sip:usher.test", any, 1, "X: " + "x".repeat(40_000) + "\n", "");
      assertThat(phone.awaitFinal("OPTIONS")).startsWith("SIP/2.0 513 ");
      phone.request("OPTIONS", "sip:usher.test", any, 2, "X: 1\n".repeat(HEADERS), "");
      assertThat(phone.awaitFinal("OPTIONS")).startsWith("SIP/2.0 513 ");
      phone.request("OPTIONS", "sip:usher.test", any, 3, "X: 1\n".repeat(200), "");
      assertThat(phone.awaitFinal("OPTIONS")).startsWith("SIP/2.0 400 ");
      phone.request("OPTIONS", "sip:usher.test", any, 4, "", "");
      assertThat(phone.awaitFinal("OPTIONS")).startsWith("SIP/2.0 200 ");
    }
    callsGoOn(1);
  }
}
