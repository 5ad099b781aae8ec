package usher.perf.harness;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import usher.softphone.bulk.Arrivals;
import usher.softphone.bulk.BulkCallers;
import usher.softphone.bulk.BulkCallersPlan;
import usher.softphone.bulk.CallEnd;
import usher.softphone.bulk.CallFigures;
import usher.softphone.bulk.CallFigures.Measure;
import usher.softphone.chance.Spread;
import usher.softphone.results.Measurement;
import usher.softphone.results.Numbers;

/**
 * More calls than the server can serve: it has to go on serving as many as it can, to refuse the
 * others at once, and to leave running calls and calls for help alone. Server and phones have
 * processors of their own.
 */
final class Overload {
  private static final int SECONDS = 40;
  private static final int PEAK_SECONDS = 15;

  /** What the admission needs to find its rate is not counted. */
  private static final int SETTLING_SECONDS = 10;

  private static final int LONG_CALLS = 20;
  private static final double LONG_CALLS_PER_S = 20;
  private static final Duration LONG_CALLS_BEGIN = Duration.ofSeconds(3);

  /** Calls for help, within what is reserved for them. */
  private static final double HELP_PER_S = 5;

  private static final Spread REFRESH = Spread.fixed(Duration.ofSeconds(5));
  private static final double AFTERWARDS = 0.5;
  private static final int AFTERWARDS_SECONDS = 10;

  private static final double GOODPUT_MIN = 0.9;
  private static final double REFUSED_WITHIN_MS = 200;

  /** Who gives up refusing could pass for one that has little to refuse. */
  private static final double UNANSWERED_MAX = 0.001;

  private static final double REFRESH_WITHIN_MS = 500;
  private static final double US_PER_MS = 1e3;

  private Overload() {}

  /** So many times what the server can serve. */
  static List<Measurement> times(Bench bench, double factor) throws IOException {
    List<Measurement> measured = new ArrayList<>();
    if (bench.peak(Arrangement.PINNED) == 0) {
      measured.addAll(QueueCalls.peak(bench, Arrangement.PINNED, PEAK_SECONDS));
    }
    double peak = bench.peak(Arrangement.PINNED);
    Stage stage = bench.stage(Arrangement.PINNED);
    int seconds = bench.options().seconds(SECONDS);
    BulkCallers longCalls = stage.begin(longCalls());
    stage.watch("long calls", longCalls, LONG_CALLS_BEGIN, null);
    BulkCallers forHelp = stage.begin(forHelp(seconds));
    Measurement flood =
        stage.play(
            "offered " + QueueCalls.rate(Math.rint(factor * peak)), flood(factor * peak, seconds));
    judge(flood, peak, seconds);
    stage.end(forHelp);
    judgeHelp(flood, stage.close(forHelp));
    stage.end(longCalls);
    judge(flood, stage.close(longCalls));
    measured.add(flood);
    measured.add(afterwards(stage, peak));
    return measured;
  }

  private static BulkCallersPlan longCalls() {
    return Stage.stayers(LONG_CALLS_PER_S, LONG_CALLS).refreshing(REFRESH);
  }

  private static BulkCallersPlan forHelp(int seconds) {
    return Stage.calls(new Arrivals.Poisson(HELP_PER_S), seconds).to(ServerConfig.HELP);
  }

  private static BulkCallersPlan flood(double perS, int seconds) {
    return Stage.calls(new Arrivals.Poisson(perS), seconds);
  }

  private static void judge(Measurement flood, double peak, int seconds) {
    List<Double> good = flood.series().getOrDefault("good /s", List.of());
    int from = Math.min(SETTLING_SECONDS, seconds / 2);
    double goodput =
        good.stream()
            .limit(seconds)
            .skip(from)
            .mapToDouble(Double::doubleValue)
            .average()
            .orElse(0);
    flood.put("goodput_per_s", goodput).put("goodput_of_peak", goodput / peak);
    double refusalP99Ms = flood.get("refusal_p99_ms");
    flood.require(
        goodput >= GOODPUT_MIN * peak,
        "goodput " + Math.rint(goodput) + "/s of a peak of " + Math.rint(peak) + "/s");
    flood.require(
        !(refusalP99Ms > REFUSED_WITHIN_MS), "refusals take " + refusalP99Ms + " ms (p99)");
    double lost = Verdict.lost(flood);
    flood.require(
        lost <= UNANSWERED_MAX * flood.get("calls"), Numbers.text(lost) + " calls got no answer");
  }

  private static void judge(Measurement flood, CallFigures longCalls) {
    long fine = longCalls.count(CallEnd.ANSWERED);
    double refreshMs = longCalls.histogram(Measure.REFRESH).getValueAtPercentile(99) / US_PER_MS;
    flood.put("long_calls_lost", LONG_CALLS - fine);
    flood.put("long-calls-refresh", longCalls.histogram(Measure.REFRESH));
    flood.require(
        fine == LONG_CALLS && longCalls.failedRefreshes() == 0,
        "only " + fine + " of " + LONG_CALLS + " long calls lived");
    flood.require(
        refreshMs <= REFRESH_WITHIN_MS, "re-INVITEs of long calls take " + refreshMs + " ms (p99)");
  }

  private static void judgeHelp(Measurement flood, CallFigures forHelp) {
    long answered = forHelp.count(CallEnd.ANSWERED);
    flood.put("help_calls", forHelp.attempted()).put("help_answered", answered);
    flood.put("help-answer", forHelp.histogram(Measure.ANSWER));
    flood.require(
        answered == forHelp.attempted(),
        "only " + answered + " of " + forHelp.attempted() + " calls for help were answered");
  }

  private static Measurement afterwards(Stage stage, double peak) throws IOException {
    double perS = Math.rint(AFTERWARDS * peak);
    Measurement after =
        stage.play("afterwards " + QueueCalls.rate(perS), Stage.calls(perS, AFTERWARDS_SECONDS));
    return after.require(
        after.get("success_pct") == 100, after.get("success_pct") + " % of calls afterwards");
  }
}
