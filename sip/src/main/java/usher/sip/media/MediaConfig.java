package usher.sip.media;

import java.net.InetAddress;
import java.time.Duration;

/**
 * How the real media plane is set up.
 *
 * @param bindAddress the interface whose ports are bound; the wildcard address for all
 * @param advertisedAddress what session descriptions tell the far ends; not the wildcard address
 * @param firstPort lowest port of the range
 * @param lastPort highest port of the range; a pair is an even port and the odd one above it, both
 *     inside
 * @param threads media threads, at least 1; one carries some 500 to 700 relayed calls
 * @param readyPairs how many pairs are kept bound ahead of need, which is the largest burst of
 *     calls that finds a port at once
 * @param rest how long a pair is left alone after use
 */
public record MediaConfig(
    InetAddress bindAddress,
    InetAddress advertisedAddress,
    int firstPort,
    int lastPort,
    int threads,
    int readyPairs,
    Duration rest) {

  private static final int DEFAULT_READY_PAIRS = 512;
  private static final Duration DEFAULT_REST = Duration.ofSeconds(2);

  public MediaConfig {
    check(firstPort > 0 && lastPort <= 65_535, "ports are 1 to 65535");
    check(
        pairs(firstPort, lastPort) > 0, "a port range needs an even port and the odd one after it");
    check(threads > 0 && readyPairs > 0, "at least one thread and one ready pair");
    check(!advertisedAddress.isAnyLocalAddress(), "the wildcard address cannot be advertised");
  }

  /** The usual setting for one address that is both bound and advertised. */
  public static MediaConfig of(InetAddress address, int firstPort, int lastPort, int threads) {
    return of(address, address, firstPort, lastPort, threads);
  }

  /** The usual setting: 512 pairs are ready, used ones rest for 2 s. */
  public static MediaConfig of(
      InetAddress bindAddress,
      InetAddress advertisedAddress,
      int firstPort,
      int lastPort,
      int threads) {
    return new MediaConfig(
        bindAddress,
        advertisedAddress,
        firstPort,
        lastPort,
        threads,
        DEFAULT_READY_PAIRS,
        DEFAULT_REST);
  }

  private static void check(boolean holds, String rule) {
    if (!holds) {
      throw new IllegalArgumentException(rule);
    }
  }

  /** How many pairs the range holds. */
  public int pairs() {
    return pairs(firstPort, lastPort);
  }

  private static int pairs(int first, int last) {
    return (last + 1) / 2 - (first + 1) / 2;
  }

  int firstEvenPort() {
    return firstPort + firstPort % 2;
  }
}
