package usher.core.config;

import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
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
 * @param tls our certificate; null where no listener needs one
 * @param emergency numbers that call for help: refused last when there is too much to do
 * @param webSocketOrigins pages that may open a WebSocket, such as {@code https://desk.example}
 * @param perSource how much one source may ask for
 * @param sessionExpires how long a call lasts whose phone gives no sign of life (RFC 4028)
 * @param registrationGrace how long a phone whose registration has run out still counts as there:
 *     phones that refresh late are not missed
 */
public record SipConfig(
    String domain,
    List<Listener> listen,
    PortRange mediaPorts,
    @Nullable InetAddress advertise,
    Set<Digest> digest,
    @Nullable Tls tls,
    Set<String> emergency,
    Set<String> webSocketOrigins,
    PerSource perSource,
    Duration sessionExpires,
    Duration registrationGrace) {

  public static final int LISTENERS_MAX = 16;
  public static final int ORIGINS_MAX = 64;
  public static final int EMERGENCY_MAX = 32;

  /** RFC 4028 4: "the minimum for the Session-Expires header field is 90 seconds". */
  public static final Duration SESSION_EXPIRES_MIN = Duration.ofSeconds(90);

  public static final Duration SESSION_EXPIRES_MAX = Duration.ofHours(24);
  public static final Duration REGISTRATION_GRACE_MAX = Duration.ofMinutes(5);
  public static final PortRange DEFAULT_MEDIA_PORTS = new PortRange(20_000, 29_999);

  /**
   * The files that TLS needs, all in PEM. They are read when the server starts and when they
   * change, not with the configuration.
   *
   * @param certificate ours, and those between it and the root
   * @param key its private key
   * @param trusted the authorities that peers' certificates have to come from; null for those that
   *     the Java runtime trusts
   */
  public record Tls(Path certificate, Path key, @Nullable Path trusted) {}

  /**
   * How many requests outside of dialogs one source may send in a second: an IPv4 address, or the
   * /64 of an IPv6 one. Five seconds' worth may come at once, ten times as much from where a phone
   * has registered.
   *
   * @param unlimited sources to which this does not apply; trunks are not among the limited either
   */
  public record PerSource(int calls, int registrations, int others, List<AddressRange> unlimited) {
    public static final int MOST = 1_000_000;
    public static final int UNLIMITED_MAX = 256;

    /** What an operator gets who says nothing. */
    public static final PerSource DEFAULT =
        new PerSource(
            20,
            100,
            20,
            List.of(
                AddressRange.parse("127.0.0.0/8").orElseThrow(),
                AddressRange.parse("::1").orElseThrow()));

    public PerSource {
      unlimited = List.copyOf(unlimited);
    }
  }

  /** A hash algorithm of digest authentication. */
  public enum Digest {
    SHA_256,
    MD5
  }

  public SipConfig {
    digest = Collections.unmodifiableSet(EnumSet.copyOf(digest));
    listen = List.copyOf(listen);
    emergency = Collections.unmodifiableSet(new TreeSet<>(emergency));
    webSocketOrigins = Collections.unmodifiableSet(new TreeSet<>(webSocketOrigins));
  }
}
