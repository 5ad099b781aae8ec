package usher.routing.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** That lines hold what lists would. */
class LinesProperties {
  private static final int ITEMS = 12;
  private static final int LINES = 3;

  /** An item in no line comes to one, in front or at the end; one in a line leaves it. */
  record Turn(int item, int line, boolean inFront) {}

  @Provide
  Arbitrary<List<Turn>> turns() {
    return Combinators.combine(
            Arbitraries.integers().between(0, ITEMS - 1),
            Arbitraries.integers().between(0, LINES - 1),
            Arbitraries.of(true, false))
        .as(Turn::new)
        .list()
        .ofMaxSize(100);
  }

  @Property(seed = "1")
  void linesHoldWhatListsWould(@ForAll("turns") List<Turn> turns) {
    Lines lines = new Lines(ITEMS, LINES);
    List<Deque<Integer>> expected = new ArrayList<>();
    for (int line = 0; line < LINES; line++) {
      expected.add(new ArrayDeque<>());
    }
    for (Turn turn : turns) {
      boolean left = expected.stream().anyMatch(line -> line.remove((Integer) turn.item()));
      assertThat(lines.contains(turn.item())).isEqualTo(left);
      if (left) {
        lines.remove(turn.item());
      } else if (turn.inFront()) {
        lines.prepend(turn.line(), turn.item());
        expected.get(turn.line()).addFirst(turn.item());
      } else {
        lines.append(turn.line(), turn.item());
        expected.get(turn.line()).addLast(turn.item());
      }
      for (int line = 0; line < LINES; line++) {
        assertThat(items(lines, line)).containsExactlyElementsOf(expected.get(line));
      }
    }
  }

  private static List<Integer> items(Lines lines, int line) {
    List<Integer> found = new ArrayList<>();
    for (int at = lines.first(line); lines.isItem(at); at = lines.after(at)) {
      found.add(at);
    }
    return found;
  }
}
