package usher.perf.harness;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Parameters;
import usher.softphone.cli.Screen;
import usher.softphone.cli.Surroundings;
import usher.softphone.results.Result;
import usher.softphone.results.ResultFiles;

/** Where {@code java -jar perf/target/perf.jar} begins. */
@Command(
    name = "perf",
    description = "Plays loads on the packaged server, and measures.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = HelpCommand.class,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:all was as it should be",
      "1:something was not, or could not be played",
      "2:the command line is wrong"
    })
public final class Perf {
  private final PrintWriter out;

  private Perf(PrintWriter out) {
    this.out = out;
  }

  /** Runs a command and ends the process with its exit code. */
  public static void main(String[] args) {
    Surroundings.quietLog();
    PrintWriter out = Surroundings.writer(System.out);
    System.exit(
        commandLine(out, Surroundings.writer(System.err), Surroundings.isTerminal()).execute(args));
  }

  static CommandLine commandLine(PrintWriter out, PrintWriter err, boolean terminal) {
    return new CommandLine(new Perf(out))
        .addSubcommand(new RunCommand(new Screen(out, terminal)))
        .setOut(out)
        .setErr(err)
        .setExecutionExceptionHandler((failure, _, _) -> {
          err.println("perf: " + failure.getMessage());
          return CommandLine.ExitCode.SOFTWARE;
        });
  }

  @Command(name = "list", description = "Says which scenarios there are.")
  int list() {
    Scenarios.ALL.forEach(this::tell);
    tell(Scenarios.SMOKE);
    return 0;
  }

  private void tell(Scenario scenario) {
    out.println(scenario.name() + " ".repeat(16 - scenario.name().length()) + scenario.about());
  }

  @Command(
      name = "compare",
      description = "Sets two runs side by side: every number that both have, and their ratio.")
  int compare(
      @Parameters(paramLabel = "A", description = "A result, or a directory of results.") Path a,
      @Parameters(paramLabel = "B", description = "Another one.") Path b)
      throws IOException {
    List<String> lines = Comparison.lines(results(a), results(b));
    if (lines.isEmpty()) {
      throw new IOException(a + " and " + b + " have no scenario in common");
    }
    lines.forEach(out::println);
    return 0;
  }

  private static List<Result> results(Path path) throws IOException {
    if (!Files.exists(path)) {
      throw new IOException("there is no " + path);
    }
    List<Result> results = ResultFiles.read(path);
    for (Result result : results) {
      // JSON of something else leaves out what every result has.
      if (Stream.of(result.scenario(), result.stretches()).anyMatch(Objects::isNull)) {
        throw new IOException(path + " is no result of a run");
      }
    }
    return results;
  }
}
