package usher.sip.dialog;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Locale;
import javax.sip.address.SipURI;
import org.jspecify.annotations.Nullable;
import usher.sip.message.Header;
import usher.sip.message.SipMessage;
import usher.sip.message.Via;
import usher.sip.transport.Flow;
import usher.sip.transport.TransportProtocol;

/**
 * Where the next request of a dialog goes. Only literal addresses: names are for a resolver, which
 * is no pure function.
 */
public final class NextHop {
  private NextHop() {}

  /**
   * Where this URI leads, or null where its host is a name or its transport is none that we speak.
   *
   * @param locals the addresses of ours
   */
  public static @Nullable Flow of(SipURI uri, LocalAddresses locals) {
    InetAddress address = literal(uri.getHost());
    TransportProtocol protocol = protocol(uri.getTransportParam(), uri.isSecure());
    if (address == null || protocol == null) {
      return null;
    }
    InetSocketAddress local = locals.towards(address, protocol);
    if (local == null) {
      return null;
    }
    int port = uri.getPort() > 0 ? uri.getPort() : protocol.defaultPort();
    return new Flow(protocol, local, new InetSocketAddress(address, port), Flow.NO_CONNECTION);
  }

  /** RFC 3261 26.2.2: a sips URI asks for TLS on every hop, and its transport says below what. */
  private static @Nullable TransportProtocol protocol(@Nullable String parameter, boolean secure) {
    if (parameter == null) {
      return secure ? TransportProtocol.TLS : TransportProtocol.UDP;
    }
    return switch (parameter.toUpperCase(Locale.ROOT)) {
      case "UDP" -> secure ? null : TransportProtocol.UDP;
      case "TCP" -> secure ? TransportProtocol.TLS : TransportProtocol.TCP;
      case "TLS" -> TransportProtocol.TLS;
      case "WS" -> secure ? TransportProtocol.WSS : TransportProtocol.WS;
      default -> null;
    };
  }

  /** Whether this host is for a name server. */
  public static boolean isName(String host) {
    return literal(host) == null;
  }

  /** The address that this text is, without asking any resolver. */
  static @Nullable InetAddress literal(String host) {
    boolean v6 = host.indexOf(':') >= 0;
    if (!v6 && !isDotted(host)) {
      return null;
    }
    try {
      // Not getByName, which takes 999.1.1.1 for a name and asks the name server for it.
      return InetAddress.ofLiteral(host);
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  private static boolean isDotted(String host) {
    int dots = 0;
    for (int i = 0; i < host.length(); i++) {
      char c = host.charAt(i);
      if (c == '.') {
        dots++;
      } else if (c < '0' || c > '9') {
        return false;
      }
    }
    return dots == 3;
  }

  /**
   * True where the peer sits behind an address translation: the message came directly from it (one
   * Via), but from another address than the one it believes to have, and its Contact names that
   * same unreachable address.
   */
  static boolean isTranslated(SipMessage message, Flow flow, SipURI contact) {
    Via via = message.topVia();
    return message.headers(Header.VIA).size() == 1
        && contact.getHost().equalsIgnoreCase(via.host())
        && !flow.remote().getAddress().equals(literal(via.host()));
  }
}
