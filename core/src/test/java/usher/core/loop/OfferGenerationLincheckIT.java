package usher.core.loop;

import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.Queue;
import java.util.Set;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import usher.routing.store.Slots;

/**
 * An offer's handle goes to a phone's thread and comes back through a ring, perhaps late: it then
 * means the same offer or none, never the one that has its slot now. Handles are plain values and
 * only the loop looks them up, so the slots themselves need no protection.
 */
public class OfferGenerationLincheckIT {
  private static final int ROOM = 2;

  private final Slots slots = new Slots(1, 1);
  private final SpscRing<Long> answers = new SpscRing<>(ROOM);
  private int current = Slots.ABSENT;

  /** The last offer that the loop has made. */
  private volatile long shown = Slots.NONE;

  /** The last offer that the phone has seen. */
  private long seen = Slots.NONE;

  /** The loop makes an offer; the slot is always the same. */
  @Operation(nonParallelGroup = "loop")
  public void offer() {
    withdraw();
    current = slots.take();
    shown = slots.handle(current);
  }

  /** The loop ends the offer; the phone does not know yet. */
  @Operation(nonParallelGroup = "loop")
  public void withdraw() {
    if (current != Slots.ABSENT) {
      slots.release(current);
      current = Slots.ABSENT;
    }
  }

  /** The phone is told of the last offer. */
  @Operation(nonParallelGroup = "phone")
  public void ring() {
    seen = shown;
  }

  /** The phone answers the last one that it has seen. */
  @Operation(nonParallelGroup = "phone")
  public boolean answer() {
    return answers.offer(seen);
  }

  /** The loop hears an answer: whether the offer is there; null when nobody answered. */
  @Operation(nonParallelGroup = "loop")
  public @Nullable Boolean hear() {
    Long handle = answers.poll();
    return handle == null ? null : slots.slotOf(handle) != Slots.ABSENT;
  }

  /** The same with numbers that are never used again. */
  public static final class Numbered {
    private final Set<Integer> live = new HashSet<>();
    private final Queue<Integer> answers = new ArrayDeque<>();
    private int last;
    private int seen;

    /** Makes an offer. */
    public void offer() {
      live.clear();
      live.add(++last);
    }

    /** Ends it. */
    public void withdraw() {
      live.clear();
    }

    /** Is told of the last. */
    public void ring() {
      seen = last;
    }

    /** Answers the last one seen. */
    public boolean answer() {
      return answers.size() < ROOM && answers.add(seen);
    }

    /** Hears an answer. */
    public @Nullable Boolean hear() {
      Integer number = answers.poll();
      return number == null ? null : live.contains(number);
    }
  }

  @Test
  void aLateAnswerNeverMeansTheOfferThatHasTheSlotNow() {
    new ModelCheckingOptions()
        .sequentialSpecification(Numbered.class)
        .checkObstructionFreedom(true)
        .threads(2)
        .actorsBefore(2)
        .actorsPerThread(4)
        .actorsAfter(3)
        .iterations(8)
        .invocationsPerIteration(500)
        .check(OfferGenerationLincheckIT.class);
  }
}
