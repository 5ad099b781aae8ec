package usher.sip.overload;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.nio.ByteBuffer;

/**
 * Whom an address belongs to: an IPv4 address, or the /64 of an IPv6 one, within which anybody may
 * choose as many addresses as he likes.
 *
 * @param prefix its octets
 */
record Source(long prefix, boolean v6) {
  static Source of(InetAddress address) {
    ByteBuffer octets = ByteBuffer.wrap(address.getAddress());
    return address instanceof Inet6Address
        ? new Source(octets.getLong(), true)
        : new Source(octets.getInt(), false);
  }
}
