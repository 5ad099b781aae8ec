package usher.routing.explain;

import java.util.List;
import usher.routing.words.Words;

/**
 * An agent who could be offered the call.
 *
 * @param index number in the plan
 * @param figures by the comparators of the queue's chain, in their sequence
 */
public record Candidacy(int index, String agent, List<Compared> figures) {
  public Candidacy {
    figures = List.copyOf(figures);
  }

  /** Such as {@code anna: idle for 43 s}. */
  public String describe() {
    return figures.isEmpty()
        ? agent
        : agent + ": " + Words.list(figures.stream().map(Compared::words).toList());
  }
}
