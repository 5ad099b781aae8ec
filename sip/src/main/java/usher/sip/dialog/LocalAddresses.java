package usher.sip.dialog;

import java.net.InetSocketAddress;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import usher.sip.transport.HostText;
import usher.sip.transport.TransportProtocol;

/** The addresses of ours that peers know, one for each transport we listen on. */
public final class LocalAddresses {
  private final Map<TransportProtocol, InetSocketAddress> addresses =
      new EnumMap<>(TransportProtocol.class);

  /** Remembers these; of several for one transport the first counts. */
  public LocalAddresses(Map<TransportProtocol, InetSocketAddress> addresses) {
    this.addresses.putAll(addresses);
  }

  /** Ours for this transport, null where we do not listen on it. */
  public @Nullable InetSocketAddress of(TransportProtocol protocol) {
    return addresses.get(protocol);
  }

  /** Their hosts, as URIs write them. */
  public Set<String> hosts() {
    Set<String> hosts = new TreeSet<>();
    for (InetSocketAddress address : addresses.values()) {
      hosts.add(HostText.of(address.getAddress().getHostAddress()));
    }
    return hosts;
  }
}
