package usher.core.loop;

import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Validate;
import org.junit.jupiter.api.Test;

/**
 * Two threads that leave things and come and go, and the loop that takes them: whatever each does
 * between the steps of the others, all that was accepted is taken, in each thread's order, once;
 * doors that were closed are forgotten when they are empty.
 *
 * <p>That no wake-up is lost is shown by {@code stress.WakeUpStress}: Lincheck takes a sleep with
 * an end for one that ends.
 */
public class InboxLincheckIT {
  private static final int CAPACITY = 2;

  private final Inbox<Long> inbox = new Inbox<>(CAPACITY);
  private final Producer one = new Producer(0);
  private final Producer other = new Producer(1);
  private final long[] next = new long[2];

  /** A thread that numbers what it leaves. */
  private final class Producer {
    final int index;
    Inbox<Long>.Door door = open();
    long accepted;
    long refused;

    Producer(int index) {
      this.index = index;
    }

    /** The other's may wait. */
    private Inbox<Long>.Door open() {
      return index == 0 ? inbox.open() : inbox.openPatient();
    }

    void leave() {
      if (door.offer(accepted << 1 | index)) {
        accepted++;
      } else {
        refused++;
      }
    }

    void reopen() {
      door.close();
      door = open();
    }
  }

  /** By one thread. */
  @Operation(nonParallelGroup = "one")
  public void oneLeaves() {
    one.leave();
  }

  /** By the other thread. */
  @Operation(nonParallelGroup = "other")
  public void otherLeaves() {
    other.leave();
  }

  /** By the other thread: its old door may hold something when the new one is opened. */
  @Operation(nonParallelGroup = "other")
  public void otherComesAgain() {
    other.reopen();
  }

  /** By the loop. */
  @Operation(nonParallelGroup = "loop")
  public void turn() {
    inbox.drain(this::take, 3);
  }

  private void take(long element) {
    int from = (int) (element & 1);
    if (next[from]++ != element >> 1) {
      throw new IllegalStateException("out of order: " + element);
    }
  }

  /** In the end. */
  @Validate
  public void everythingAcceptedIsTaken() {
    while (inbox.drain(this::take, 3) > 0) {
      // Closed doors go when they are found empty.
    }
    boolean all = next[0] == one.accepted && next[1] == other.accepted;
    boolean counted = inbox.refused() == one.refused + other.refused;
    if (!all || !counted || inbox.doors() != 2) {
      throw new IllegalStateException(
          "taken %d of %d and %d of %d, refused %d, doors %d"
              .formatted(
                  next[0], one.accepted, next[1], other.accepted, inbox.refused(), inbox.doors()));
    }
  }

  @Test
  void nothingIsLostOrTakenTwiceInAnyInterleaving() {
    new ModelCheckingOptions()
        .threads(3)
        .actorsBefore(1)
        .actorsPerThread(3)
        .actorsAfter(0)
        .iterations(10)
        .invocationsPerIteration(300)
        .check(InboxLincheckIT.class);
  }
}
