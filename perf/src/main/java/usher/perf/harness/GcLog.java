package usher.perf.harness;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The collector's log of the server, {@code -Xlog:gc:file=...}. */
final class GcLog {
  /** Such as {@code GC(5) Pause Young (Normal) (G1 Evacuation Pause) 35M->12M(256M) 2.123ms}. */
  private static final Pattern PAUSE =
      Pattern.compile("Pause (.*) (\\d+)M->(\\d+)M\\(\\d+M\\) (\\d+\\.\\d+)ms");

  private final Path file;

  GcLog(Path file) {
    this.file = file;
  }

  /**
   * Pauses of the program.
   *
   * @param count how many
   * @param totalMs all of them together
   */
  record Pauses(int count, double totalMs, double longestMs) {}

  /** How many lines there are: where a stretch begins. */
  int size() throws IOException {
    return lines().size();
  }

  /** The pauses from a line on, those that we asked for not counted. */
  Pauses pauses(int from) throws IOException {
    List<String> lines = lines();
    double[] pauses =
        lines.subList(from, lines.size()).stream()
            .map(PAUSE::matcher)
            .filter(Matcher::find)
            .filter(matcher -> !matcher.group(1).contains("Diagnostic"))
            .mapToDouble(matcher -> Double.parseDouble(matcher.group(4)))
            .toArray();
    double total = 0;
    double longest = 0;
    for (double pause : pauses) {
      total += pause;
      longest = Math.max(longest, pause);
    }
    return new Pauses(pauses.length, total, longest);
  }

  /** What was left in the heap after the last collection that we asked for, in MB. */
  double heapMb() throws IOException {
    return lines().reversed().stream()
        .map(PAUSE::matcher)
        .filter(matcher -> matcher.find() && matcher.group(1).contains("Diagnostic"))
        .mapToDouble(matcher -> Double.parseDouble(matcher.group(3)))
        .findFirst()
        .orElse(Double.NaN);
  }

  private List<String> lines() throws IOException {
    return Files.exists(file) ? Files.readAllLines(file) : List.of();
  }
}
