package usher.core.config;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * What an entry gives a call along the way.
 *
 * @param variant the name of a condition of the queue that its agent must meet besides; null for
 *     none
 * @param band its band; null for the queue's
 * @param points each worth a minute of waiting
 * @param credit time that counts as waited already
 * @param attributes what is known of the call, for its record
 * @param lastAgent whether the agent who last talked to this caller is asked first
 * @param prefer agents who are asked first, best first
 * @param patience how long only they are asked
 */
public record Treatment(
    @Nullable String variant,
    @Nullable Integer band,
    int points,
    Duration credit,
    SortedMap<String, String> attributes,
    boolean lastAgent,
    List<String> prefer,
    Duration patience) {

  public static final Duration DEFAULT_PATIENCE = Duration.ofSeconds(30);
  public static final Duration CREDIT_MAX = Duration.ofHours(24);
  public static final int ATTRIBUTES_MAX = 32;
  public static final int VALUE_LENGTH_MAX = 200;

  /** Nothing special. */
  public static final Treatment NONE =
      new Treatment(
          null,
          null,
          0,
          Duration.ZERO,
          Collections.emptySortedMap(),
          false,
          List.of(),
          DEFAULT_PATIENCE);

  public Treatment {
    attributes = UsherConfig.sorted(attributes);
    prefer = List.copyOf(prefer);
  }
}
