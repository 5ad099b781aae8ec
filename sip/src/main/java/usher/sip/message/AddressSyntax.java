package usher.sip.message;

/**
 * The strict reading of addresses in header fields (RFC 3261 25.1 {@code name-addr}, {@code
 * addr-spec} and their parameters), for the mistakes that JAIN-SIP's parsers let pass: display
 * names that are neither tokens nor quoted, spaces inside {@code <>}, and URIs that would need
 * {@code <>} and have none.
 */
final class AddressSyntax {
  private final String what;
  private final String text;
  private int at;

  private AddressSyntax(String what, String text) {
    this.what = what;
    this.text = text;
  }

  /** Checks one header line: a single address with its parameters. */
  static void checkOne(Header header, String value) throws MalformedMessageException {
    AddressSyntax syntax = new AddressSyntax(header.text(), value);
    syntax.address();
    syntax.end();
  }

  /** Checks one header line with addresses separated by commas. */
  static void checkList(Header header, String value) throws MalformedMessageException {
    AddressSyntax syntax = new AddressSyntax(header.text(), value);
    syntax.address();
    while (syntax.separator(',')) {
      syntax.address();
    }
    syntax.end();
  }

  private void end() throws MalformedMessageException {
    skipSpace();
    if (at < text.length()) {
      throw malformed("something behind its address");
    }
  }

  private void address() throws MalformedMessageException {
    skipSpace();
    if (nextIs('"')) {
      quotedString();
      skipSpace();
      bracketedUri();
    } else if (hasBracketBeforeEndOfName()) {
      displayName();
      bracketedUri();
    } else {
      bareUri();
    }
    while (separator(';')) {
      parameter();
    }
  }

  /** A URI without brackets has a colon before anything else that ends a display name. */
  private boolean hasBracketBeforeEndOfName() {
    int bracket = text.indexOf('<', at);
    int parameters = text.indexOf(';', at);
    return bracket >= 0 && (parameters < 0 || bracket < parameters);
  }

  /** {@code display-name = *(token LWS) / quoted-string}; unquoted letters beyond ASCII pass. */
  private void displayName() throws MalformedMessageException {
    while (!nextIs('<')) {
      char c = text.charAt(at);
      if (!isSpace(c) && !Tokens.isTokenCharacter(c) && c < 0x80) {
        throw malformed("a display name with " + c + " that is not quoted");
      }
      at++;
    }
  }

  private void bracketedUri() throws MalformedMessageException {
    int end = text.indexOf('>', at);
    if (!nextIs('<') || end < 0) {
      throw malformed("no URI in angle brackets");
    }
    checkUri(text.substring(at + 1, end));
    at = end + 1;
  }

  /**
   * RFC 3261 20: "If the URI contains a comma, question mark or semicolon, the URI MUST be enclosed
   * in angle brackets". A comma or semicolon cannot be told from the end of the URI, a question
   * mark can.
   */
  private void bareUri() throws MalformedMessageException {
    int start = at;
    while (at < text.length() && ";,".indexOf(text.charAt(at)) < 0 && !isSpace(text.charAt(at))) {
      at++;
    }
    String uri = text.substring(start, at);
    checkUri(uri);
    if (uri.indexOf('?') >= 0) {
      throw malformed("a URI with header fields outside angle brackets");
    }
  }

  private void checkUri(String uri) throws MalformedMessageException {
    try {
      UriSyntax.check(uri);
    } catch (MalformedMessageException e) {
      throw malformed("a " + e.getMessage());
    }
  }

  private void parameter() throws MalformedMessageException {
    token();
    if (separator('=')) {
      if (nextIs('"')) {
        quotedString();
      } else {
        value();
      }
    }
  }

  private void token() throws MalformedMessageException {
    int start = at;
    while (at < text.length() && Tokens.isTokenCharacter(text.charAt(at))) {
      at++;
    }
    if (at == start) {
      throw malformed("a parameter without a name");
    }
  }

  /** {@code gen-value = token / host}, where a host may be an IPv6 reference. */
  private void value() throws MalformedMessageException {
    int start = at;
    while (at < text.length() && ";,".indexOf(text.charAt(at)) < 0 && !isSpace(text.charAt(at))) {
      at++;
    }
    if (at == start) {
      throw malformed("a parameter without its value");
    }
  }

  private void quotedString() throws MalformedMessageException {
    at++;
    while (at < text.length() && text.charAt(at) != '"') {
      at += text.charAt(at) == '\\' ? 2 : 1;
    }
    if (at >= text.length()) {
      throw malformed("an unterminated quoted string");
    }
    at++;
  }

  private boolean separator(char wanted) {
    int before = at;
    skipSpace();
    if (nextIs(wanted)) {
      at++;
      skipSpace();
      return true;
    }
    at = before;
    return false;
  }

  private boolean nextIs(char wanted) {
    return at < text.length() && text.charAt(at) == wanted;
  }

  private void skipSpace() {
    while (at < text.length() && isSpace(text.charAt(at))) {
      at++;
    }
  }

  private static boolean isSpace(char c) {
    return c == ' ' || c == '\t';
  }

  private MalformedMessageException malformed(String how) {
    return new MalformedMessageException(what + " has " + how);
  }
}
