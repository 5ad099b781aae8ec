package usher.core.config;

/** Writes foreign text so that a message stays one short line. */
final class Quoted {

  private static final int SHOWN_MAX = 80;

  private Quoted() {}

  /** In quotation marks. */
  static String text(String text) {
    return '"' + line(text) + '"';
  }

  /** On one line, cut at {@value #SHOWN_MAX} characters, control characters made visible. */
  static String line(String text) {
    StringBuilder out = new StringBuilder();
    text.codePoints().limit(SHOWN_MAX).forEach(c -> append(out, c));
    return text.codePointCount(0, text.length()) > SHOWN_MAX ? out + "..." : out.toString();
  }

  private static void append(StringBuilder out, int codePoint) {
    if (Character.isISOControl(codePoint)) {
      out.append(String.format("\\x%02x", codePoint));
    } else {
      out.appendCodePoint(codePoint);
    }
  }
}
