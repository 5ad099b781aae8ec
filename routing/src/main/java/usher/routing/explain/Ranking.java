package usher.routing.explain;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import usher.routing.words.Words;

/**
 * Who could have a call in one of its queues, best first, and why the others could not.
 *
 * @param rules version
 * @param step of the wait, counted from 1
 * @param needs what the step asks for, in words
 * @param strategy the queue's chain of comparators by their configured names
 * @param candidates best first; the first would be asked, or was
 * @param rejected by their number in the plan
 * @param changes what would have changed the result, at most {@value #MOST_CHANGES}
 */
public record Ranking(
    int rules,
    String queue,
    int step,
    String needs,
    List<String> strategy,
    List<Candidacy> candidates,
    List<Rejection> rejected,
    List<Change> changes) {
  /** The most changes that are given. */
  public static final int MOST_CHANGES = 8;

  /** The most candidates and the most rejected that a description lists. */
  public static final int MOST_LISTED = 12;

  public Ranking {
    strategy = List.copyOf(strategy);
    candidates = List.copyOf(candidates);
    rejected = List.copyOf(rejected);
    changes = List.copyOf(changes);
  }

  /** Who comes first. */
  public Optional<Candidacy> winner() {
    return candidates.stream().findFirst();
  }

  /** Why an agent does not come first; empty for the one who does. */
  public Optional<Reason> whyNot(int agent) {
    return rejected.stream()
        .filter(each -> each.index() == agent)
        .map(Rejection::reason)
        .findFirst()
        .or(() -> outranked(agent));
  }

  private Optional<Reason> outranked(int agent) {
    return candidates.stream()
        .skip(1)
        .filter(each -> each.index() == agent)
        .map(each -> Standings.outranked(each, candidates.getFirst(), strategy))
        .findFirst();
  }

  /** How the best two compare. */
  public Optional<Reason> decidedBy() {
    return candidates.size() < 2
        ? Optional.empty()
        : Optional.of(Standings.outranked(candidates.get(1), candidates.getFirst(), strategy));
  }

  /** How many agents each condition rejected, in the order of the conditions. */
  public List<Drop> drops() {
    return Standings.drops(rejected.stream().map(Rejection::reason).toList());
  }

  /** The whole of it in plain English, a line for each agent listed. */
  public List<String> describe() {
    String head = queue + ", step " + step + " (" + needs + "), rules " + rules + ": " + verdict();
    return Stream.of(
            Stream.of(head),
            listed(candidates.stream().map(Candidacy::describe).toList(), "more"),
            decidedBy().stream().map(by -> "  " + candidates.get(1).agent() + " " + by.describe()),
            listed(rejected.stream().map(Rejection::describe).toList(), "more rejected"),
            changes.stream().map(change -> "  " + change.describe()))
        .flatMap(lines -> lines)
        .toList();
  }

  private String verdict() {
    return winner()
        .map(first ->
            first.agent()
                + " comes first of "
                + Words.count(candidates.size(), "agent")
                + " by "
                + Words.list(strategy, "then"))
        .orElse("nobody");
  }

  private static Stream<String> listed(List<String> lines, String more) {
    int rest = lines.size() - MOST_LISTED;
    return Stream.concat(
        lines.stream().limit(MOST_LISTED).map(line -> "  " + line),
        rest > 0 ? Stream.of("  and " + rest + " " + more) : Stream.empty());
  }
}
