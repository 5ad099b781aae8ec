package usher.sip.message;

import org.jspecify.annotations.Nullable;

/**
 * Finds the tag of a From or To value without parsing its address: tags are asked for on every
 * message.
 */
final class NameAddress {
  private NameAddress() {}

  /**
   * The {@code tag} header parameter. Parameters inside {@code <>} belong to the URI; without
   * {@code <>} everything behind the first semicolon belongs to the header field (RFC 3261 20).
   */
  static @Nullable String tag(String value) throws MalformedMessageException {
    int at = startOfParameters(value);
    while (at >= 0 && at < value.length()) {
      int next = endOfParameter(value, at + 1);
      String tag = valueOf("tag", value.substring(at + 1, next));
      if (tag != null) {
        return tag;
      }
      at = next;
    }
    return null;
  }

  private static int startOfParameters(String value) throws MalformedMessageException {
    int at = 0;
    while (at < value.length()) {
      char c = value.charAt(at);
      if (c == '"') {
        at = endOfQuoted(value, at);
      } else if (c == '<') {
        at = value.indexOf('>', at);
        if (at < 0) {
          throw new MalformedMessageException("An address begins with < and has no >");
        }
      } else if (c == ';') {
        return at;
      }
      at++;
    }
    return -1;
  }

  private static int endOfQuoted(String value, int start) throws MalformedMessageException {
    int at = start + 1;
    while (at < value.length() && value.charAt(at) != '"') {
      at += value.charAt(at) == '\\' ? 2 : 1;
    }
    if (at >= value.length()) {
      throw new MalformedMessageException("An address has an unterminated quoted string");
    }
    return at;
  }

  private static int endOfParameter(String value, int start) throws MalformedMessageException {
    int at = start;
    while (at < value.length() && value.charAt(at) != ';') {
      at = value.charAt(at) == '"' ? endOfQuoted(value, at) + 1 : at + 1;
    }
    return at;
  }

  private static @Nullable String valueOf(String name, String parameter) {
    int equals = parameter.indexOf('=');
    boolean named = equals >= 0 && parameter.substring(0, equals).strip().equalsIgnoreCase(name);
    return named ? parameter.substring(equals + 1).strip() : null;
  }
}
