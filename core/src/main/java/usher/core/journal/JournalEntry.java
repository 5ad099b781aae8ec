package usher.core.journal;

import java.nio.ByteBuffer;

/**
 * One record as it was found.
 *
 * @param sequence from 1, without gaps unless records were lost
 * @param nowNs the loop's monotonic time in its run
 * @param wallMs wall clock, ms since 1970 UTC
 * @param type number of the record's type
 * @param payload read-only
 */
public record JournalEntry(long sequence, long nowNs, long wallMs, int type, ByteBuffer payload) {

  /**
   * What the payload says.
   *
   * @throws MalformedRecordException if it is none of its type's
   */
  public JournalRecord decode() {
    return RecordCodec.decode(type, payload.duplicate());
  }
}
