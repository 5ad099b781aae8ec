package usher.sip.sdp;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** How the packets of a stream travel, as the protocol of its {@code m=} line says. */
public enum Profile {
  /** Open, RFC 3551. */
  PLAIN("RTP/AVP"),
  /** SRTP with keys that stand in the description, RFC 4568. */
  SDES("RTP/SAVP"),
  /** SRTP with keys from a DTLS handshake, RFC 5763. */
  DTLS("UDP/TLS/RTP/SAVPF");

  private final String protocol;

  Profile(String protocol) {
    this.protocol = protocol;
  }

  /** What we write when we offer. */
  String protocol() {
    return protocol;
  }

  /**
   * The profile of an offered protocol; the feedback of AVPF and SAVPF is the receiver's to give or
   * not. Null for any other.
   *
   * @param fingerprinted whether a certificate is announced with it: old browsers offer DTLS as
   *     RTP/SAVPF
   */
  static @Nullable Profile of(String protocol, boolean fingerprinted) {
    return switch (protocol.toUpperCase(Locale.ROOT)) {
      case "RTP/AVP", "RTP/AVPF" -> PLAIN;
      case "RTP/SAVP", "RTP/SAVPF" -> fingerprinted ? DTLS : SDES;
      case "UDP/TLS/RTP/SAVP", "UDP/TLS/RTP/SAVPF" -> DTLS;
      default -> null;
    };
  }
}
