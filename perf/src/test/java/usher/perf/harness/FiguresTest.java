package usher.perf.harness;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import usher.softphone.results.Measurement;
import usher.softphone.results.Report;
import usher.softphone.results.Result;
import usher.softphone.results.ResultFiles;

/** How the harness counts and tells. */
class FiguresTest {
  @TempDir Path directory;

  private static Result result(String scenario, double cpu, List<String> problems) {
    Measurement measured =
        new Measurement("1 < 2 calls/s").put("cpu_ms_per_call", cpu).put("calls", 10);
    measured.thread("call-loop", cpu / 2);
    measured.series("good /s", List.of(1.0, 4.0, 2.0));
    problems.forEach(problem -> measured.require(false, problem));
    return Result.of(
        scenario,
        "about",
        "command",
        "2026-11-22T12:00:00Z",
        Map.of("processors", "2"),
        List.of(measured));
  }

  @Test
  void threadsAreGroupedByWhatTheyDo() {
    assertThat(Usage.group("GC Thread#1")).isEqualTo("gc");
    assertThat(Usage.group("G1 Conc#0")).isEqualTo("gc");
    assertThat(Usage.group("C2 CompilerThre")).isEqualTo("compiler");
    assertThat(Usage.group("call-loop")).isEqualTo("call-loop");
    assertThat(Usage.group("sip-io-1-2")).isEqualTo("sip-io");
    assertThat(Usage.group("media-0-1")).isEqualTo("media");
    assertThat(Usage.group("VM Thread")).isEqualTo("jvm");
  }

  @Test
  void pausesAreThoseOfTheStretchAndNotThoseWeAskedFor() throws IOException {
    Path file = directory.resolve("gc.log");
    Files.writeString(
        file,
        """
        [0.1s][info][gc] Using G1
        [1.0s][info][gc] GC(0) Pause Young (Normal) (G1 Evacuation Pause) 25M->7M(512M) 5.500ms
        [2.0s][info][gc] GC(1) Pause Young (Normal) (G1 Evacuation Pause) 300M->9M(512M) 11.250ms
        [2.5s][info][gc] GC(2) Concurrent Mark Cycle 7.5ms
        [3.0s][info][gc] GC(3) Pause Remark 9M->9M(512M) 2.250ms
        [4.0s][info][gc] GC(4) Pause Full (Diagnostic Command) 40M->8M(512M) 60.000ms
        """);
    GcLog log = new GcLog(file);
    assertThat(log.pauses(2)).isEqualTo(new GcLog.Pauses(2, 13.5, 11.25));
    assertThat(log.heapMb()).isEqualTo(8);
    assertThat(new GcLog(directory.resolve("none")).heapMb()).isNaN();
  }

  @Test
  void whatIsNoNumberIsNotNoted() {
    Measurement measured = new Measurement("nothing").put("ratio", 0.0 / 0.0);
    measured.put("answer", new Histogram(3));
    assertThat(measured.values()).isEmpty();
  }

  @Test
  void resultsAreReadAsTheyWereWritten() throws IOException {
    Result written = result("queue-400", 0.5, List.of("a problem"));
    ResultFiles.write(directory, written, List.of());
    assertThat(ResultFiles.read(directory)).containsExactly(written);
  }

  @Test
  void aComparisonSaysWhatTheSecondIsOfTheFirst() {
    List<String> lines =
        Comparison.lines(
            List.of(result("queue-400", 0.5, List.of()), result("peak", 1, List.of())),
            List.of(result("queue-400", 0.25, List.of())));
    assertThat(lines).hasSize(4);
    assertThat(lines.getFirst()).isEqualTo("queue-400: 1 < 2 calls/s");
    assertThat(lines.get(1)).matches("  cpu_ms_per_call +0\\.500 +0\\.250 +0\\.50");
    assertThat(lines.getLast()).matches("  cpu call-loop +0\\.250 +0\\.125 +0\\.50");
  }

  @Test
  void theReportStandsByItselfAndShowsWhatIsWrong() {
    String html = Report.html("Load", List.of(result("peak", 1, List.of("lost <2> calls"))));
    assertThat(html).contains("<svg", "1 &lt; 2 calls/s", "lost &lt;2&gt; calls");
    assertThat(html).doesNotContain("http", "<script");
  }

  @Test
  void theTableHasARowForEachStretchAndEveryProblem() {
    String table = Table.markdown(List.of(result("peak", 1.25, List.of("slow"))));
    assertThat(table.lines().toList().get(2))
        .isEqualTo("| peak | 1 < 2 calls/s | 10 |  | 1.250 |  |  |  |  |  |  |  |");
    assertThat(table).contains("\n- peak: 1 < 2 calls/s: slow");
  }
}
