package usher.core.journal;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * One record in a segment, little-endian, starting at a multiple of eight:
 *
 * <pre>
 *    0  int   length: bytes of the record without padding; written last; zero where none was written
 *    4  int   crc32c of bytes 8 to length, combined with the segment's salt
 *    8  long  sequence
 *   16  long  nowNs, the loop's monotonic clock
 *   24  long  wall clock, ms since 1970 UTC
 *   32  int   type
 *   36        payload
 * </pre>
 */
final class RecordFormat {

  static final int CRC = 4;
  static final int SEQUENCE = 8;
  static final int NOW_NS = 16;
  static final int WALL_MS = 24;
  static final int TYPE = 32;
  static final int PAYLOAD = 36;

  /** A SIP message over a stream is at most half of it; a call record is far smaller. */
  static final int PAYLOAD_MAX = 128 << 10;

  static final int RECORD_MAX = PAYLOAD + PAYLOAD_MAX;

  private static final VarHandle INT =
      MethodHandles.byteBufferViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

  private RecordFormat() {}

  /** Space that a record of so many bytes takes. */
  static int padded(int length) {
    return (length + 7) & ~7;
  }

  /** Makes the record at {@code at} exist, after everything else of it was written. */
  static void publish(ByteBuffer segment, int at, int length) {
    INT.setRelease(segment, at, length);
  }

  /** The length at {@code at}; whatever belongs to it is then visible. */
  static int length(ByteBuffer segment, int at) {
    return (int) INT.getAcquire(segment, at);
  }

  /**
   * Makes the page of {@code at} writable without changing it, whatever another thread writes there
   * at the same time.
   */
  static void touch(ByteBuffer segment, int at) {
    var _ = (int) INT.getAndBitwiseOr(segment, at, 0);
  }
}
