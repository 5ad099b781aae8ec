package usher.routing.plan;

import java.time.Duration;

/**
 * What happens to an agent whose offers end without a call.
 *
 * @param ring how long a phone rings, from the INVITE
 * @param noAnswerDelay pause after ringing out
 * @param rejectDelay pause after a refusal
 * @param busyDelay pause after a busy phone
 * @param minimumDelay pause after any other end that was not another agent's answer, so that a call
 *     and an agent cannot be offered to each other in a loop
 * @param maxMissed offers in a row that may ring out before the agent is set not ready
 * @param revisit how long a call stays away from an agent who failed it
 * @param missedRestartsIdle whether a missed offer restarts the agent's idle clock
 */
public record OfferPolicy(
    Duration ring,
    Duration noAnswerDelay,
    Duration rejectDelay,
    Duration busyDelay,
    Duration minimumDelay,
    int maxMissed,
    Duration revisit,
    boolean missedRestartsIdle) {

  /** The product's defaults. */
  public static final OfferPolicy DEFAULT =
      new OfferPolicy(
          Duration.ofSeconds(15),
          Duration.ofSeconds(10),
          Duration.ofSeconds(10),
          Duration.ofSeconds(30),
          Duration.ofSeconds(1),
          2,
          Duration.ofSeconds(30),
          false);

  public OfferPolicy {
    if (ring.compareTo(Duration.ZERO) <= 0) {
      throw new IllegalArgumentException("ring time " + ring);
    }
    if (maxMissed < 1) {
      throw new IllegalArgumentException("missed offers in a row " + maxMissed);
    }
  }
}
