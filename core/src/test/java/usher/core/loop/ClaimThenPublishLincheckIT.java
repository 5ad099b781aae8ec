package usher.core.loop;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jetbrains.lincheck.LincheckAssertionError;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Why each thread has a ring of its own, and that the checks of {@link SpscRingLincheckIT} can
 * fail: one ring for several producers, who claim a slot and then fill it, is no queue. A producer
 * that stops between the two hides what others have put in since; a consumer that waits for it
 * instead hangs.
 */
class ClaimThenPublishLincheckIT {

  /** The ring: as many slots as there are numbers in a test. */
  private static final class ClaimThenPublishRing {
    private static final int CAPACITY = 64;

    private final AtomicReferenceArray<@Nullable Integer> slots =
        new AtomicReferenceArray<>(CAPACITY);
    private final AtomicLong claimed = new AtomicLong();
    private long taken;

    void offer(int element) {
      int slot = (int) claimed.getAndIncrement();
      slots.set(slot, element);
    }

    @Nullable Integer poll() {
      Integer element = slots.get((int) taken);
      if (element != null) {
        taken++;
      }
      return element;
    }

    @Nullable Integer pollOrWait() {
      if (taken == claimed.get()) {
        return null;
      }
      Integer element = slots.get((int) taken);
      while (element == null) {
        element = slots.get((int) taken);
      }
      taken++;
      return element;
    }
  }

  /** The consumer says "nothing there" when the next slot is not filled. */
  public static class Impatient {
    private final ClaimThenPublishRing ring = new ClaimThenPublishRing();

    /** By any thread. */
    @Operation
    public void offer(@Param(gen = IntGen.class, conf = "1:9") int element) {
      ring.offer(element);
    }

    /** By the consumer. */
    @Operation(nonParallelGroup = "consumer")
    public @Nullable Integer poll() {
      return ring.poll();
    }
  }

  /** The consumer waits until the next slot is filled. */
  public static class Patient {
    private final ClaimThenPublishRing ring = new ClaimThenPublishRing();

    /** By any thread. */
    @Operation
    public void offer(@Param(gen = IntGen.class, conf = "1:9") int element) {
      ring.offer(element);
    }

    /** By the consumer. */
    @Operation(nonParallelGroup = "consumer")
    public @Nullable Integer poll() {
      return ring.pollOrWait();
    }
  }

  @Test
  void aStoppedProducerHidesWhatOthersPutIn() {
    assertThatThrownBy(() -> options().check(Impatient.class))
        .isInstanceOf(LincheckAssertionError.class)
        .hasMessageContaining("Invalid execution results");
  }

  @Test
  void aConsumerThatWaitsForAStoppedProducerHangs() {
    assertThatThrownBy(() -> options().checkObstructionFreedom(true).check(Patient.class))
        .isInstanceOf(LincheckAssertionError.class)
        .hasMessageContaining("should be non-blocking");
  }

  private static ModelCheckingOptions options() {
    return new ModelCheckingOptions()
        .threads(3)
        .actorsBefore(0)
        .actorsPerThread(2)
        .actorsAfter(0)
        .iterations(100)
        .invocationsPerIteration(5_000)
        .minimizeFailedScenario(false);
  }
}
