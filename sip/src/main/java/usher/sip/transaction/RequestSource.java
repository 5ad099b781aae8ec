package usher.sip.transaction;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import usher.sip.message.SipRequest;
import usher.sip.message.Via;
import usher.sip.transport.Flow;
import usher.sip.transport.HostText;

/** Notes in a request where it came from, for its responses (RFC 3261 18.2.1, RFC 3581). */
final class RequestSource {
  private RequestSource() {}

  /**
   * The request with {@code received} and {@code rport} in its top Via, so that every response
   * copies them; the very same request where neither is needed.
   */
  static SipRequest stamped(SipRequest request, Flow flow) {
    Via via = request.topVia();
    String source = address(flow);
    // 18.2.1: "If the host portion of the 'sent-by' parameter contains a domain name, or if it
    // contains an IP address that differs from the packet source address, the server MUST add a
    // 'received' parameter". RFC 3581 4: with rport the server "MUST also insert" it "even if it is
    // identical to the value of the 'sent-by' component".
    boolean asSent = !via.rport() && via.host().equalsIgnoreCase(source);
    return asSent ? request : request.receivedFrom(source, flow.remote().getPort());
  }

  /** The peer's address as text, without the scope that only means something here. */
  static String address(Flow flow) {
    return text(flow.remote());
  }

  /** The host part of an address as a Via has it. */
  static String viaHost(InetSocketAddress address) {
    return HostText.of(text(address));
  }

  private static String text(InetSocketAddress address) {
    InetAddress ip = address.getAddress();
    String text = ip == null ? address.getHostString() : ip.getHostAddress();
    int scope = text.indexOf('%');
    return scope < 0 ? text : text.substring(0, scope);
  }
}
