package usher.core.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * One queue.
 *
 * @param strategy which of several free agents gets the call
 * @param needs least level by skill that an agent must have
 * @param ring how long one agent's phone rings before the next is tried
 * @param wrapUp how long an agent is kept free after a call of this queue; zero for not at all
 * @param answer when the caller is answered
 * @param media where the audio goes once both talk
 * @param music a WAV file for those who wait; null for the built-in loop
 * @param maxWait how long a caller may wait before the server gives up
 */
public record QueueConfig(
    String name,
    Strategy strategy,
    SortedMap<String, Integer> needs,
    Duration ring,
    Duration wrapUp,
    Answer answer,
    Media media,
    @Nullable Path music,
    Duration maxWait) {

  public static final Strategy DEFAULT_STRATEGY = Strategy.LONGEST_IDLE;
  public static final Answer DEFAULT_ANSWER = Answer.AT_ENTRY;
  public static final Media DEFAULT_MEDIA = Media.RELAY;

  public static final Duration DEFAULT_RING = Duration.ofSeconds(15);
  public static final Duration RING_MIN = Duration.ofMillis(100);
  public static final Duration RING_MAX = Duration.ofMinutes(10);

  public static final Duration DEFAULT_WRAP_UP = Duration.ZERO;
  public static final Duration WRAP_UP_MAX = Duration.ofHours(1);

  public static final Duration DEFAULT_MAX_WAIT = Duration.ofHours(1);
  public static final Duration MAX_WAIT_MIN = Duration.ofMillis(100);
  public static final Duration MAX_WAIT_MAX = Duration.ofHours(24);

  /** Which of several free agents gets the call. */
  public enum Strategy {
    LONGEST_IDLE
  }

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
    needs = UsherConfig.sorted(needs);
  }
}
