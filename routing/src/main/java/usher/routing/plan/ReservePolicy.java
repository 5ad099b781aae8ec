package usher.routing.plan;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import usher.routing.overflow.When;

/**
 * When a queue's reserve agents join its other agents, and when they leave again. Level 1 joins
 * before level 2.
 *
 * @param levels at most {@value Membership#MAX_RESERVE}
 * @param within a call answered within this is answered in time, for the service level
 * @param over the window of the service level
 */
public record ReservePolicy(List<Level> levels, Duration within, Duration over) {
  /** No reserve. */
  public static final ReservePolicy NONE =
      new ReservePolicy(List.of(), Duration.ofSeconds(20), Duration.ofMinutes(15));

  /** With fewer calls counted there is no service level. */
  private static final int LEAST_CALLS = 10;

  public ReservePolicy {
    levels = List.copyOf(levels);
    if (levels.size() > Membership.MAX_RESERVE) {
      throw new IllegalArgumentException(levels.size() + " levels of reserve");
    }
  }

  /** The reserve joins when any of the first limits is reached, leaves when none of the others. */
  public record Level(Limits join, Limits leave) {
    public Level {
      if (!leave.isReachedBefore(join)) {
        throw new IllegalArgumentException("joins at " + join + ", leaves at " + leave);
      }
    }
  }

  /**
   * Limits of a queue; what is not set is never reached.
   *
   * @param longestWait the call that has been in the queue longest has been there so long, or null
   * @param waiting so many calls wait or are being offered; 0 when not set
   * @param expectedWait so long is a new call likely to wait, or null
   * @param percent less than this share is answered in time; 0 when not set
   */
  public record Limits(
      @Nullable Duration longestWait, int waiting, @Nullable Duration expectedWait, int percent) {
    /** Reached by a wait. */
    public static Limits wait(Duration longest) {
      return new Limits(longest, 0, null, 0);
    }

    /** Reached by a number of calls. */
    public static Limits waiting(int calls) {
      return new Limits(null, calls, null, 0);
    }

    private boolean isReachedBefore(Limits other) {
      return isLower(longestWait, other.longestWait)
          && isLower(expectedWait, other.expectedWait)
          && (waiting == 0) == (other.waiting == 0)
          && waiting <= other.waiting
          && (percent == 0) == (other.percent == 0)
          && percent >= other.percent;
    }

    private static boolean isLower(@Nullable Duration a, @Nullable Duration b) {
      if (a == null || b == null) {
        return a == null && b == null;
      }
      return a.compareTo(b) <= 0;
    }
  }

  /** The service level to be kept for it. */
  List<When.ServiceLevelBelow> gauges() {
    boolean asked = levels.stream().anyMatch(level -> level.join().percent() > 0);
    return asked ? List.of(new When.ServiceLevelBelow(100, within, over, LEAST_CALLS)) : List.of();
  }
}
