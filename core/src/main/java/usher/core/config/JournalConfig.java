package usher.core.config;

import java.time.Duration;

/**
 * How the loop's inputs are kept.
 *
 * @param sync how often the journal is forced to the disk: what a power failure may cost
 * @param segmentBytes size of one file
 * @param keepBytes how much is kept in all before the oldest files are deleted
 */
public record JournalConfig(Duration sync, long segmentBytes, long keepBytes) {

  public static final Duration DEFAULT_SYNC = Duration.ofMillis(100);
  public static final Duration SYNC_MIN = Duration.ofMillis(1);
  public static final Duration SYNC_MAX = Duration.ofSeconds(10);

  public static final long DEFAULT_SEGMENT_BYTES = 16L << 20;
  public static final long SEGMENT_BYTES_MIN = 1L << 20;
  public static final long SEGMENT_BYTES_MAX = 1L << 30;

  public static final long DEFAULT_KEEP_BYTES = 1L << 30;
  public static final long KEEP_BYTES_MAX = 1L << 40;

  /** The least number of segments kept: the one being written, its heir and two of the past. */
  public static final int KEEP_SEGMENTS_MIN = 4;

  /** What an operator gets who says nothing. */
  public static final JournalConfig DEFAULT =
      new JournalConfig(DEFAULT_SYNC, DEFAULT_SEGMENT_BYTES, DEFAULT_KEEP_BYTES);
}
