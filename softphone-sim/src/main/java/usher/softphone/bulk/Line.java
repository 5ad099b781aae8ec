package usher.softphone.bulk;

import java.util.function.LongSupplier;
import usher.sip.transaction.Timers;
import usher.sip.transport.TransportProtocol;

/** A socket as its phones see it: what they say leaves through it, and it knows their address. */
final class Line {
  /** Takes the text of a message and sends it. */
  @FunctionalInterface
  interface Wire {
    void send(String message);

    /** The phone at our end loses its power. */
    default void vanish() {}
  }

  /** Of no certificate. */
  private static final String FINGERPRINT = "0A" + ":0A".repeat(31);

  private static final String BRANCH = ";branch=z9hG4bK";

  private final Wire wire;
  private final TransportProtocol transport;
  private final Timers timers;
  private final LongSupplier clock;
  private final String host;
  private final String address;
  private final String offer;
  private final String answer;
  private final String run;
  private long words;
  private long sent;
  private long repeated;

  /**
   * One line.
   *
   * @param transport what its Vias and Contacts say
   * @param clock what time it is while something is being done
   * @param host our address, a number
   * @param port ours for datagrams
   * @param mediaPort where audio is to be sent to us
   * @param run what is in no message of another run
   */
  Line(
      Wire wire,
      TransportProtocol transport,
      Timers timers,
      LongSupplier clock,
      String host,
      int port,
      int mediaPort,
      String run) {
    this.wire = wire;
    this.transport = transport;
    this.timers = timers;
    this.clock = clock;
    this.host = host.indexOf(':') < 0 ? host : "[" + host + "]";
    this.offer = session(host, mediaPort, "actpass");
    this.answer = session(host, mediaPort, "active");
    this.run = run;
    // A stream is its own way back. RFC 7118 5: a WebSocket's client is at no address at all.
    this.address =
        switch (transport) {
          case UDP -> this.host + ":" + port;
          case TCP, TLS -> this.host;
          case WS, WSS -> run + ".invalid";
        };
  }

  private String session(String host, int mediaPort, String setup) {
    String version = host.indexOf(':') < 0 ? "IP4 " : "IP6 ";
    String head =
        "v=0\r\no=- 1 1 IN %s%s\r\ns=-\r\nc=IN %s%s\r\nt=0 0\r\n"
            .formatted(version, host, version, host);
    String profile = transport.webSocket() ? "UDP/TLS/RTP/SAVPF" : "RTP/AVP";
    String media = "m=audio %d %s 0\r\na=rtpmap:0 PCMU/8000\r\n".formatted(mediaPort, profile);
    return head + media + (transport.webSocket() ? ofABrowser(host, mediaPort, setup) : "");
  }

  /** Who speaks SIP over a WebSocket is a browser (RFC 8827); no hands are shaken for audio. */
  private static String ofABrowser(String host, int mediaPort, String setup) {
    return "a=ice-ufrag:fleet\r\na=ice-pwd:only-for-a-load-on-loopback\r\n"
        + "a=candidate:1 1 UDP 2130706431 %s %d typ host\r\n".formatted(host, mediaPort)
        + "a=fingerprint:sha-256 "
        + FINGERPRINT
        + "\r\na=setup:"
        + setup
        + "\r\na=mid:0\r\na=rtcp-mux\r\n";
  }

  Timers timers() {
    return timers;
  }

  long nowNs() {
    return timers.nowNs();
  }

  /** The time now; {@link #nowNs} is the time of what is being handled, which may have waited. */
  long clockNs() {
    return clock.getAsLong();
  }

  /** The URI that stands for a user here, as in a Contact. */
  String contact(String name) {
    return "sip:" + name + "@" + address + transportParameter();
  }

  private String transportParameter() {
    return switch (transport) {
      case UDP -> "";
      case TCP -> ";transport=tcp";
      case TLS -> ";transport=tls";
      case WS, WSS -> ";transport=ws";
    };
  }

  /** Whether nothing has to be said twice (RFC 3261 17.1). */
  boolean isReliable() {
    return transport.reliable();
  }

  /** What is in no message of another run. */
  String run() {
    return run;
  }

  /** A session description: one G.711 stream. */
  String offer() {
    return offer;
  }

  /** The same in answer to one of theirs. */
  String answer() {
    return answer;
  }

  /** A Via line with a branch that no other request has. */
  String newVia() {
    words++;
    return "Via: SIP/2.0/"
        + transport
        + " "
        + address
        + ";rport"
        + BRANCH
        + run
        + Long.toString(words, 36)
        + "\r\n";
  }

  /** A tag that no other dialog has. */
  String newTag() {
    words++;
    return run + Long.toString(words, 36);
  }

  void send(String message) {
    sent++;
    wire.send(message);
  }

  /** The phone loses its power. */
  void vanish() {
    wire.vanish();
  }

  void repeat(String message) {
    repeated++;
    send(message);
  }

  /** Messages sent, repeated ones included. */
  long sent() {
    return sent;
  }

  /** Messages sent again because nobody had answered. */
  long repeated() {
    return repeated;
  }
}
