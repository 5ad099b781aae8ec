package usher.core.journal;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * The first bytes of a segment file, written when the segment is taken into use:
 *
 * <pre>
 *    0  long  magic                 32  long      created, ms since 1970 UTC
 *    8  int   format version        40  32 bytes  seed of the run
 *   12  int   bytes of this header  72  int       crc32c of bytes 0 to 71
 *   16  long  number of the segment 76  int       zero
 *   24  long  sequence of the first record to come
 * </pre>
 *
 * @param number of the segment, from 1, also in the file's name
 * @param firstSequence sequence of the first record to come
 * @param createdMs wall clock
 * @param seed of the run
 */
record SegmentHeader(long number, long firstSequence, long createdMs, Seed seed) {

  static final int BYTES = 80;
  static final int VERSION = 1;

  /** "USHERJNL" read as a big-endian number, so that a hex dump shows it backwards but whole. */
  private static final long MAGIC = 0x5553_4845_524a_4e4cL;

  private static final int CHECKED = 72;

  /** Writes the header at the start of {@code out}. */
  void put(ByteBuffer out) {
    out.put(0, encode(), 0, BYTES);
  }

  /**
   * Records carry their checksum combined with this, so that a record from another segment, or one
   * that a peer forged inside a message, is not taken for one of this segment.
   */
  int salt() {
    // Without the header's own checksum: a CRC over data and its CRC is the same for all data.
    return crc(encode(), CHECKED);
  }

  private ByteBuffer encode() {
    ByteBuffer out = ByteBuffer.allocate(BYTES).order(ByteOrder.LITTLE_ENDIAN);
    out.putLong(MAGIC).putInt(VERSION).putInt(BYTES);
    out.putLong(number).putLong(firstSequence).putLong(createdMs);
    seed.put(out);
    out.putInt(crc(out, CHECKED));
    return out.putInt(0).flip();
  }

  /** Reads the header at the start of {@code in}; empty if there is no valid one. */
  static Optional<SegmentHeader> get(ByteBuffer in) {
    if (in.limit() < BYTES) {
      return Optional.empty();
    }
    ByteBuffer bytes = ByteBuffer.allocate(BYTES).order(ByteOrder.LITTLE_ENDIAN);
    bytes.put(0, in, 0, BYTES);
    boolean valid =
        bytes.getLong() == MAGIC
            && bytes.getInt() == VERSION
            && bytes.getInt() == BYTES
            && bytes.getInt(CHECKED) == crc(bytes, CHECKED);
    return valid ? Optional.of(fields(bytes)) : Optional.empty();
  }

  private static SegmentHeader fields(ByteBuffer in) {
    return new SegmentHeader(in.getLong(), in.getLong(), in.getLong(), Seed.get(in));
  }

  private static int crc(ByteBuffer bytes, int length) {
    CRC32C crc = new CRC32C();
    crc.update(bytes.slice(0, length));
    return (int) crc.getValue();
  }
}
