package usher.core;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Parameters;
import usher.core.config.ConfigReader;
import usher.core.config.ConfigResult;
import usher.core.rules.Finding;

/** {@code usher config ...}: for the operator before the server sees what he wrote. */
@Command(
    name = "config",
    description = "Works on configuration files.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND")
final class ConfigCommand {

  private final PrintWriter out;
  private final PrintWriter err;

  ConfigCommand(PrintWriter out, PrintWriter err) {
    this.out = out;
    this.err = err;
  }

  @Command(
      name = "check",
      description =
          "Tells each mistake in a configuration with its line, column and what was expected.",
      mixinStandardHelpOptions = true)
  int check(@Parameters(paramLabel = "FILE", description = "The configuration.") Path file) {
    return switch (ConfigReader.read(file)) {
      case ConfigResult.Valid read -> certificates(file, read);
      case ConfigResult.Invalid invalid -> Usher.mistakes(invalid, err);
    };
  }

  private int certificates(Path file, ConfigResult.Valid read) {
    List<Finding> findings = Certificates.check(read);
    findings.forEach(err::println);
    return findings.stream().anyMatch(Finding::isError) ? ExitCode.USAGE : accepted(file);
  }

  private int accepted(Path file) {
    out.println(file + ": no mistakes");
    return ExitCode.OK;
  }
}
