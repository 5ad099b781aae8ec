package usher.routing.ewt;

/** The regularised incomplete beta function. */
final class Beta {
  private static final double PRECISION = 1e-15;
  private static final int MOST_TERMS = 100_000;

  private Beta() {}

  /** I_x(a, b) for positive {@code a} and {@code b} and {@code x} from 0 to 1. */
  static double regularised(double x, double a, double b) {
    if (x <= 0 || x >= 1) {
      return x <= 0 ? 0 : 1;
    }
    double scale =
        StrictMath.exp(
            a * StrictMath.log(x)
                + b * StrictMath.log1p(-x)
                + Gamma.log(a + b)
                - Gamma.log(a)
                - Gamma.log(b));
    // the fraction converges fast on this side of the mean only
    return x < (a + 1) / (a + b + 2)
        ? scale * fraction(x, a, b) / a
        : 1 - scale * fraction(1 - x, b, a) / b;
  }

  /** DLMF 8.17.22, evaluated by Lentz's method. */
  private static double fraction(double x, double a, double b) {
    double c = 1;
    double d = 1 / Gamma.notZero(1 - (a + b) * x / (a + 1));
    double value = d;
    for (int m = 1; m < MOST_TERMS; m++) {
      double even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m));
      d = 1 / Gamma.notZero(1 + even * d);
      c = Gamma.notZero(1 + even / c);
      value *= c * d;
      double odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1));
      d = 1 / Gamma.notZero(1 + odd * d);
      c = Gamma.notZero(1 + odd / c);
      double step = c * d;
      value *= step;
      if (Math.abs(step - 1) < PRECISION) {
        break;
      }
    }
    return value;
  }
}
