package usher.perf.harness;

import java.io.Console;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Parameters;
import usher.softphone.cli.Screen;

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
  private static final String LOG_SETTING = "logback.configurationFile";

  private final PrintWriter out;

  private Perf(PrintWriter out) {
    this.out = out;
  }

  /** Runs a command and ends the process with its exit code. */
  public static void main(String[] args) {
    if (System.getProperty(LOG_SETTING) == null) {
      System.setProperty(LOG_SETTING, "softphones-logback.xml");
    }
    PrintWriter out = writer(System.out);
    System.exit(commandLine(out, writer(System.err), isTerminal()).execute(args));
  }

  @SuppressWarnings("SystemConsoleNull") // JDK 25 has no console again where there is no terminal
  private static boolean isTerminal() {
    Console console = System.console();
    return console != null && console.isTerminal();
  }

  private static PrintWriter writer(PrintStream stream) {
    return new PrintWriter(stream, true, StandardCharsets.UTF_8);
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
    Comparison.lines(ResultFiles.read(a), ResultFiles.read(b)).forEach(out::println);
    return 0;
  }
}
