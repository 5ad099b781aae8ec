package usher.sip.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

/** Loss and jitter as RFC 3550 counts them. */
class ReceptionTest {
  private static final int SSRC = 7;
  private static final long MS = 1_000_000;

  private final Reception reception = new Reception();
  private long nowNs = 5_000 * MS;
  private int timestamp;

  /** A packet that comes as long after the last as it was made after it. */
  private void steady(int sequence) {
    late(SSRC, sequence, 0);
  }

  /** One that comes so many ms later than that. */
  private void late(int ssrc, int sequence, long ms) {
    nowNs += (20 + ms) * MS;
    timestamp += 160;
    reception.received(ssrc, sequence & 0xffff, timestamp, true, nowNs);
  }

  @Test
  void nothingIsExpectedOfWhoSaysNothing() {
    assertThat(reception.expected()).isZero();
    assertThat(reception.jitterUs()).isZero();
  }

  @Test
  void aGapIsExpectedAndAPacketThatWasOvertakenIsNotExpectedTwice() {
    steady(100);
    steady(103);
    steady(101);
    steady(101);
    assertThat(reception.expected()).isEqualTo(4);
  }

  @Test
  void theNumbersMayWrap() {
    for (int sequence = 0xfffe; sequence < 0x10003; sequence++) {
      steady(sequence);
    }
    assertThat(reception.expected()).isEqualTo(5);
  }

  @Test
  void anotherSourceOrAJumpInTheNumbersIsNoLoss() {
    steady(100);
    steady(101);
    late(SSRC + 1, 40_000, 0);
    late(SSRC + 1, 40_001, 0);
    late(SSRC + 1, 50_000, 0);
    assertThat(reception.expected()).isEqualTo(5);
  }

  @Test
  void steadyPacketsHaveNoJitter() {
    for (int i = 0; i < 100; i++) {
      steady(i);
    }
    assertThat(reception.jitterMaxUs()).isZero();
  }

  /**
   * RFC 3550 6.4.1: J += (|D| - J) / 16. Each packet comes 8 ms (64 units) off the one before it,
   * so J goes towards 64 units.
   */
  @Test
  void jitterIsTheSmoothedDifferenceOfTransitTimes() {
    double expected = 0;
    for (int i = 0; i < 200; i++) {
      late(SSRC, i, i % 2 == 0 ? 8 : -8);
      expected += i == 0 ? 0 : (64 - expected) / 16;
    }
    assertThat(reception.jitterUs() / 125.0).isCloseTo(expected, within(2.0));
    assertThat(reception.jitterMaxUs()).isGreaterThanOrEqualTo(reception.jitterUs());
  }

  @Test
  void aChangeOfSourceIsNoJitter() {
    steady(1);
    steady(2);
    timestamp += 1_000_000;
    late(SSRC + 1, 9, 0);
    late(SSRC + 1, 10, 0);
    assertThat(reception.jitterMaxUs()).isZero();
  }

  @Test
  void theTimestampsOfATelephoneEventSayNothingOfJitter() {
    steady(1);
    steady(2);
    for (int i = 3; i < 20; i++) {
      nowNs += 20 * MS;
      reception.received(SSRC, i, timestamp, false, nowNs);
    }
    timestamp += 160 * 17;
    steady(20);
    assertThat(reception.jitterMaxUs()).isZero();
    assertThat(reception.expected()).isEqualTo(20);
  }
}
