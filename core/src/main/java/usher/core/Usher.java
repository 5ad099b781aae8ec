package usher.core;

import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParseResult;
import usher.core.config.ConfigReader;
import usher.core.config.ConfigResult;
import usher.core.log.OneLine;
import usher.core.rules.Finding;
import usher.core.rules.RuleLint;

/** The command line, where the program begins. */
@Command(
    name = "usher",
    description = "An automatic call distributor that speaks SIP.",
    mixinStandardHelpOptions = true,
    versionProvider = Usher.VersionLines.class,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = CommandLine.HelpCommand.class,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:all went well",
      "1:the server could not start or run",
      "2:the command line or the configuration is wrong"
    })
public final class Usher {

  private final PrintWriter err;

  private Usher(PrintWriter err) {
    this.err = err;
  }

  /** Runs a command and ends the process with its exit code. */
  public static void main(String[] args) {
    System.exit(commandLine(writer(System.out), writer(System.err)).execute(args));
  }

  private static PrintWriter writer(PrintStream stream) {
    return new PrintWriter(stream, true, StandardCharsets.UTF_8);
  }

  static CommandLine commandLine(PrintWriter out, PrintWriter err) {
    return new CommandLine(new Usher(err))
        .addSubcommand(new ConfigCommand(out, err))
        .addSubcommand(new ReplayCommand(out, err))
        .addSubcommand(new RulesCommand(out, err))
        .setOut(out)
        .setErr(err)
        .setExecutionExceptionHandler(Usher::failed);
  }

  @Command(
      name = "serve",
      description =
          "Takes calls until SIGTERM, then lets running calls end. A second SIGTERM stops at once."
              + " Prints \"ready\" on stdout when it takes calls; the log goes to stderr.",
      mixinStandardHelpOptions = true)
  int serve(
      @Option(
              names = "--config",
              required = true,
              paramLabel = "FILE",
              description = "The configuration, in YAML.")
          Path config,
      @Option(
              names = "--data",
              paramLabel = "DIR",
              description = "Where journal and records go, instead of what the configuration says.")
          @Nullable Path data)
      throws IOException, InterruptedException {
    return switch (ConfigReader.read(config)) {
      case ConfigResult.Valid read -> {
        UnaryOperator<ConfigResult.Valid> adjust =
            valid -> data == null ? valid : valid.withData(data);
        yield refusedByLint(read)
            ? ExitCode.USAGE
            : Server.serve(adjust.apply(read), config, adjust);
      }
      case ConfigResult.Invalid invalid -> mistakes(invalid, err);
    };
  }

  /** Warnings go to the log, errors to the operator who waits for the server. */
  private boolean refusedByLint(ConfigResult.Valid read) {
    List<Finding> findings = new ArrayList<>(RuleLint.check(read));
    findings.addAll(Certificates.check(read));
    for (Finding finding : findings) {
      if (finding.isError()) {
        err.println(finding);
      } else {
        LoggerFactory.getLogger(Usher.class).warn("{}", finding);
      }
    }
    return RuleLint.refuses(findings);
  }

  /** Each on a line of its own; the exit code that says so. */
  static int mistakes(ConfigResult.Invalid invalid, PrintWriter err) {
    invalid.errors().forEach(err::println);
    return ExitCode.USAGE;
  }

  /** One line for what the world did to us; a trace for what we did wrong. */
  private static int failed(Exception e, CommandLine command, @Nullable ParseResult parsed) {
    if (e instanceof IOException) {
      command.getErr().println("usher: " + OneLine.escape(describe(e)));
    } else {
      LoggerFactory.getLogger(Usher.class).error("a fault in the program", e);
    }
    return ExitCode.SOFTWARE;
  }

  /** The messages of many an IOException are but a file's name. */
  private static String describe(Exception e) {
    String message = String.valueOf(e.getMessage());
    return e.getClass() == IOException.class
        ? message
        : e.getClass().getSimpleName() + ": " + message;
  }

  /** What {@code --version} prints. */
  static final class VersionLines implements IVersionProvider {
    @Override
    public String[] getVersion() {
      return new String[] {"usher " + Version.TEXT, "Java " + Runtime.version()};
    }
  }
}
