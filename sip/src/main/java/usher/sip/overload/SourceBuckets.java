package usher.sip.overload;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.net.InetAddress;
import java.time.Duration;

/**
 * What each source has asked for of late. Who asks for more than its share is refused before others
 * lose anything; who sends from many forged addresses is left to {@link Admission}, which counts
 * all of them together. Each share is a rate with a burst (GCRA).
 *
 * <p>Belongs to one I/O thread.
 */
final class SourceBuckets {
  /** A place whose power comes back asks for everything at once. */
  static final int BURST_S = 5;

  /** How much more a source may ask for from which a phone has registered. */
  static final int PROVED_TIMES = 10;

  private static final int MOST = 100_000;
  private static final long NS_PER_S = 1_000_000_000;

  private final SourceRates rates;
  private final ProvedSources proved;

  /** By source and lane: when its next message would be due if they came at its rate. */
  private final Cache<Source, long[]> dueNs =
      Caffeine.newBuilder()
          .maximumSize(MOST)
          .expireAfterAccess(Duration.ofSeconds(2 * BURST_S))
          .executor(Runnable::run)
          .build();

  SourceBuckets(SourceRates rates, ProvedSources proved) {
    this.rates = rates;
    this.proved = proved;
  }

  /** Whether the source is limited at all. */
  boolean limits(InetAddress address) {
    return !rates.unlimited().test(address);
  }

  /** Whether this source may ask for one more of this kind now; it counts if so. */
  boolean take(InetAddress address, Lane lane, long nowNs) {
    Source source = Source.of(address);
    long[] due = dueNs.get(source, _ -> new long[Lane.COUNT]);
    long perS = (long) rates.of(lane) * (proved.include(source) ? PROVED_TIMES : 1);
    long costNs = Math.max(1, NS_PER_S / perS);
    long next = due[lane.code] == 0 ? nowNs : Math.max(due[lane.code], nowNs);
    boolean takes = next - nowNs <= BURST_S * NS_PER_S - costNs;
    if (takes) {
      due[lane.code] = next + costNs;
    }
    return takes;
  }
}
