package usher.core.config;

import java.net.InetAddress;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where and as whom the server speaks SIP and RTP.
 *
 * @param domain the host part of the addresses the server is responsible for; also the digest realm
 * @param listen at least one listener
 * @param mediaPorts the UDP ports that RTP and RTCP may take
 * @param advertise the address written into Via, Contact and SDP when a listener is bound to any
 *     address (0.0.0.0 or ::); null when each listener's own address serves
 * @param digest the hash algorithms that phones may register with, the better one first
 */
public record SipConfig(
    String domain,
    List<Listener> listen,
    PortRange mediaPorts,
    @Nullable InetAddress advertise,
    Set<Digest> digest) {

  public static final int LISTENERS_MAX = 16;
  public static final PortRange DEFAULT_MEDIA_PORTS = new PortRange(20_000, 29_999);

  /** A hash algorithm of digest authentication. */
  public enum Digest {
    SHA_256,
    MD5
  }

  public SipConfig {
    digest = Collections.unmodifiableSet(EnumSet.copyOf(digest));
    listen = List.copyOf(listen);
  }
}
