package usher.perf.harness;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import usher.softphone.results.Result;
import usher.softphone.results.ResultFiles;

/** The harness plays a few calls on the packaged server. How fast they are is not judged here. */
class HarnessIT {
  private static final String LAUNCHER = "../core/target/usher/bin/usher";

  @TempDir Path results;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int perf(String... arguments) {
    return Perf.commandLine(new PrintWriter(out, true), new PrintWriter(err, true), false)
        .execute(arguments);
  }

  @Test
  void aFewCallsArePlayedCountedAndComparedWithThemselves() throws IOException {
    String directory = results.toString();
    int code =
        perf(
            "run",
            "smoke",
            "--server",
            LAUNCHER,
            "--results",
            directory,
            "--warm-up",
            "1",
            "--warm-up-rate",
            "10",
            "--seconds",
            "2");

    assertThat(code).as("%s%s", out, err).isZero();
    List<Result> read = ResultFiles.read(results);
    assertThat(read)
        .extracting(Result::scenario)
        .containsExactly("accounts-of-20-registered-agents", "smoke");
    Result.Stretch smoke = read.getLast().stretches().getFirst();
    assertThat(smoke.values()).containsEntry("calls", 40.0).containsEntry("success_pct", 100.0);
    assertThat(smoke.values().get("cpu_ms_per_call")).isPositive();
    assertThat(smoke.threads()).containsKeys("call-loop", "gc", "compiler");
    assertThat(read.getFirst().stretches().getFirst().values()).containsEntry("records", 50.0);
    assertThat(results.resolve("smoke-1-answer.hgrm")).content().contains("Percentile");
    assertThat(results.resolve("report.html")).content().contains("<svg", "smoke", "</html>");
    assertThat(results.resolve("table.md")).content().contains("| smoke | 20 calls/s, ");

    assertThat(perf("compare", directory, directory)).isZero();
    assertThat(out.toString()).containsPattern("cpu_ms_per_call .* 1\\.00\n");
  }

  /** It would be measured in the place of the server. */
  @Test
  void aLauncherThatStaysInFrontOfTheServerIsRefused() throws IOException {
    Path launcher = Path.of(LAUNCHER).toAbsolutePath();
    Path wrapper =
        Files.writeString(
            results.resolve("wrapper"), "#!/bin/sh%n'%s' \"$@\"%nexit%n".formatted(launcher));
    assertThat(wrapper.toFile().setExecutable(true)).isTrue();
    String directory = results.toString();
    assertThat(perf("run", "smoke", "--server", wrapper.toString(), "--results", directory))
        .isEqualTo(1);
    assertThat(out.toString()).contains("the server runs as a child of its launcher");
  }

  @Test
  void whatCannotBePlayedIsSaid() {
    assertThat(perf("run", "nothing", "--server", LAUNCHER)).isEqualTo(1);
    assertThat(err.toString()).contains("no scenario nothing, see: perf list");
    assertThat(perf("run", "smoke", "--server", "nowhere")).isEqualTo(1);
    assertThat(err.toString()).contains("no server at nowhere");
    assertThat(Files.exists(results.resolve("smoke.json"))).isFalse();
  }
}
