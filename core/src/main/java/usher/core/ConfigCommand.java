package usher.core;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import usher.core.config.ConfigReader;
import usher.core.config.ConfigResult;
import usher.core.config.SealingKey;
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
        "It opens the phone of this name in this domain; elsewhere it is worth nothing.",
        "With --key it is sealed, so that it is worth nothing to who reads the configuration."
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
          String password,
      @Option(names = "--key", paramLabel = "FILE", description = "The key that seals it.")
          @Nullable Path key)
      throws IOException {
    UnaryOperator<String> shown =
        key == null ? UnaryOperator.identity() : SealingKey.load(key)::seal;
    out.printf(
        "ha1: { sha-256: \"%s\", md5: \"%s\" }%n",
        shown.apply(DigestAlgorithm.SHA_256.ha1(agent, domain, password)),
        shown.apply(DigestAlgorithm.MD5.ha1(agent, domain, password)));
    return ExitCode.OK;
  }

  @Command(
      name = "key",
      description = {
        "Makes a new key for secrets in a new file, which only its owner can read.",
        "To be named in secrets.keys; keep a copy elsewhere: what it has sealed opens to no other."
      },
      mixinStandardHelpOptions = true)
  int key(
      @Parameters(index = "0", paramLabel = "FILE", description = "To be made.") Path file,
      @Parameters(index = "1", paramLabel = "ID", description = "How it is called, as 2026-11.")
          String id)
      throws IOException {
    out.println(file + ": " + SealingKey.create(file, id));
    return ExitCode.OK;
  }

  @Command(
      name = "seal",
      description = "Prints any secret, such as a trunk's password, sealed for the configuration.",
      mixinStandardHelpOptions = true)
  int seal(
      @Option(names = "--key", required = true, paramLabel = "FILE", description = "By which.")
          Path key,
      @Option(
              names = "--secret",
              required = true,
              interactive = true,
              arity = "0..1",
              paramLabel = "SECRET",
              description = "Asked for, unseen, where nothing follows.")
          String secret)
      throws IOException {
    out.println('"' + SealingKey.load(key).seal(secret) + '"');
    return ExitCode.OK;
  }

  @Command(
      name = "reseal",
      description = {
        "Prints a configuration with all that was sealed by any of these keys sealed by the first.",
        "The old key may go when the new text is in place."
      },
      mixinStandardHelpOptions = true)
  int reseal(
      @Parameters(paramLabel = "FILE", description = "The configuration.") Path file,
      @Option(
              names = "--key",
              required = true,
              paramLabel = "FILE",
              description = "The new key, then the old ones.")
          List<Path> files)
      throws IOException {
    List<SealingKey> keys = new ArrayList<>();
    for (Path each : files) {
      keys.add(SealingKey.load(each));
    }
    Matcher sealed = SealingKey.findIn(Files.readString(file));
    StringBuilder text = new StringBuilder();
    while (sealed.find()) {
      sealed.appendReplacement(text, resealed(sealed.group(), keys));
    }
    out.print(sealed.appendTail(text));
    return ExitCode.OK;
  }

  private static String resealed(String sealed, List<SealingKey> keys) throws IOException {
    return keys.stream()
        .flatMap(key -> key.open(sealed).stream())
        .findFirst()
        .map(keys.getFirst()::seal)
        .orElseThrow(() -> new IOException("none of the keys opens " + sealed));
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
