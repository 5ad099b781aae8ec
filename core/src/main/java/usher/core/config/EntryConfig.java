package usher.core.config;

/**
 * A way in.
 *
 * @param to the user part of the dialled URI, compared exactly
 * @param queue the name of the queue it leads to
 */
public record EntryConfig(String to, String queue) {}
