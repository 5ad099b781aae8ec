package usher.core.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import usher.routing.plan.QueueSpec;

/**
 * One queue: what the router needs of it, and what is done with its callers meanwhile.
 *
 * @param routing who serves it, in which order, and how calls are offered
 * @param variants number by name of the conditions that an entry may add to the queue's own
 * @param band the band of its calls unless the entry has another
 * @param answer when the caller is answered
 * @param media where the audio goes once both talk
 * @param music a WAV file for those who wait; null for the built-in loop
 * @param serviceLevel within what time calls should be answered; for figures
 * @param doors when it is open; where nothing is said for closed hours, calls may wait then, too
 */
public record QueueConfig(
    QueueSpec routing,
    Map<String, Integer> variants,
    int band,
    Answer answer,
    Media media,
    @Nullable Path music,
    Duration serviceLevel,
    Doors doors) {

  public static final Answer DEFAULT_ANSWER = Answer.AT_ENTRY;
  public static final Media DEFAULT_MEDIA = Media.RELAY;

  public static final Duration DEFAULT_RING = Duration.ofSeconds(15);
  public static final Duration RING_MIN = Duration.ofMillis(100);
  public static final Duration RING_MAX = Duration.ofMinutes(10);

  public static final Duration PAUSE_MAX = Duration.ofHours(1);
  public static final int MISSED_MAX = 1_000;

  public static final Duration WRAP_UP_MAX = Duration.ofHours(1);

  public static final Duration DEFAULT_MAX_WAIT = Duration.ofHours(1);
  public static final Duration MAX_WAIT_MIN = Duration.ofMillis(100);
  public static final Duration MAX_WAIT_MAX = Duration.ofHours(24);

  public static final Duration DEFAULT_SERVICE_LEVEL = Duration.ofSeconds(20);

  public static final int STEPS_MAX = 16;
  public static final int VARIANTS_MAX = 16;

  /** When the caller is answered, which for many callers is when they begin to pay. */
  public enum Answer {
    /** 200 at once, music in the call. */
    AT_ENTRY,
    /** 183 with music; 200 when an agent answers. */
    EARLY_MEDIA,
    /** 180 only; 200 when an agent answers. */
    ON_AGENT
  }

  /** Where the audio goes once both talk. */
  public enum Media {
    /** Through the server. */
    RELAY,
    /** From phone to phone. */
    DIRECT
  }

  public QueueConfig {
    variants = Collections.unmodifiableMap(new TreeMap<>(variants));
  }

  /** Its name, unique among queues. */
  public String name() {
    return routing.name();
  }
}
