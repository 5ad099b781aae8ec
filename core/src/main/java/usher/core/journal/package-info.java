/**
 * Every input of the loop, appended in the order in which the loop took it.
 *
 * <p>{@link usher.core.journal.SegmentJournal} fills memory-mapped files of fixed size. Three
 * threads share the work, and only the loop is never kept waiting:
 *
 * <pre>
 *   loop     Segment.append: stores into the mapped memory, length last
 *   sync     SegmentSyncer: every few ms one msync for all that was appended; touches pages ahead
 *   prepare  SegmentPreparer: writes zeros into the next file, so that its space is certain
 * </pre>
 *
 * <p>What that promises:
 *
 * <ul>
 *   <li>When {@code append} has returned true, the record is in the kernel's page cache. It
 *       outlives the process, however the process ends (kill -9, a crash of the JVM).
 *   <li>A power failure or a crash of the kernel may cost what was appended since the last force,
 *       that is up to the sync interval and the time that one force takes.
 *   <li>A disk that is full or slow never stops the loop. {@link
 *       usher.core.journal.Journal#available} turns false before the last segment is full; when it
 *       is full, records wait in a bounded memory, and what finds no room even there is dropped and
 *       counted. {@code append} says so by returning false.
 *   <li>{@link usher.core.journal.JournalReader} tells an unfinished end, which is no fault, from
 *       damage, which it reports with file and offset.
 * </ul>
 *
 * <p>To this layer a payload is bytes; {@link usher.core.journal.JournalRecord} says what they
 * mean. {@code SegmentHeader} and {@code RecordFormat} draw the files. Why it is so:
 * core/src/adr/0010-journal-in-mapped-segments.md.
 */
@NullMarked
package usher.core.journal;

import org.jspecify.annotations.NullMarked;
