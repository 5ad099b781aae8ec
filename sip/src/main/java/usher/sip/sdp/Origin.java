package usher.sip.sdp;

import java.net.Inet6Address;
import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/**
 * The {@code o=} line: which session this is and which version of its description. Ids stay text:
 * they are numeric strings of any length.
 */
public record Origin(
    String username,
    String sessionId,
    String sessionVersion,
    String networkType,
    String addressType,
    String address) {

  private static final String USERNAME = "usher";

  /** Our own origin line. */
  static Origin ours(long sessionId, long version, InetAddress address) {
    return new Origin(
        USERNAME,
        Long.toUnsignedString(sessionId),
        Long.toUnsignedString(version),
        "IN",
        addressType(address),
        address.getHostAddress());
  }

  static String addressType(InetAddress address) {
    return address instanceof Inet6Address ? "IP6" : "IP4";
  }

  /** Null when {@code value} does not have the six fields of RFC 8866 5.2. */
  static @Nullable Origin of(String value) {
    var f = SdpParser.fields(value);
    return f.length == 6 ? new Origin(f[0], f[1], f[2], f[3], f[4], f[5]) : null;
  }

  SdpLine line() {
    return new SdpLine(
        'o',
        String.join(" ", username, sessionId, sessionVersion, networkType, addressType, address));
  }
}
