package usher.softphone.bulk;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/** How calls went from second to second; seconds that are not over are not told yet. */
public final class Timeline {
  private static final int DIGITS = 2;

  /**
   * One second.
   *
   * @param live calls at its end
   * @param p50Us until calls that were answered in it had their answer, from when they were due
   */
  public record Point(
      long begun,
      long answered,
      long good,
      long refused,
      long abandoned,
      long broken,
      long live,
      long p50Us,
      long p99Us) {}

  /** The second that is not over. */
  static final class Second {
    long begun;
    long good;
    long refused;
    long abandoned;
    long broken;
    private final Histogram answersUs = new Histogram(DIGITS);

    void answered(long us) {
      answersUs.recordValue(us);
    }

    private Point close(long live) {
      Point point =
          new Point(
              begun,
              answersUs.getTotalCount(),
              good,
              refused,
              abandoned,
              broken,
              live,
              answersUs.getValueAtPercentile(50),
              answersUs.getValueAtPercentile(99));
      clear();
      return point;
    }

    private void clear() {
      begun = 0;
      good = 0;
      refused = 0;
      abandoned = 0;
      broken = 0;
      answersUs.reset();
    }
  }

  private final List<Point> points = new ArrayList<>();
  private final Second second = new Second();
  private final long originNs;

  Timeline(long originNs) {
    this.originNs = originNs;
  }

  /**
   * The second of this instant.
   *
   * @param live calls now
   */
  Second at(long nowNs, long live) {
    long index = TimeUnit.NANOSECONDS.toSeconds(nowNs - originNs);
    while (points.size() < index) {
      points.add(second.close(live));
    }
    return second;
  }

  long originNs() {
    return originNs;
  }

  /** All seconds that are over, the first one first. */
  public List<Point> points() {
    return List.copyOf(points);
  }

  void copyFrom(Timeline other) {
    points.clear();
    points.addAll(other.points);
  }
}
