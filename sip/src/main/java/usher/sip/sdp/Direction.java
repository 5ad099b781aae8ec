package usher.sip.sdp;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Which way media flows, seen from the side that writes the description (RFC 8866 6.7). */
public enum Direction {
  SENDRECV,
  SENDONLY,
  RECVONLY,
  INACTIVE;

  /** The direction that sends and receives as told. */
  public static Direction of(boolean sends, boolean receives) {
    if (sends) {
      return receives ? SENDRECV : SENDONLY;
    }
    return receives ? RECVONLY : INACTIVE;
  }

  /** Whether the side that wrote it sends. */
  public boolean sends() {
    return this == SENDRECV || this == SENDONLY;
  }

  /** Whether the side that wrote it receives. */
  public boolean receives() {
    return this == SENDRECV || this == RECVONLY;
  }

  /** The same flow seen from the other side. */
  public Direction mirrored() {
    return of(/* sends= */ receives(), /* receives= */ sends());
  }

  /** What both allow. */
  public Direction and(Direction other) {
    return of(sends() && other.sends(), receives() && other.receives());
  }

  /** The attribute's name, such as {@code sendonly}. */
  public String attribute() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The direction with this attribute; null for any other. */
  static @Nullable Direction named(String attribute) {
    return switch (attribute) {
      case "sendrecv" -> SENDRECV;
      case "sendonly" -> SENDONLY;
      case "recvonly" -> RECVONLY;
      case "inactive" -> INACTIVE;
      default -> null;
    };
  }
}
