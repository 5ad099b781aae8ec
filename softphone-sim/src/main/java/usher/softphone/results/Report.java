package usher.softphone.results;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Results as a page that stands by itself: no script, no network, charts drawn as SVG. */
public final class Report {
  private static final String PER_SECOND = "/s";

  /** So many figures are read at once. */
  private static final int SHORT = 12;

  private static final String STYLE =
      """
      :root { color-scheme: light dark; --ink: #1f2328; --soft: #59636e; --paper: #fff;
        --rule: #d1d9e0; --bad: #b00020; --fine: #1b6e20;
        --a: #0b62c4; --b: #b35900; --c: #1a7f37; --d: #8250df }
      @media (prefers-color-scheme: dark) { :root { --ink: #e6edf3; --soft: #9aa4ae;
        --paper: #0d1117; --rule: #30363d; --bad: #ff7b72; --fine: #56d364;
        --a: #58a6ff; --b: #f0883e; --c: #56d364; --d: #bc8cff } }
      body { font: 15px/1.45 system-ui, sans-serif; margin: 2em auto; padding: 0 1em;
        max-width: 1180px; color: var(--ink); background: var(--paper) }
      table { border-collapse: collapse; margin: .5em 0 1em }
      td, th { border-bottom: 1px solid var(--rule); padding: .15em .7em .15em 0;
        text-align: left; font-weight: normal }
      td.n { text-align: right; font-variant-numeric: tabular-nums }
      .charts { display: grid; grid-template-columns: repeat(auto-fit, minmax(420px, 1fr));
        gap: 1em }
      svg { width: 100%; max-width: 560px; font-size: 11px; fill: var(--ink) }
      .end { text-anchor: end } .middle { text-anchor: middle } .unit { fill: var(--soft) }
      .axis { stroke: var(--soft) } .grid { stroke: var(--rule) }
      .curve { fill: none; stroke-width: 1.8 }
      .curve.a { stroke: var(--a) } .curve.b { stroke: var(--b); stroke-dasharray: 6 2 }
      .curve.c { stroke: var(--c); stroke-dasharray: 2 2 }
      .curve.d { stroke: var(--d); stroke-dasharray: 8 3 2 3 }
      .mark.a { fill: var(--a) } .mark.b { fill: var(--b) } .mark.c { fill: var(--c) }
      .mark.d { fill: none; stroke: var(--d); stroke-width: 1.5; r: 6px }
      .bad { color: var(--bad); font-weight: 600 } .fine { color: var(--fine) }
      """;

  private final StringBuilder page = new StringBuilder();

  private Report() {}

  /** All results, in this order, as HTML. */
  public static String html(String title, List<Result> results) {
    Report report = new Report();
    report.page.append(
        "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\">"
            + "<meta name=\"viewport\" content=\"width=device-width\"><title>");
    report.page.append(Drawing.escaped(title)).append("</title><style>").append(STYLE);
    report.page.append("</style>\n").append("<h1>").append(Drawing.escaped(title)).append("</h1>");
    results.forEach(report::result);
    if (!results.isEmpty()) {
      report.machine(results.getFirst().machine());
    }
    return report.page.append("</html>\n").toString();
  }

  private void machine(Map<String, String> machine) {
    page.append("<h2>Measured on</h2><table>");
    machine.forEach((key, value) ->
        page.append("<tr><th>")
            .append(Drawing.escaped(key))
            .append("<td>")
            .append(Drawing.escaped(value)));
    page.append("</table>\n");
  }

  private void result(Result result) {
    page.append("<h2>").append(Drawing.escaped(result.scenario())).append("</h2>\n");
    paragraph("", result.about());
    page.append("<p><code>").append(Drawing.escaped(result.command())).append("</code>, ");
    page.append(Drawing.escaped(result.at())).append("</p>\n");
    if (result.isGood()) {
      paragraph("fine", "All as it should be.");
    }
    result.problems().forEach(problem -> paragraph("bad", "Not as it should be: " + problem));
    result.stretches().forEach(this::stretch);
  }

  private void paragraph(String look, String words) {
    page.append("<p class=\"").append(look).append("\">");
    page.append(Drawing.escaped(words)).append("</p>\n");
  }

  private void stretch(Result.Stretch stretch) {
    page.append("<h3>").append(Drawing.escaped(stretch.name())).append("</h3>\n");
    page.append("<div class=\"charts\">\n");
    byUnit(stretch.series()).forEach((unit, lines) -> page.append(LineChart.svg(unit, lines)));
    page.append(LatencyChart.svg(stretch.values())).append("</div>\n");
    numbers("figures", stretch.values());
    numbers("server's processor time, ms for each call", stretch.threads());
  }

  /** What has the same unit, the last word of its name, is drawn together. */
  private static Map<String, Map<String, List<Double>>> byUnit(Map<String, List<Double>> series) {
    Map<String, Map<String, List<Double>>> charts = new LinkedHashMap<>();
    series.forEach((key, numbers) -> {
      int space = key.lastIndexOf(' ');
      String unit = key.substring(space + 1);
      String shown = unit.equals(PER_SECOND) ? "per second" : unit;
      charts
          .computeIfAbsent(shown, _ -> new LinkedHashMap<>())
          .put(key.substring(0, Math.max(0, space)), numbers);
    });
    return charts;
  }

  private void numbers(String caption, Map<String, Double> values) {
    if (!values.isEmpty()) {
      page.append(values.size() > SHORT ? "<details><summary>" : "<details open><summary>");
      page.append(caption).append("</summary><table>");
      values.forEach((key, value) ->
          page.append("<tr><th>")
              .append(Drawing.escaped(key))
              .append("<td class=\"n\">")
              .append(Numbers.text(value)));
      page.append("</table></details>\n");
    }
  }
}
