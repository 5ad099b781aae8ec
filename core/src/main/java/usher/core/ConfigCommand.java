package usher.core;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import usher.core.config.ConfigReader;
import usher.core.config.ConfigResult;
import usher.core.rules.Finding;
import usher.sip.registrar.DigestAlgorithm;

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

  @Command(
      name = "ha1",
      description = {
        "Prints what an agent has in the configuration instead of a password (RFC 7616: A1,"
            + " hashed).",
        "It opens the phone of this name in this domain; elsewhere it is worth nothing."
      },
      mixinStandardHelpOptions = true)
  int ha1(
      @Parameters(paramLabel = "AGENT", description = "The name that the phone registers.")
          String agent,
      @Option(
              names = "--domain",
              required = true,
              paramLabel = "DOMAIN",
              description = "sip.domain of the configuration.")
          String domain,
      @Option(
              names = "--password",
              required = true,
              interactive = true,
              arity = "0..1",
              paramLabel = "PASSWORD",
              description = "Asked for, unseen, where nothing follows.")
          String password) {
    out.printf(
        "ha1: { sha-256: \"%s\", md5: \"%s\" }%n",
        DigestAlgorithm.SHA_256.ha1(agent, domain, password),
        DigestAlgorithm.MD5.ha1(agent, domain, password));
    return ExitCode.OK;
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
