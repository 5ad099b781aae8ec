package usher.core.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class SpscRingTest {

  @Test
  void whatGoesInComesOutInOrder() {
    SpscRing<String> ring = new SpscRing<>(4);

    ring.offer("a");
    ring.offer("b");

    assertThat(ring.isEmpty()).isFalse();
    assertThat(ring.poll()).isEqualTo("a");
    assertThat(ring.poll()).isEqualTo("b");
    assertThat(ring.poll()).isNull();
    assertThat(ring.isEmpty()).isTrue();
  }

  @Test
  void aFullRingRefusesAndCounts() {
    SpscRing<Integer> ring = new SpscRing<>(2);

    assertThat(List.of(ring.offer(1), ring.offer(2), ring.offer(3), ring.offer(4)))
        .containsExactly(true, true, false, false);
    assertThat(ring.refused()).isEqualTo(2);
    assertThat(ring.poll()).isEqualTo(1);
    assertThat(ring.offer(5)).isTrue();
    assertThat(ring.poll()).isEqualTo(2);
    assertThat(ring.poll()).isEqualTo(5);
    assertThat(ring.refused()).isEqualTo(2);
  }

  @Test
  void aCapacityIsAPowerOfTwoWithinTheBound() {
    assertThat(new SpscRing<>(1).capacity()).isEqualTo(1);
    for (int wrong : new int[] {0, -1, 3, Integer.MIN_VALUE, 2 * SpscRing.CAPACITY_MAX}) {
      assertThatThrownBy(() -> new SpscRing<>(wrong)).hasMessage("capacity " + wrong);
    }
  }

  @Property(seed = "1")
  void itBehavesAsABoundedQueue(
      @ForAll @IntRange(max = 6) int capacityLog2, @ForAll List<Boolean> offers) {
    int capacity = 1 << capacityLog2;
    SpscRing<Integer> ring = new SpscRing<>(capacity);
    Queue<Integer> model = new ArrayDeque<>();
    int next = 0;
    for (boolean offer : offers) {
      if (offer) {
        boolean room = model.size() < capacity && model.add(next);
        assertThat(ring.offer(next)).isEqualTo(room);
        next++;
      } else {
        assertThat(ring.poll()).isEqualTo(model.poll());
      }
      assertThat(ring.isEmpty()).isEqualTo(model.isEmpty());
    }
  }

  @Test
  @Timeout(60)
  void twoThreadsLoseNothingAndKeepTheOrder() throws InterruptedException {
    int count = 1_000_000;
    SpscRing<Integer> ring = new SpscRing<>(64);
    Thread producer = Thread.ofPlatform().start(() -> offerAll(ring, count));

    for (int expected = 0; expected < count; expected++) {
      if (take(ring) != expected) {
        throw new AssertionError("not " + expected);
      }
    }
    producer.join();

    assertThat(ring.poll()).isNull();
  }

  @SuppressWarnings("ThreadPriorityCheck") // gives the processor to the thread it waits for
  private static void offerAll(SpscRing<Integer> ring, int count) {
    for (int i = 0; i < count; i++) {
      while (!ring.offer(i)) {
        Thread.yield();
      }
    }
  }

  @SuppressWarnings("ThreadPriorityCheck") // gives the processor to the thread it waits for
  private static int take(SpscRing<Integer> ring) {
    Integer taken = ring.poll();
    while (taken == null) {
      Thread.yield();
      taken = ring.poll();
    }
    return taken;
  }
}
