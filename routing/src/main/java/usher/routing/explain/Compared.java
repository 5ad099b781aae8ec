package usher.routing.explain;

/**
 * One comparator's figure of one agent.
 *
 * @param comparator its configured name
 * @param figure the smaller comes first
 * @param words what it means
 */
public record Compared(String comparator, long figure, String words) {}
