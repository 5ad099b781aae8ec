package usher.softphone.bulk;

import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import usher.sip.transaction.Timers;
import usher.sip.transport.TransportProtocol;
import usher.softphone.audio.AudioTally;
import usher.softphone.audio.Voice;

/** A socket as its phones see it: what they say leaves through it, and it knows their address. */
final class Line {
  /** Takes the text of a message and sends it. */
  @FunctionalInterface
  interface Wire {
    void send(String message);

    /** The phone at our end loses its power. */
    default void vanish() {}

    /** A port for the audio of a call; null where there is none. */
    default Voice.@Nullable Port audio(Voice voice) {
      return null;
    }
  }

  /** Of no certificate. */
  private static final String FINGERPRINT = "0A" + ":0A".repeat(31);

  /** Who shakes hands for audio (RFC 4145). */
  private static final String OFFERING = "actpass";

  private static final String ANSWERING = "active";
  private static final String BRANCH = ";branch=z9hG4bK";

  private final Wire wire;
  private final TransportProtocol transport;
  private final Timers timers;
  private final LongSupplier clock;
  private final String host;
  private final String address;
  private final String muteOffer;
  private final String muteAnswer;
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
    this.host = host;
    this.muteOffer = session(mediaPort, OFFERING);
    this.muteAnswer = session(mediaPort, ANSWERING);
    this.run = run;
    String bracketed = host.indexOf(':') < 0 ? host : "[" + host + "]";
    // A stream is its own way back. RFC 7118 5: a WebSocket's client is at no address at all.
    this.address =
        switch (transport) {
          case UDP -> bracketed + ":" + port;
          case TCP, TLS -> bracketed;
          case WS, WSS -> run + ".invalid";
        };
  }

  private String session(int port, String setup) {
    String version = host.indexOf(':') < 0 ? "IP4 " : "IP6 ";
    String head =
        "v=0\r\no=- 1 1 IN %s%s\r\ns=-\r\nc=IN %s%s\r\nt=0 0\r\n"
            .formatted(version, host, version, host);
    String profile = transport.webSocket() ? "UDP/TLS/RTP/SAVPF" : "RTP/AVP";
    String media = "m=audio %d %s 0\r\na=rtpmap:0 PCMU/8000\r\n".formatted(port, profile);
    return head + media + (transport.webSocket() ? ofABrowser(host, port, setup) : "");
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

  /** A session description: one G.711 stream, to where this voice hears, or nobody does. */
  String offer(@Nullable Voice voice) {
    return voice == null ? muteOffer : session(voice.port(), OFFERING);
  }

  /** The same in answer to one of theirs. */
  String answer(@Nullable Voice voice) {
    return voice == null ? muteAnswer : session(voice.port(), ANSWERING);
  }

  /** A voice for a call; null where this line has none to give. */
  @Nullable Voice voice(AudioTally tally) {
    words++;
    Voice voice = new Voice(timers, tally, (run + words).hashCode());
    Voice.Port port = wire.audio(voice);
    if (port == null) {
      return null;
    }
    voice.open(port);
    return voice;
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
