package usher.softphone.cli;

import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IVersionProvider;

/** Where the program begins. */
@Command(
    name = "softphones",
    description = "Simulated SIP phones, thousands in one process, to try a server with.",
    mixinStandardHelpOptions = true,
    versionProvider = Softphones.Version.class,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      AgentsCommand.class,
      CallersCommand.class,
      ScenarioCommand.class,
      RosterCommand.class,
      HelpCommand.class
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:all went well",
      "1:a call failed, or an agent could not register",
      "2:the command line is wrong, or no socket could be opened"
    })
public final class Softphones {
  private Softphones() {}

  /** Runs a command and ends the process with its exit code. */
  public static void main(String[] args) {
    Surroundings.quietLog();
    Interrupt interrupt = Interrupt.ofProcess();
    int code =
        commandLine(
                Surroundings.writer(System.out),
                Surroundings.writer(System.err),
                Surroundings.isTerminal(),
                interrupt)
            .execute(args);
    interrupt.exit(code);
  }

  /**
   * The command line with everything it needs of its surroundings.
   *
   * @param terminal whether {@code out} is one, on which a line can be written over
   */
  static CommandLine commandLine(
      PrintWriter out, PrintWriter err, boolean terminal, Interrupt interrupt) {
    Screen screen = new Screen(out, terminal);
    return new CommandLine(new Softphones(), new Factory(screen, interrupt))
        .setOut(out)
        .setErr(err)
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setExecutionExceptionHandler(told(err));
  }

  private static IExecutionExceptionHandler told(PrintWriter err) {
    return (failure, _, _) -> {
      err.println("softphones: " + failure.getMessage());
      return CommandLine.ExitCode.USAGE;
    };
  }

  /** Gives the commands their screen. */
  private record Factory(Screen screen, Interrupt interrupt) implements CommandLine.IFactory {
    @Override
    public <K> K create(Class<K> type) throws Exception {
      Run run = new Run(screen, interrupt);
      if (type == AgentsCommand.class) {
        return type.cast(new AgentsCommand(run));
      }
      if (type == ScenarioCommand.class) {
        return type.cast(new ScenarioCommand(screen, interrupt));
      }
      return type == CallersCommand.class
          ? type.cast(new CallersCommand(run))
          : CommandLine.defaultFactory().create(type);
    }
  }

  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      String version = Softphones.class.getPackage().getImplementationVersion();
      return new String[] {"softphones " + (version == null ? "(not packaged)" : version)};
    }
  }
}
