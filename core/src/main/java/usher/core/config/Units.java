package usher.core.config;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Numbers with their unit: {@code 15s}, {@code 64MiB}. */
final class Units {

  private record Unit(String name, long factor) {}

  private static final List<Unit> TIMES =
      List.of(
          new Unit("h", 3_600_000), new Unit("m", 60_000), new Unit("s", 1_000), new Unit("ms", 1));
  private static final List<Unit> SIZES =
      List.of(new Unit("GiB", 1L << 30), new Unit("MiB", 1L << 20), new Unit("KiB", 1L << 10));

  private static final Pattern FORM = Pattern.compile("([0-9]{1,9})([A-Za-z]{1,3})");

  private Units() {}

  static Optional<Duration> duration(String text) {
    return count(text, TIMES).map(Duration::ofMillis);
  }

  static Optional<Long> bytes(String text) {
    return count(text, SIZES);
  }

  static String written(Duration duration) {
    return duration.isZero() ? "0s" : written(duration.toMillis(), TIMES);
  }

  static String written(long bytes) {
    return written(bytes, SIZES);
  }

  private static Optional<Long> count(String text, List<Unit> units) {
    Matcher form = FORM.matcher(text);
    if (!form.matches()) {
      return Optional.empty();
    }
    return units.stream()
        .filter(unit -> unit.name.equals(form.group(2)))
        .map(unit -> Long.parseLong(form.group(1)) * unit.factor)
        .findFirst();
  }

  private static String written(long count, List<Unit> units) {
    return units.stream()
        .filter(unit -> count % unit.factor == 0)
        .map(unit -> count / unit.factor + unit.name)
        .findFirst()
        .orElseThrow();
  }
}
