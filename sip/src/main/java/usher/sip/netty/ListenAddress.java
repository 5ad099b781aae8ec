package usher.sip.netty;

import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import usher.sip.transport.HostText;
import usher.sip.transport.TransportProtocol;

/**
 * Where to listen.
 *
 * @param bind our address; port 0 lets the system choose. The wildcard address stands for every
 *     address the machine has when the sockets are opened, each with a socket of its own, so that
 *     answers leave from the address that was asked.
 * @param advertised what peers are told in Via and Contact instead of the bound address (behind a
 *     NAT, or for one socket on the wildcard address), null for the bound one
 */
public record ListenAddress(
    TransportProtocol protocol, InetSocketAddress bind, @Nullable InetSocketAddress advertised) {

  /** Listens there and says so. */
  public ListenAddress(TransportProtocol protocol, InetSocketAddress bind) {
    this(protocol, bind, null);
  }

  /**
   * Reads {@code udp://host:port}, or {@code tcp}, {@code tls}, {@code ws} or {@code wss} in the
   * place of {@code udp}; without a port it is the protocol's.
   *
   * @throws IllegalArgumentException saying what was expected
   */
  public static ListenAddress parse(String text) {
    URI uri = uri(text);
    if (uri.getScheme() == null || uri.getHost() == null) {
      throw expected(text);
    }
    TransportProtocol protocol = protocol(text, uri.getScheme());
    int port = uri.getPort() < 0 ? protocol.defaultPort() : uri.getPort();
    return new ListenAddress(protocol, address(text, uri.getHost(), port));
  }

  private static URI uri(String text) {
    try {
      return new URI(text);
    } catch (URISyntaxException e) {
      throw expected(text);
    }
  }

  private static TransportProtocol protocol(String text, String scheme) {
    return switch (scheme.toLowerCase(Locale.ROOT)) {
      case "udp" -> TransportProtocol.UDP;
      case "tcp" -> TransportProtocol.TCP;
      case "tls" -> TransportProtocol.TLS;
      case "ws" -> TransportProtocol.WS;
      case "wss" -> TransportProtocol.WSS;
      default -> throw expected(text);
    };
  }

  private static InetSocketAddress address(String text, String host, int port) {
    InetSocketAddress address = port > 65535 ? null : new InetSocketAddress(host, port);
    if (address == null || address.isUnresolved()) {
      throw expected(text);
    }
    return address;
  }

  private static IllegalArgumentException expected(String text) {
    return new IllegalArgumentException(
        "expected udp://host:port (or tcp, tls, ws, wss) with a host of this machine, not " + text);
  }

  /** As {@link #parse} reads it. */
  @Override
  public String toString() {
    String host = HostText.of(bind.getAddress().getHostAddress());
    return protocol.name().toLowerCase(Locale.ROOT) + "://" + host + ":" + bind.getPort();
  }
}
