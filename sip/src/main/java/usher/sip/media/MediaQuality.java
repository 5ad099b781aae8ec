package usher.sip.media;

/**
 * How well the audio of one leg came through, by the formulas of RFC 3550: what we count of its
 * stream (A.3 loss, A.8 jitter), what its far end reports of ours, and how long both ways take
 * (6.4.1).
 *
 * @param expected packets that its sources numbered
 * @param lost of those, the ones that never came, 0 or more
 * @param jitterUs how unevenly the last ones came
 * @param jitterMaxUs the same when it was worst
 * @param farLost of our packets, as the far end counts, below 0 where more came than were sent;
 *     {@link #UNKNOWN} before its first report
 * @param farJitterUs how unevenly ours came there; {@link #UNKNOWN} before its first report
 * @param roundTripUs from us to the far end and back, as measured last; {@link #UNKNOWN} where it
 *     was given no sender report that it could answer
 */
public record MediaQuality(
    long expected,
    long lost,
    long jitterUs,
    long jitterMaxUs,
    long farLost,
    long farJitterUs,
    long roundTripUs) {
  /** Nothing is known. */
  public static final long UNKNOWN = Long.MIN_VALUE;

  /** Nothing has come yet. */
  public static final MediaQuality NONE = new MediaQuality(0, 0, 0, 0, UNKNOWN, UNKNOWN, UNKNOWN);
}
