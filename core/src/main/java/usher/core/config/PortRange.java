package usher.core.config;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Ports from {@code first} to {@code last}, both included; written {@code 20000-29999}.
 *
 * @param first at least {@link #LOWEST}
 * @param last greater than {@code first}: RTP and RTCP need two
 */
public record PortRange(int first, int last) {

  /** Ports below need privileges. */
  public static final int LOWEST = 1024;

  public static final int HIGHEST = 65_535;

  private static final Pattern FORM = Pattern.compile("([0-9]{1,5}) *- *([0-9]{1,5})");

  public PortRange {
    if (first < LOWEST || last > HIGHEST || first >= last) {
      throw new IllegalArgumentException("ports " + first + "-" + last);
    }
  }

  public boolean contains(int port) {
    return first <= port && port <= last;
  }

  static Optional<PortRange> parse(String text) {
    Matcher form = FORM.matcher(text);
    if (!form.matches()) {
      return Optional.empty();
    }
    int first = Integer.parseInt(form.group(1));
    int last = Integer.parseInt(form.group(2));
    boolean valid = first >= LOWEST && last <= HIGHEST && first < last;
    return valid ? Optional.of(new PortRange(first, last)) : Optional.empty();
  }

  /** A port number of at most five digits. */
  static Optional<Integer> port(String digits) {
    return Optional.of(Integer.parseInt(digits)).filter(port -> port <= HIGHEST);
  }
}
