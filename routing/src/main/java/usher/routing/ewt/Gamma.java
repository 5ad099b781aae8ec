package usher.routing.ewt;

/** The gamma function and its incomplete form, for positive arguments. */
final class Gamma {
  private static final double PRECISION = 1e-15;
  private static final double TINY = 1e-300;
  private static final int MOST_TERMS = 100_000;

  /** From here on Stirling's series is exact to the last digits of a double. */
  private static final double LARGE = 15;

  private static final double HALF_LOG_2_PI = 0.9189385332046728;

  /** Coefficients of Stirling's series: Bernoulli(2k) / (2k (2k - 1)). */
  private static final double[] STIRLING = {
    1.0 / 12, -1.0 / 360, 1.0 / 1260, -1.0 / 1680, 1.0 / 1188, -691.0 / 360360, 1.0 / 156
  };

  private Gamma() {}

  /** The logarithm of the gamma function. */
  static double log(double a) {
    double shifted = a;
    double product = 1;
    while (shifted < LARGE) {
      product *= shifted++;
    }
    double series = 0;
    double power = shifted;
    for (double coefficient : STIRLING) {
      series += coefficient / power;
      power *= shifted * shifted;
    }
    return (shifted - 0.5) * StrictMath.log(shifted)
        - shifted
        + HALF_LOG_2_PI
        + series
        - StrictMath.log(product);
  }

  /** The regularised upper incomplete gamma function Q(a, x). */
  static double upper(double a, double x) {
    if (x <= 0) {
      return 1;
    }
    double scale = StrictMath.exp(a * StrictMath.log(x) - x - log(a));
    return x < a + 1 ? 1 - scale * series(a, x) : scale * fraction(a, x);
  }

  /** DLMF 8.11.4: the sum of x^k / (a (a + 1) ... (a + k)). */
  private static double series(double a, double x) {
    double term = 1 / a;
    double sum = term;
    for (int k = 1; k < MOST_TERMS && term > sum * PRECISION; k++) {
      term *= x / (a + k);
      sum += term;
    }
    return sum;
  }

  /** DLMF 8.9.2 in its contracted form, evaluated by Lentz's method. */
  private static double fraction(double a, double x) {
    double b = x + 1 - a;
    double c = 1 / TINY;
    double d = 1 / b;
    double value = d;
    for (int k = 1; k < MOST_TERMS; k++) {
      double numerator = -k * (k - a);
      b += 2;
      d = 1 / notZero(numerator * d + b);
      c = notZero(b + numerator / c);
      double step = c * d;
      value *= step;
      if (Math.abs(step - 1) < PRECISION) {
        break;
      }
    }
    return value;
  }

  static double notZero(double value) {
    return Math.abs(value) < TINY ? TINY : value;
  }
}
