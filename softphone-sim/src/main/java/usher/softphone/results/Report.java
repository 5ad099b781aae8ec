package usher.softphone.results;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Results as a page that stands by itself: no script, no network, charts drawn as SVG. */
public final class Report {
  private static final int WIDTH = 460;
  private static final int HEIGHT = 150;
  private static final int MARGIN = 34;
  private static final String STYLE =
      """
      body { font: 14px/1.4 system-ui, sans-serif; margin: 2em; color: #222; background: #fff }
      table { border-collapse: collapse; margin: .5em 0 1em }
      td, th { border: 1px solid #ccc; padding: .15em .5em; text-align: left }
      td.n { text-align: right; font-variant-numeric: tabular-nums }
      svg { margin: 0 1em 1em 0; background: #fafafa }
      .bad { color: #b00020 } .fine { color: #1b6e20 }
      """;

  private final StringBuilder page = new StringBuilder();

  private Report() {}

  /** All results, in this order. */
  public static String html(List<Result> results) {
    Report report = new Report();
    report.page.append(
        "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>Usher under");
    report.page.append(" load</title><style>").append(STYLE).append("</style><h1>Usher under load");
    report.page.append("</h1>\n");
    if (!results.isEmpty()) {
      report.table(results.getFirst().machine());
    }
    results.forEach(report::result);
    return report.page.append("</html>\n").toString();
  }

  private void result(Result result) {
    page.append("<h2>").append(escaped(result.scenario())).append("</h2><p>");
    page.append(escaped(result.about())).append("<br><code>").append(escaped(result.command()));
    page.append("</code>, ").append(escaped(result.at())).append("</p>\n");
    if (result.isGood()) {
      page.append("<p class=\"fine\">all as it should be</p>\n");
    }
    result
        .problems()
        .forEach(
            problem -> page.append("<p class=\"bad\">").append(escaped(problem)).append("</p>\n"));
    result.stretches().forEach(this::stretch);
  }

  private void stretch(Result.Stretch stretch) {
    page.append("<h3>").append(escaped(stretch.name())).append("</h3>\n");
    stretch.series().forEach(this::chart);
    numbers("", stretch.values());
    numbers("server's processor time, ms for each call", stretch.threads());
  }

  private void table(Map<String, String> texts) {
    page.append("<table>");
    texts.forEach((key, value) ->
        page.append("<tr><th>").append(escaped(key)).append("<td>").append(escaped(value)));
    page.append("</table>\n");
  }

  private void numbers(String caption, Map<String, Double> values) {
    if (!values.isEmpty()) {
      page.append("<details><summary>").append(caption.isEmpty() ? "figures" : escaped(caption));
      page.append("</summary><table>");
      values.forEach((key, value) ->
          page.append("<tr><th>")
              .append(escaped(key))
              .append("<td class=\"n\">")
              .append(Numbers.text(value)));
      page.append("</table></details>\n");
    }
  }

  /** Numbers from second to second, from zero to the greatest. */
  private void chart(String name, List<Double> numbers) {
    double greatest = numbers.stream().mapToDouble(Double::doubleValue).max().orElse(0);
    if (greatest <= 0 || numbers.size() < 2) {
      return;
    }
    page.append(
        String.format(
            Locale.ROOT,
            "<svg width=\"%d\" height=\"%d\" role=\"img\" aria-label=\"%s\">",
            WIDTH,
            HEIGHT,
            escaped(name)));
    text(MARGIN, 14, name);
    text(2, MARGIN, Numbers.text(greatest));
    text(2, HEIGHT - 16, "0");
    text(WIDTH - MARGIN, HEIGHT - 2, numbers.size() + " s");
    page.append("<polyline fill=\"none\" stroke=\"#3465a4\" stroke-width=\"1.5\" points=\"");
    for (int i = 0; i < numbers.size(); i++) {
      point(i / (numbers.size() - 1.0), numbers.get(i) / greatest);
    }
    page.append("\"/></svg>\n");
  }

  private void text(int x, int y, String text) {
    page.append(
        String.format(
            Locale.ROOT,
            "<text x=\"%d\" y=\"%d\" font-size=\"11\">%s</text>",
            x,
            y,
            escaped(text)));
  }

  private void point(double x, double y) {
    page.append(
        String.format(
            Locale.ROOT,
            "%.1f,%.1f ",
            MARGIN + x * (WIDTH - 2 * MARGIN),
            HEIGHT - 20 - y * (HEIGHT - 20 - MARGIN)));
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }
}
