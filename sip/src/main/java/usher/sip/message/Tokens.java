package usher.sip.message;

import java.util.function.IntPredicate;

/** Character classes of SIP's grammar (RFC 3261 25.1). */
public final class Tokens {
  private Tokens() {}

  static boolean isTokenCharacter(int c) {
    return isAlphanumeric(c) || "-.!%*_+`'~".indexOf(c) >= 0;
  }

  static boolean isToken(String text) {
    return !text.isEmpty() && all(text, Tokens::isTokenCharacter);
  }

  /** {@code 1*DIGIT}. */
  public static boolean areDigits(String text) {
    return !text.isEmpty() && all(text, c -> c >= '0' && c <= '9');
  }

  /** Every message has dozens of these: no stream is worth its making. */
  static boolean all(String text, IntPredicate each) {
    for (int i = 0; i < text.length(); i++) {
      if (!each.test(text.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  /** RFC 3986 3.1: {@code ALPHA *( ALPHA / DIGIT / "+" / "-" / "." )}. */
  static boolean isScheme(String text) {
    return !text.isEmpty()
        && isLetter(text.charAt(0))
        && all(text, c -> isAlphanumeric(c) || "+-.".indexOf(c) >= 0);
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
