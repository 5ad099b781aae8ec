package usher.routing.explain;

import java.time.Duration;
import usher.routing.words.Words;

/** What would have changed the result. */
public sealed interface Change {
  /** As a sentence. */
  String describe();

  /** Without the winner, somebody else, or nobody. */
  record Instead(String without, String agent) implements Change {
    @Override
    public String describe() {
      return agent.isEmpty()
          ? "without " + without + " the call would have waited"
          : "without " + without + ", " + agent + " would have been chosen";
    }
  }

  /** But for one condition somebody else would have been chosen. */
  record Unless(String agent, Reason reason) implements Change {
    @Override
    public String describe() {
      return agent + " would have been chosen, but " + reason.describe();
    }
  }

  /**
   * A later step lets more agents serve the call.
   *
   * @param in how long from now
   * @param step counted from 1
   * @param more agents who can serve it then and not now
   * @param staffed how many of them are staffed
   */
  record Widens(Duration in, String queue, int step, int more, int staffed) implements Change {
    @Override
    public String describe() {
      return "in "
          + Words.time(in)
          + " step "
          + step
          + " of "
          + queue
          + " admits "
          + Words.count(more, "more agent")
          + ", "
          + staffed
          + " of them staffed";
    }
  }
}
