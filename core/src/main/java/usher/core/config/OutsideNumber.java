package usher.core.config;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import usher.core.entry.NumberPattern;

/**
 * A number outside of the centre, or all that begin alike, and where they are reached.
 *
 * @param number the user part
 * @param host host and port of the URI that is called, as written
 */
public record OutsideNumber(NumberPattern number, String host) {
  private static final Pattern WRITTEN = Pattern.compile("sip:([^@;?]{1,64})@([^@;?<>\\s]{1,255})");

  /** What may stand in a URI without being escaped, and in a number that somebody dials. */
  private static final Pattern DIALLED = Pattern.compile("[A-Za-z0-9+*#._-]{1,64}");

  /** Reads {@code sip:+4930*@192.0.2.9:5060}. */
  static Optional<OutsideNumber> parse(String text) {
    Matcher matcher = WRITTEN.matcher(text);
    return matcher.matches()
        ? Optional.of(new OutsideNumber(NumberPattern.of(matcher.group(1)), matcher.group(2)))
        : Optional.empty();
  }

  /** The URI of this number; null where it is not one of these. */
  public @Nullable String uriOf(String dialled) {
    boolean plain = DIALLED.matcher(dialled).matches();
    return plain && number.matches(dialled) ? "sip:" + dialled + "@" + host : null;
  }

  /** As it is written. */
  @Override
  public String toString() {
    return "sip:" + number + "@" + host;
  }
}
