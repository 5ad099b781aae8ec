package usher.sip.message;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Reads one Via value by hand: it is asked for on every message, and JAIN-SIP's parser costs as
 * much for it as the whole index. White space is allowed around every separator (RFC 3261 25.1:
 * {@code SLASH}, {@code COLON}, {@code SEMI}).
 */
final class ViaScanner {
  private final String text;
  private int at;

  private @Nullable String branch;
  private boolean rport;
  private boolean overloadControl;
  private int end;
  private final StringBuilder kept = new StringBuilder();
  private int keptTo;

  ViaScanner(String text) {
    this.text = text;
  }

  Via scan() throws MalformedMessageException {
    if (!token().equalsIgnoreCase("SIP")
        || !separator('/')
        || token().isEmpty()
        || !separator('/')) {
      throw malformed("does not begin with SIP/2.0/transport");
    }
    String protocol = token().toUpperCase(Locale.ROOT);
    skipSpace();
    String host = host();
    int port = separator(':') ? port() : -1;
    int parameterStart = at;
    while (separator(';')) {
      parameter(parameterStart);
      parameterStart = at;
    }
    end = at;
    skipSpace();
    if (at < text.length() && text.charAt(at) != ',') {
      throw malformed("has something after its sent-by that is no parameter");
    }
    boolean cookie =
        branch != null
            && branch.regionMatches(true, 0, Via.MAGIC_COOKIE, 0, Via.MAGIC_COOKIE.length());
    return new Via(protocol, host, port, branch, rport, cookie, overloadControl);
  }

  /**
   * The whole line once more, its first value with {@code received} and, where it has an {@code
   * rport}, with that port; whatever stood there before is dropped, because only the receiver of a
   * request knows where it came from.
   */
  String receivedFrom(String address, int port) throws MalformedMessageException {
    scan();
    kept.append(text, keptTo, end).append(";received=").append(address);
    if (rport) {
      kept.append(";rport=").append(port);
    }
    return kept.append(text, end, text.length()).toString();
  }

  private void drop(int from) {
    kept.append(text, keptTo, from);
    keptTo = at;
  }

  private void parameter(int start) throws MalformedMessageException {
    String name = token();
    if (name.isEmpty()) {
      throw malformed("has an empty parameter");
    }
    String value = separator('=') ? value() : null;
    switch (name.toLowerCase(Locale.ROOT)) {
      case "branch" -> branch = value;
      case "rport" -> {
        rport = true;
        drop(start);
      }
      case "received" -> drop(start);
      case "oc" -> overloadControl = value == null;
      default -> {} // ttl, maddr and extensions are nobody's business here
    }
  }

  private String host() throws MalformedMessageException {
    if (at < text.length() && text.charAt(at) == '[') {
      int end = text.indexOf(']', at);
      if (end < 0) {
        throw malformed("has an unterminated IPv6 reference");
      }
      String host = text.substring(at + 1, end);
      at = end + 1;
      return host;
    }
    String host = token();
    if (host.isEmpty()) {
      throw malformed("has no sent-by host");
    }
    return host;
  }

  private int port() throws MalformedMessageException {
    String digits = token();
    if (digits.length() > 5 || !Tokens.areDigits(digits)) {
      throw malformed("has a sent-by port that is no number");
    }
    int port = Integer.parseInt(digits);
    if (port > 65535) {
      throw malformed("has a sent-by port above 65535");
    }
    return port;
  }

  /** A parameter's value: a token, a host or a quoted string. */
  private String value() throws MalformedMessageException {
    if (at < text.length() && text.charAt(at) == '"') {
      int end = at + 1;
      while (end < text.length() && text.charAt(end) != '"') {
        end += text.charAt(end) == '\\' ? 2 : 1;
      }
      if (end >= text.length()) {
        throw malformed("has an unterminated quoted string");
      }
      String value = text.substring(at + 1, end);
      at = end + 1;
      return value;
    }
    int start = at;
    while (at < text.length() && ";, \t".indexOf(text.charAt(at)) < 0) {
      at++;
    }
    return text.substring(start, at);
  }

  private String token() {
    int start = at;
    while (at < text.length() && Tokens.isTokenCharacter(text.charAt(at))) {
      at++;
    }
    return text.substring(start, at);
  }

  private boolean separator(char wanted) {
    int before = at;
    skipSpace();
    if (at < text.length() && text.charAt(at) == wanted) {
      at++;
      skipSpace();
      return true;
    }
    at = before;
    return false;
  }

  private void skipSpace() {
    while (at < text.length() && (text.charAt(at) == ' ' || text.charAt(at) == '\t')) {
      at++;
    }
  }

  private static MalformedMessageException malformed(String what) {
    return new MalformedMessageException("Via " + what);
  }
}
