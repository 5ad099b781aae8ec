/**
 * A day of a large centre on tape, and how long a replay of it takes.
 *
 * <p>{@link usher.perf.replay.RecordedDay} makes up the day from a seed and has it recorded; {@link
 * usher.perf.replay.ReplayCost} replays it and prints time and digest.
 */
@NullMarked
package usher.perf.replay;

import org.jspecify.annotations.NullMarked;
