package usher.perf.harness;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import usher.softphone.results.Measurement;
import usher.softphone.results.Result;
import usher.softphone.results.ResultFiles;

/** What the harness does not let pass. */
class VerdictTest {
  @TempDir Path directory;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int perf(String... arguments) {
    return Perf.commandLine(new PrintWriter(out, true), new PrintWriter(err, true), false)
        .execute(arguments);
  }

  private static Measurement calls(int calls, int answered, int refused) {
    return new Measurement("some")
        .put("calls", calls)
        .put("answered", answered)
        .put("success_pct", 100.0 * answered / calls)
        .put(Meter.SHED, refused);
  }

  private Path result(String scenario) throws IOException {
    Result result =
        Result.of(scenario, "", "", "", Map.of(), List.of(new Measurement("x").put("calls", 1)));
    ResultFiles.write(directory, result, List.of());
    return directory.resolve(scenario + ".json");
  }

  @Test
  void oneRefusedCallInAThousandIsHeldAndOneLostCallIsNot() {
    assertThat(Verdict.ofCalls(calls(1_000, 999, 1)).problems()).isEmpty();
    assertThat(Verdict.ofCalls(calls(1_000, 998, 2)).problems())
        .containsExactly("some: only 998 of 1,000 calls were answered");
    assertThat(Verdict.ofCalls(calls(1_000, 999, 0)).problems())
        .containsExactly("some: 1 calls were lost");
  }

  private static Measurement soaked(int calls, int answered, double heapMb) {
    return Verdict.noneLost(calls(calls, answered, calls - answered))
        .put("refused", calls - answered)
        .put("relayed", 1)
        .put("cpu_ms_per_call", 1)
        .put("heap_after_gc_mb", heapMb)
        .put("resident_mb", 1)
        .put("open_files", 1);
  }

  @Test
  void refusalsOfOneMomentCountAmongAllCallsOfASoak() {
    Measurement fine = soaked(1_000, 1_000, 100);
    Measurement moment = soaked(1_000, 997, 100);
    assertThat(Endurance.summary(List.of(fine, moment, fine)).problems()).isEmpty();
    assertThat(Endurance.summary(List.of(fine, moment)).problems())
        .containsExactly("all of it: only 1,997 of 2,000 calls were answered");
    assertThat(Endurance.summary(List.of(fine, soaked(1_000, 1_000, 94), fine)).problems())
        .containsExactly("all of it: the heap grew by 6.383 %");
  }

  @Test
  void aCallThatIsLostInAPartOfASoakIsLost() {
    Measurement lost = Verdict.noneLost(soaked(1_000, 1_000, 100).put("answered", 999));
    assertThat(Endurance.summary(List.of(soaked(9_000, 9_000, 100), lost)).problems())
        .containsExactly("all of it: some: 1 calls were lost");
  }

  @Test
  void noCallsAtAllAreNoSuccess() {
    assertThat(Verdict.ofCalls(calls(0, 0, 0)).problems()).contains("some: no calls were made");
  }

  @Test
  void audioThatIsLostOrNotToldOfIsNotWell() {
    String said = "500 calls, 15 s: 750,000 packets sent (50,000/s), %s%n";
    assertThat(Endurance.relayed(said.formatted("0 lost (0.0000 %)")).problems()).isEmpty();
    assertThat(Endurance.relayed(said.formatted("75,000 lost (10.0000 %)")).problems())
        .containsExactly("500 relayed calls: 10.0 % of the packets were lost");
    assertThat(Endurance.relayed("").problems()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--seconds=0",
        "--seconds=-4",
        "--warm-up=-1",
        "--warm-up-rate=0",
        "--warm-up-rate=NaN",
        "--peak=0",
        "--soak-calls=0"
      })
  void numbersThatMeanNothingAreRefusedBeforeAServerIsStarted(String option) {
    assertThat(perf("run", "smoke", option, "--server", "nowhere")).isEqualTo(2);
    assertThat(err.toString()).startsWith(option.substring(0, option.indexOf('=')) + " is ");
  }

  @Test
  void resultsThatCannotBeWrittenAreToldBeforeAServerIsStarted() throws IOException {
    Path file = Files.createFile(directory.resolve("file"));
    String noServer = System.getProperty("java.home") + "/bin/java";
    assertThat(perf("run", "smoke", "--server", noServer, "--results", file.toString()))
        .isEqualTo(1);
    assertThat(err.toString()).startsWith("perf: results cannot be written to " + file);
    assertThat(out.toString()).isEmpty();
  }

  @Test
  void whatIsSkippedHasToBeAScenarioAndSomethingHasToBeLeft() {
    String server = System.getProperty("java.home") + "/bin/java";
    assertThat(perf("run", "all", "--skip", "queues", "--server", server)).isEqualTo(1);
    assertThat(err.toString()).contains("no scenario queues, see: perf list");
    String everything = String.join(",", Scenarios.ALL.stream().map(Scenario::name).toList());
    assertThat(perf("run", "all", "--skip", everything, "--server", server)).isEqualTo(2);
    assertThat(err.toString()).contains("nothing is left to be played");
  }

  @Test
  void whatHasNothingInCommonIsNotCompared() throws IOException {
    String a = result("peak").toString();
    String b = result("soak").toString();
    assertThat(perf("compare", a, b)).isEqualTo(1);
    assertThat(err.toString()).contains("have no scenario in common");
    assertThat(perf("compare", a, a)).isZero();
  }

  @Test
  void filesThatAreNoResultsAreNamed() throws IOException {
    String whole = result("peak").toString();
    Path half = directory.resolve("half");
    Files.writeString(half, Files.readString(Path.of(whole)).substring(0, 40));
    Path other = Files.writeString(directory.resolve("other"), "{}");
    String text = Files.readString(Path.of(whole));
    Path noStretch = directory.resolve("no-stretch");
    Files.writeString(
        noStretch, text.replaceFirst("(?s)\"stretches\" : \\[.*", "\"stretches\" : [null]}"));
    Path noValue = directory.resolve("no-value");
    Files.writeString(noValue, text.replace("1.0", "null"));
    for (Path wrong : List.of(half, other, noStretch, noValue)) {
      assertThat(perf("compare", whole, wrong.toString())).isEqualTo(1);
      assertThat(err.toString()).contains("perf: " + wrong + " is no result");
    }
    assertThat(perf("compare", whole, "nowhere")).isEqualTo(1);
    assertThat(err.toString()).contains("there is no nowhere");
  }
}
