package usher.sip.transport;

/** Transports of SIP (RFC 3261 18, RFC 7118), by the token they have in a Via. */
public enum TransportProtocol {
  UDP(false),
  TCP(true),
  TLS(true),
  WS(true),
  WSS(true);

  private final boolean reliable;

  TransportProtocol(boolean reliable) {
    this.reliable = reliable;
  }

  /**
   * True where the transport itself retransmits, so that transactions do not (RFC 3261 17.1.1.1).
   */
  public boolean reliable() {
    return reliable;
  }
}
