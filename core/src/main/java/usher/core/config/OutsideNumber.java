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
 * @param host host and port of the URI that is called, as written; empty for over the trunks
 */
public record OutsideNumber(NumberPattern number, String host) {
  private static final Pattern WRITTEN =
      Pattern.compile("sip:([^@;?]{1,64})@([^@;?<>\\s]{1,255})|tel:([^@;?<>\\s]{1,64})");

  /** What may stand in a URI without being escaped, and in a number that somebody dials. */
  private static final Pattern DIALLED = Pattern.compile("[A-Za-z0-9+*#._-]{1,64}");

  private static final String TEL = "tel:";

  /** Reads {@code sip:+4930*@192.0.2.9:5060} or {@code tel:+4930*}. */
  static Optional<OutsideNumber> parse(String text) {
    Matcher matcher = WRITTEN.matcher(text);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    return Optional.of(
        matcher.group(3) == null
            ? new OutsideNumber(NumberPattern.of(matcher.group(1)), matcher.group(2))
            : new OutsideNumber(NumberPattern.of(matcher.group(3)), ""));
  }

  /** The text itself where it is one number that trunks can call. */
  static Optional<String> tel(String text) {
    return Optional.of(text)
        .filter(uri -> uri.startsWith(TEL))
        .filter(uri -> DIALLED.matcher(uri.substring(TEL.length())).matches());
  }

  /** The URI of this number; null where it is not one of these. */
  public @Nullable String uriOf(String dialled) {
    boolean plain = DIALLED.matcher(dialled).matches();
    return plain && number.matches(dialled) ? written(dialled) : null;
  }

  /** As it is written. */
  @Override
  public String toString() {
    return written(number.toString());
  }

  private String written(String user) {
    return host.isEmpty() ? TEL + user : "sip:" + user + "@" + host;
  }
}
