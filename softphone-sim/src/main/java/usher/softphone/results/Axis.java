package usher.softphone.results;

import java.util.ArrayList;
import java.util.List;

/**
 * Where round numbers stand on an axis.
 *
 * @param from the number at its beginning
 * @param to the number at its end, greater than {@code from}
 * @param ticks round numbers in between
 * @param logarithmic whether each decade is as long as the others; then {@code from} is above zero
 */
record Axis(double from, double to, List<Double> ticks, boolean logarithmic) {
  private static final int INTERVALS_MAX = 5;

  /** So little above a tick is not above it. */
  private static final double ROUNDING = 1e-9;

  private static final double[] ROUND = {1, 2, 5, 10};

  Axis {
    ticks = List.copyOf(ticks);
  }

  /** From zero to a round number that is no less than this one, in a few round steps. */
  static Axis upTo(double greatest) {
    double last = greatest > 0 ? greatest : 1;
    double step = step(last);
    List<Double> ticks = new ArrayList<>();
    int steps = (int) Math.ceil(last / step - ROUNDING);
    for (int i = 0; i <= steps; i++) {
      ticks.add(i * step);
    }
    return new Axis(0, steps * step, ticks, false);
  }

  private static double step(double greatest) {
    double decade = Math.pow(10, Math.floor(Math.log10(greatest / INTERVALS_MAX)));
    for (double round : ROUND) {
      if (greatest / (decade * round) <= INTERVALS_MAX) {
        return decade * round;
      }
    }
    return decade * 10;
  }

  /** Whole decades around these two. */
  static Axis decades(double least, double greatest) {
    int first = (int) Math.floor(Math.log10(least));
    int last = Math.max(first + 1, (int) Math.ceil(Math.log10(greatest)));
    List<Double> ticks = new ArrayList<>();
    for (int i = first; i <= last; i++) {
      ticks.add(Math.pow(10, i));
    }
    return new Axis(ticks.getFirst(), ticks.getLast(), ticks, true);
  }

  /**
   * Where a number stands: 0 at the beginning, 1 at the end; what is outside stands at the edge.
   */
  double share(double number) {
    double inside = Math.clamp(number, from, to);
    return logarithmic
        ? Math.log(inside / from) / Math.log(to / from)
        : (inside - from) / (to - from);
  }
}
