package usher.clients;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A UDP socket that speaks SIP by hand: it says what no phone that somebody sells would say. */
final class HandPhone implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofSeconds(10);
  private static final int DATAGRAM_MAX = 65_535;

  private final DatagramSocket socket;
  private final InetSocketAddress server;
  private int branches;
  private String lastInviteVia = "";
  private long sentBytes;
  private long heardBytes;

  /** The headers by which a dialog is known, as this side writes them. */
  record Talk(String callId, String from, String to) {}

  private HandPhone(String address, InetSocketAddress server) {
    try {
      this.socket = new DatagramSocket(new InetSocketAddress(InetAddress.ofLiteral(address), 0));
      this.socket.setSoTimeout((int) LIMIT.toMillis());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    this.server = server;
  }

  /** One at an address of its own. */
  static HandPhone towards(Centre centre) {
    return new HandPhone(
        Loopback.address(),
        new InetSocketAddress(
            InetAddress.ofLiteral(centre.address()), centre.server("udp").port()));
  }

  /** One on IPv6. */
  static HandPhone towardsV6(Centre centre) {
    return new HandPhone(
        Loopback.V6, new InetSocketAddress(InetAddress.ofLiteral(Loopback.V6), centre.portV6()));
  }

  /** Another one at the same address. */
  HandPhone neighbour() {
    return new HandPhone(address(), server);
  }

  String address() {
    return socket.getLocalAddress().getHostAddress();
  }

  private boolean v6() {
    return address().indexOf(':') >= 0;
  }

  String hostAndPort() {
    return (v6() ? "[" + address() + "]" : address()) + ":" + socket.getLocalPort();
  }

  String contact(String user) {
    return "sip:" + user + "@" + hostAndPort();
  }

  /** An offer or an answer of G.711 at this port. */
  String session(int rtpPort) {
    return """
    v=0
    o=- 1 1 IN %3$s %1$s
    s=-
    c=IN %3$s %1$s
    t=0 0
    m=audio %2$d RTP/AVP 0
    a=rtpmap:0 PCMU/8000
    """
        .formatted(address(), rtpPort, v6() ? "IP6" : "IP4");
  }

  /**
   * Sends a request, on a branch of its own.
   *
   * @param more header lines, each with its line end
   */
  void request(String method, String uri, Talk talk, long cseq, String more, String body) {
    String via = "SIP/2.0/UDP %s;rport;branch=z9hG4bKhand%d".formatted(hostAndPort(), ++branches);
    if (method.equals("INVITE")) {
      lastInviteVia = via;
    }
    send(begin(method, uri, via, talk, cseq) + more + content(body));
  }

  /** Sends the CANCEL that this phone would send for its last INVITE. */
  void cancelAs(HandPhone caller, String uri, Talk talk) {
    send(begin("CANCEL", uri, caller.lastInviteVia, talk, 1) + content(""));
  }

  private String begin(String method, String uri, String via, Talk talk, long cseq) {
    return """
    %s %s SIP/2.0
    Via: %s
    Max-Forwards: 70
    From: %s
    To: %s
    Call-ID: %s
    CSeq: %d %s
    Contact: <%s>
    """
        .formatted(
            method, uri, via, talk.from(), talk.to(), talk.callId(), cseq, method, contact("hand"));
  }

  /** Answers a request that was received. */
  void answer(String request, String status, String toTag, String more, String body) {
    String copied =
        lines(request, "Via:", "From:", "Call-ID:", "CSeq:")
            + "To: "
            + header(request, "To")
            + (header(request, "To").contains("tag=") ? "" : ";tag=" + toTag)
            + "\n";
    send(
        "SIP/2.0 "
            + status
            + "\n"
            + copied
            + "Contact: <"
            + contact("hand")
            + ">\n"
            + more
            + content(body));
  }

  private static String content(String body) {
    byte[] bytes = wire(body);
    String type = bytes.length == 0 ? "" : "Content-Type: application/sdp\n";
    return type + "Content-Length: " + bytes.length + "\n\n" + body;
  }

  private static byte[] wire(String text) {
    return text.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8);
  }

  /** Sends text whose lines end with {@code \n}. */
  void send(String text) {
    byte[] bytes = wire(text);
    sentBytes += bytes.length;
    try {
      socket.send(new DatagramPacket(bytes, bytes.length, server));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The next message whose first line begins so; what comes before is left out. */
  String await(String begin) {
    String message = next();
    while (message != null && !message.startsWith(begin)) {
      message = next();
    }
    if (message == null) {
      throw new AssertionError("no '" + begin + "' within " + LIMIT);
    }
    return message;
  }

  /** The next final response to a request of this method. */
  String awaitFinal(String method) {
    String message = next();
    while (message != null && !isFinal(message, method)) {
      message = next();
    }
    if (message == null) {
      throw new AssertionError("no final response to " + method + " within " + LIMIT);
    }
    return message;
  }

  private static boolean isFinal(String message, String method) {
    return message.startsWith("SIP/2.0 ")
        && !message.startsWith("SIP/2.0 1")
        && header(message, "CSeq").endsWith(" " + method);
  }

  /**
   * Says meanwhile that it is there, where it is asked: agents whose phones are silent are gone.
   */
  private @Nullable String next() {
    String message = receive();
    while (message != null && message.startsWith("OPTIONS ")) {
      answer(message, "200 OK", "here", "", "");
      message = receive();
    }
    return message;
  }

  private @Nullable String receive() {
    try {
      DatagramPacket packet = new DatagramPacket(new byte[DATAGRAM_MAX], DATAGRAM_MAX);
      socket.receive(packet);
      heardBytes += packet.getLength();
      return new String(packet.getData(), 0, packet.getLength(), StandardCharsets.UTF_8);
    } catch (SocketTimeoutException e) {
      return null;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Hears, for so long, without a word of its own. */
  void listen(Duration howLong) {
    long endNs = System.nanoTime() + howLong.toNanos();
    try {
      for (long ms = howLong.toMillis(); ms > 0; ms = (endNs - System.nanoTime()) / 1_000_000) {
        socket.setSoTimeout((int) ms);
        receive();
      }
      socket.setSoTimeout((int) LIMIT.toMillis());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What has come already, without waiting for more: the first line of each message. */
  String alreadyHeard() {
    try {
      socket.setSoTimeout(1);
      StringBuilder all = new StringBuilder();
      for (String message = next(); message != null; message = next()) {
        all.append(message.lines().findFirst().orElse("")).append('\n');
      }
      socket.setSoTimeout((int) LIMIT.toMillis());
      return all.toString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  long sentBytes() {
    return sentBytes;
  }

  long heardBytes() {
    return heardBytes;
  }

  /** The value of the first header field of this name. */
  static String header(String message, String name) {
    return message
        .lines()
        .filter(line -> line.startsWith(name + ":"))
        .map(line -> line.substring(name.length() + 1).strip())
        .findFirst()
        .orElse("");
  }

  private static String lines(String message, String... names) {
    return message
        .lines()
        .filter(line -> Arrays.stream(names).anyMatch(line::startsWith))
        .collect(Collectors.joining("\n", "", "\n"));
  }

  @Override
  public void close() {
    socket.close();
  }
}
