package usher.routing.explain;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import usher.routing.decision.Decision;
import usher.routing.words.Words;

/**
 * Why a rung of an overflow ladder fired: the call was refused, moved, sent outside or helped on.
 *
 * @param decision as it was kept
 * @param ago how long ago
 * @param waited how long the call had waited, in all queues
 * @param rung which one, counted from 1
 * @param action what it did with the call, in words
 * @param held its conditions, all of which held; empty where the rules are no longer at hand
 */
public record WhyRung(
    Decision decision,
    Duration ago,
    Duration waited,
    String queue,
    int rung,
    String action,
    List<Held> held) {
  public WhyRung {
    held = List.copyOf(held);
  }

  /**
   * A condition that held.
   *
   * @param condition as it stands in the rules
   * @param figure what was found
   * @param instead with what the rung would not have fired
   */
  public record Held(String condition, String figure, String instead) {
    String describe() {
      return condition + ": " + figure + "; it would not have with " + instead;
    }
  }

  /** In a few words, for a record: {@code moves to others: had waited 1 min; rung 1, rules 3}. */
  public String inShort() {
    return action
        + (held.isEmpty() ? "" : ": " + Words.list(held.stream().map(Held::figure).toList()))
        + "; rung "
        + rung
        + ", rules "
        + decision.rules();
  }

  /** In plain English, a line for each condition after the first. */
  public List<String> describe() {
    List<String> lines = new ArrayList<>();
    lines.add(
        "a call of "
            + queue
            + " that had waited "
            + Words.time(waited)
            + " "
            + action
            + " "
            + Words.time(ago)
            + " ago (rung "
            + rung
            + ", rules "
            + decision.rules()
            + ")");
    held.forEach(each -> lines.add("  since " + each.describe()));
    return lines;
  }
}
