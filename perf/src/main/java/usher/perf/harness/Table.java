package usher.perf.harness;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import usher.softphone.results.Numbers;
import usher.softphone.results.Result;

/** The table of all figures, in Markdown as {@code perf/README.md} has it. */
final class Table {
  /** A column: its heading, and the values it shows, of which each has what is there. */
  private record Column(String heading, List<String> keys) {}

  private static final List<Column> COLUMNS =
      List.of(
          new Column("calls", List.of("calls")),
          new Column("answered %", List.of("success_pct")),
          new Column("CPU ms/call", List.of("cpu_ms_per_call")),
          new Column("phones' CPU", List.of("fleet_cpu_ms_per_call")),
          new Column("answer p50, p99 ms", List.of("answer_p50_ms", "answer_p99_ms")),
          new Column(
              "offer p50, p99 ms", List.of("offer-on-the-wire_p50_ms", "offer-on-the-wire_p99_ms")),
          new Column("GC pauses, longest ms", List.of("gc_pauses", "gc_pause_max_ms")),
          new Column("resident MB", List.of("resident_mb")),
          new Column("others' cores", List.of("others_cores")));

  /** What has no column of its own stands in the last one. */
  private static final List<String> REMARKS =
      List.of(
          "peak_per_s",
          "cpu_of_200_agents",
          "fleet_more_cores",
          "goodput_per_s",
          "goodput_of_peak",
          "refusal_p99_ms",
          "long_calls_lost",
          "long-calls-refresh_p99_ms",
          "help_answered",
          "help-answer_p99_ms",
          "agent-free-to-offer_p50_ms",
          "agent-free-to-offer_p99_ms",
          "registrations",
          "registration_p99_ms",
          "heap_kb_per_waiting_call",
          "resident_kb_per_waiting_call",
          "waiting",
          "music_packets_per_s",
          "cpu_cores_while_waiting",
          "swaps",
          "rules",
          "refused",
          "relayed",
          "heap_after_gc_mb",
          "heap_growth",
          "open_files",
          "cpu_us_per_packet",
          "packets_lost",
          "delay_p50_ms",
          "delay_p99_ms");

  private Table() {}

  static String markdown(List<Result> results) {
    StringBuilder table = new StringBuilder("| scenario | stretch ");
    COLUMNS.forEach(column -> table.append("| ").append(column.heading).append(' '));
    table.append("| besides |\n").append("| --- ".repeat(COLUMNS.size() + 3)).append("|\n");
    for (Result result : results) {
      result.stretches().forEach(stretch -> row(table, result, stretch));
    }
    for (Result result : results) {
      result
          .problems()
          .forEach(problem ->
              table.append("\n- ").append(result.scenario()).append(": ").append(problem));
    }
    return table.append('\n').toString();
  }

  private static void row(StringBuilder table, Result result, Result.Stretch stretch) {
    table.append("| ").append(result.scenario()).append(" | ").append(stretch.name()).append(' ');
    for (Column column : COLUMNS) {
      table.append("| ").append(cell(stretch.values(), column.keys)).append(' ');
    }
    table.append("| ").append(remarks(stretch.values())).append(" |\n");
  }

  private static String cell(Map<String, Double> values, List<String> keys) {
    List<String> numbers = new ArrayList<>();
    for (String key : keys) {
      Double value = values.get(key);
      if (value != null) {
        numbers.add(Numbers.text(value));
      }
    }
    return String.join(", ", numbers);
  }

  private static String remarks(Map<String, Double> values) {
    List<String> remarks = new ArrayList<>();
    for (String key : REMARKS) {
      Double value = values.get(key);
      if (value != null) {
        remarks.add(key + " " + Numbers.text(value));
      }
    }
    return String.join("; ", remarks);
  }
}
