package usher.perf.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import usher.core.record.CallRecord;

/** The figures of a period, from its call records (one visit of one queue for each call). */
final class DemoFigures {
  private static final long SERVICE_LEVEL_MS = 20_000;
  private static final double PERCENTILE = 0.95;
  private static final String NO_CALLS = "-";

  private final List<CallRecord> records;
  private final long[] waitsMs;

  private DemoFigures(List<CallRecord> records) {
    this.records = List.copyOf(records);
    this.waitsMs =
        records.stream()
            .filter(record -> record.answeredMs() != null)
            .mapToLong(CallRecord::waitMs)
            .sorted()
            .toArray();
  }

  /** Reads all records in this directory. */
  static DemoFigures read(Path directory) throws IOException {
    List<CallRecord> records = new ArrayList<>();
    if (Files.isDirectory(directory)) {
      try (Stream<Path> files = Files.list(directory)) {
        for (Path file : files.sorted().toList()) {
          Files.readAllLines(file).forEach(line -> records.add(CallRecord.fromJson(line)));
        }
      }
    }
    return new DemoFigures(records);
  }

  int offered() {
    return records.size();
  }

  int answered() {
    return waitsMs.length;
  }

  long abandoned() {
    return records.stream().filter(record -> record.end().equals("abandoned")).count();
  }

  /** ASA: the mean wait over answered calls. */
  String averageSpeedOfAnswer() {
    return answered() == 0 ? NO_CALLS : seconds(Arrays.stream(waitsMs).average().orElse(0));
  }

  /** The smallest wait that at least 95 % of answered calls did not exceed. */
  String percentile() {
    int rank = (int) Math.ceil(PERCENTILE * answered());
    return answered() == 0 ? NO_CALLS : seconds((double) waitsMs[rank - 1]);
  }

  /** Answered within 20 s of all offered; no figure at all without calls, never 100 %. */
  String serviceLevel() {
    long within = Arrays.stream(waitsMs).filter(wait -> wait <= SERVICE_LEVEL_MS).count();
    return offered() == 0
        ? NO_CALLS
        : String.format(Locale.ROOT, "%.1f %%", 100.0 * within / offered());
  }

  private static String seconds(double ms) {
    return String.format(Locale.ROOT, "%.3f s", ms / 1_000);
  }
}
