package usher.core.journal;

import java.nio.ByteBuffer;

/**
 * Records that no segment has room for yet, in order, up to a fixed number of bytes. Belongs to the
 * loop.
 */
final class Overflow {

  private static final int HEAD = 3 * Long.BYTES + 2 * Integer.BYTES;

  private final ByteBuffer buffer;
  private int count;

  Overflow(int bytes) {
    buffer = ByteBuffer.allocateDirect(bytes);
  }

  /** Keeps a record; false if there is no room. */
  boolean add(long sequence, long nowNs, long wallMs, int type, ByteBuffer payload) {
    if (buffer.remaining() < HEAD + payload.remaining()) {
      return false;
    }
    int length = payload.remaining();
    buffer.putLong(sequence).putLong(nowNs).putLong(wallMs).putInt(type).putInt(length);
    buffer.put(buffer.position(), payload, payload.position(), length);
    buffer.position(buffer.position() + length);
    count++;
    return true;
  }

  boolean isEmpty() {
    return count == 0;
  }

  int count() {
    return count;
  }

  /** The sequence of the oldest record kept. */
  long firstSequence() {
    return buffer.getLong(0);
  }

  /** Moves everything into a segment, which must have room for it. */
  void moveTo(Segment segment) {
    int end = buffer.flip().limit();
    while (buffer.position() < end) {
      long sequence = buffer.getLong();
      long nowNs = buffer.getLong();
      long wallMs = buffer.getLong();
      int type = buffer.getInt();
      int next = buffer.getInt() + buffer.position();
      buffer.limit(next);
      if (!segment.append(sequence, nowNs, wallMs, type, buffer)) {
        throw new IllegalStateException("a new segment holds less than the overflow buffer");
      }
      buffer.limit(end).position(next);
    }
    buffer.clear();
    count = 0;
  }
}
