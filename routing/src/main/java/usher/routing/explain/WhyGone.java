package usher.routing.explain;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import usher.routing.call.CallEnd;
import usher.routing.decision.Decision;
import usher.routing.plan.RoutingPlan;
import usher.routing.words.Words;

/**
 * Why a call left the router unanswered.
 *
 * @param decision as it was kept
 * @param ago how long ago
 * @param waited how long the call had waited, in all queues
 * @param queue in which it was last
 * @param inQueue how long it had been there
 * @param position its place there, 1 for the first
 * @param staffed staffed agents who could serve it in the step of its wait
 * @param phones how many rang for it just then
 * @param asked whose phone rang last of these; empty where none rang
 * @param longest the longest wait of the queue; empty where there was no limit, or the rules are no
 *     longer at hand
 * @param rung the last rung that fired for it, where that is known
 */
public record WhyGone(
    Decision decision,
    CallEnd end,
    Duration ago,
    Duration waited,
    String queue,
    Duration inQueue,
    long position,
    long staffed,
    long phones,
    Optional<String> asked,
    Optional<Duration> longest,
    Optional<WhyRung> rung) {

  /**
   * Out of a decision.
   *
   * @param plan knows the names
   * @param rules of the decision's version, where they are at hand
   */
  static WhyGone of(
      Decision decision,
      Duration ago,
      RoutingPlan plan,
      Optional<RoutingPlan> rules,
      Optional<WhyRung> rung) {
    List<Long> figures = decision.figures();
    return new WhyGone(
        decision,
        CallEnd.of(decision.step()),
        ago,
        Duration.ofNanos(decision.atNs() - decision.enqueuedNs()),
        plan.queue(decision.queue()).name(),
        Duration.ofNanos(figures.get(0)),
        figures.get(1),
        figures.get(2),
        figures.get(3),
        Optional.of(decision.agent())
            .filter(agent -> agent >= 0)
            .map(plan::agent)
            .map(a -> a.name()),
        rules.map(is -> is.queue(decision.queue()).maxWait()),
        rung);
  }

  /** What ended it, in a few words. */
  public String cause() {
    return switch (end) {
      case TIMED_OUT ->
          "had waited "
              + Words.time(inQueue)
              + longest.map(is -> ", and " + Words.time(is) + " is the longest wait").orElse("")
              + " of "
              + queue;
      case ABANDONED -> "the caller left after " + Words.time(waited);
      case OVERFLOWED, REFUSED -> "went by a rung of " + queue + " after " + Words.time(waited);
      case EXITED -> "the caller chose a way out after " + Words.time(waited);
      case CALLBACK -> "the caller is to be called back, after " + Words.time(waited);
      case MOVED -> "was passed on after " + Words.time(waited);
      case LOST -> "was lost by the system after " + Words.time(waited);
      case ANSWERED -> throw new IllegalStateException("an answered call did not leave unanswered");
    };
  }

  /** How it stood, in a few words. */
  private String standing() {
    return asked
        .map(agent ->
            agent + "'s phone rang" + (phones > 1 ? ", and " + (phones - 1) + " more" : ""))
        .orElseGet(() -> "place " + position + ", " + ableOnes());
  }

  private String ableOnes() {
    return staffed == 0
        ? "nobody staffed could serve it"
        : Words.count(staffed, "staffed agent") + " could serve it";
  }

  /** What else would have become of it. */
  private Optional<String> instead() {
    return switch (end) {
      case TIMED_OUT ->
          Optional.of(
              "it would have stayed with a longest wait of more than " + Words.time(inQueue));
      case ABANDONED ->
          Optional.of("it would have been served by an answer within " + Words.time(waited));
      case OVERFLOWED, REFUSED, EXITED, CALLBACK, MOVED, LOST, ANSWERED -> Optional.empty();
    };
  }

  /** In a few words, for a record: {@code the caller left after 43 s: place 3, ...; rules 1}. */
  public String inShort() {
    return cause() + ": " + standing() + "; rules " + decision.rules();
  }

  /** In plain English. */
  public List<String> describe() {
    List<String> lines = new ArrayList<>();
    lines.add(
        "a call of "
            + queue
            + " ended "
            + Words.time(ago)
            + " ago: "
            + cause()
            + " (rules "
            + decision.rules()
            + ")");
    lines.add("  " + standing());
    instead().ifPresent(line -> lines.add("  " + line));
    if (end == CallEnd.OVERFLOWED || end == CallEnd.REFUSED) {
      rung.ifPresent(why -> why.describe().forEach(line -> lines.add("  " + line)));
    }
    return lines;
  }
}
