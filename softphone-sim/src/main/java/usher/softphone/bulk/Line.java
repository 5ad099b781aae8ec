package usher.softphone.bulk;

import java.util.function.LongSupplier;
import usher.sip.transaction.Timers;

/** One socket as its phones see it: what they say leaves through it, and it knows their address. */
final class Line {
  /** Takes the text of a message and sends it as a datagram. */
  @FunctionalInterface
  interface Wire {
    void send(String message);
  }

  private static final String BRANCH = ";branch=z9hG4bK";

  private final Wire wire;
  private final Timers timers;
  private final LongSupplier clock;
  private final String host;
  private final String address;
  private final String session;
  private final String run;
  private long words;
  private long sent;
  private long repeated;

  /**
   * One line.
   *
   * @param clock what time it is while something is being done
   * @param host our address, a number
   * @param mediaPort where audio is to be sent to us
   * @param run what is in no message of another run
   */
  Line(
      Wire wire,
      Timers timers,
      LongSupplier clock,
      String host,
      int port,
      int mediaPort,
      String run) {
    this.wire = wire;
    this.timers = timers;
    this.clock = clock;
    this.host = host.indexOf(':') < 0 ? host : "[" + host + "]";
    this.address = this.host + ":" + port;
    this.session = session(host, mediaPort);
    this.run = run;
  }

  private static String session(String host, int mediaPort) {
    String version = host.indexOf(':') < 0 ? "IP4 " : "IP6 ";
    return "v=0\r\no=- 1 1 IN %s%s\r\ns=-\r\nc=IN %s%s\r\nt=0 0\r\n"
            .formatted(version, host, version, host)
        + "m=audio %d RTP/AVP 0\r\na=rtpmap:0 PCMU/8000\r\n".formatted(mediaPort);
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

  /** Host and port, as in a Contact. */
  String address() {
    return address;
  }

  /** What is in no message of another run. */
  String run() {
    return run;
  }

  /** A session description: one G.711 stream. */
  String session() {
    return session;
  }

  /** A Via line with a branch that no other request has. */
  String newVia() {
    words++;
    return "Via: SIP/2.0/UDP " + address + BRANCH + run + Long.toString(words, 36) + "\r\n";
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
