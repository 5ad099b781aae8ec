package usher.core.journal;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.CRC32C;

/**
 * One mapped file being filled. The loop appends; the syncing thread forces what was appended and
 * touches the pages ahead; they share only the two counters.
 */
class Segment {

  private static final int PAGE = 4096;

  /** The least that is kept writable ahead of the loop, and the most. */
  private static final int TOUCHED_AHEAD_MIN = 2 * PAGE;

  private static final int TOUCHED_AHEAD_MAX = 64 * PAGE;

  /** How many times the last group's bytes are kept writable: the next group may be larger. */
  private static final int TOUCHED_GROUPS = 4;

  private final Path file;
  private final long number;

  /** The loop's view; its position and limit move. */
  private final MappedByteBuffer buffer;

  /** The other threads' view; its position and limit stay. */
  private final MappedByteBuffer whole;

  private final CRC32C crc = new CRC32C();
  private int salt;
  private int position;

  private final AtomicInteger written = new AtomicInteger();
  private final AtomicLong lastSequence = new AtomicLong();
  private volatile boolean finished;

  /** Both belong to the syncing thread. */
  private int forced;

  private int lastGroupBytes;

  Segment(Path file, long number, MappedByteBuffer buffer) {
    this.file = file;
    this.number = number;
    this.buffer = buffer;
    this.whole = buffer.duplicate();
    buffer.order(ByteOrder.LITTLE_ENDIAN);
    whole.order(ByteOrder.LITTLE_ENDIAN);
  }

  Path file() {
    return file;
  }

  long number() {
    return number;
  }

  /** The largest payload that a segment of this size takes: four always find room. */
  static int payloadMax(long segmentBytes) {
    long quarter = (segmentBytes - SegmentHeader.BYTES) / 4 - RecordFormat.PAYLOAD - 7;
    return Math.clamp(quarter, 0, RecordFormat.PAYLOAD_MAX);
  }

  /** Loop: makes the prepared segment a part of the journal. */
  void begin(long firstSequence, long wallMs, Seed seed) {
    SegmentHeader header = new SegmentHeader(number, firstSequence, wallMs, seed);
    header.put(buffer);
    salt = header.salt();
    position = SegmentHeader.BYTES;
    lastSequence.setRelease(firstSequence - 1);
    written.setRelease(position);
  }

  /**
   * Loop: appends a record.
   *
   * @param payload from position to limit; both stay
   * @return false if there is no room
   */
  boolean append(long sequence, long nowNs, long wallMs, int type, ByteBuffer payload) {
    int length = RecordFormat.PAYLOAD + payload.remaining();
    int next = position + RecordFormat.padded(length);
    if (next > buffer.capacity()) {
      return false;
    }
    buffer.putLong(position + RecordFormat.SEQUENCE, sequence);
    buffer.putLong(position + RecordFormat.NOW_NS, nowNs);
    buffer.putLong(position + RecordFormat.WALL_MS, wallMs);
    buffer.putInt(position + RecordFormat.TYPE, type);
    buffer.put(position + RecordFormat.PAYLOAD, payload, payload.position(), payload.remaining());
    buffer.putInt(position + RecordFormat.CRC, checksum(length) ^ salt);
    RecordFormat.publish(buffer, position, length);
    position = next;
    written.setRelease(next);
    lastSequence.setRelease(sequence);
    return true;
  }

  private int checksum(int length) {
    crc.reset();
    buffer.limit(position + length).position(position + RecordFormat.SEQUENCE);
    crc.update(buffer);
    buffer.clear();
    return (int) crc.getValue();
  }

  /** Loop: nothing more will be appended. */
  void finish() {
    finished = true;
  }

  /** Sync: whether {@link #force} has nothing to do now and never will. */
  boolean done() {
    return finished && forced == written.getAcquire();
  }

  /** Sync: whether {@link #force} has something to do. */
  boolean dirty() {
    return forced != written.getAcquire();
  }

  /** The sequence of the last record; a force that begins afterwards covers it. */
  long lastSequence() {
    return lastSequence.getAcquire();
  }

  /**
   * Sync: has everything appended so far written to the device; blocks.
   *
   * @throws java.io.UncheckedIOException if the device refuses
   */
  void force() {
    int end = written.getAcquire();
    whole.force(forced, end - forced);
    lastGroupBytes = end - forced;
    forced = end;
  }

  /**
   * Sync: makes the pages that come next writable, so that the loop meets no page fault; a page
   * that was forced is write-protected again, so this follows every force. As many as the next
   * groups are likely to need: each one is written to the device by the next force, used or not.
   */
  void touchAhead() {
    int from = written.getAcquire() & -PAGE;
    long ahead =
        Math.clamp((long) TOUCHED_GROUPS * lastGroupBytes, TOUCHED_AHEAD_MIN, TOUCHED_AHEAD_MAX);
    int to = (int) Math.min(from + ahead, whole.capacity());
    for (int at = from; at < to; at += PAGE) {
      RecordFormat.touch(whole, at);
    }
  }

  /** Bytes in use, header included. */
  int written() {
    return written.getAcquire();
  }
}
