package usher.sip.message;

import org.jspecify.annotations.Nullable;

/**
 * How long a body says it is (RFC 3261 20.14). Both who cuts messages out of a stream and who
 * checks datagrams ask here, so that they cannot disagree: a message that two readers cut at
 * different places smuggles a second one past the first.
 */
public final class ContentLength {
  /** There is no Content-Length. */
  public static final int ABSENT = -1;

  private static final int MOST_DIGITS = 9;

  private ContentLength() {}

  /**
   * The value in a header section.
   *
   * @param bytes start line and header fields up to and with the blank line, or more
   * @return octets of the body, or {@link #ABSENT}
   * @throws MalformedMessageException where the header section is none, or has several values or
   *     one that is no number
   */
  public static int of(byte[] bytes) throws MalformedMessageException {
    return of(HeaderIndex.of(bytes, HeaderIndex.endOfLine(bytes, 0) + 2));
  }

  static int of(HeaderIndex index) throws MalformedMessageException {
    int line = index.find(Header.CONTENT_LENGTH, 0);
    if (line < 0) {
      return ABSENT;
    }
    if (index.find(Header.CONTENT_LENGTH, line + 1) >= 0) {
      throw new MalformedMessageException("More than one Content-Length");
    }
    Integer length = number(index.value(line));
    if (length == null) {
      throw new MalformedMessageException("Content-Length is no number from 0 to 999999999");
    }
    return length;
  }

  private static @Nullable Integer number(String digits) {
    return Tokens.areDigits(digits) && digits.length() <= MOST_DIGITS
        ? Integer.valueOf(digits)
        : null;
  }
}
