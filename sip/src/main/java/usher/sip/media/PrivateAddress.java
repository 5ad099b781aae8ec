package usher.sip.media;

import java.net.Inet6Address;
import java.net.InetAddress;

/** Addresses that mean one host here and another elsewhere. */
final class PrivateAddress {
  private static final int SHARED_FIRST = 100;
  private static final int SHARED_SECOND = 64;
  private static final int UNIQUE_LOCAL = 0xfc;

  private PrivateAddress() {}

  /** RFC 1918, RFC 6598 (carriers' NAT), RFC 3927 and, for IPv6, RFC 4193 and RFC 4291 2.5.6. */
  static boolean is(InetAddress address) {
    return address.isSiteLocalAddress() || address.isLinkLocalAddress() || isBlock(address);
  }

  private static boolean isBlock(InetAddress address) {
    byte[] bytes = address.getAddress();
    int first = bytes[0] & 0xff;
    return address instanceof Inet6Address
        ? (first & 0xfe) == UNIQUE_LOCAL
        : first == SHARED_FIRST && (bytes[1] & 0xc0) == SHARED_SECOND;
  }
}
