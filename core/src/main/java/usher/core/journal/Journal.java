package usher.core.journal;

/**
 * Where the loop leaves each of its inputs before it acts on them. Only the loop calls it; it never
 * blocks.
 */
@FunctionalInterface
public interface Journal {

  /**
   * Appends a record.
   *
   * @param nowNs the loop's monotonic time
   * @param wallMs wall clock, ms since 1970 UTC
   * @return true if the record now outlives this process; false if it is kept in memory for the
   *     time being, or was dropped because there is no room even there
   */
  boolean append(JournalRecord record, long nowNs, long wallMs);

  /**
   * Whether new calls may be taken. False while there is no room on the disk for what they would
   * add; running calls go on, their records being kept as long as there is room for them.
   */
  default boolean available() {
    return true;
  }
}
