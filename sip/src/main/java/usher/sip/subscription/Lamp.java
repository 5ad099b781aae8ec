package usher.sip.subscription;

/**
 * How things stand with what is watched.
 *
 * @param waiting calls that wait there, 0 or more
 */
public record Lamp(Light light, int waiting) {}
