package usher.sip.netty;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.Comparator;
import java.util.List;

/** Finds the addresses that a wildcard stands for. */
final class ListenAddresses {
  private ListenAddresses() {}

  /** One address for each socket to open. */
  static List<ListenAddress> expand(ListenAddress listen) throws SocketException {
    InetAddress wildcard = listen.bind().getAddress();
    if (!wildcard.isAnyLocalAddress() || listen.advertised() != null) {
      return List.of(listen);
    }
    int port = listen.bind().getPort();
    return NetworkInterface.networkInterfaces()
        .filter(ListenAddresses::isUp)
        .flatMap(NetworkInterface::inetAddresses)
        .filter(address -> isMeant(address, wildcard))
        // The first is the one that peers are told where there is no other hint.
        .sorted(Comparator.comparing(InetAddress::isLoopbackAddress))
        .map(address -> new ListenAddress(listen.protocol(), new InetSocketAddress(address, port)))
        .toList();
  }

  private static boolean isUp(NetworkInterface network) {
    try {
      return network.isUp();
    } catch (SocketException e) {
      return false; // it went away while we looked
    }
  }

  /**
   * {@code 0.0.0.0} means IPv4, {@code ::} both; link-local addresses are of no use in a Contact.
   */
  private static boolean isMeant(InetAddress address, InetAddress wildcard) {
    boolean family = address instanceof Inet4Address || !(wildcard instanceof Inet4Address);
    return family && !address.isLinkLocalAddress();
  }
}
