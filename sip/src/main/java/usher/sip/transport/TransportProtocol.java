package usher.sip.transport;

/** Transports of SIP (RFC 3261 18, RFC 7118), by the token they have in a Via. */
public enum TransportProtocol {
  UDP(false, 5060),
  TCP(true, 5060),
  TLS(true, 5061),
  WS(true, 80),
  WSS(true, 443);

  private final boolean reliable;
  private final int defaultPort;

  TransportProtocol(boolean reliable, int defaultPort) {
    this.reliable = reliable;
    this.defaultPort = defaultPort;
  }

  /**
   * True where the transport itself retransmits, so that transactions do not (RFC 3261 17.1.1.1).
   */
  public boolean reliable() {
    return reliable;
  }

  /** Where a peer that names no port is found (RFC 3261 19.1.2, RFC 7118 5). */
  public int defaultPort() {
    return defaultPort;
  }

  /** The URI parameter that asks for it, nothing for the default. */
  String uriParameter() {
    return switch (this) {
      case UDP -> "";
      case TCP -> ";transport=tcp";
      case TLS -> ";transport=tls";
      // RFC 7118 has no parameter of its own for secure WebSockets.
      case WS, WSS -> ";transport=ws";
    };
  }

  /** True where what is sent can be read by nobody on the way. */
  public boolean secure() {
    return switch (this) {
      case TLS, WSS -> true;
      case UDP, TCP, WS -> false;
    };
  }

  /** True where SIP travels in a WebSocket (RFC 7118). */
  public boolean webSocket() {
    return switch (this) {
      case WS, WSS -> true;
      case UDP, TCP, TLS -> false;
    };
  }
}
