package usher.core.replay;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.IntPredicate;

/**
 * How long callers are willing to wait, estimated from those who left and from those who were
 * answered before they did: the product-limit estimator, with an exponential tail of the observed
 * rate of leaving beyond the last wait at which anybody left.
 */
final class KaplanMeier {
  /** Longer than anybody waits. */
  static final long FOR_EVER = Long.MAX_VALUE / 4;

  /**
   * One caller.
   *
   * @param waitNs how long the caller waited
   * @param left whether the caller then left; otherwise the wait ended for another reason
   */
  record Wait(long waitNs, boolean left) {}

  private final long[] timesNs;
  private final double[] survival;
  private final double ratePerNs;

  KaplanMeier(List<Wait> waits) {
    List<Wait> sorted = waits.stream().sorted(Comparator.comparingLong(Wait::waitNs)).toList();
    long[] times = new long[sorted.size()];
    double[] left = new double[sorted.size()];
    int steps = 0;
    double still = 1;
    double totalNs = 0;
    int leavers = 0;
    for (int i = 0; i < sorted.size(); i++) {
      Wait wait = sorted.get(i);
      totalNs += wait.waitNs();
      if (wait.left()) {
        leavers++;
        still *= 1 - 1.0 / (sorted.size() - i);
        times[steps] = wait.waitNs();
        left[steps++] = still;
      }
    }
    timesNs = Arrays.copyOf(times, steps);
    survival = Arrays.copyOf(left, steps);
    ratePerNs = totalNs == 0 ? 0 : leavers / totalNs;
  }

  /** The share of callers who are willing to wait longer than this. */
  double survival(long waitNs) {
    int after = firstAfter(waitNs);
    return after == 0 ? 1 : survival[after - 1];
  }

  /**
   * The patience of a caller of whom is known that it is longer than a wait.
   *
   * @param chance above 0, up to 1: the share of such callers who are more patient
   */
  long beyond(long waitNs, double chance) {
    double wanted = chance * survival(waitNs);
    int at = Math.max(firstAfter(waitNs), firstAtMost(wanted));
    return at < timesNs.length ? timesNs[at] : tail(waitNs, wanted);
  }

  private int firstAfter(long waitNs) {
    return first(i -> timesNs[i] > waitNs);
  }

  private int firstAtMost(double share) {
    return first(i -> survival[i] <= share);
  }

  /** The first step for which this holds, as it does for all that follow; their number if none. */
  private int first(IntPredicate holds) {
    int low = 0;
    int high = timesNs.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (holds.test(middle)) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low;
  }

  private long tail(long waitNs, double wanted) {
    if (ratePerNs == 0) {
      return FOR_EVER;
    }
    int last = timesNs.length - 1;
    double from = last < 0 ? 1 : survival[last];
    long sinceNs = Math.max(waitNs, last < 0 ? 0 : timesNs[last]);
    if (from <= 0 || wanted <= 0) {
      return sinceNs;
    }
    double moreNs = -StrictMath.log(Math.min(1, wanted / from)) / ratePerNs;
    return sinceNs + (long) Math.min(FOR_EVER / 2.0, moreNs);
  }
}
