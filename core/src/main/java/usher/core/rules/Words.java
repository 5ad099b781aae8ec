package usher.core.rules;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import usher.core.config.Way;
import usher.core.entry.NumberPattern;

/** How rules are spoken of. */
final class Words {

  private static final int NAMES_MAX = 5;

  private Words() {}

  /** {@code 30 s}, {@code 1 min 30 s}, {@code 500 ms}. */
  static String duration(Duration duration) {
    if (duration.isZero()) {
      return "0 s";
    }
    StringBuilder words = new StringBuilder();
    part(words, duration.toHours(), "h");
    part(words, duration.toMinutesPart(), "min");
    part(words, duration.toSecondsPart(), "s");
    part(words, duration.toMillisPart(), "ms");
    return words.toString();
  }

  private static void part(StringBuilder words, long count, String unit) {
    if (count > 0) {
      words.append(words.isEmpty() ? "" : " ").append(count).append(' ').append(unit);
    }
  }

  /** A few names, and how many more there are. */
  static String some(Collection<String> names) {
    List<String> first = names.stream().limit(NAMES_MAX).toList();
    String joined = String.join(", ", first);
    return names.size() <= NAMES_MAX
        ? joined
        : joined + " and " + (names.size() - NAMES_MAX) + " more";
  }

  static String numbers(List<NumberPattern> numbers) {
    return some(numbers.stream().map(NumberPattern::toString).toList());
  }

  static String way(Way way) {
    return switch (way) {
      case Way.ToQueue(String queue) -> "goes to " + queue;
      case Way.Refuse(int status) -> "is refused with " + status;
    };
  }

  /** A constant as the file writes it. */
  static String of(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
