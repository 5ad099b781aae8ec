package usher.core.entry;

/**
 * One number, or all that begin alike.
 *
 * @param text the number, or what the numbers begin with
 * @param prefix true where more may follow
 */
public record NumberPattern(String text, boolean prefix) implements Comparable<NumberPattern> {

  /**
   * Reads {@code +49301234}, {@code +4930*}, or {@code *} for all; {@code \*} is the key itself.
   */
  public static NumberPattern of(String written) {
    if (written.endsWith("\\*")) {
      return new NumberPattern(written.substring(0, written.length() - 2) + "*", false);
    }
    return written.endsWith("*")
        ? new NumberPattern(written.substring(0, written.length() - 1), true)
        : new NumberPattern(written, false);
  }

  /** Whether a number is meant. */
  public boolean matches(String number) {
    return prefix ? number.startsWith(text) : number.equals(text);
  }

  /** Whether every number that the other means is meant, too. */
  public boolean covers(NumberPattern other) {
    return prefix ? other.text.startsWith(text) : equals(other);
  }

  @Override
  public int compareTo(NumberPattern other) {
    return toString().compareTo(other.toString());
  }

  /** As {@link #of} reads it. */
  @Override
  public String toString() {
    if (prefix) {
      return text + "*";
    }
    return text.endsWith("*") ? text.substring(0, text.length() - 1) + "\\*" : text;
  }
}
