package usher.clients;

/**
 * Where a server takes calls.
 *
 * @param transport {@code udp}, {@code tcp} or {@code tls}
 */
record SipServer(String domain, String address, int port, String transport) {
  SipServer over(String otherTransport) {
    return new SipServer(domain, address, port, otherTransport);
  }
}
