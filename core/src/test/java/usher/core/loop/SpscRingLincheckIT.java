package usher.core.loop;

import java.util.ArrayDeque;
import java.util.Queue;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * The ring is a bounded queue whatever the two threads do between each other's steps, and neither
 * ever waits for the other: each goes on when the other is stopped anywhere. What two processors
 * may see besides is the business of the tests in {@code stress}: Lincheck's own stress instruments
 * every class there is, which takes longer than all of them.
 */
public class SpscRingLincheckIT {
  private static final int CAPACITY = 2;

  private final SpscRing<Integer> ring = new SpscRing<>(CAPACITY);

  /** By the producer. */
  @Operation(nonParallelGroup = "producer")
  public boolean offer(@Param(gen = IntGen.class, conf = "1:9") int element) {
    return ring.offer(element);
  }

  /** By the consumer. */
  @Operation(nonParallelGroup = "consumer")
  public @Nullable Integer poll() {
    return ring.poll();
  }

  /** By the consumer. */
  @Operation(nonParallelGroup = "consumer")
  public boolean isEmpty() {
    return ring.isEmpty();
  }

  /** What it is in the hands of one thread. */
  public static final class BoundedQueue {
    private final Queue<Integer> elements = new ArrayDeque<>();

    /** Puts one in while there is room. */
    public boolean offer(int element) {
      return elements.size() < CAPACITY && elements.add(element);
    }

    /** Takes the oldest. */
    public @Nullable Integer poll() {
      return elements.poll();
    }

    /** Whether there is none. */
    public boolean isEmpty() {
      return elements.isEmpty();
    }
  }

  @Test
  void everyInterleavingIsThatOfABoundedQueueAndNobodyWaits() {
    new ModelCheckingOptions()
        .sequentialSpecification(BoundedQueue.class)
        .checkObstructionFreedom(true)
        .threads(2)
        .actorsBefore(2)
        .actorsPerThread(3)
        .actorsAfter(3)
        .iterations(10)
        .invocationsPerIteration(500)
        .check(SpscRingLincheckIT.class);
  }
}
