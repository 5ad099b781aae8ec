package usher.sip.media;

import static usher.sip.media.MediaQuality.UNKNOWN;

/**
 * When sender reports went to a far end, so that its answers tell the round trip (RFC 3550 6.4.1).
 * The reports are the other phone's, with its clock in them; only we know when we passed them on.
 * Belongs to one thread.
 */
final class SentReports {
  /** The far end answers the newest it has; older ones matter only when two cross. */
  private static final int REMEMBERED = 4;

  private static final long NS_PER_S = 1_000_000_000;

  private final int[] stamps = new int[REMEMBERED];
  private final long[] sentNs = new long[REMEMBERED];
  private int next;

  /** A report with this NTP time goes out now. */
  void sent(long ntpTime, long nowNs) {
    stamps[next] = middle(ntpTime);
    sentNs[next] = nowNs;
    next = (next + 1) % REMEMBERED;
  }

  /** "The middle 32 bits out of 64 in the NTP timestamp". */
  private static int middle(long ntpTime) {
    return (int) (ntpTime >>> 16);
  }

  /**
   * The round trip in µs, {@link MediaQuality#UNKNOWN} where the answered report is none of ours.
   *
   * @param lastReport LSR of the answer, 0 where the far end has had no report
   * @param sinceReport DLSR: how long it waited, in 1/65536 s
   */
  long roundTripUs(int lastReport, int sinceReport, long nowNs) {
    for (int i = 0; i < REMEMBERED; i++) {
      if (lastReport != 0 && stamps[i] == lastReport) {
        long waitedNs = (Integer.toUnsignedLong(sinceReport) * NS_PER_S) >> 16;
        return Math.max(0, nowNs - sentNs[i] - waitedNs) / 1000;
      }
    }
    return UNKNOWN;
  }
}
