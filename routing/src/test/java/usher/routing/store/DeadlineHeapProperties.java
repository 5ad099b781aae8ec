package usher.routing.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** That timers come in the order of their deadlines, wherever they stood. */
class DeadlineHeapProperties {
  private static final int TIMERS = 200;

  /** A timer is set or cancelled; then the clock may stand later. */
  record Turn(int timer, long inNs, boolean cancels, long clockNs) {}

  @Provide
  Arbitrary<List<Turn>> turns() {
    return Combinators.combine(
            Arbitraries.integers().between(0, TIMERS - 1),
            Arbitraries.longs().between(0, 40),
            Arbitraries.of(true, false, false, false),
            Arbitraries.of(0L, 0L, 0L, 0L, 0L, 0L, 0L, 1L, 5L))
        .as(Turn::new)
        .list()
        .ofMinSize(50)
        .ofMaxSize(400);
  }

  @Property(seed = "1")
  void everyTimerFiresOnceInOrder(@ForAll("turns") List<Turn> turns) {
    DeadlineHeap heap = new DeadlineHeap(1);
    Map<Integer, Long> expected = new HashMap<>();
    long nowNs = 0;
    for (Turn turn : turns) {
      if (turn.cancels()) {
        heap.cancel(turn.timer());
        expected.remove(turn.timer());
      } else {
        heap.set(turn.timer(), nowNs + turn.inNs());
        expected.put(turn.timer(), nowNs + turn.inNs());
      }
      nowNs += turn.clockNs();
      assertThat(heap.deadlineOf(turn.timer()))
          .isEqualTo(expected.getOrDefault(turn.timer(), DeadlineHeap.NEVER));
      assertThat(heap.earliest())
          .isEqualTo(expected.values().stream().min(Long::compare).orElse(DeadlineHeap.NEVER));
      while (heap.isDue(nowNs)) {
        int first = first(expected);
        assertThat(heap.poll()).isEqualTo(first);
        assertThat(expected.remove(first)).isLessThanOrEqualTo(nowNs);
      }
      assertThat(heap.size()).isEqualTo(expected.size());
    }
  }

  /** By deadline, then by kind, then by index. */
  private static int first(Map<Integer, Long> timers) {
    Comparator<Map.Entry<Integer, Long>> order =
        Map.Entry.<Integer, Long>comparingByValue()
            .thenComparingInt(timer -> timer.getKey() % DeadlineHeap.KINDS)
            .thenComparingInt(timer -> timer.getKey() / DeadlineHeap.KINDS);
    return timers.entrySet().stream().min(order).orElseThrow().getKey();
  }
}
