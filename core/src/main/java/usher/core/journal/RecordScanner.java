package usher.core.journal;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/** Tells records from other bytes in one segment. */
final class RecordScanner {

  private final ByteBuffer segment;
  private final ByteBuffer window;
  private final int salt;
  private final CRC32C crc = new CRC32C();

  RecordScanner(ByteBuffer segment, int salt) {
    this.segment = segment;
    this.window = segment.duplicate();
    this.salt = salt;
  }

  /**
   * The length of the record at {@code at}, or zero if there is no valid one.
   *
   * @param after its sequence must be greater
   */
  int valid(int at, long after) {
    int room = segment.limit() - at;
    if (room < RecordFormat.PAYLOAD) {
      return 0;
    }
    int length = RecordFormat.length(segment, at);
    boolean valid =
        length >= RecordFormat.PAYLOAD
            && length <= Math.min(room, RecordFormat.RECORD_MAX)
            && segment.getLong(at + RecordFormat.SEQUENCE) > after
            && checksum(at, length) == (segment.getInt(at + RecordFormat.CRC) ^ salt);
    return valid ? length : 0;
  }

  /** Where the next valid record behind {@code at} begins, or -1 if there is none. */
  int nextValid(int at, long after) {
    for (int next = at; next < segment.limit(); next += 8) {
      next = JournalReader.nextNonZero(segment, next);
      if (valid(next, after) > 0) {
        return next;
      }
    }
    return -1;
  }

  private int checksum(int at, int length) {
    crc.reset();
    window.limit(at + length).position(at + RecordFormat.SEQUENCE);
    crc.update(window);
    window.clear();
    return (int) crc.getValue();
  }
}
