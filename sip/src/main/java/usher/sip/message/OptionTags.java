package usher.sip.message;

import java.util.Arrays;

/** Lists of tokens: option tags (RFC 3261 19.2) and methods. */
public final class OptionTags {
  private OptionTags() {}

  /** True where this header field, on any of its lines, lists this token, in any case. */
  public static boolean has(SipMessage message, Header header, String token) {
    return message.has(header)
        && message.headers(header).stream()
            .flatMap(line -> Arrays.stream(line.split(",")))
            .anyMatch(listed -> listed.strip().equalsIgnoreCase(token));
  }
}
