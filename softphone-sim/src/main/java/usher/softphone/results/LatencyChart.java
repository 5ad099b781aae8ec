package usher.softphone.results;

import java.util.List;
import java.util.Map;

/** Latencies of a stretch below one another: half of them, nearly all, and the longest. */
final class LatencyChart {
  private static final int ROW = 24;
  private static final int TOP = 30;
  private static final int BELOW = 40;
  private static final int LEFT = 170;
  private static final int RIGHT = Drawing.width() - 24;

  /** What is shorter stands at the edge: nobody measured that well. */
  private static final double LEAST_MS = 0.01;

  private static final String HALF = "_p50_ms";
  private static final List<String> MARKS = List.of("p50", "p99", "p99.9", "max");
  private static final List<String> LOOKS = List.of("a", "b", "c", "d");

  private final Map<String, Double> values;
  private final Axis axis;
  private final Drawing drawing;
  private final int bottom;

  private LatencyChart(Map<String, Double> values, Axis axis, Drawing drawing, int bottom) {
    this.values = values;
    this.axis = axis;
    this.drawing = drawing;
    this.bottom = bottom;
  }

  /**
   * A drawing; empty where no latencies are among the values.
   *
   * @param values of which those count whose names end as {@link Measurement} writes percentiles
   */
  static String svg(Map<String, Double> values) {
    List<String> names =
        values.keySet().stream()
            .filter(key -> key.endsWith(HALF))
            .map(key -> key.substring(0, key.length() - HALF.length()))
            .toList();
    if (names.isEmpty()) {
      return "";
    }
    int bottom = TOP + ROW * names.size();
    Drawing drawing = new Drawing(bottom + BELOW, "latencies, ms: " + String.join(", ", names));
    LatencyChart chart = new LatencyChart(values, axis(names, values), drawing, bottom);
    chart.scale();
    for (int i = 0; i < names.size(); i++) {
      chart.row(names.get(i), TOP + ROW * i + ROW / 2);
    }
    return drawing.svg();
  }

  private static Axis axis(List<String> names, Map<String, Double> values) {
    double least = Double.MAX_VALUE;
    double greatest = LEAST_MS;
    for (String name : names) {
      least = Math.min(least, ms(values, name, "p50"));
      greatest = Math.max(greatest, ms(values, name, "max"));
    }
    return Axis.decades(Math.max(LEAST_MS, least), greatest);
  }

  private static double ms(Map<String, Double> values, String name, String mark) {
    return values.getOrDefault(name + "_" + mark + "_ms", 0.0);
  }

  private void scale() {
    for (double tick : axis.ticks()) {
      drawing
          .line("grid", x(tick), TOP, x(tick), bottom)
          .text("middle", x(tick), bottom + 16, Numbers.text(tick));
    }
    drawing
        .line("axis", LEFT, bottom, RIGHT, bottom)
        .text("end unit", RIGHT, bottom + 33, "ms, each step ten times the one before")
        .legend(LEFT, 14, false, LOOKS, MARKS);
  }

  private void row(String name, double y) {
    drawing
        .text("end", LEFT - 10, y + 4, name)
        .line("grid", x(ms(values, name, "p50")), y, x(ms(values, name, "max")), y);
    for (int i = 0; i < MARKS.size(); i++) {
      double ms = ms(values, name, MARKS.get(i));
      String words = name + " " + MARKS.get(i) + ": " + Numbers.text(ms) + " ms";
      drawing.mark("mark " + LOOKS.get(i), x(ms), y, words);
    }
  }

  private double x(double ms) {
    return LEFT + axis.share(ms) * (RIGHT - LEFT);
  }
}
