package usher.sip.sdp;

/** What offer and answer agreed on about keeping packets from others. */
public sealed interface Security {

  /** Nothing: anybody on the way can listen. */
  record None() implements Security {}

  /**
   * SRTP with keys that both have told.
   *
   * @param send what we encrypt with
   * @param receive what the far end encrypts with
   */
  record Sdes(SrtpKey send, SrtpKey receive) implements Security {}

  /**
   * SRTP with keys from a DTLS handshake.
   *
   * @param remote what the far end's certificate has to be
   * @param client whether we begin the handshake
   */
  record Dtls(Fingerprint remote, boolean client) implements Security {}

  /** Open packets. */
  Security NONE = new None();
}
