package usher.perf.harness;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.HdrHistogram.Histogram;
import usher.softphone.bulk.Arrivals;
import usher.softphone.bulk.BulkCallersPlan;
import usher.softphone.chance.Spread;
import usher.softphone.results.Measurement;
import usher.softphone.results.Numbers;

/** Calls through the queue: at a rate, as many as it holds, and how soon a phone rings. */
final class QueueCalls {
  private static final int SECONDS = 20;
  private static final int PEAK_STEP_SECONDS = 12;
  private static final int PEAK_SECONDS = 30;

  /** The search begins here, and goes up by so much until a step is not held. */
  private static final double PEAK_FROM = 600;

  private static final double PEAK_STEP = 1.2;
  private static final double PEAK_END = 20_000;

  /** Where not even the first is held, it first goes down by so much, at most to here. */
  private static final double PEAK_DOWN = 0.5;

  private static final double PEAK_LEAST = 20;

  /** Then it goes down by so much until the rate is held for the whole time. */
  private static final double PEAK_BACK = 0.92;

  /** The rate at which arrangements are compared. */
  private static final double USUAL_RATE = 400;

  private static final double HELD_P99_MS = 500;

  private static final int CROWD_ROUNDS = 4;
  private static final int CROWD_SECONDS = 10;
  private static final double CROWD_RATIO_MAX = 1.3;

  private static final double FLEET_RATE = 1_000;
  private static final double MS_PER_S = 1e3;

  /** What phones may take more than the server. */
  private static final double FLEET_MORE_CORES = 0.5;

  private static final double RARE = 4.7;
  private static final int RARE_SECONDS = 30;
  private static final double OFTEN = 100;

  /** Of 200 agents who talk about 2 s, a hundred get free in a second, and more calls come. */
  private static final Spread TALK =
      Spread.between(Duration.ofMillis(1_500), Duration.ofMillis(2_500));

  private static final double WAITING_RATE = 115;

  private QueueCalls() {}

  /** Calls at this rate. */
  static List<Measurement> at(Bench bench, double perS, int seconds) throws IOException {
    return List.of(at(bench, Arrangement.USUAL, perS, seconds));
  }

  static Measurement at(Bench bench, Arrangement arrangement, double perS, int seconds)
      throws IOException {
    return at(bench.stage(arrangement), perS, bench.options().seconds(seconds));
  }

  private static Measurement at(Stage stage, double perS, int seconds) throws IOException {
    String name = rate(perS) + ", " + stage.arrangement();
    return Verdict.ofCalls(stage.play(name, Stage.calls(perS, seconds)));
  }

  /** Calls at the usual rate for 200 agents. */
  static List<Measurement> usual(Bench bench) throws IOException {
    return at(bench, USUAL_RATE, SECONDS);
  }

  /**
   * The same with very many agents, held against 200. Both servers stand side by side and get their
   * calls in turn: a machine that others share is half as fast a minute later.
   */
  static List<Measurement> crowd(Bench bench) throws IOException {
    bench.endStage();
    Stage crowd = bench.stage(Arrangement.CROWD);
    Stage few = bench.another(Arrangement.USUAL);
    try {
      return inTurn(few, crowd, bench.options().seconds(CROWD_SECONDS));
    } finally {
      bench.end(few);
    }
  }

  private static List<Measurement> inTurn(Stage few, Stage crowd, int seconds) throws IOException {
    List<Measurement> measured = new ArrayList<>();
    double fewMs = 0;
    double crowdMs = 0;
    for (int round = 0; round < CROWD_ROUNDS; round++) {
      Measurement ofFew = at(few, USUAL_RATE, seconds);
      Measurement ofCrowd = at(crowd, USUAL_RATE, seconds);
      fewMs += ofFew.get("cpu_ms_per_call");
      crowdMs += ofCrowd.get("cpu_ms_per_call");
      measured.add(ofFew);
      measured.add(ofCrowd);
    }
    double ratio = crowdMs / fewMs;
    Measurement last = measured.getLast().put("cpu_of_200_agents", ratio);
    last.require(ratio <= CROWD_RATIO_MAX, Numbers.text(ratio) + " times the CPU of 200 agents");
    return measured;
  }

