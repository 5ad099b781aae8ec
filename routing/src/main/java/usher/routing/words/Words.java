package usher.routing.words;

import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** Figures in plain English. */
public final class Words {
  private static final long MS = 1_000_000;
  private static final long SECOND = 1_000 * MS;
  private static final long MINUTE = 60 * SECOND;
  private static final long HOUR = 60 * MINUTE;

  private Words() {}

  /**
   * A length of time by its two greatest units: {@code 250 ms}, {@code 2.5 s}, {@code 1 h 5 min}.
   */
  public static String time(long ns) {
    if (ns < 0) {
      return "-" + time(-ns);
    }
    if (ns < SECOND) {
      return ns / MS + " ms";
    }
    if (ns < MINUTE) {
      return decimal(ns / MS, 1_000) + " s";
    }
    return ns < HOUR ? pair(ns, MINUTE, "min", SECOND, "s") : pair(ns, HOUR, "h", MINUTE, "min");
  }

  /** The same. */
  public static String time(Duration length) {
    return time(length.toNanos());
  }

  private static String pair(long ns, long unit, String name, long part, String partName) {
    long parts = ns % unit / part;
    return ns / unit + " " + name + (parts == 0 ? "" : " " + parts + " " + partName);
  }

  /** A number counted in fractions, with two digits after the point at most and none in vain. */
  public static String decimal(long figure, long one) {
    String text = String.format(Locale.ROOT, "%.2f", (double) figure / one);
    return text.endsWith(".00")
        ? text.substring(0, text.length() - 3)
        : text.endsWith("0") ? text.substring(0, text.length() - 1) : text;
  }

  /** {@code 1 agent}, {@code 2 agents}. */
  public static String count(long number, String noun) {
    return number + " " + noun + (number == 1 ? "" : "s");
  }

  /** {@code anna}, {@code anna and ben}, {@code anna, ben and carl}. */
  public static String list(List<String> items) {
    return list(items, "and");
  }

  /** The same with another word before the last. */
  public static String list(List<String> items, String before) {
    if (items.size() < 2) {
      return String.join("", items);
    }
    int last = items.size() - 1;
    return String.join(", ", items.subList(0, last)) + " " + before + " " + items.get(last);
  }
}
