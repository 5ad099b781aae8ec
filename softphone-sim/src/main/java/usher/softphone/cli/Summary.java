package usher.softphone.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The table at the end of a run, and whether the run went well. */
final class Summary {
  private record Row(String name, String value) {}

  private final List<Row> rows = new ArrayList<>();
  private final boolean good;

  Summary(boolean good) {
    this.good = good;
  }

  Summary row(String name, long value) {
    return row(name, String.format(Locale.ROOT, "%,d", value));
  }

  Summary row(String name, String value) {
    rows.add(new Row(name, value));
    return this;
  }

  boolean isGood() {
    return good;
  }

  List<String> lines() {
    int width = rows.stream().mapToInt(row -> row.name.length()).max().orElse(0);
    return rows.stream().map(row -> line(row, width)).toList();
  }

  private static String line(Row row, int width) {
    return row.name + " ".repeat(width - row.name.length()) + "  " + row.value;
  }
}
