package usher.perf.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import usher.softphone.bulk.BulkCallers;
import usher.softphone.bulk.BulkCallersPlan;
import usher.softphone.bulk.CallEnd;
import usher.softphone.bulk.CallFigures;
import usher.softphone.results.Measurement;
import usher.softphone.results.Numbers;

/** Other rules while calls flow, many calls for long, and audio. */
final class Endurance {
  private static final double SWAP_RATE = 400;
  private static final int SWAP_SECONDS = 20;
  private static final long SWAP_EVERY_MS = 1_000;

  private static final double SOAK_OF_PEAK = 0.8;
  private static final double SOAK_RATE_LEAST = 10;

  /** Calls whose audio goes through the server, each with ports of its own. */
  private static final double RELAYED_PER_S = 5;

  static final int SOAK_PARTS = 10;
  private static final double HEAP_TOLERANCE = 0.05;

  /** Files that a server may open meanwhile without losing any. */
  static final int FILES_TOLERANCE = 2;

  private static final int RELAYED_CALLS = 500;
  private static final int RELAY_SECONDS = 15;
  private static final Duration RELAY_LIMIT = Duration.ofMinutes(2);
  private static final double RELAY_LOST_PCT_MAX = 0.1;
  private static final Pattern RELAY_LOST = Pattern.compile("([\\d,]+) lost \\(([\\d.]+) %\\)");
  private static final Pattern RELAY_CPU = Pattern.compile("([\\d.]+) us a packet");
  private static final Pattern RELAY_DELAY =
      Pattern.compile("phone to phone:  p50 ([\\d,]+) us.* p99 ([\\d,]+) us, p99.9");

  private Endurance() {}

  /** The rules are published again every second. */
  static List<Measurement> swaps(Bench bench) throws IOException {
    Stage stage = bench.stage(Arrangement.USUAL);
    int seconds = bench.options().seconds(SWAP_SECONDS);
    int before = stage.swaps();
    Thread editor = Thread.ofPlatform().daemon().name("editor").start(() -> edit(stage, seconds));
    Measurement measured = stage.play("rules swapped", Stage.calls(SWAP_RATE, seconds));
    join(editor);
    measured.put("swaps", stage.swaps() - before);
    measured.require(stage.swaps() - before == seconds, "the rules could not be written");
    measured.require(measured.get("success_pct") == 100, "calls were affected");
    return List.of(measured);
  }

