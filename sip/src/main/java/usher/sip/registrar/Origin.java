package usher.sip.registrar;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import javax.sip.address.SipURI;
import org.jspecify.annotations.Nullable;
import usher.sip.message.AddressValue;
import usher.sip.message.Header;
import usher.sip.message.MalformedMessageException;
import usher.sip.message.SipRequest;
import usher.sip.message.Uris;
import usher.sip.transport.Flow;

/**
 * The REGISTER that a binding comes from: what orders it among others, and the way back.
 *
 * @param path the proxies that requests to the phone have to pass (RFC 3327), the nearest first
 * @param outbound whether the phone is to be reached over this very flow and no other (RFC 5626 6)
 */
record Origin(String callId, long cseq, Flow flow, List<String> path, boolean outbound) {
  /**
   * What a REGISTER says.
   *
   * @throws MalformedMessageException where its Path is unusable
   */
  static Origin of(SipRequest request, Flow flow) throws MalformedMessageException {
    List<String> path = new ArrayList<>();
    for (AddressValue proxy : request.addresses(Header.PATH)) {
      if (!(Uris.parse(proxy.uri()) instanceof SipURI uri) || !uri.hasLrParam()) {
        throw new MalformedMessageException("Path is no SIP URI with lr");
      }
      path.add("<" + proxy.uri() + ">");
    }
    boolean outbound = Outbound.isAsked(request) && Outbound.firstHopCan(request);
    return new Origin(request.callId(), request.cseq(), flow, List.copyOf(path), outbound);
  }

  /** False where a registering phone sent this request before the other one, or with it (10.2). */
  boolean mayFollow(Origin other) {
    return !callId.equals(other.callId) || cseq > other.cseq;
  }

  /**
   * Over what requests go to a contact of this request. A stream is its own way back. For datagrams
   * it is the contact, if that names the address the request came from, else the phone sits behind
   * a translation (or names itself by a name) and the source of the request is the only way. Behind
   * a proxy that put itself into the Path it is the proxy.
   */
  Flow wayTo(SipURI contact) {
    if (flow.protocol().reliable() || outbound || !path.isEmpty()) {
      return flow;
    }
    Flow direct = directly(contact);
    return direct == null ? flow : direct;
  }

  /**
   * To the contact itself, on a new connection; null where it is not where the request came from,
   * or where the phone keeps its connection itself. RFC 5626 5.3: the request must not go another
   * way when that flow has failed.
   */
  @Nullable Flow directly(SipURI contact) {
    if (outbound || !path.isEmpty()) {
      return null;
    }
    InetAddress source = flow.remote().getAddress();
    if (!source.equals(literal(contact.getHost()))) {
      return null;
    }
    int port = contact.getPort() > 0 ? contact.getPort() : flow.protocol().defaultPort();
    return flow.to(new InetSocketAddress(source, port));
  }

  private static @Nullable InetAddress literal(String host) {
    try {
      return InetAddress.ofLiteral(host);
    } catch (IllegalArgumentException e) {
      return null; // a name, which only a resolver knows
    }
  }
}
