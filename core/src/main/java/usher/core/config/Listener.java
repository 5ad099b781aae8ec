package usher.core.config;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One socket the server listens on, written {@code udp://127.0.0.1:5060} or {@code
 * tls://[::1]:5061}.
 *
 * @param address an IP address and a port; port 0 lets the system choose one
 */
public record Listener(Protocol protocol, InetSocketAddress address) {

  /** What the socket carries. */
  public enum Protocol {
    UDP,
    TCP,
    TLS,
    WS,
    WSS;

    /** True where we need a certificate for it. */
    public boolean secure() {
      return switch (this) {
        case TLS, WSS -> true;
        case UDP, TCP, WS -> false;
      };
    }
  }

  private static final Pattern FORM =
      Pattern.compile("(udp|tcp|tls|ws|wss)://(?:\\[([0-9A-Fa-f:.]+)\\]|([0-9.]+)):([0-9]{1,5})");

  /** Reads the written form; empty if the text is not one. Never asks the DNS. */
  static Optional<Listener> parse(String text) {
    Matcher form = FORM.matcher(text);
    if (!form.matches()) {
      return Optional.empty();
    }
    Protocol protocol = Protocol.valueOf(form.group(1).toUpperCase(Locale.ROOT));
    String host = form.group(2) != null ? form.group(2) : form.group(3);
    return PortRange.port(form.group(4))
        .flatMap(port -> literal(host).map(ip -> new Listener(protocol, at(ip, port))));
  }

  /** An IP address in its usual notation; a name is not one. */
  static Optional<InetAddress> literal(String text) {
    try {
      return Optional.of(InetAddress.ofLiteral(text));
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  private static InetSocketAddress at(InetAddress ip, int port) {
    return new InetSocketAddress(ip, port);
  }

  /** Bound to every address of the host, so that it has no address of its own to tell others. */
  public boolean anyAddress() {
    return address.getAddress().isAnyLocalAddress();
  }

  /** The written form. */
  @Override
  public String toString() {
    InetAddress ip = address.getAddress();
    String host =
        ip instanceof Inet6Address ? "[" + ip.getHostAddress() + "]" : ip.getHostAddress();
    return protocol.name().toLowerCase(Locale.ROOT) + "://" + host + ":" + address.getPort();
  }
}
