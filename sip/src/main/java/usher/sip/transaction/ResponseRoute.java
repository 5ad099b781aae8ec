package usher.sip.transaction;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import usher.sip.message.SipRequest;
import usher.sip.message.Via;
import usher.sip.transport.Flow;

/**
 * Where responses go (RFC 3261 18.2.1 and 18.2.2, RFC 3581).
 *
 * <p>They never go to another address than the one the request came from. RFC 3261 would let a Via
 * send them elsewhere ({@code maddr}); a server that does so is a reflector for whoever writes a
 * Via, so {@code maddr} is not followed, and neither a multicast nor a broadcast sent-by can be
 * reached.
 */
final class ResponseRoute {
  private ResponseRoute() {}

  /** The flow for the responses to a request with this top Via that came over this flow. */
  static Flow of(Via via, Flow flow) {
    // 18.2.2: "If the 'sent-protocol' is a reliable transport protocol [...] the response MUST be
    // sent using the existing
    // connection to the source of the original request". RFC 3581 4: with rport "to the port that
    // was the source port".
    boolean back = flow.protocol().reliable() || via.rport();
    return back || via.effectivePort() == flow.remote().getPort() ? flow : toSentByPort(via, flow);
  }

  /** The flow where the connection of the request is gone. */
  static Flow overNewConnection(Via via, Flow flow) {
    return toSentByPort(via, flow);
  }

  /**
   * 18.2.2: "to the address in the 'received' parameter, using the port indicated in the 'sent-by'
   * value".
   */
  private static Flow toSentByPort(Via via, Flow flow) {
    return flow.to(new InetSocketAddress(flow.remote().getAddress(), via.effectivePort()));
  }

  /**
   * The request with {@code received} and {@code rport} in its top Via, so that every response
   * copies them; the very same request where neither is needed.
   */
  static SipRequest stamped(SipRequest request, Flow flow) {
    Via via = request.topVia();
    String source = address(flow);
    // 18.2.1: "If the host portion of the 'sent-by' parameter contains a domain name, or if it
    // contains an IP address that
    // differs from the packet source address, the server MUST add a 'received' parameter". RFC 3581
    // 4: with rport the
    // server "MUST also insert" it "even if it is identical to the value of the 'sent-by'
    // component".
    boolean asSent = !via.rport() && via.host().equalsIgnoreCase(source);
    return asSent ? request : request.receivedFrom(source, flow.remote().getPort());
  }

  /** The peer's address as text, without the scope that only means something here. */
  static String address(Flow flow) {
    return text(flow.remote());
  }

  /** The host part of an address as a Via has it. */
  static String viaHost(InetSocketAddress address) {
    String text = text(address);
    return text.indexOf(':') < 0 ? text : '[' + text + ']';
  }

  private static String text(InetSocketAddress address) {
    InetAddress ip = address.getAddress();
    String text = ip == null ? address.getHostString() : ip.getHostAddress();
    int scope = text.indexOf('%');
    return scope < 0 ? text : text.substring(0, scope);
  }
}