  private static void edit(Stage stage, int seconds) {
    for (int i = 0; i < seconds; i++) {
      try {
        stage.swapRules();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      Waiting.pause(SWAP_EVERY_MS);
    }
  }

  private static void join(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Many calls: nothing is lost, nothing stays behind. */
  static List<Measurement> soak(Bench bench) throws IOException {
    List<Measurement> measurements = new ArrayList<>();
    if (bench.peak(Arrangement.USUAL) == 0) {
      measurements.addAll(QueueCalls.peak(bench));
    }
    double peak = bench.peak(Arrangement.USUAL);
    measurements.add(soak(bench, Math.max(SOAK_RATE_LEAST, Math.rint(SOAK_OF_PEAK * peak))));
    return measurements;
  }

  private static Measurement soak(Bench bench, double perS) throws IOException {
    Stage stage = bench.stage(Arrangement.USUAL);
    long part = Math.max(1, bench.options().soakCalls() / SOAK_PARTS);
    BulkCallersPlan calls = Stage.calls(perS, part / perS + 1).atMost(part);
    BulkCallersPlan relayed = Stage.calls(RELAYED_PER_S, part / perS + 1).to(ServerConfig.RELAYED);
    List<Measurement> parts = new ArrayList<>();
    for (int i = 1; i <= SOAK_PARTS; i++) {
      BulkCallers beside = stage.begin(relayed);
      Measurement measured = stage.play("soak " + i + " of " + SOAK_PARTS, calls);
      stage.end(beside);
      CallFigures audio = stage.close(beside);
      measured.put("relayed", audio.count(CallEnd.ANSWERED));
      measured.put("heap_after_gc_mb", stage.server().heapMb());
      measured.put("open_files", Usage.openFiles(stage.server().pid()));
      measured.put("refused", Verdict.refused(measured));
      parts.add(Verdict.noneLost(measured));
    }
    return summary(parts);
  }

  /** Refusals are judged over all of it: one moment in which nothing is taken may be a part's. */
  static Measurement summary(List<Measurement> parts) {
    Measurement first = parts.get(1);
    Measurement last = parts.getLast();
    double growth = last.get("heap_after_gc_mb") / first.get("heap_after_gc_mb") - 1;
    Measurement soak = new Measurement("all of it");
    soak.put("calls", sum(parts, "calls")).put("answered", sum(parts, "answered"));
    soak.put("success_pct", 100 * soak.get("answered") / soak.get("calls"));
    soak.put("refused", sum(parts, "refused")).put("relayed", sum(parts, "relayed"));
    soak.put("cpu_ms_per_call", sum(parts, "cpu_ms_per_call") / parts.size());
    soak.put("heap_after_gc_mb", last.get("heap_after_gc_mb")).put("heap_growth", growth);
    soak.put("resident_mb", last.get("resident_mb"));
    soak.put("open_files", last.get("open_files"));
    soak.series("heap after gc MB", values(parts, "heap_after_gc_mb"));
    soak.series("resident MB", values(parts, "resident_mb"));
    soak.series("open files", values(parts, "open_files"));
    Verdict.mostAnswered(soak);
    soak.require(growth <= HEAP_TOLERANCE, "the heap grew by " + Numbers.text(100 * growth) + " %");
    soak.require(last.get("open_files") <= first.get("open_files") + FILES_TOLERANCE, "files leak");
    soak.require(soak.get("relayed") > 0, "no call was relayed");
    parts.forEach(part -> part.problems().forEach(problem -> soak.require(false, problem)));
    return soak;
  }

  private static double sum(List<Measurement> parts, String key) {
    return parts.stream().mapToDouble(part -> part.get(key)).sum();
  }

  private static List<Double> values(List<Measurement> parts, String key) {
    return parts.stream().map(part -> part.get(key)).toList();
  }

  /** Audio through the server's media plane, in a process of its own. */
  static List<Measurement> relay(Bench bench) throws IOException {
    bench.endStage();
    int seconds = bench.options().seconds(RELAY_SECONDS);
    bench.console().println("relaying " + RELAYED_CALLS + " calls for " + seconds + " s");
    Path said = Files.createTempFile("usher-relay", ".txt");
    ProcessBuilder relaying =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                System.getProperty("java.class.path"),
                "usher.perf.Benchmarks",
                "relay",
                Integer.toString(RELAYED_CALLS),
                Integer.toString(seconds),
                "1")
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .redirectOutput(said.toFile());
    try {
      boolean well = Children.run(relaying, RELAY_LIMIT);
      return List.of(relayed(Files.readString(said)).require(well, "the benchmark failed"));
    } finally {
      Files.delete(said);
    }
  }

  /** What the benchmark said of it. */
  static Measurement relayed(String said) {
    Measurement relay = new Measurement(RELAYED_CALLS + " relayed calls");
    relay.put("calls", RELAYED_CALLS);
    relay.put("packets_lost", number(RELAY_LOST, said, 1));
    double lostPct = number(RELAY_LOST, said, 2);
    relay.require(lostPct <= RELAY_LOST_PCT_MAX, lostPct + " % of the packets were lost");
    relay.put("cpu_us_per_packet", number(RELAY_CPU, said, 1));
    relay.put("delay_p50_ms", number(RELAY_DELAY, said, 1) / 1e3);
    return relay.put("delay_p99_ms", number(RELAY_DELAY, said, 2) / 1e3);
  }

  private static double number(Pattern pattern, String text, int group) {
    Matcher matcher = pattern.matcher(text);
    return matcher.find() ? Double.parseDouble(matcher.group(group).replace(",", "")) : Double.NaN;
  }
}
