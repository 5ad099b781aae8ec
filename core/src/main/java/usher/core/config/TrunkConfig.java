package usher.core.config;

import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A way to the telephone network, or to another centre.
 *
 * @param name by which records, conditions and figures call it
 * @param targets where its calls go, the next one when one does not serve
 * @param addresses a call that comes from one of these is this trunk's
 * @param calls how many there may be at a time, both ways together
 * @param callsPerSecond how many may begin in a second, each way
 * @param probe how often its targets are asked by OPTIONS whether they are there; zero for never
 * @param trusted whether it may say who calls (RFC 3325), and is told
 * @param register how we register with it; null where we do not
 * @param tls how TLS is spoken with it; null for as with everybody
 */
public record TrunkConfig(
    String name,
    List<TrunkTarget> targets,
    List<AddressRange> addresses,
    int calls,
    int callsPerSecond,
    Duration probe,
    boolean trusted,
    @Nullable Register register,
    @Nullable Tls tls) {

  public static final int TRUNKS_MAX = 256;
  public static final int TARGETS_MAX = 16;
  public static final int ADDRESSES_MAX = 256;
  public static final int NAMES_MAX = 64;
  public static final int CALLS_MAX = 100_000;

  /** What an operator gets who sets no limit. */
  public static final int DEFAULT_CALLS = 1_000;

  public static final int DEFAULT_CALLS_PER_SECOND = 100;

  public static final Duration DEFAULT_PROBE = Duration.ofSeconds(30);
  public static final Duration PROBE_MIN = Duration.ofSeconds(5);
  public static final Duration PROBE_MAX = Duration.ofHours(1);

  public static final Duration DEFAULT_EXPIRES = Duration.ofMinutes(10);
  public static final Duration EXPIRES_MIN = Duration.ofMinutes(1);
  public static final Duration EXPIRES_MAX = Duration.ofHours(24);

  public TrunkConfig {
    targets = List.copyOf(targets);
    addresses = List.copyOf(addresses);
  }

  /** Whether a call from there is this trunk's. */
  public boolean includes(InetAddress source) {
    return addresses.stream().anyMatch(range -> range.contains(source));
  }

  /**
   * What both ends show each other. The files are PEM.
   *
   * @param certificate ours, and those between it and the root; null for that of {@code sip.tls}
   * @param key its private key; null with {@code certificate}
   * @param trusted the authorities that the trunk's certificates have to come from; null for those
   *     of {@code sip.tls}
   * @param names that its certificates have, in lower case: its servers' one of these in place of
   *     the name that is called, and calls over a connection whose client has one are this trunk's
   */
  public record Tls(
      @Nullable Path certificate, @Nullable Path key, @Nullable Path trusted, Set<String> names) {
    public Tls {
      names = Collections.unmodifiableSet(new TreeSet<>(names));
    }
  }

  /**
   * A registration of ours.
   *
   * @param address that we register, a SIP URI
   * @param user who we say we are when we are asked to prove it
   * @param realm in which the password is right: challenges of no other are answered
   * @param expires how long a registration is to last
   */
  public record Register(
      String address, String user, Secret password, String realm, Duration expires) {
    /** The user part of the address. */
    public String addressUser() {
      return address.substring(address.indexOf(':') + 1, address.indexOf('@'));
    }

    /** Its host part, who registers us. */
    public String domain() {
      return address.substring(address.indexOf('@') + 1);
    }
  }
}
