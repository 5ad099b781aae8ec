/**
 * One record of each call, when it is over.
 *
 * <p>The loop makes a {@link usher.core.record.CallRecord} and hands it to the {@link
 * usher.core.record.CallRecordWriter}, which has a thread of its own and a bounded queue before it:
 *
 * <pre>
 *   loop --write--> queue --one JSON line each--> records/calls-2026-11-22.jsonl
 *                     |                                  calls-2026-11-22.1.jsonl  (first one full)
 *                     +-- full: counted, logged          calls-2026-11-23.jsonl    (next day, UTC)
 * </pre>
 *
 * <p>Each file is whole lines only: what a kill left unfinished is cut off before anything is
 * appended. The journal has the same record, so nothing is lost with it.
 */
@NullMarked
package usher.core.record;

import org.jspecify.annotations.NullMarked;
