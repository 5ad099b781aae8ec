package usher.core;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import usher.core.config.ConfigReader;
import usher.core.config.ConfigResult;
import usher.core.config.UsherConfig;
import usher.core.entry.CallFacts;
import usher.core.rules.Finding;
import usher.core.rules.RuleDiff;
import usher.core.rules.RuleLint;
import usher.core.rules.RuleTrial;

/** {@code usher rules ...}: what rules mean, before they are published. */
@Command(
    name = "rules",
    description = "Says what rules mean before callers notice.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND")
final class RulesCommand {

  private final PrintWriter out;
  private final PrintWriter err;

  RulesCommand(PrintWriter out, PrintWriter err) {
    this.out = out;
    this.err = err;
  }

  @Command(
      name = "lint",
      description = {
        "Finds what cannot work although every line is right: steps nobody satisfies, queues nobody"
            + " serves, agents nobody asks, circles, entries that others shadow, calls that"
            + " starve.",
        "Exit code 2 if a server would refuse the rules."
      },
      mixinStandardHelpOptions = true)
  int lint(@Parameters(paramLabel = "FILE", description = "The configuration.") Path file) {
    return switch (ConfigReader.read(file)) {
      case ConfigResult.Invalid invalid -> Usher.mistakes(invalid, err);
      case ConfigResult.Valid read -> findings(file, RuleLint.check(read));
    };
  }

  private int findings(Path file, List<Finding> findings) {
    findings.forEach(finding -> (finding.isError() ? err : out).println(finding));
    if (findings.isEmpty()) {
      out.println(file + ": nothing to say");
    }
    return RuleLint.refuses(findings) ? ExitCode.USAGE : ExitCode.OK;
  }

  @Command(
      name = "diff",
      description = "Says in words how one configuration differs from another.",
      mixinStandardHelpOptions = true)
  int diff(
      @Parameters(index = "0", paramLabel = "OLD", description = "What counts now.") Path old,
      @Parameters(index = "1", paramLabel = "NEW", description = "What shall count.") Path edited) {
    Optional<ConfigResult.Valid> before = valid(old);
    Optional<ConfigResult.Valid> after = valid(edited);
    if (before.isEmpty() || after.isEmpty()) {
      return ExitCode.USAGE;
    }
    UsherConfig was = before.get().config();
    UsherConfig is = after.get().config();
    List<String> told =
        RuleDiff.between(
            dataOf(old, was).equals(dataOf(edited, is)) ? was.withData(is.data()) : was, is);
    told.forEach(out::println);
    if (told.isEmpty()) {
      out.println("they mean the same");
    }
    return ExitCode.OK;
  }

  /** Relative to its file, a directory is another one wherever the file lies. */
  private static Path dataOf(Path file, UsherConfig config) {
    Path beside = file.toAbsolutePath().normalize().resolveSibling("");
    return beside.relativize(config.data().toAbsolutePath().normalize());
  }

  private Optional<ConfigResult.Valid> valid(Path file) {
    return switch (ConfigReader.read(file)) {
      case ConfigResult.Valid read -> Optional.of(read);
      case ConfigResult.Invalid invalid -> {
        Usher.mistakes(invalid, err);
        yield Optional.empty();
      }
    };
  }

  @Command(
      name = "try",
      description =
          "Says what would become of a call: which entry takes it, which queue, and who is asked.",
      mixinStandardHelpOptions = true)
  int trial(
      @Parameters(paramLabel = "FILE", description = "The configuration.") Path file,
      @Option(
              names = "--to",
              required = true,
              paramLabel = "USER",
              description = "The user part that is dialled.")
          String to,
      @Option(
              names = "--from",
              paramLabel = "USER",
              defaultValue = "",
              description = "The user part of the caller's address.")
          String from,
      @Option(
              names = "--at",
              required = true,
              paramLabel = "TIME",
              converter = WallTime.Reader.class,
              description =
                  "When, in the configuration's zone, such as 2026-11-23T09:00; with +01:00 behind"
                      + " it where clocks show that time twice.")
          WallTime at,
      @Option(
              names = "--header",
              paramLabel = "NAME=VALUE",
              description = "A SIP header of the call; as often as needed.")
          @Nullable Map<String, String> headers,
      @Option(
              names = "--trunk",
              paramLabel = "NAME",
              defaultValue = "",
              description = "The trunk that it comes over.")
          String trunk,
      @Option(
              names = "--diverted",
              paramLabel = "NUMBER",
              defaultValue = "",
              description = "Whom the caller had dialled before, as a trusted trunk says.")
          String diverted,
      @Option(
              names = "--source",
              paramLabel = "IP",
              defaultValue = "192.0.2.1",
              description = "The address that it comes from.")
          String source) {
    Optional<ConfigResult.Valid> read = valid(file);
    if (read.isEmpty()) {
      return ExitCode.USAGE;
    }
    Map<String, String> known = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    known.putAll(headers == null ? Map.of() : headers);
    ZonedDateTime time = at.in(read.get().config().zone());
    CallFacts facts =
        new CallFacts(
            to,
            read.get().config().sip().domain().toLowerCase(Locale.ROOT),
            from,
            trunk,
            diverted,
            source,
            name -> known.getOrDefault(name, ""),
            Map.of(),
            time.toInstant().toEpochMilli());
    at.doubt(time).ifPresent(out::println);
    RuleTrial.of(read.get(), facts).forEach(out::println);
    return ExitCode.OK;
  }
}
