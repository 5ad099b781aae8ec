package usher.routing.order;

/**
 * What a queue says about the age of its calls.
 *
 * @param acceleration thousandths of a second per millisecond
 * @param objectiveNs how soon its calls are to be answered
 */
public record QueueAge(int acceleration, long objectiveNs) {}
