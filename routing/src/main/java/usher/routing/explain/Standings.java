package usher.routing.explain;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Compares candidates and counts reasons. */
final class Standings {
  private Standings() {}

  /** Why one candidate came after another: the first comparator that tells them apart. */
  static Reason outranked(Candidacy one, Candidacy by, List<String> strategy) {
    for (int at = 0; at < one.figures().size(); at++) {
      Compared own = one.figures().get(at);
      Compared theirs = by.figures().get(at);
      if (own.figure() != theirs.figure()) {
        return new Reason.Outranked(by.agent(), own.comparator(), own.words(), theirs.words());
      }
    }
    boolean drawn = strategy.size() > one.figures().size();
    return drawn
        ? new Reason.Outranked(by.agent(), strategy.getLast(), "equal otherwise", "equal otherwise")
        : new Reason.Outranked(by.agent(), "list order", "equal otherwise", "equal otherwise");
  }

  static List<Drop> drops(List<Reason> reasons) {
    Map<Condition, Integer> counts = new EnumMap<>(Condition.class);
    reasons.forEach(reason -> counts.merge(reason.condition(), 1, Integer::sum));
    return counts.entrySet().stream()
        .map(each -> new Drop(each.getKey(), each.getValue()))
        .toList();
  }
}
