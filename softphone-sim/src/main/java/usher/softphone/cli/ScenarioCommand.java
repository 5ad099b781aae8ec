package usher.softphone.cli;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import usher.softphone.bulk.BulkFleet;
import usher.softphone.chance.Seed;
import usher.softphone.scenario.Scenario;
import usher.softphone.scenario.ScenarioReader;
import usher.softphone.scenario.ScenarioResult;

/** {@code softphones scenario}. */
@Command(
    name = "scenario",
    description = {
      "Plain phones by the thousand over UDP, as a file in YAML says: they signal calls and nothing"
          + " else, so a process can make more of them than a server bears.",
      "",
      "Latencies count from when a call was due. load.yaml beside bin has every key."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class ScenarioCommand implements Callable<Integer> {
  private final Screen screen;
  private final Interrupt interrupt;

  @Parameters(paramLabel = "FILE", description = "The scenario.")
  Path file = Path.of("");

  @Option(
      names = "--results",
      paramLabel = "DIR",
      description = "Where result.json and histograms (.hgrm) go. Default: nowhere.")
  @Nullable Path results;

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
    // Audio that somebody sends us finds an open port, where nobody reads it.
    try (DatagramSocket audio = new DatagramSocket(0, InetAddress.ofLiteral("0.0.0.0"));
        BulkFleet fleet =
            BulkFleet.start(scenario.server(), new Seed(lots), audio.getLocalPort())) {
      ScenarioRun run = new ScenarioRun(scenario, fleet, screen, interrupt);
      run.play();
      Summary summary = run.summary();
      screen.println("");
      summary.lines().forEach(screen::println);
      if (results != null) {
        run.write(results, lots);
      }
      return summary.isGood() ? 0 : 1;
    }
  }

  private long seed(Scenario scenario) {
    if (seed != null) {
      return seed;
    }
    return scenario.seed().orElseGet(() -> new SecureRandom().nextLong());
  }
}
