package usher.softphone.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import usher.softphone.chance.Seed;
import usher.softphone.scenario.Roster;
import usher.softphone.scenario.Scenario;
import usher.softphone.scenario.ScenarioReader;
import usher.softphone.scenario.ScenarioResult;

/** {@code softphones roster}. */
@Command(
    name = "roster",
    description = {
      "Prints the agents of a scenario as the server's configuration has them, with the mix of"
          + " skills that the scenario says: agents do not tell a server their skills themselves."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class RosterCommand implements Callable<Integer> {
  @Parameters(paramLabel = "FILE", description = "The scenario.")
  Path file = Path.of("");

  @Option(
      names = "--seed",
      paramLabel = "NUMBER",
      description = "Of the lots that decide who has what. Default: the scenario's, or 1.")
  @Nullable Long seed;

  @Spec CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws IOException {
    return switch (ScenarioReader.read(file)) {
      case ScenarioResult.Valid(Scenario scenario) -> {
        long lots = seed == null ? scenario.seed().orElse(1) : seed;
        Roster.lines(scenario, new Seed(lots)).forEach(spec.commandLine().getOut()::println);
        yield ExitCode.OK;
      }
      case ScenarioResult.Invalid(var errors) -> {
        errors.forEach(spec.commandLine().getErr()::println);
        yield ExitCode.USAGE;
      }
    };
  }
}
