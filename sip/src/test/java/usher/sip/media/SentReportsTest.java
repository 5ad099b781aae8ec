package usher.sip.media;

import static org.assertj.core.api.Assertions.assertThat;
import static usher.sip.media.MediaQuality.UNKNOWN;

import org.junit.jupiter.api.Test;

/** The round trip of RFC 3550 6.4.1, measured by reports of another's clock. */
class SentReportsTest {
  private static final long MS = 1_000_000;

  private final SentReports sent = new SentReports();

  /** The example of RFC 3550, figure 2: DLSR 5.25 s, round trip 6.125 s. */
  @Test
  void isWhatPassedSinceWeSentWithoutWhatTheFarEndWaited() {
    sent.sent(0xb44db705_20000000L, 0);
    assertThat(sent.roundTripUs(0xb7052000, 0x0005_4000, 11_375 * MS)).isEqualTo(6_125_000);
  }

  @Test
  void anAnswerToNoReportOfOursTellsNothing() {
    assertThat(sent.roundTripUs(0, 0, MS)).isEqualTo(UNKNOWN);
    sent.sent(0x0000_0001_0000_0000L, 0);
    assertThat(sent.roundTripUs(0x0002_0000, 0, MS)).isEqualTo(UNKNOWN);
  }

  @Test
  void theLastFewReportsAreRemembered() {
    for (int i = 1; i <= 6; i++) {
      sent.sent((long) i << 32, i * 100L * MS);
    }
    assertThat(sent.roundTripUs(6 << 16, 0, 610 * MS)).isEqualTo(10_000);
    assertThat(sent.roundTripUs(3 << 16, 0, 610 * MS)).isEqualTo(310_000);
    assertThat(sent.roundTripUs(2 << 16, 0, 610 * MS)).isEqualTo(UNKNOWN);
  }

  @Test
  void aFarEndThatCountsWronglyHasNoTimeBelowZero() {
    sent.sent(1L << 32, 0);
    assertThat(sent.roundTripUs(1 << 16, 0xffff_ffff, MS)).isZero();
  }
}
