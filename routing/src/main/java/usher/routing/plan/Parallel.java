package usher.routing.plan;

import java.time.Duration;

/**
 * How many agents are asked for one call at a time.
 *
 * @param offers at once: 1 to {@value #MOST}
 * @param every so much later as many again, and so on; zero for never
 */
public record Parallel(int offers, Duration every) {
  /** The most agents who are asked at a time, whatever is configured. */
  public static final int MOST = 64;

  /** One after the other. */
  public static final Parallel ONE = new Parallel(1, Duration.ZERO);

  public Parallel {
    if (offers < 1 || offers > MOST || every.isNegative()) {
      throw new IllegalArgumentException(offers + " offers every " + every);
    }
  }
}
