package usher.sip.message;

import java.nio.charset.StandardCharsets;

/**
 * The strict reading of a start line (RFC 3261 7.1, 7.2): single spaces, known version, a URI that
 * may be one.
 */
final class StartLine {
  private static final String VERSION = "SIP/2.0";
  private static final int VERSION_START = "SIP/".length();

  private StartLine() {}

  static boolean isResponse(byte[] bytes) {
    return bytes.length > VERSION_START
        && new String(bytes, 0, VERSION_START, StandardCharsets.US_ASCII).equalsIgnoreCase("SIP/");
  }

  /** The text of the start line that ends at {@code end}, once it is known to be good. */
  static String checked(byte[] bytes, int end) throws MalformedMessageException {
    if (end > MessageGuard.MAX_LINE_BYTES) {
      throw new MalformedMessageException("Start line longer than " + MessageGuard.MAX_LINE_BYTES);
    }
    for (int at = 0; at < end; at++) {
      if (MessageGuard.isControl(bytes[at]) || bytes[at] == '\t') {
        throw new MalformedMessageException("Control character in the start line");
      }
    }
    String line = new String(bytes, 0, end, StandardCharsets.UTF_8);
    if (!isResponse(bytes)) {
      checkRequestLine(line);
    }
    return line;
  }

  private static void checkRequestLine(String line) throws MalformedMessageException {
    String[] parts = line.split(" ", -1);
    checkVersion(parts[parts.length - 1]);
    if (parts.length != 3 || !Tokens.isToken(parts[0])) {
      throw new MalformedMessageException("Request line is not: method, URI, SIP/2.0");
    }
    UriSyntax.check(parts[1]);
  }

  private static void checkVersion(String version) throws MalformedMessageException {
    if (version.equalsIgnoreCase(VERSION)) {
      return;
    }
    boolean other =
        version.regionMatches(true, 0, VERSION, 0, VERSION_START)
            && version.length() > VERSION_START
            && Character.isDigit(version.charAt(VERSION_START));
    throw other
        ? new MalformedMessageException(505, Status.reason(505))
        : new MalformedMessageException("Request line does not end with SIP/2.0");
  }
}
