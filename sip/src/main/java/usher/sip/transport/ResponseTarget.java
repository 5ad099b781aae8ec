package usher.sip.transport;

import java.net.InetSocketAddress;
import usher.sip.message.Via;

/** Where the responses to a request go (RFC 3261 18.2.2, RFC 3581 4). */
public final class ResponseTarget {
  private ResponseTarget() {}

  /**
   * The flow for responses.
   *
   * <p>Over a stream that is the request's own connection. A datagram goes back to the address that
   * the request came from and never to one that only the Via names, so that nobody can aim our
   * answers at a third party: "received" always is the source. Its port is the source's where the
   * client asked for that with {@code rport}, else the one in the Via.
   *
   * @param topVia the request's
   * @param request the flow it came over
   */
  public static Flow of(Via topVia, Flow request) {
    // 18.2.2: "If the 'sent-protocol' is a reliable transport protocol [...] the response MUST be
    // sent using the existing connection to the source of the original request". RFC 3581 4: with
    // rport "to the port that was the source port".
    boolean back = request.protocol().reliable() || topVia.rport();
    return back || topVia.effectivePort() == request.remote().getPort()
        ? request
        : toSentByPort(topVia, request);
  }

  /**
   * Where to connect for a response whose connection is gone. 18.2.2: "to the IP address in the
   * 'received' parameter, if present, using the port in the 'sent-by' value".
   */
  public static Flow overNewConnection(Via topVia, Flow request) {
    return toSentByPort(topVia, request);
  }

  private static Flow toSentByPort(Via via, Flow request) {
    var sentBy = new InetSocketAddress(request.remote().getAddress(), via.effectivePort());
    return request.to(sentBy);
  }
}
