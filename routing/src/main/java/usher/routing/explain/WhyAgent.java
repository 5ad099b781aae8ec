package usher.routing.explain;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import usher.routing.decision.Decision;
import usher.routing.words.Words;

/**
 * Why an agent was asked for a call.
 *
 * @param decision as it was kept
 * @param ago how long ago it was made
 * @param waited how long the call had waited
 * @param winner the figures of the agent; empty where nobody was compared
 * @param runnerUp the second best with the figures kept; empty where there was none
 * @param full everybody, where the call or its queue was being traced
 */
public record WhyAgent(
    Decision decision,
    Duration ago,
    Duration waited,
    String queue,
    Candidacy winner,
    Optional<Candidacy> runnerUp,
    Optional<Ranking> full) {

  /** Why in a few words: {@code longest-idle: idle for 43 s; rules 1}. */
  public String inShort() {
    return inShort(decision, winner.figures());
  }

  static String inShort(Decision decision, List<Compared> figures) {
    return how(decision, figures) + "; rules " + decision.rules();
  }

  private static String how(Decision decision, List<Compared> figures) {
    return switch (decision.kind()) {
      case ASSIGNED -> "assigned";
      case PREFERRED -> "preferred by the call";
      case AGENT_CHOSE -> "the first call when the agent became free";
      case CALL_CHOSE -> figures.isEmpty() ? "chosen by the queue's strategy" : named(figures);
      case QUEUED, STEPPED, PROMOTED, RUNG_FIRED, LEFT -> "nobody was asked";
    };
  }

  private static String named(List<Compared> figures) {
    return Words.list(
        figures.stream().map(each -> each.comparator() + ": " + each.words()).toList(), "then");
  }

  /** Why the runner-up came second; empty where there was none. */
  public Optional<Reason> margin() {
    List<String> names = winner.figures().stream().map(Compared::comparator).toList();
    return runnerUp.map(second -> Standings.outranked(second, winner, names));
  }

  /** In plain English. */
  public List<String> describe() {
    String head =
        winner.agent()
            + " was asked "
            + Words.time(ago)
            + " ago for a call of "
            + queue
            + " that had waited "
            + Words.time(waited)
            + " (step "
            + (decision.step() + 1)
            + "): "
            + inShort();
    Stream<String> second =
        runnerUp.stream()
            .map(
                agent -> "  " + agent.agent() + margin().map(by -> " " + by.describe()).orElse(""));
    return Stream.of(Stream.of(head), second, full.stream().flatMap(all -> all.describe().stream()))
        .flatMap(lines -> lines)
        .toList();
  }
}