  /** Whether the phones are what limits all this. */
  static List<Measurement> fleet(Bench bench) throws IOException {
    Measurement fleet = at(bench, Arrangement.FLEET, FLEET_RATE, SECONDS);
    double moreMs = fleet.get("fleet_cpu_ms_per_call") - fleet.get("cpu_ms_per_call");
    double moreCores = moreMs * FLEET_RATE / MS_PER_S;
    fleet.put("fleet_more_cores", moreCores);
    fleet.require(moreCores < FLEET_MORE_CORES, "the phones take much more than the server");
    return List.of(fleet);
  }

  static String rate(double perS) {
    return (perS == Math.rint(perS) ? Long.toString((long) perS) : Double.toString(perS))
        + " calls/s";
  }

  // ---- peak

  static List<Measurement> peak(Bench bench) throws IOException {
    return peak(bench, Arrangement.USUAL, PEAK_SECONDS);
  }

  /** The highest rate that is held: upwards in short steps, then back in long ones. */
  static List<Measurement> peak(Bench bench, Arrangement arrangement, int seconds)
      throws IOException {
    Stage stage = bench.stage(arrangement);
    int shortS = Math.min(bench.options().seconds(PEAK_STEP_SECONDS), PEAK_STEP_SECONDS);
    double perS = PEAK_FROM;
    Measurement step = play(stage, perS, shortS);
    while (!isHeld(step) && perS > PEAK_LEAST) {
      perS = Math.rint(perS * PEAK_DOWN);
      step = play(stage, perS, shortS);
    }
    while (isHeld(step) && perS < PEAK_END) {
      perS = Math.rint(perS * PEAK_STEP);
      step = play(stage, perS, shortS);
    }
    perS = Math.rint(perS * PEAK_BACK);
    Measurement held = play(stage, perS, bench.options().seconds(seconds));
    while (!isHeld(held) && perS > PEAK_LEAST) {
      perS = Math.rint(perS * PEAK_BACK);
      held = play(stage, perS, bench.options().seconds(seconds));
    }
    if (isHeld(held)) {
      held.put("peak_per_s", perS).put("not_held_per_s", Math.rint(perS / PEAK_BACK));
    }
    bench.foundPeak(arrangement, perS);
    return List.of(held.require(isHeld(held), "no rate was held"));
  }

  private static Measurement play(Stage stage, double perS, int seconds) throws IOException {
    return stage.play("held: " + rate(perS), Stage.calls(perS, seconds));
  }

  private static boolean isHeld(Measurement step) {
    return step.get("success_pct") >= Verdict.HELD_PCT && step.get("answer_p99_ms") <= HELD_P99_MS;
  }

  // ---- how soon a phone rings

  /** Idle agents. */
  static List<Measurement> offers(Bench bench) throws IOException {
    Stage stage = bench.stage(Arrangement.USUAL);
    List<Measurement> measured = new ArrayList<>();
    int rareS = bench.options().seconds(RARE_SECONDS);
    measured.add(idle(stage, new Arrivals.Poisson(RARE), RARE, rareS));
    int oftenS = bench.options().seconds(SECONDS);
    measured.add(idle(stage, new Arrivals.Poisson(OFTEN), OFTEN, oftenS));
    return measured;
  }

  private static Measurement idle(Stage stage, Arrivals arrivals, double perS, int seconds)
      throws IOException {
    return Verdict.ofCalls(
        stage.play("agents idle, " + rate(perS), Stage.calls(arrivals, seconds)));
  }

  /** Agents whom a call waits for; no call of the usual warm-up takes that way. */
  static List<Measurement> free(Bench bench) throws IOException {
    Stage stage = bench.stage(Arrangement.USUAL);
    stage.warmUp(waiting(bench.options().warmUpS()));
    Histogram before = stage.fleet().ask(stage.agents()::freeUs);
    BulkCallersPlan plan = waiting(bench.options().seconds(SECONDS));
    Measurement measured = Verdict.ofCalls(stage.play("calls wait for agents", plan));
    Histogram free = stage.fleet().ask(stage.agents()::freeUs);
    free.subtract(before);
    measured.put("agent-free-to-offer", free);
    return List.of(measured.require(free.getTotalCount() > 0, "no agent got free for a call"));
  }

  private static BulkCallersPlan waiting(int seconds) {
    return Stage.calls(WAITING_RATE, seconds).conduct(Spread.NEVER, TALK);
  }
}
