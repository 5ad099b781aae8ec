package usher.softphone.results;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Numbers of one unit from second to second. */
final class LineChart {
  private static final int HEIGHT = 210;
  private static final int LEFT = 56;
  private static final int RIGHT = Drawing.width() - 14;
  private static final int TOP = 34;
  private static final int BOTTOM = HEIGHT - 34;
  private static final List<String> LOOKS = List.of("a", "b", "c", "d");

  private final Axis seconds;
  private final Axis numbers;
  private final Drawing drawing;

  private LineChart(Axis seconds, Axis numbers, Drawing drawing) {
    this.seconds = seconds;
    this.numbers = numbers;
    this.drawing = drawing;
  }

  /**
   * A drawing; empty where nothing can be seen: all is zero, or there are less than two seconds.
   *
   * @param lines by name, each number that of a second; more than four share colours
   */
  static String svg(String unit, Map<String, List<Double>> lines) {
    double greatest =
        lines.values().stream()
            .flatMap(List::stream)
            .mapToDouble(Double::doubleValue)
            .max()
            .orElse(0);
    int length = lines.values().stream().mapToInt(List::size).max().orElse(0);
    if (greatest <= 0 || length < 2) {
      return "";
    }
    String words = String.join(", ", lines.keySet()) + " (" + unit + ") from second to second";
    Drawing drawing = new Drawing(HEIGHT, words);
    LineChart chart = new LineChart(Axis.upTo(length), Axis.upTo(greatest), drawing);
    chart.axes(unit);
    chart.curves(lines);
    return drawing.svg();
  }

  private void axes(String unit) {
    for (double tick : numbers.ticks()) {
      drawing
          .line("grid", LEFT, y(tick), RIGHT, y(tick))
          .text("end", LEFT - 6, y(tick) + 4, Numbers.text(tick));
    }
    for (double tick : seconds.ticks()) {
      drawing
          .line("axis", x(tick), BOTTOM, x(tick), BOTTOM + 4)
          .text("middle", x(tick), BOTTOM + 17, Numbers.text(tick));
    }
    drawing
        .line("axis", LEFT, BOTTOM, RIGHT, BOTTOM)
        .text("end unit", RIGHT, HEIGHT - 3, "s since the beginning")
        .text("unit", 4, 14, unit);
  }

  private void curves(Map<String, List<Double>> lines) {
    List<String> looks = new ArrayList<>();
    for (List<Double> line : lines.values()) {
      String look = LOOKS.get(looks.size() % LOOKS.size());
      List<String> points = new ArrayList<>();
      for (int i = 0; i < line.size(); i++) {
        points.add(Drawing.point(x(i + 1), y(line.get(i))));
      }
      drawing.curve("curve " + look, points);
      looks.add(look);
    }
    drawing.legend(LEFT + 54, 14, true, looks, List.copyOf(lines.keySet()));
  }

  private double x(double second) {
    return LEFT + seconds.share(second) * (RIGHT - LEFT);
  }

  private double y(double number) {
    return BOTTOM - numbers.share(number) * (BOTTOM - TOP);
  }
}
