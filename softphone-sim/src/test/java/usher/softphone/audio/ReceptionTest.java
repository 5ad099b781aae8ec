package usher.softphone.audio;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** How packets of one source are counted. */
class ReceptionTest {
  private static final long INTERVAL_NS = TimeUnit.MILLISECONDS.toNanos(20);

  private static Packet packet(int number) {
    return new Packet(7, number & 0xFFFF, (number * 160L) & 0xFFFFFFFFL);
  }

  @Test
  void numbersAndTimestampsGoOnFromZero() {
    int first = 65_530;
    long timestamp = 0xFFFFFFFFL - 500;
    Reception reception = new Reception(0, new Packet(7, first, timestamp));
    for (int i = 1; i < 20; i++) {
      long next = (timestamp + 160L * i) & 0xFFFFFFFFL;
      assertThat(reception.heard(INTERVAL_NS * i, new Packet(7, (first + i) & 0xFFFF, next)))
          .isTrue();
    }
    assertThat(reception.expected()).isEqualTo(20).isEqualTo(reception.received());
    assertThat(reception.jitterUs()).isZero();
    assertThat(reception.late()).isZero();
  }

  @Test
  void oneThatComesBehindItsNumberIsLateAlsoAcrossZero() {
    Reception reception = new Reception(0, packet(65_534));
    assertThat(reception.heard(INTERVAL_NS, packet(65_536))).isTrue();
    assertThat(reception.heard(INTERVAL_NS, packet(65_535))).isTrue();
    assertThat(reception.late()).isEqualTo(1);
    assertThat(reception.expected()).isEqualTo(3).isEqualTo(reception.received());
  }

  @Test
  void aPacketThatComesTwiceIsCountedTwiceAsTheRfcDoes() {
    Reception reception = new Reception(0, packet(1));
    assertThat(reception.heard(0, packet(1))).isTrue();
    assertThat(reception.expected() - reception.received()).isEqualTo(-1);
  }

  @Test
  void anotherSourceOrAGreatLeapIsAnotherBeginning() {
    Reception reception = new Reception(0, packet(1));
    assertThat(reception.heard(0, new Packet(8, 2, 160))).isFalse();
    assertThat(reception.heard(0, packet(3_001))).isFalse();
    assertThat(reception.heard(0, packet(3_000))).isTrue();
    assertThat(reception.expected()).isEqualTo(3_000);
    assertThat(reception.received()).isEqualTo(2);
  }

  /** RFC 3550 A.8: the first difference of 8 ms moves the jitter by a sixteenth of it. */
  @Test
  void jitterMovesByASixteenth() {
    Reception reception = new Reception(0, packet(1));
    reception.heard(INTERVAL_NS + TimeUnit.MILLISECONDS.toNanos(8), packet(2));
    assertThat(reception.jitterUs()).isEqualTo(500);
  }
}
