package usher.sip.overload;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** One source cannot ask for everything. */
class SourceBucketsTest {
  private static final InetAddress ONE = InetAddress.ofLiteral("192.0.2.1");
  private static final InetAddress OTHER = InetAddress.ofLiteral("192.0.2.2");
  private static final InetAddress TRUNK = InetAddress.ofLiteral("198.51.100.1");
  private static final long START_NS = -7_000_000_000L;

  private final ProvedSources proved = new ProvedSources();
  private final SourceBuckets buckets =
      new SourceBuckets(new SourceRates(10, 20, 5, TRUNK::equals), proved);

  private int taken(InetAddress source, Lane lane, int asked, long nowNs) {
    int taken = 0;
    for (int message = 0; message < asked; message++) {
      taken += buckets.take(source, lane, nowNs) ? 1 : 0;
    }
    return taken;
  }

  private static long seconds(int seconds) {
    return START_NS + TimeUnit.SECONDS.toNanos(seconds);
  }

  @Test
  void aBurstIsTakenAndThenItsRate() {
    assertThat(taken(ONE, Lane.CALL, 1_000, seconds(0))).isEqualTo(50);
    assertThat(taken(ONE, Lane.CALL, 1_000, seconds(1))).isEqualTo(10);
    assertThat(taken(ONE, Lane.CALL, 1_000, seconds(60))).isEqualTo(50);
  }

  @Test
  void whatOneAsksForCostsNobodyElse() {
    taken(ONE, Lane.CALL, 1_000, seconds(0));
    assertThat(taken(OTHER, Lane.CALL, 10, seconds(0))).isEqualTo(10);
  }

  @Test
  void eachKindHasItsShare() {
    taken(ONE, Lane.PROBE, 1_000, seconds(0));
    assertThat(taken(ONE, Lane.FIRST_REGISTER, 1_000, seconds(0))).isEqualTo(100);
    assertThat(taken(ONE, Lane.CALL, 1_000, seconds(0))).isEqualTo(50);
  }

  @Test
  void aSourceOfRegisteredPhonesGetsMore() {
    proved.add(ONE);
    assertThat(taken(ONE, Lane.CALL, 1_000, seconds(0))).isEqualTo(500);
  }

  @Test
  void whoeverOwnsAnIpv6NetworkIsOneSource() {
    InetAddress here = InetAddress.ofLiteral("2001:db8:1:2::1");
    InetAddress there = InetAddress.ofLiteral("2001:db8:1:2:ffff::9");
    InetAddress elsewhere = InetAddress.ofLiteral("2001:db8:1:3::1");
    taken(here, Lane.CALL, 1_000, seconds(0));
    assertThat(taken(there, Lane.CALL, 10, seconds(0))).isZero();
    assertThat(taken(elsewhere, Lane.CALL, 10, seconds(0))).isEqualTo(10);
  }

  @Test
  void someAreNotLimited() {
    assertThat(buckets.limits(TRUNK)).isFalse();
    assertThat(buckets.limits(ONE)).isTrue();
  }
}
