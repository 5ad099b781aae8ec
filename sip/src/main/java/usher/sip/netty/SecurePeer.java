package usher.sip.netty;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A peer with which TLS is spoken by rules of its own, such as a trunk. The files are PEM.
 *
 * @param name what its connections are known by, see {@link SipSockets#peerOf}
 * @param hosts under which we call it: names in lower case, and addresses
 * @param addresses where it is reached besides, as its Contacts say
 * @param chain the certificate that it is shown; null for the one that everybody is shown
 * @param key its private key; null with {@code chain}
 * @param trusted the authorities that its certificates have to come from; null for those of
 *     everybody
 * @param names one of these, in lower case, has to stand in its certificates. Where there are none,
 *     its servers must have the name that was called, and its calls are not known by certificates.
 */
public record SecurePeer(
    String name,
    Set<String> hosts,
    Predicate<InetAddress> addresses,
    @Nullable Path chain,
    @Nullable Path key,
    @Nullable Path trusted,
    Set<String> names) {

  public SecurePeer {
    hosts = Set.copyOf(hosts);
    names = Set.copyOf(names);
  }

  /** Whether a connection of ours to there is one to this peer. */
  boolean isAt(InetSocketAddress remote) {
    return hosts.contains(CertificateNames.lower(remote.getHostString()))
        || addresses.test(remote.getAddress());
  }

  /** What the certificate of a server has to show that was called by this host. */
  Set<String> expected(String host) {
    if (!names.isEmpty()) {
      return names;
    }
    return hosts.contains(host) ? Set.of(host) : hosts;
  }
}
