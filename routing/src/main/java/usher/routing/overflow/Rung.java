package usher.routing.overflow;

import java.util.List;
import usher.routing.words.Words;

/**
 * A rung of a queue's overflow ladder. It fires once per call, when all its conditions hold and
 * those before it that were due have fired.
 *
 * @param when what must hold, each kind of condition once at most; at least one
 */
public record Rung(List<When> when, Then then) {
  public Rung {
    when = List.copyOf(when);
    long kinds = when.stream().map(Object::getClass).distinct().count();
    if (when.isEmpty() || kinds != when.size()) {
      throw new IllegalArgumentException("conditions " + when);
    }
  }

  /** In plain English: {@code moves to others when it has waited 1 min}. */
  public String describe() {
    return then.describe() + " when " + Words.list(when.stream().map(When::describe).toList());
  }

  /** A rung with one condition. */
  public static Rung of(When when, Then then) {
    return new Rung(List.of(when), then);
  }
}
