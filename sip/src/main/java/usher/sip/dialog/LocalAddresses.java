package usher.sip.dialog;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import usher.sip.transport.Flow;
import usher.sip.transport.HostText;
import usher.sip.transport.TransportProtocol;

/**
 * The addresses of ours that peers know, one for each transport we listen on, or two where that is
 * on IPv4 and on IPv6.
 */
public final class LocalAddresses {
  private final Map<TransportProtocol, InetSocketAddress> v4 =
      new EnumMap<>(TransportProtocol.class);
  private final Map<TransportProtocol, InetSocketAddress> v6 =
      new EnumMap<>(TransportProtocol.class);

  /** Remembers these. */
  public LocalAddresses(Map<TransportProtocol, InetSocketAddress> addresses) {
    addresses.forEach(this::add);
  }

  private LocalAddresses(List<Flow> listening) {
    listening.forEach(flow -> add(flow.protocol(), flow.local()));
  }

  /** Those of sockets; of several for one transport and family the first counts. */
  public static LocalAddresses of(List<Flow> listening) {
    return new LocalAddresses(listening);
  }

  private void add(TransportProtocol protocol, InetSocketAddress address) {
    (address.getAddress() instanceof Inet6Address ? v6 : v4).putIfAbsent(protocol, address);
  }

  /**
   * Ours for this transport towards this peer, null where we do not listen on it in the family of
   * the peer's address.
   */
  public @Nullable InetSocketAddress towards(InetAddress peer, TransportProtocol protocol) {
    return (peer instanceof Inet6Address ? v6 : v4).get(protocol);
  }

  /** Their hosts, as URIs write them. */
  public Set<String> hosts() {
    Set<String> hosts = new TreeSet<>();
    for (var family : List.of(v4, v6)) {
      for (InetSocketAddress address : family.values()) {
        hosts.add(HostText.of(address.getAddress().getHostAddress()));
      }
    }
    return hosts;
  }
}
