package usher.core.config;

import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
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
 */
public record TrunkConfig(
    String name,
    List<TrunkTarget> targets,
    List<AddressRange> addresses,
    int calls,
    int callsPerSecond,
    Duration probe,
    boolean trusted,
    @Nullable Register register) {

  public static final int TRUNKS_MAX = 256;
  public static final int TARGETS_MAX = 16;
  public static final int ADDRESSES_MAX = 256;
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
