package usher.softphone.audio;

import org.HdrHistogram.Histogram;

/**
 * How audio came through, all calls together.
 *
 * @param calls that had audio
 * @param deaf of these, the ones that spoke for a second or more and heard nothing
 * @param sent packets
 * @param expected packets that were to come, by their numbers
 * @param received packets that came, repeated ones included
 * @param late packets that came after one that was sent later
 * @param jitterUs how unevenly they came, once for each source (RFC 3550 A.8)
 */
public record AudioTotals(
    long calls, long deaf, long sent, long expected, long received, long late, Histogram jitterUs) {
  private static final int DIGITS = 3;

  /** Nothing yet. */
  public static AudioTotals none() {
    return new AudioTotals(0, 0, 0, 0, 0, 0, new Histogram(DIGITS));
  }

  /** Packets that never came (RFC 3550 A.3); fewer than none where some came twice. */
  public long lost() {
    return expected - received;
  }

  /** Both together. */
  public AudioTotals plus(AudioTotals other) {
    Histogram both = jitterUs.copy();
    both.add(other.jitterUs);
    return new AudioTotals(
        calls + other.calls,
        deaf + other.deaf,
        sent + other.sent,
        expected + other.expected,
        received + other.received,
        late + other.late,
        both);
  }
}
