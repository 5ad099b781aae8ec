package usher.routing.overflow;

import java.time.Duration;
import usher.routing.words.Words;

/**
 * A condition of a rung. Each is looked at when the call enters the queue, and again at the instant
 * that can make it true.
 */
public sealed interface When {
  /** The call has been in this queue for so long; time in queues before it does not count. */
  record Waited(Duration atLeast) implements When {
    public Waited {
      requirePositive(atLeast);
    }
  }

  /**
   * The mean expected wait is so long, or there is nobody at work. Looked at again when agents of
   * the queue come or go and when calls change places.
   */
  record ExpectedWait(Duration atLeast) implements When {
    public ExpectedWait {
      requirePositive(atLeast);
    }
  }

  /** So many other calls wait in the queue, those being offered included. */
  record QueueLength(int atLeast) implements When {
    public QueueLength {
      require(atLeast >= 1, "length " + atLeast);
    }
  }

  /** The call's place in the queue, 1 for the first, is beyond this. */
  record Position(int beyond) implements When {
    public Position {
      require(beyond >= 1, "position " + beyond);
    }
  }

  /** No agent is staffed who could serve the queue in any of its steps. */
  record NobodyStaffed() implements When {}

  /** No agent who could serve the queue in any of its steps means to take calls. */
  record NobodyReady() implements When {}

  /**
   * Of the calls counted in the window, less than this share was answered in time: A&lt;=T / (A + B
   * - Bshort), see {@link ServiceLevel}. Looked at again whenever a call is counted, and when calls
   * leave the window.
   *
   * @param percent 1 to 100
   * @param within T
   * @param over the window, whole minutes, at most {@link ServiceLevel#MOST_MINUTES}
   * @param atLeast with fewer calls counted there is no level, and the condition does not hold
   */
  record ServiceLevelBelow(int percent, Duration within, Duration over, int atLeast)
      implements When {
    public ServiceLevelBelow {
      require(percent >= 1 && percent <= 100, "service level " + percent);
      requirePositive(within);
      boolean minutes = over.equals(Duration.ofMinutes(over.toMinutes()));
      boolean inRange = over.toMinutes() >= 1 && over.toMinutes() <= ServiceLevel.MOST_MINUTES;
      require(minutes && inRange, "window " + over);
      require(atLeast >= 1, "calls " + atLeast);
    }
  }

  /** The queue is closed, for a holiday or not. */
  record Closed() implements When {}

  /** The queue is closed for a holiday. */
  record Holiday() implements When {}

  /** In plain English, after {@code when}. */
  default String describe() {
    return switch (this) {
      case Waited(Duration atLeast) -> "it has waited " + Words.time(atLeast);
      case ExpectedWait(Duration atLeast) ->
          "the expected wait is " + Words.time(atLeast) + " or nobody is at work";
      case QueueLength(int atLeast) -> Words.count(atLeast, "other call") + " or more wait";
      case Position(int beyond) -> "its place is beyond " + beyond;
      case NobodyStaffed() -> "nobody is at work";
      case NobodyReady() -> "nobody is ready";
      case ServiceLevelBelow(int percent, Duration within, Duration over, int atLeast) ->
          "less than "
              + percent
              + " % of "
              + Words.count(atLeast, "call")
              + " or more in "
              + Words.time(over)
              + " are answered within "
              + Words.time(within);
      case Closed() -> "the queue is closed";
      case Holiday() -> "it is a holiday";
    };
  }

  private static void requirePositive(Duration duration) {
    require(duration.compareTo(Duration.ZERO) > 0, "duration " + duration);
  }

  private static void require(boolean holds, String what) {
    if (!holds) {
      throw new IllegalArgumentException(what);
    }
  }
}
