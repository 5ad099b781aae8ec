package usher.sip.dialog;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The dialog that a new one is to take the place of (RFC 3891 6.1), as its own end names it.
 *
 * @param toTag the tag of who is asked
 * @param fromTag the tag of the far end
 * @param earlyOnly whether the place is to be taken only while nobody has answered there
 */
public record Replaces(String callId, String toTag, String fromTag, boolean earlyOnly) {
  /** Reads the value of a Replaces header field; null where it names no dialog. */
  public static @Nullable Replaces of(String value) {
    String[] parts = value.split(";", -1);
    String to = null;
    String from = null;
    boolean early = false;
    for (int i = 1; i < parts.length; i++) {
      String[] pair = parts[i].split("=", 2);
      String argument = pair.length == 2 ? pair[1].strip() : "";
      switch (pair[0].strip().toLowerCase(Locale.ROOT)) {
        case "to-tag" -> to = argument;
        case "from-tag" -> from = argument;
        case "early-only" -> early = true;
        default -> {} // RFC 3891 6.1: generic-param
      }
    }
    return to == null || from == null || parts[0].isBlank()
        ? null
        : new Replaces(parts[0].strip(), to, from, early);
  }

  /** For the header part of a URI. */
  public String escaped() {
    String value = callId + ";to-tag=" + toTag + ";from-tag=" + fromTag;
    return URLEncoder.encode(value + (earlyOnly ? ";early-only" : ""), StandardCharsets.UTF_8)
        .replace("+", "%20");
  }

  /** The same from the header part of a URI (RFC 3261 19.1.1), where much of it is escaped. */
  public static @Nullable Replaces ofEscaped(String value) {
    try {
      // a plus sign stands for itself here, unlike in a form
      return of(URLDecoder.decode(value.replace("+", "%2B"), StandardCharsets.UTF_8));
    } catch (IllegalArgumentException e) {
      return null;
    }
  }
}
