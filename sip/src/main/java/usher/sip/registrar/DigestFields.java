package usher.sip.registrar;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The parameters of Digest credentials or of a Digest challenge (RFC 7616 3.3, 3.4), by hand:
 * hashes are made over the exact text, which a parser for URIs would change.
 */
final class DigestFields {
  private static final String SCHEME = "Digest";

  private final String text;
  private final Map<String, String> fields = new HashMap<>();
  private int at = SCHEME.length();

  private DigestFields(String text) {
    this.text = text;
  }

  /** Null where it is another scheme or no list of parameters. */
  static @Nullable DigestFields parse(String value) {
    boolean digest =
        value.length() > SCHEME.length()
            && value.regionMatches(true, 0, SCHEME, 0, SCHEME.length())
            && isSpace(value.charAt(SCHEME.length()));
    DigestFields fields = new DigestFields(value);
    return digest && fields.readAll() ? fields : null;
  }

  /** The value without its quotes; null where there is none. */
  @Nullable String get(String name) {
    return fields.get(name);
  }

  private boolean readAll() {
    do {
      if (!readOne()) {
        return false;
      }
      skipSpace();
    } while (skip(','));
    return at == text.length();
  }

  /** A name twice is an attempt to be read in two ways. */
  private boolean readOne() {
    skipSpace();
    String name = until("=, \t\"").toLowerCase(Locale.ROOT);
    skipSpace();
    if (name.isEmpty() || !skip('=')) {
      return false;
    }
    skipSpace();
    String value = skip('"') ? quoted() : until(", \t\"");
    return value != null && fields.putIfAbsent(name, value) == null;
  }

  private @Nullable String quoted() {
    StringBuilder content = new StringBuilder();
    while (at < text.length() && text.charAt(at) != '"') {
      if (text.charAt(at) == '\\' && at + 1 < text.length()) {
        at++;
      }
      content.append(text.charAt(at++));
    }
    return skip('"') ? content.toString() : null;
  }

  private String until(String ends) {
    int start = at;
    while (at < text.length() && ends.indexOf(text.charAt(at)) < 0) {
      at++;
    }
    return text.substring(start, at);
  }

  private boolean skip(char wanted) {
    boolean there = at < text.length() && text.charAt(at) == wanted;
    at += there ? 1 : 0;
    return there;
  }

  private void skipSpace() {
    while (at < text.length() && isSpace(text.charAt(at))) {
      at++;
    }
  }

  private static boolean isSpace(char c) {
    return c == ' ' || c == '\t';
  }
}
