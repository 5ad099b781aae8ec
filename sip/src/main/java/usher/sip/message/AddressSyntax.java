package usher.sip.message;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

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

  /** Reads one header line: a single address with its parameters. */
  static AddressValue parseOne(Header header, String value) throws MalformedMessageException {
    AddressSyntax syntax = new AddressSyntax(header.text(), value);
    AddressValue address = syntax.address();
    syntax.end();
    return address;
  }

  /** Reads one header line with addresses separated by commas. */
  static List<AddressValue> parseList(Header header, String value)
      throws MalformedMessageException {
    AddressSyntax syntax = new AddressSyntax(header.text(), value);
    List<AddressValue> addresses = new ArrayList<>();
    do {
      addresses.add(syntax.address());
    } while (syntax.separator(','));
    syntax.end();
    return addresses;
  }

  private void end() throws MalformedMessageException {
    skipSpace();
    if (at < text.length()) {
      throw malformed("something behind its address");
    }
  }

  private AddressValue address() throws MalformedMessageException {
    skipSpace();
    String uri = uri();
    Map<String, String> parameters = new LinkedHashMap<>();
    while (separator(';')) {
      parameters.put(token().toLowerCase(Locale.ROOT), separator('=') ? value() : "");
    }
    return new AddressValue(uri, parameters);
  }

  private String uri() throws MalformedMessageException {
    if (nextIs('"')) {
      quotedString();
      skipSpace();
      return bracketedUri();
    }
    if (hasBracketBeforeEndOfName()) {
      displayName();
      return bracketedUri();
    }
    return bareUri();
  }

  /** Behind a semicolon a bracket belongs to a parameter. */
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

  private String bracketedUri() throws MalformedMessageException {
    int end = text.indexOf('>', at);
    if (!nextIs('<') || end < 0) {
      throw malformed("no URI in angle brackets");
    }
    String uri = text.substring(at + 1, end);
    checkUri(uri);
    at = end + 1;
    return uri;
  }

  /**
   * RFC 3261 20: "If the URI contains a comma, question mark or semicolon, the URI MUST be enclosed
   * in angle brackets". A comma or semicolon cannot be told from the end of the URI, a question
   * mark can.
   */
  private String bareUri() throws MalformedMessageException {
    int start = at;
    while (at < text.length() && ";,".indexOf(text.charAt(at)) < 0 && !isSpace(text.charAt(at))) {
      at++;
    }
    String uri = text.substring(start, at);
    checkUri(uri);
    if (uri.indexOf('?') >= 0) {
      throw malformed("a URI with header fields outside angle brackets");
    }
    return uri;
  }

  private void checkUri(String uri) throws MalformedMessageException {
    try {
      UriSyntax.check(uri);
    } catch (MalformedMessageException e) {
      throw malformed("a " + e.getMessage());
    }
  }

  private String token() throws MalformedMessageException {
    int start = at;
    while (at < text.length() && Tokens.isTokenCharacter(text.charAt(at))) {
      at++;
    }
    if (at == start) {
      throw malformed("a parameter without a name");
    }
    return text.substring(start, at);
  }

  /** {@code gen-value = token / host / quoted-string}, where a host may be an IPv6 reference. */
  private String value() throws MalformedMessageException {
    if (nextIs('"')) {
      return quotedString();
    }
    int start = at;
    while (at < text.length() && ";,".indexOf(text.charAt(at)) < 0 && !isSpace(text.charAt(at))) {
      at++;
    }
    if (at == start) {
      throw malformed("a parameter without its value");
    }
    return text.substring(start, at);
  }

  private String quotedString() throws MalformedMessageException {
    StringBuilder content = new StringBuilder();
    at++;
    while (at < text.length() && text.charAt(at) != '"') {
      at += text.charAt(at) == '\\' ? 1 : 0;
      content.append(at < text.length() ? text.charAt(at) : '"');
      at++;
    }
    if (at >= text.length()) {
      throw malformed("an unterminated quoted string");
    }
    at++;
    return content.toString();
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
