package usher.softphone.chance;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads lengths of time as people write them. */
public final class Lengths {
  private static final Pattern LENGTH = Pattern.compile("(\\d{1,9})(\\.\\d{1,3})?(ms|s|m|h)");

  private Lengths() {}

  /**
   * Reads for example {@code 200ms}, {@code 1.5s}, {@code 10m} or {@code 8h}.
   *
   * @throws IllegalArgumentException saying what was expected
   */
  public static Duration parse(String text) {
    Matcher matcher = LENGTH.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "expected a length of time such as 200ms, 1.5s, 10m or 8h, not \"" + text + "\"");
    }
    String fraction = matcher.group(2) == null ? "" : matcher.group(2);
    double number = Double.parseDouble(matcher.group(1) + fraction);
    return Duration.ofNanos(Math.round(number * unit(matcher.group(3)).toNanos()));
  }

  private static Duration unit(String name) {
    return switch (name) {
      case "ms" -> Duration.ofMillis(1);
      case "s" -> Duration.ofSeconds(1);
      case "m" -> Duration.ofMinutes(1);
      default -> Duration.ofHours(1);
    };
  }
}
