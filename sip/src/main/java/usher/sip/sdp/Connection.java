package usher.sip.sdp;

import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/**
 * The {@code c=} line: where the sender of a description wants to receive.
 *
 * @param addressType {@code IP4} or {@code IP6}
 * @param address a literal or a name; a multicast suffix is kept
 */
public record Connection(String addressType, String address) {

  static Connection to(InetAddress address) {
    return new Connection(Origin.addressType(address), address.getHostAddress());
  }

  /** Null when {@code value} is not {@code IN addrtype address} (RFC 8866 5.7). */
  static @Nullable Connection of(String value) {
    var f = SdpParser.fields(value);
    return f.length == 3 && f[0].equalsIgnoreCase("IN") ? new Connection(f[1], f[2]) : null;
  }

  SdpLine line() {
    return new SdpLine('c', "IN " + addressType + " " + address);
  }

  /**
   * The address, or null when it is a name: descriptions are read where nothing may wait for DNS.
   */
  public @Nullable InetAddress ip() {
    return literal(address);
  }

  /** RFC 3264 8.4: an address of all zeros is the old way to ask for hold. */
  public boolean isZero() {
    var ip = ip();
    return ip != null && ip.isAnyLocalAddress();
  }

  static @Nullable InetAddress literal(String address) {
    try {
      return InetAddress.ofLiteral(address);
    } catch (IllegalArgumentException notALiteral) {
      return null;
    }
  }
}
