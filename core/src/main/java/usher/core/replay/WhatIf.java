package usher.core.replay;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import usher.core.entry.Attendance;
import usher.core.journal.RecordedRun;
import usher.routing.call.NewCall;
import usher.routing.plan.RoutingPlan;

/**
 * A recorded run, the same demand simulated on its own rules, and on others.
 *
 * <p>The second is there to be compared with the first, which shows how far the simulation can be
 * trusted, and with the third, which differs from it by the rules alone.
 *
 * @param verdict of the replay on the own rules
 * @param queues in the order of their names
 * @param total of all queues
 * @param elsewhere what became of the same calls on the other rules
 * @param notes what the figures do not show
 */
public record WhatIf(
    TapeReplay.Verdict verdict,
    List<Row> queues,
    Row total,
    Elsewhere elsewhere,
    List<String> notes) {

  /**
   * One queue three times; null where the queue does not exist.
   *
   * @param recorded what happened
   * @param ownRules simulated on the rules of the record
   * @param newRules simulated on the other rules
   */
  public record Row(
      String queue,
      @Nullable Figures recorded,
      @Nullable Figures ownRules,
      @Nullable Figures newRules) {}

  /**
   * Calls whose end differs between the two simulations.
   *
   * @param first the first of them
   */
  public record Elsewhere(
      long calls, long otherQueue, long otherAgent, long otherEnd, List<Detour> first) {}

  /**
   * One call.
   *
   * @param call its number in the order of arrival
   * @param caller as in the record, where it is known
   * @param before its end on the own rules
   * @param after its end on the other rules
   */
  public record Detour(int call, String caller, String before, String after, String why) {}

  /**
   * What to compare.
   *
   * @param fromMs calls that arrive before it do not count, ms since 1970 UTC
   * @param toMs calls that arrive from it on do not count
   * @param details how many calls that went elsewhere are named
   */
  public record Options(long fromMs, long toMs, Figures.Limits limits, long seed, int details) {}

  /** The rules that are tried. */
  public interface Trial {
    /** Their plan. */
    RoutingPlan plan();

    /**
     * Lets a call in by their entries.
     *
     * @param call filled with what the router has to know
     * @return why it is refused, or null where it is not
     */
    @Nullable String admit(RecordedRun.Entered entered, NewCall call);

    /**
     * Whether a queue is open by their hours, and until when.
     *
     * @param wallMs ms since 1970 UTC
     */
    Attendance attendance(String queue, long wallMs);
  }

  /** Compares; takes seconds for a day of a large centre. */
  public static WhatIf of(RecordedRun run, Rules rules, Trial trial, Options options) {
    long offsetNs = offsetNs(run);
    long fromNs = nsOf(options.fromMs(), offsetNs);
    long toNs = nsOf(options.toMs(), offsetNs);
    TapeReplay.Played played = TapeReplay.play(run, rules, fromNs, toNs);
    History recorded = played.history();
    RoutingPlan plan = played.plan();
    if (!played.verdict().agrees() || recorded == null || plan == null) {
      return nothing(played.verdict());
    }
    Demand demand = new Demand(recorded, options.seed());
    History own =
        new Simulation(demand, plan, rules, Placement.BY_NAME, Map.of(), fromNs, toNs)
            .adopting(recorded.adoptions())
            .run();
    Placement placement = new Placed(run, trial);
    History other =
        new Simulation(demand, trial.plan(), rules, placement, agents(own), fromNs, toNs).run();
    Comparison comparison = new Comparison(run, fromNs, toNs, options.limits());
    return comparison.of(
        played.verdict(),
        new Comparison.Side(recorded, plan),
        new Comparison.Side(own, plan),
        new Comparison.Side(other, trial.plan()),
        options.details());
  }

  private static long offsetNs(RecordedRun run) {
    if (run.tape().isEmpty()) {
      return 0;
    }
    RecordedRun.Piece first = run.tape().getFirst();
    return first.nowNs() - TimeUnit.MILLISECONDS.toNanos(first.wallMs());
  }

  /** Far away stays far away. */
  private static long nsOf(long wallMs, long offsetNs) {
    long ns = TimeUnit.MILLISECONDS.toNanos(wallMs);
    return ns == Long.MIN_VALUE || ns == Long.MAX_VALUE ? ns : ns + offsetNs;
  }

  /** Who answered which call. */
  private static Map<Integer, String> agents(History history) {
    Map<Integer, String> agents = new HashMap<>();
    for (CallStory call : history.calls()) {
      if (call.agent != null) {
        agents.put(call.number, call.agent);
      }
    }
    return agents;
  }

  private static WhatIf nothing(TapeReplay.Verdict verdict) {
    return new WhatIf(
        verdict,
        List.of(),
        new Row("", null, null, null),
        new Elsewhere(0, 0, 0, 0, List.of()),
        List.of());
  }
}
