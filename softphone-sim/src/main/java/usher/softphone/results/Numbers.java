package usher.softphone.results;

import java.util.Locale;

/** How numbers are written. */
public final class Numbers {
  private static final double MANY = 100;
  private static final double SOME = 10;

  private Numbers() {}

  /** With as many digits as mean something. */
  public static String text(double value) {
    double size = Math.abs(value);
    if (value == Math.rint(value) || size >= MANY) {
      return String.format(Locale.ROOT, "%,.0f", value);
    }
    return String.format(Locale.ROOT, size >= SOME ? "%.1f" : "%.3f", value);
  }
}
