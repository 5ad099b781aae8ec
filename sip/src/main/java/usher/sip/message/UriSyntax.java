package usher.sip.message;

/** What every URI must satisfy that we act upon, beyond what JAIN-SIP's parser looks at. */
final class UriSyntax {
  private static final int MAX_PORT = 65535;

  private UriSyntax() {}

  /** A scheme with something behind it, and for SIP a host with perhaps a port and nothing else. */
  static void check(String uri) throws MalformedMessageException {
    int colon = uri.indexOf(':');
    if (colon <= 0 || colon == uri.length() - 1 || !Tokens.isScheme(uri.substring(0, colon))) {
      throw new MalformedMessageException("URI without a scheme");
    }
    if (!Tokens.all(uri, c -> c > ' ' && c != '<' && c != '>' && c != '"')) {
      throw new MalformedMessageException("URI with a character that no URI has");
    }
    if (isSip(uri, colon)) {
      checkHostAndPort(uri, Math.max(colon, uri.lastIndexOf('@')) + 1);
    }
  }

  private static boolean isSip(String uri, int colon) {
    return (colon == 3 && uri.regionMatches(true, 0, "sip", 0, 3))
        || (colon == 4 && uri.regionMatches(true, 0, "sips", 0, 4));
  }

  /** RFC 3261 25.1 {@code hostport}. JAIN-SIP takes what it can and forgets the rest. */
  private static void checkHostAndPort(String uri, int start) throws MalformedMessageException {
    int end = endOfHost(uri, start);
    if (end == start) {
      throw new MalformedMessageException("SIP URI without a host");
    }
    if (end < uri.length() && uri.charAt(end) == ':') {
      int portEnd = endOf(uri, end + 1, "0123456789");
      checkPort(uri.substring(end + 1, portEnd));
      end = portEnd;
    }
    if (end < uri.length() && uri.charAt(end) != ';' && uri.charAt(end) != '?') {
      throw new MalformedMessageException("SIP URI with something behind its host");
    }
  }

  private static int endOfHost(String uri, int start) throws MalformedMessageException {
    if (start >= uri.length() || uri.charAt(start) != '[') {
      int end = start;
      while (end < uri.length() && Tokens.isHostCharacter(uri.charAt(end))) {
        end++;
      }
      return end;
    }
    int end = endOf(uri, start + 1, "0123456789abcdefABCDEF:.");
    if (end == uri.length() || uri.charAt(end) != ']') {
      throw new MalformedMessageException("SIP URI with a malformed IPv6 reference");
    }
    return end + 1;
  }

  private static int endOf(String uri, int start, String characters) {
    int end = start;
    while (end < uri.length() && characters.indexOf(uri.charAt(end)) >= 0) {
      end++;
    }
    return end;
  }

  private static void checkPort(String digits) throws MalformedMessageException {
    if (digits.isEmpty() || digits.length() > 5 || Integer.parseInt(digits) > MAX_PORT) {
      throw new MalformedMessageException("SIP URI with a port that is none");
    }
  }
}
