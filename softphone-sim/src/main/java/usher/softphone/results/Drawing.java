package usher.softphone.results;

import java.util.List;
import java.util.Locale;

/** A drawing in SVG as a page holds it; colours are the page's, by class. */
final class Drawing {
  private static final int WIDTH = 560;

  /** About what a letter takes. */
  private static final double LETTER = 6.2;

  private static final double SWATCH = 26;

  private final StringBuilder svg = new StringBuilder();

  /** An empty one, with words for those who do not see it. */
  Drawing(int height, String words) {
    svg.append(
        String.format(
            Locale.ROOT,
            "<svg viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"%s\">\n",
            WIDTH,
            height,
            escaped(words)));
  }

  static int width() {
    return WIDTH;
  }

  /**
   * Words at a place.
   *
   * @param look classes, such as {@code end} for words that end there
   */
  Drawing text(String look, double x, double y, String words) {
    return add(
        String.format(
            Locale.ROOT,
            "<text class=\"%s\" x=\"%.1f\" y=\"%.1f\">%s</text>",
            look,
            x,
            y,
            escaped(words)));
  }

  Drawing line(String look, double x1, double y1, double x2, double y2) {
    return add(
        String.format(
            Locale.ROOT,
            "<line class=\"%s\" x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\"/>",
            look,
            x1,
            y1,
            x2,
            y2));
  }

  /** A mark that says more when somebody points at it. */
  Drawing mark(String look, double x, double y, String words) {
    return add(
        String.format(
            Locale.ROOT,
            "<circle class=\"%s\" cx=\"%.1f\" cy=\"%.1f\" r=\"4\"><title>%s</title></circle>",
            look,
            x,
            y,
            escaped(words)));
  }

  /** A curve through points {@code x,y}. */
  Drawing curve(String look, List<String> points) {
    return add(
        String.format(
            Locale.ROOT, "<polyline class=\"%s\" points=\"%s\"/>", look, String.join(" ", points)));
  }

  static String point(double x, double y) {
    return String.format(Locale.ROOT, "%.1f,%.1f", x, y);
  }

  /** What the looks of curves, or else of marks, mean, in a row. */
  Drawing legend(double x, double y, boolean curves, List<String> looks, List<String> names) {
    double at = x;
    for (int i = 0; i < names.size(); i++) {
      String name = names.get(i);
      if (curves) {
        line("curve " + looks.get(i), at, y - 4, at + 18, y - 4);
      } else {
        mark("mark " + looks.get(i), at + 12, y - 4, name);
      }
      text("", at + 22, y, name);
      at += SWATCH + LETTER * names.get(i).length() + 12;
    }
    return this;
  }

  private Drawing add(String element) {
    svg.append(element).append('\n');
    return this;
  }

  String svg() {
    return svg + "</svg>\n";
  }

  /** A text as a page says it. */
  static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }
}
