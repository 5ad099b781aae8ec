package usher.core.config;

import java.net.InetAddress;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where a trunk's calls go, written {@code sip:203.0.113.5:5060;transport=tcp}.
 *
 * @param host an address, an IPv6 one in brackets, or a name
 * @param port 0 where none is written
 * @param transport in lower case; null where none is written
 */
public record TrunkTarget(String host, int port, @Nullable String transport) {
  private static final Pattern WRITTEN =
      Pattern.compile(
          "sip:(\\[[0-9A-Fa-f:.]{2,45}\\]|[A-Za-z0-9]([A-Za-z0-9.-]{0,251}[A-Za-z0-9])?)"
              + "(?::([0-9]{1,5}))?(?:;transport=(udp|tcp|tls))?",
          Pattern.CASE_INSENSITIVE);

  /** Reads the written form; empty if the text is not one. */
  static Optional<TrunkTarget> parse(String text) {
    Matcher form = WRITTEN.matcher(text);
    if (!form.matches()) {
      return Optional.empty();
    }
    String transport = form.group(4) == null ? null : form.group(4).toLowerCase(Locale.ROOT);
    return form.group(3) == null
        ? Optional.of(new TrunkTarget(form.group(1), 0, transport))
        : PortRange.port(form.group(3))
            .filter(port -> port > 0)
            .map(port -> new TrunkTarget(form.group(1), port, transport));
  }

  /** Host and port, as they stand in the URI of who is called there. */
  public String hostAndPort() {
    return port == 0 ? host : host + ":" + port;
  }

  /**
   * The host as a connection to it is made: a name in lower case, or an address without brackets.
   */
  public String called() {
    String bare = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    return Listener.literal(bare)
        .map(InetAddress::getHostAddress)
        .orElse(bare.toLowerCase(Locale.ROOT));
  }

  /** The written form. */
  @Override
  public String toString() {
    return "sip:" + hostAndPort() + (transport == null ? "" : ";transport=" + transport);
  }
}
