package usher.sip.dialog;

import java.util.Locale;
import org.jspecify.annotations.Nullable;
import usher.sip.message.Header;
import usher.sip.message.SipMessage;
import usher.sip.message.Tokens;

/**
 * What a Session-Expires header field says (RFC 4028 4).
 *
 * @param seconds 0 to 2^31-1; a number that does not fit is taken for the largest
 * @param refresher which side of this transaction refreshes; null where nobody was named
 */
record SessionInterval(long seconds, @Nullable Refresher refresher) {
  enum Refresher {
    UAC,
    UAS;

    String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private static final int DIGITS_MAX = 10;

  /** Null where the header field is missing or cannot be read: then it says nothing. */
  static @Nullable SessionInterval of(SipMessage message) {
    String value = message.header(Header.SESSION_EXPIRES);
    long seconds = value == null ? -1 : secondsOf(value);
    return value == null || seconds < 0 ? null : new SessionInterval(seconds, refresherOf(value));
  }

  /** The number at the beginning of such a value, -1 where there is none. */
  static long secondsOf(String value) {
    String number = value.split(";", 2)[0].strip();
    boolean digits = Tokens.areDigits(number);
    if (!digits) {
      return -1;
    }
    return number.length() > DIGITS_MAX
        ? Integer.MAX_VALUE
        : Math.min(Integer.MAX_VALUE, Long.parseLong(number));
  }

  private static @Nullable Refresher refresherOf(String value) {
    String plain = value.replace(" ", "").toLowerCase(Locale.ROOT) + ";";
    for (Refresher refresher : Refresher.values()) {
      if (plain.contains(";refresher=" + refresher.text() + ";")) {
        return refresher;
      }
    }
    return null;
  }
}
