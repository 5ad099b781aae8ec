package usher.perf.harness;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import usher.softphone.cli.Screen;
import usher.softphone.results.Machine;
import usher.softphone.results.Measurement;
import usher.softphone.results.Numbers;
import usher.softphone.results.Report;
import usher.softphone.results.Result;
import usher.softphone.results.ResultFiles;

/** {@code perf run}. */
@Command(
    name = "run",
    description = {
      "Plays scenarios: starts the server, warms it up, drives it, measures. Scenarios that need"
          + " the same server share it. Leaves a JSON file for each, histograms (.hgrm),"
          + " report.html and table.md.",
      "",
      "All traffic stays on 127.0.8.0/24."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class RunCommand implements Callable<Integer> {
  private static final int WARM_UP_S = 60;
  private static final double WARM_UP_RATE = 400;
  private static final long SOAK_CALLS = 1_000_000;
  private static final String ALL = "all";

  private final Screen screen;

  @Spec CommandSpec spec = CommandSpec.create();

  @Parameters(
      arity = "1..*",
      paramLabel = "NAME",
      description = "Scenarios (see list), or all of them: all.")
  List<String> names = new ArrayList<>();

  @Option(
      names = "--server",
      paramLabel = "FILE",
      defaultValue = "core/target/usher/bin/usher",
      description = "The server's launcher. Default: ${DEFAULT-VALUE}.")
  Path launcher = Path.of("core/target/usher/bin/usher");

  @Option(
      names = "--results",
      paramLabel = "DIR",
      defaultValue = "perf/target/results",
      description = "Where results go. Default: ${DEFAULT-VALUE}.")
  Path results = Path.of("perf/target/results");

  @Option(
      names = "--skip",
      split = ",",
      paramLabel = "NAME",
      description = "Scenarios that are not played, though all are asked for.")
  List<String> skipped = new ArrayList<>();

  @Option(
      names = "--warm-up",
      paramLabel = "SECONDS",
      description = "Calls that are not counted, for each new server. Default: 60.")
  int warmUpS = WARM_UP_S;

  @Option(
      names = "--warm-up-rate",
      paramLabel = "N",
      description = "How many of them a second. Default: 400.")
  double warmUpRate = WARM_UP_RATE;

  @Option(
      names = "--seconds",
      paramLabel = "N",
      description = "The length of each stretch, instead of what the scenario thinks right.")
  @Nullable Integer seconds;

  @Option(
      names = "--peak",
      paramLabel = "N",
      description = {
        "The highest rate, where it is known: neither overload nor soak searches it then. Soak"
            + " takes 80 %% of it."
      })
  @Nullable Double peak;

  @Option(
      names = "--soak-calls",
      paramLabel = "N",
      description = "How many calls the soak makes. Default: 1,000,000.")
  long soakCalls = SOAK_CALLS;

  @Option(names = "--seed", paramLabel = "N", description = "Of all lots. Default: 1.")
  long seed = 1;

  @Option(names = "--keep", description = "Keep the server's files: log, journal, records.")
  boolean keep;

  RunCommand(Screen screen) {
    this.screen = screen;
  }

  @Override
  public Integer call() throws IOException {
    check();
    if (!Files.isExecutable(launcher) || Files.isDirectory(launcher)) {
      throw new IOException("no server at " + launcher + ": mvn -DskipTests package makes it");
    }
    List<Scenario> scenarios = chosen();
    prepareResults();
    List<Result> all = new ArrayList<>();
    try (Bench bench = new Bench(options(), console())) {
      for (Scenario scenario : scenarios) {
        all.add(play(scenario, bench, all));
        // What is known so far stays, whatever comes.
        publish(all);
      }
      bench.endStage();
      addAccounts(bench, all);
    }
    publish(all);
    show(all);
    return all.stream().allMatch(Result::isGood) ? 0 : 1;
  }

  /** Numbers that mean nothing are told before a server is started. */
  private void check() {
    refuse(seconds != null && seconds < 1, "--seconds is at least 1");
    refuse(warmUpS < 0, "--warm-up is at least 0");
    refuse(!isRate(warmUpRate), "--warm-up-rate is above 0");
    refuse(peak != null && !isRate(peak), "--peak is above 0");
    refuse(soakCalls < Endurance.SOAK_PARTS, "--soak-calls is at least " + Endurance.SOAK_PARTS);
  }

  private static boolean isRate(double perS) {
    return perS > 0 && Double.isFinite(perS);
  }

  private void refuse(boolean wrong, String why) {
    if (wrong) {
      throw new ParameterException(spec.commandLine(), why);
    }
  }

  /** Better now than after all has been played. */
  private void prepareResults() throws IOException {
    try {
      Files.createDirectories(results);
      Files.delete(Files.createTempFile(results, "results", ".new"));
    } catch (IOException e) {
      throw new IOException("results cannot be written to " + results, e);
    }
  }

  private Options options() {
    return new Options(
        launcher,
        results,
        warmUpS,
        warmUpRate,
        seconds == null ? OptionalInt.empty() : OptionalInt.of(seconds),
        peak == null ? OptionalDouble.empty() : OptionalDouble.of(peak),
        soakCalls,
        seed,
        keep);
  }

  private Progress console() {
    return new Progress() {
      private long nextNs = System.nanoTime();

      @Override
      public void status(String line) {
        long nowNs = System.nanoTime();
        if (nowNs - nextNs >= 0) {
          nextNs = nowNs + screen.interval().toNanos();
          screen.status(line);
        }
      }

      @Override
      public void println(String line) {
        screen.println(line);
      }
    };
  }

  private List<Scenario> chosen() throws IOException {
    List<Scenario> chosen = new ArrayList<>();
    for (String name : skipped) {
      var _ = named(name);
    }
    for (String name : names) {
      if (name.equals(ALL)) {
        Scenarios.ALL.stream().filter(each -> !skipped.contains(each.name())).forEach(chosen::add);
      } else {
        chosen.add(named(name));
      }
    }
    refuse(chosen.isEmpty(), "nothing is left to be played");
    return chosen;
  }

  private static Scenario named(String name) throws IOException {
    if (name.equals(Scenarios.SMOKE.name())) {
      return Scenarios.SMOKE;
    }
    return Scenarios.ALL.stream()
        .filter(each -> each.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new IOException("no scenario " + name + ", see: perf list"));
  }

  private Result play(Scenario scenario, Bench bench, List<Result> before) throws IOException {
    screen.println(scenario.name() + ": " + scenario.about());
    String at = Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
    Map<String, String> machine = Machine.describe();
    machine.put("pinning", Pins.possible() ? "where the scenario says" : "not possible");
    List<Measurement> measured = measured(scenario, bench);
    addAccounts(bench, before);
    return write(scenario.name(), scenario.about(), at, machine, measured);
  }

  /** What cannot be played is a problem of its own, and the next scenario has another server. */
  private List<Measurement> measured(Scenario scenario, Bench bench) throws IOException {
    try {
      return scenario.play().on(bench);
    } catch (IOException | RuntimeException e) {
      bench.close();
      Measurement failed = new Measurement("could not be played");
      return List.of(failed.require(false, String.valueOf(e.getMessage())));
    }
  }

  /** Servers that stopped meanwhile have their accounts beside the scenarios that they served. */
  private void addAccounts(Bench bench, List<Result> before) throws IOException {
    for (Measurement accounts : bench.takeAccounts()) {
      String name = unused(accounts.name().replaceAll("[^a-z0-9]+", "-"), before);
      String at = Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
      before.add(
          write(
              name,
              "what the server says of all calls is what the phones say",
              at,
              Map.of(),
              List.of(accounts)));
    }
  }

  /** One server may be arranged as another was. */
  private static String unused(String name, List<Result> before) {
    long same = before.stream().filter(each -> each.scenario().matches(name + "(-\\d+)?")).count();
    return same == 0 ? name : name + "-" + (same + 1);
  }

  private Result write(
      String name, String about, String at, Map<String, String> machine, List<Measurement> measured)
      throws IOException {
    Result result =
        Result.of(
            name,
            about,
            "java -jar perf/target/perf.jar " + String.join(" ", asTyped()),
            at,
            machine,
            measured);
    ResultFiles.write(results, result, measured);
    result.stretches().forEach(this::tell);
    result.problems().forEach(problem -> screen.println("  NOT AS IT SHOULD BE: " + problem));
    return result;
  }

  private List<String> asTyped() {
    return spec.root().commandLine().getParseResult().originalArgs();
  }

  private void tell(Result.Stretch stretch) {
    StringBuilder line = new StringBuilder("  ").append(stretch.name());
    for (String key :
        List.of(
            "success_pct",
            "cpu_ms_per_call",
            "fleet_cpu_ms_per_call",
            "answer_p99_ms",
            "offer-on-the-wire_p50_ms",
            "offer-on-the-wire_p99_ms")) {
      Double value = stretch.values().get(key);
      if (value != null) {
        line.append("  ").append(key).append(' ').append(Numbers.text(value));
      }
    }
    screen.println(line.toString());
  }

  private void publish(List<Result> all) throws IOException {
    Files.writeString(results.resolve("table.md"), Table.markdown(all));
    Files.writeString(results.resolve("report.html"), Report.html("Usher under load", all));
  }

  private void show(List<Result> all) {
    screen.println("");
    Table.markdown(all).lines().forEach(screen::println);
    screen.println("results: " + results.resolve("report.html"));
  }
}
