package usher.sip.registrar;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Counts wrong passwords, so that nobody can try thousands. Who gave too many is barred for a
 * while, for twice as long each time:
 *
 * <pre>
 *   one user from one source     {@link #TRIES_FOR_USER} wrong ones in a row
 *   all users from one source    {@link #TRIES_FROM_SOURCE} wrong ones, and nobody right from there within the hour
 * </pre>
 *
 * <p>Only those are counted that answer a nonce which was sent to that very source: others may have
 * forged it, to have somebody else barred. A user is never barred everywhere, for then anybody
 * could keep him from work; and an office whose phones do register is not barred for one that has
 * an old password.
 */
final class Guesses {
  static final int TRIES_FOR_USER = 5;
  static final int TRIES_FROM_SOURCE = 20;
  static final long FIRST_BAR_NS = TimeUnit.SECONDS.toNanos(60);
  static final long LONGEST_BAR_NS = TimeUnit.HOURS.toNanos(1);

  /** After so long without a wrong one all is forgotten. */
  static final long MEMORY_NS = TimeUnit.HOURS.toNanos(2);

  /** For how long a right password speaks for its source. */
  static final long GOOD_NAME_NS = TimeUnit.HOURS.toNanos(1);

  /** Users at sources, and sources, that are remembered; the longest unused is forgotten first. */
  static final int MOST = 65_536;

  private static final int NETWORK_BYTES = 8;
  private static final float LOAD = 0.75f;

  private final Map<String, Tally> tallies = new Lru();

  private static final class Lru extends LinkedHashMap<String, Tally> {
    private static final long serialVersionUID = 1;

    Lru() {
      super(16, LOAD, true);
    }

    @Override
    protected boolean removeEldestEntry(Map.Entry<String, Tally> eldest) {
      return size() > MOST;
    }
  }

  private static final class Tally {
    int wrong;
    long barNs;
    long barredUntilNs = Long.MIN_VALUE;
    long lastWrongNs = Long.MIN_VALUE;
    long goodUntilNs = Long.MIN_VALUE;

    boolean isBarred(long nowNs) {
      return nowNs < barredUntilNs;
    }

    /** True where this one was too many. */
    boolean wrong(int tries, long nowNs) {
      if (lastWrongNs != Long.MIN_VALUE && nowNs - lastWrongNs > MEMORY_NS) {
        wrong = 0;
        barNs = 0;
      }
      lastWrongNs = nowNs;
      if (++wrong < tries || nowNs < goodUntilNs) {
        return false;
      }
      wrong = 0;
      barNs = barNs == 0 ? FIRST_BAR_NS : Math.min(2 * barNs, LONGEST_BAR_NS);
      barredUntilNs = nowNs + barNs;
      return true;
    }
  }

  /** Whether what this user says from there is not even looked at. */
  boolean isBarred(InetAddress source, String user, long nowNs) {
    return isBarred(tallies.get(network(source)), nowNs)
        || isBarred(tallies.get(userAt(source, user)), nowNs);
  }

  private static boolean isBarred(@Nullable Tally tally, long nowNs) {
    return tally != null && tally.isBarred(nowNs);
  }

  /** A wrong password; true where it was one too many, and the bar begins. */
  boolean wrong(InetAddress source, String user, long nowNs) {
    boolean userBarred = tally(userAt(source, user)).wrong(TRIES_FOR_USER, nowNs);
    return tally(network(source)).wrong(TRIES_FROM_SOURCE, nowNs) || userBarred;
  }

  /** The right password. */
  void right(InetAddress source, String user, long nowNs) {
    tallies.remove(userAt(source, user));
    Tally tally = tally(network(source));
    tally.wrong = 0;
    tally.goodUntilNs = nowNs + GOOD_NAME_NS;
  }

  int size() {
    return tallies.size();
  }

  private Tally tally(String key) {
    return tallies.computeIfAbsent(key, _ -> new Tally());
  }

  private static String userAt(InetAddress source, String user) {
    return network(source) + ' ' + user;
  }

  /** Who has one IPv6 address has the 2^64 of its network. */
  private static String network(InetAddress source) {
    byte[] address = source.getAddress();
    return HexFormat.of()
        .formatHex(
            source instanceof Inet6Address ? Arrays.copyOf(address, NETWORK_BYTES) : address);
  }
}
