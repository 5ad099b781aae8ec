package usher.core.config;

import java.time.Duration;
import java.util.List;

/**
 * What agents may do with a call that they pass on.
 *
 * @param keepAge whether a call that is passed to a queue counts the time that it waited before
 * @param ring how long the phone that a call is passed to rings
 * @param outside the numbers outside of the centre that calls may be passed to; no others
 */
public record TransferConfig(boolean keepAge, Duration ring, List<OutsideNumber> outside) {
  public static final Duration RING_MIN = Duration.ofSeconds(1);
  public static final Duration RING_MAX = Duration.ofMinutes(5);
  public static final int OUTSIDE_MAX = 1_000;

  /** What an operator gets who says nothing: nothing leaves the centre. */
  public static final TransferConfig DEFAULT =
      new TransferConfig(true, Duration.ofSeconds(20), List.of());

  public TransferConfig {
    outside = List.copyOf(outside);
  }
}
