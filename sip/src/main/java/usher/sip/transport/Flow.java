package usher.sip.transport;

import java.net.InetSocketAddress;

/**
 * Over what a message came, or shall go: protocol, our address, the peer's, and for streams which
 * connection (RFC 5626 calls this a flow).
 *
 * @param local the address of ours that peers know, as it is written in Via and Contact
 * @param remote where datagrams go to, or the far end of the connection
 * @param connection identifies one stream connection of this process, counted from 1; {@link
 *     #NO_CONNECTION} for datagrams and for "any connection to that address, or a new one"
 */
public record Flow(
    TransportProtocol protocol,
    InetSocketAddress local,
    InetSocketAddress remote,
    long connection) {

  /** No particular connection. */
  public static final long NO_CONNECTION = 0;

  /** The URI under which this end of the flow is reached, for a Contact. */
  public String contactUri(String user) {
    String host = HostText.of(local.getAddress().getHostAddress());
    return "sip:" + user + "@" + host + ":" + local.getPort() + protocol.uriParameter();
  }

  /** The same protocol and local address towards another peer, on any connection. */
  public Flow to(InetSocketAddress peer) {
    return new Flow(protocol, local, peer, NO_CONNECTION);
  }
}
