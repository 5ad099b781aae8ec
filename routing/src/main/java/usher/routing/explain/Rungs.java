package usher.routing.explain;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import usher.routing.decision.Decision;
import usher.routing.overflow.Rung;
import usher.routing.overflow.When;
import usher.routing.plan.RoutingPlan;
import usher.routing.store.Bits;
import usher.routing.words.Words;

/** Tells why rungs fired, from what was kept as they did. */
final class Rungs {
  private Rungs() {}

  /**
   * Why a rung fired.
   *
   * @param rules of the decision's version, where they are at hand
   */
  static WhyRung why(Decision decision, Optional<RoutingPlan> rules, String queue, long nowNs) {
    Optional<Rung> rung =
        rules.map(plan -> plan.queue(decision.queue()).rungs().get(step(decision)));
    return new WhyRung(
        decision,
        Duration.ofNanos(nowNs - decision.atNs()),
        Duration.ofNanos(decision.atNs() - decision.enqueuedNs()),
        queue,
        step(decision) + 1,
        rung.map(is -> is.then().describe()).orElse("met a rung of rules that are forgotten"),
        rung.map(is -> held(is, decision.figures())).orElse(List.of()));
  }

  private static int step(Decision decision) {
    return decision.step();
  }

  /** Conditions that have a figure come first, in the order in which the figures are kept. */
  private static List<WhyRung.Held> held(Rung rung, List<Long> figures) {
    List<WhyRung.Held> held = new ArrayList<>();
    List<When> conditions =
        rung.when().stream().sorted(Comparator.comparingInt(Rungs::place)).toList();
    for (int at = 0; at < conditions.size(); at++) {
      When when = conditions.get(at);
      Optional<Long> figure =
          at < figures.size() && place(when) < UNMEASURED
              ? Optional.of(figures.get(at))
              : Optional.empty();
      held.add(
          new WhyRung.Held(
              when.describe(),
              figure.map(is -> found(when, is)).orElse(when.describe()),
              instead(when)));
    }
    return held;
  }

  private static final int UNMEASURED = 5;

  private static int place(When when) {
    return switch (when) {
      case When.Waited _ -> 0;
      case When.ExpectedWait _ -> 1;
      case When.QueueLength _ -> 2;
      case When.Position _ -> 3;
      case When.ServiceLevelBelow _ -> 4;
      case When.NobodyStaffed _, When.NobodyReady _, When.Closed _, When.Holiday _ -> UNMEASURED;
    };
  }

  private static String found(When when, long figure) {
    return switch (when) {
      case When.Waited _ -> "had waited " + Words.time(figure);
      case When.ExpectedWait _ ->
          figure == Long.MAX_VALUE
              ? "nobody was at work"
              : "expected to wait " + Words.time(figure);
      case When.QueueLength _ -> Words.count(figure, "other call") + " waited";
      case When.Position _ -> "its place was " + figure;
      case When.ServiceLevelBelow _ ->
          Bits.high(figure) + " of " + Words.count(Bits.low(figure), "call") + " were in time";
      case When.NobodyStaffed _, When.NobodyReady _, When.Closed _, When.Holiday _ ->
          when.describe();
    };
  }

  private static String instead(When when) {
    return switch (when) {
      case When.Waited(Duration atLeast) -> "an answer within " + Words.time(atLeast);
      case When.ExpectedWait(Duration atLeast) -> "an expected wait below " + Words.time(atLeast);
      case When.QueueLength(int atLeast) -> "fewer than " + atLeast;
      case When.Position(int beyond) -> "a place of " + beyond + " or before";
      case When.ServiceLevelBelow level -> "a service level of " + level.percent() + " %";
      case When.NobodyStaffed() -> "an agent at work who can serve it";
      case When.NobodyReady() -> "an agent ready who can serve it";
      case When.Closed() -> "a call in opening hours";
      case When.Holiday() -> "a call on another day";
    };
  }
}
