package usher.softphone.cli;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import usher.softphone.bulk.BulkFleet;
import usher.softphone.chance.Seed;
import usher.softphone.results.Accounts.ServerCounts;
import usher.softphone.results.Machine;
import usher.softphone.results.Measurement;
import usher.softphone.results.RecordFiles;
import usher.softphone.results.Report;
import usher.softphone.results.Result;
import usher.softphone.results.ResultFiles;
import usher.softphone.scenario.Scenario;
import usher.softphone.scenario.ScenarioReader;
import usher.softphone.scenario.ScenarioResult;

/** {@code softphones scenario}. */
@Command(
    name = "scenario",
    description = {
      "Plain phones by the thousand, as a file in YAML says: they signal calls, so a process can"
          + " make more of them than a server bears.",
      "",
      "In the end every call has to have one outcome, no agent a call, and all agents their"
          + " registrations, or the exit code is 1; so it is where a call was refused or broke.",
      "",
      "Latencies count from when a call was due. load.yaml beside bin has every key."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class ScenarioCommand implements Callable<Integer> {
  /** Between two looks at the server's records that are to say the same. */
  private static final Duration SETTLED = Duration.ofSeconds(3);

  private final Screen screen;
  private final Interrupt interrupt;

  @Parameters(paramLabel = "FILE", description = "The scenario.")
  Path file = Path.of("");

  @Option(
      names = "--results",
      paramLabel = "DIR",
      description = "Where a JSON file, histograms (.hgrm) and report.html go. Default: nowhere.")
  @Nullable Path results;

  @Option(
      names = "--records",
      paramLabel = "DIR",
      description =
          "The server's records (data/records), if nobody else calls it: there has to be one for"
              + " each call, with an agent where the phones had one.")
  @Nullable Path records;

  @Option(
      names = "--seed",
      paramLabel = "NUMBER",
      description = "Draw the same lots as a run with the same seed, whatever the file says.")
  @Nullable Long seed;

  @Spec CommandSpec spec = CommandSpec.create();

  ScenarioCommand(Screen screen, Interrupt interrupt) {
    this.screen = screen;
    this.interrupt = interrupt;
  }

  @Override
  public Integer call() throws IOException {
    return switch (ScenarioReader.read(file)) {
      case ScenarioResult.Valid(Scenario scenario) -> play(scenario);
      case ScenarioResult.Invalid(var errors) -> {
        errors.forEach(spec.commandLine().getErr()::println);
        yield ExitCode.USAGE;
      }
    };
  }

  private int play(Scenario scenario) throws IOException {
    long lots = seed(scenario);
    screen.println("seed " + lots);
    String at = Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
    Map<String, String> machine = Machine.describe();
    RecordFiles written = records == null ? null : new RecordFiles(records);
    // Audio that somebody sends us finds an open port, where nobody reads it.
    try (DatagramSocket audio = new DatagramSocket(0, InetAddress.ofLiteral("0.0.0.0"));
        BulkFleet fleet =
            BulkFleet.start(scenario.server(), new Seed(lots), audio.getLocalPort())) {
      ScenarioRun run = new ScenarioRun(scenario, fleet, screen, interrupt);
      run.play();
      ScenarioOutcome outcome = run.outcome();
      List<Measurement> measured = outcome.measured(written == null ? null : counts(written));
      return tell(
          outcome,
          Result.of(name(), outcome.about(), command(lots), at, machine, measured),
          measured);
    }
  }

  /** The last ones are written a moment after their calls. */
  private static ServerCounts counts(RecordFiles written) throws IOException {
    ServerCounts before;
    ServerCounts now = written.count();
    do {
      LockSupport.parkNanos(SETTLED.toNanos());
      before = now;
      now = written.count();
    } while (!now.equals(before));
    return now;
  }

  private int tell(ScenarioOutcome outcome, Result result, List<Measurement> measured)
      throws IOException {
    Summary summary = outcome.summary(result.isGood());
    screen.println("");
    summary.lines().forEach(screen::println);
    screen.println(result.isGood() ? "all as it should be" : "");
    result.problems().forEach(problem -> screen.println("NOT AS IT SHOULD BE: " + problem));
    if (results != null) {
      ResultFiles.write(results, result, measured);
      Path report = results.resolve("report.html");
      Files.writeString(report, Report.html("Softphones under load", List.of(result)));
      screen.println("results: " + report);
    }
    return summary.isGood() ? 0 : 1;
  }

  private String name() {
    return file.getFileName().toString().replaceFirst("\\.[^.]*$", "");
  }

  private String command(long lots) {
    return "softphones scenario "
        + file
        + option("--results", results)
        + option("--records", records)
        + " --seed "
        + lots;
  }

  private static String option(String name, @Nullable Path value) {
    return value == null ? "" : " " + name + " " + value;
  }

  private long seed(Scenario scenario) {
    if (seed != null) {
      return seed;
    }
    return scenario.seed().orElseGet(() -> new SecureRandom().nextLong());
  }
}
