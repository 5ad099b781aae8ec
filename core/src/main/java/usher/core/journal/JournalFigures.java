package usher.core.journal;

/**
 * How a journal is doing.
 *
 * @param lastSequence of the last record in a segment
 * @param forcedSequence of the last record that a power failure would spare
 * @param forces group writes to the device so far
 * @param failedForces those that the device refused
 * @param overflowing records waiting in memory for room on the disk
 * @param dropped records lost because there was no room in memory either
 */
public record JournalFigures(
    long lastSequence,
    long forcedSequence,
    long forces,
    long failedForces,
    long overflowing,
    long dropped) {}
