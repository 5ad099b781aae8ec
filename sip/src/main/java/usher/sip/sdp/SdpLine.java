package usher.sip.sdp;

/**
 * One line {@code type=value} of a description, kept as it came.
 *
 * @param type the lower-case letter before the equals sign
 * @param value the rest, one char a byte (ISO 8859-1), so that any charset passes unchanged
 */
public record SdpLine(char type, String value) {

  static SdpLine attribute(String value) {
    return new SdpLine('a', value);
  }

  /**
   * Whether this is {@code a=name} or {@code a=name:...}; names are case-sensitive (RFC 8866 5.13).
   */
  boolean isAttribute(String name) {
    return type == 'a'
        && value.startsWith(name)
        && (value.length() == name.length() || value.charAt(name.length()) == ':');
  }

  /** What follows the colon of an attribute; empty for a flag. */
  String attributeValue() {
    return value.substring(value.indexOf(':') + 1).strip();
  }

  void render(StringBuilder into) {
    into.append(type).append('=').append(value).append("\r\n");
  }

  @Override
  public String toString() {
    return type + "=" + value;
  }
}
