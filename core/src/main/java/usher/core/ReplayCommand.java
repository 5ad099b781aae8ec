package usher.core;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Option;
import usher.core.config.ConfigReader;
import usher.core.config.ConfigResult;
import usher.core.journal.RecordedRun;
import usher.core.replay.Figures;
import usher.core.replay.TapeReplay;
import usher.core.replay.WhatIf;

/** {@code usher replay}: a recorded period again, on its own rules or on others. */
@Command(
    name = "replay",
    description =
        "Replays what a journal has recorded. Without --rules: shows whether the same decisions"
            + " follow. With --rules: simulates the recorded callers and agents on other rules, and"
            + " shows what changes. Opens no socket and publishes nothing; the journal is read, not"
            + " changed.",
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:the same follows, or the comparison is printed",
      "1:something else follows, or there is nothing to replay",
      "2:the command line or the rules are wrong"
    })
final class ReplayCommand implements Callable<Integer> {
  private static final long SEED = 1;

  private final PrintWriter out;
  private final PrintWriter err;

  @Option(
      names = "--journal",
      required = true,
      paramLabel = "DIR",
      description = "The journal: the directory of that name in the data directory.")
  private Path journal = Path.of("");

  @Option(
      names = "--rules",
      paramLabel = "FILE",
      description = "A configuration whose queues, agents and entries are tried.")
  private @Nullable Path rules;

  @Option(
      names = "--from",
      paramLabel = "TIME",
      description = "Only calls that arrive from then on count, such as 2026-11-22T08:00:00Z.")
  private Instant from = Instant.EPOCH;

  @Option(names = "--to", paramLabel = "TIME", description = "Only calls that arrive before count.")
  private Instant to = Instant.ofEpochMilli(Long.MAX_VALUE / 1_000_000);

  @Option(
      names = "--threshold",
      paramLabel = "SECONDS",
      defaultValue = "20",
      description = "An answer within it is in time; ${DEFAULT-VALUE} unless said otherwise.")
  private int thresholdS;

  @Option(
      names = "--show",
      paramLabel = "N",
      defaultValue = "10",
      description = "How many of the calls that went elsewhere are named.")
  private int details;

  @Option(names = "--json", description = "Prints JSON, with every figure.")
  private boolean json;

  ReplayCommand(PrintWriter out, PrintWriter err) {
    this.out = out;
    this.err = err;
  }

  @Override
  public Integer call() throws IOException {
    if (!Files.isDirectory(journal)) {
      err.println("usher: " + journal + " is no directory");
      return ExitCode.SOFTWARE;
    }
    RecordedRun.All recorded = RecordedRun.read(journal);
    Stream.concat(recorded.damaged().stream(), recorded.unfinished().stream())
        .forEach(damage ->
            err.println("usher: " + damage.file() + ":" + damage.offset() + ": " + damage.what()));
    List<RecordedRun> runs = recorded.runs().stream().filter(this::overlaps).toList();
    if (runs.isEmpty()) {
      err.println("usher: nothing was recorded in " + journal + " in that time");
      return ExitCode.SOFTWARE;
    }
    return rules == null ? verify(runs) : compare(runs, rules);
  }

  private boolean overlaps(RecordedRun run) {
    long firstMs = run.tape().getFirst().wallMs();
    long lastMs = run.tape().getLast().wallMs();
    return lastMs >= from.toEpochMilli() && firstMs < to.toEpochMilli();
  }

  private int verify(List<RecordedRun> runs) {
    List<TapeReplay.Verdict> verdicts =
        runs.stream().map(run -> TapeReplay.verify(run, new JournaledRules())).toList();
    if (json) {
      out.println(ReplayText.json(verdicts));
    } else {
      verdicts.forEach(verdict -> out.println(ReplayText.line(verdict)));
    }
    return exitCode(verdicts);
  }

  private int compare(List<RecordedRun> runs, Path file) {
    return switch (ConfigReader.read(file)) {
      case ConfigResult.Valid valid -> compare(runs, new TriedRules(valid));
      case ConfigResult.Invalid invalid -> Usher.mistakes(invalid, err);
    };
  }

  private int compare(List<RecordedRun> runs, TriedRules tried) {
    Figures.Limits limits =
        new Figures.Limits(
            Duration.ofSeconds(thresholdS).toNanos(), Figures.Limits.DEFAULT.shortNs());
    WhatIf.Options options =
        new WhatIf.Options(from.toEpochMilli(), to.toEpochMilli(), limits, SEED, details);
    List<WhatIf> compared = new ArrayList<>();
    for (RecordedRun run : runs) {
      compared.add(WhatIf.of(run, new JournaledRules(), tried, options));
    }
    if (json) {
      out.println(ReplayText.json(compared));
    } else {
      compared.forEach(each -> ReplayText.print(each, thresholdS, out));
    }
    return exitCode(compared.stream().map(WhatIf::verdict).toList());
  }

  private static int exitCode(List<TapeReplay.Verdict> verdicts) {
    return verdicts.stream().allMatch(TapeReplay.Verdict::agrees) ? ExitCode.OK : ExitCode.SOFTWARE;
  }
}
