package usher.softphone.cli;

import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.HdrHistogram.Histogram;

/** How figures are written. */
final class Texts {
  private static final double US_PER_MS = 1e3;
  private static final double US_PER_S = 1e6;

  private Texts() {}

  /** Such as {@code 75 s} or {@code 12:05 min}. */
  static String elapsed(Duration elapsed) {
    long s = elapsed.toSeconds();
    return s < 100 ? s + " s" : String.format(Locale.ROOT, "%d:%02d min", s / 60, s % 60);
  }

  static String rate(long count, Duration elapsed) {
    double s = Math.max(1e-3, elapsed.toNanos() / 1e9);
    return String.format(Locale.ROOT, "%.1f/s", count / s);
  }

  static String ms(Histogram us) {
    return us.getTotalCount() == 0 ? "none" : percentiles(us, US_PER_MS, "ms");
  }

  static String s(Histogram us) {
    return us.getTotalCount() == 0 ? "none" : percentiles(us, US_PER_S, "s");
  }

  private static String percentiles(Histogram us, double unit, String name) {
    return String.format(
        Locale.ROOT,
        "mean %.1f  p50 %.1f  p95 %.1f  p99 %.1f  max %.1f %s",
        us.getMean() / unit,
        us.getValueAtPercentile(50) / unit,
        us.getValueAtPercentile(95) / unit,
        us.getValueAtPercentile(99) / unit,
        us.getMaxValue() / unit,
        name);
  }

  /** Such as {@code 12 (486: 10, 503: 2)}. */
  static String byStatus(Map<Integer, Long> counts) {
    long total = counts.values().stream().mapToLong(Long::longValue).sum();
    return total == 0
        ? "0"
        : counts.entrySet().stream()
            .map(each -> each.getKey() + ": " + each.getValue())
            .collect(Collectors.joining(", ", total + " (", ")"));
  }
}
