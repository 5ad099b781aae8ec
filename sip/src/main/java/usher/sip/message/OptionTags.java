package usher.sip.message;

/** Lists of tokens: option tags (RFC 3261 19.2) and methods. */
public final class OptionTags {
  private OptionTags() {}

  /** True where this header field, on any of its lines, lists this token, in any case. */
  public static boolean has(SipMessage message, Header header, String token) {
    for (String line : message.headers(header)) {
      for (String listed : line.split(",", -1)) {
        if (listed.strip().equalsIgnoreCase(token)) {
          return true;
        }
      }
    }
    return false;
  }
}
