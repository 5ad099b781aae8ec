package usher.sip.message;

/** Character classes of SIP's grammar (RFC 3261 25.1). */
final class Tokens {
  private Tokens() {}

  static boolean isTokenCharacter(int c) {
    return isAlphanumeric(c) || "-.!%*_+`'~".indexOf(c) >= 0;
  }

  static boolean isToken(String text) {
    return !text.isEmpty() && text.chars().allMatch(Tokens::isTokenCharacter);
  }

  /** RFC 3986 3.1: {@code ALPHA *( ALPHA / DIGIT / "+" / "-" / "." )}. */
  static boolean isScheme(String text) {
    return !text.isEmpty()
        && isLetter(text.charAt(0))
        && text.chars().allMatch(c -> isAlphanumeric(c) || "+-.".indexOf(c) >= 0);
  }

  /** Of a host name or IPv4 address; underscores are no part of one and are seen in many. */
  static boolean isHostCharacter(int c) {
    return isAlphanumeric(c) || c == '-' || c == '.' || c == '_';
  }

  private static boolean isAlphanumeric(int c) {
    return isLetter(c) || (c >= '0' && c <= '9');
  }

  private static boolean isLetter(int c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  }
}
