package usher.sip.registrar;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import javax.sip.address.SipURI;
import org.jspecify.annotations.Nullable;
import usher.sip.message.SipRequest;
import usher.sip.transport.Flow;

/** The REGISTER that a binding comes from: what orders it among others, and the way back. */
record Origin(String callId, long cseq, Flow flow) {
  Origin(SipRequest request, Flow flow) {
    this(request.callId(), request.cseq(), flow);
  }

  /** False where a registering phone sent this request before the other one, or with it (10.2). */
  boolean mayFollow(Origin other) {
    return !callId.equals(other.callId) || cseq > other.cseq;
  }

  /**
   * Over what requests go to a contact of this request. A stream is its own way back. For datagrams
   * it is the contact, if that names the address the request came from, else the phone sits behind
   * a translation (or names itself by a name) and the source of the request is the only way.
   */
  Flow wayTo(SipURI contact) {
    if (flow.protocol().reliable()) {
      return flow;
    }
    Flow direct = directly(contact);
    return direct == null ? flow : direct;
  }

  /**
   * To the contact itself, on a new connection; null where it is not where the request came from.
   */
  @Nullable Flow directly(SipURI contact) {
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
