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
import usher.softphone.results.Measurement;

/** Other rules while calls flow, many calls for long, and audio. */
final class Endurance {
  private static final double SWAP_RATE = 400;
  private static final int SWAP_SECONDS = 20;
  private static final long SWAP_EVERY_MS = 1_000;

  private static final double SOAK_OF_PEAK = 0.8;
  private static final double SOAK_RATE = 400;
  private static final int SOAK_PARTS = 10;
  private static final double HELD_PCT = 99.9;
  private static final double HEAP_TOLERANCE = 0.05;
  private static final int FILES_TOLERANCE = 2;

  private static final int RELAYED_CALLS = 500;
  private static final int RELAY_SECONDS = 15;
  private static final Duration RELAY_LIMIT = Duration.ofMinutes(2);
  private static final Pattern RELAY_LOST = Pattern.compile("([\\d,]+) lost");
  private static final Pattern RELAY_CPU = Pattern.compile("([\\d.]+) us a packet");
  private static final Pattern RELAY_DELAY =
      Pattern.compile("phone to phone:  p50 ([\\d,]+) us.* p99 ([\\d,]+) us, p99.9");

  private Endurance() {}

  /** The rules are published again every second. */
  static List<Measurement> swaps(Bench bench) throws IOException {
    Stage stage = bench.stage(Arrangement.USUAL);
    int seconds = bench.options().seconds(SWAP_SECONDS);
    Thread editor = Thread.ofPlatform().daemon().name("editor").start(() -> edit(stage, seconds));
    Measurement measured = stage.play("rules swapped", Stage.calls(SWAP_RATE, seconds));
    join(editor);
    measured.put("swaps", seconds);
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
    Stage stage = bench.stage(Arrangement.USUAL);
    double peak = bench.peak(Arrangement.USUAL);
    double perS = peak == 0 ? SOAK_RATE : Math.rint(SOAK_OF_PEAK * peak);
    long part = Math.max(1, bench.options().soakCalls() / SOAK_PARTS);
    List<Measurement> parts = new ArrayList<>();
    for (int i = 1; i <= SOAK_PARTS; i++) {
      Measurement measured =
          stage.play(
              "soak " + i + " of " + SOAK_PARTS, Stage.calls(perS, part / perS + 1).atMost(part));
      measured.put("heap_after_gc_mb", stage.server().heapMb());
      measured.put("open_files", Usage.openFiles(stage.server().pid()));
      double refused = measured.values().getOrDefault(Meter.SHED, 0.0);
      measured.put("refused", refused);
      measured.require(measured.get("success_pct") >= HELD_PCT, "too fast: calls were refused");
      measured.require(
          measured.get("answered") + refused == measured.get("calls"), "calls were lost");
      parts.add(measured);
    }
    return List.of(summary(parts));
  }

  private static Measurement summary(List<Measurement> parts) {
    Measurement first = parts.get(1);
    Measurement last = parts.getLast();
    double growth = last.get("heap_after_gc_mb") / first.get("heap_after_gc_mb") - 1;
    Measurement soak = new Measurement("all of it");
    soak.put("calls", sum(parts, "calls")).put("answered", sum(parts, "answered"));
    soak.put("refused", sum(parts, "refused"));
    soak.put("cpu_ms_per_call", sum(parts, "cpu_ms_per_call") / parts.size());
    soak.put("heap_after_gc_mb", last.get("heap_after_gc_mb")).put("heap_growth", growth);
    soak.put("resident_mb", last.get("resident_mb"));
    soak.put("open_files", last.get("open_files"));
    soak.series("heap after gc MB", values(parts, "heap_after_gc_mb"));
    soak.series("resident MB", values(parts, "resident_mb"));
    soak.series("open files", values(parts, "open_files"));
    soak.require(growth <= HEAP_TOLERANCE, "the heap grew by " + 100 * growth + " %");
    soak.require(last.get("open_files") <= first.get("open_files") + FILES_TOLERANCE, "files leak");
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

  private static Measurement relayed(String said) {
    Measurement relay = new Measurement(RELAYED_CALLS + " relayed calls");
    relay.put("calls", RELAYED_CALLS);
    relay.put("packets_lost", number(RELAY_LOST, said, 1));
    relay.put("cpu_us_per_packet", number(RELAY_CPU, said, 1));
    relay.put("delay_p50_ms", number(RELAY_DELAY, said, 1) / 1e3);
    return relay.put("delay_p99_ms", number(RELAY_DELAY, said, 2) / 1e3);
  }

  private static double number(Pattern pattern, String text, int group) {
    Matcher matcher = pattern.matcher(text);
    return matcher.find() ? Double.parseDouble(matcher.group(group).replace(",", "")) : Double.NaN;
  }
}
