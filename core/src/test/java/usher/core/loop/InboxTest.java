package usher.core.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class InboxTest {

  private static final long FOR_EVER_NS = TimeUnit.HOURS.toNanos(1);

  private final Inbox<Integer> inbox = new Inbox<>(64);
  private final List<Integer> taken = new ArrayList<>();

  @Test
  void anInboxWithoutDoorsIsEmpty() {
    assertThat(inbox.drain(taken::add, 10)).isZero();
    assertThat(inbox.doors()).isZero();
  }

  @Test
  void eachDoorHasItsTurnAfterABurst() {
    Inbox<Integer>.Door busy = inbox.open();
    Inbox<Integer>.Door quiet = inbox.open();
    IntStream.range(0, 64).forEach(busy::offer);
    quiet.offer(-1);

    assertThat(inbox.drain(taken::add, 1_000)).isEqualTo(65);

    assertThat(taken.indexOf(-1)).isEqualTo(Inbox.BURST);
  }

  @Test
  void aLimitedDrainGoesOnWithTheNextDoor() {
    Inbox<Integer>.Door one = inbox.open();
    Inbox<Integer>.Door other = inbox.open();
    List.of(1, 2, 3).forEach(one::offer);
    List.of(11, 12, 13).forEach(other::offer);

    assertThat(inbox.drain(taken::add, 2)).isEqualTo(2);
    assertThat(inbox.drain(taken::add, 2)).isEqualTo(2);
    assertThat(inbox.drain(taken::add, 9)).isEqualTo(2);

    assertThat(taken).containsExactly(1, 2, 11, 12, 3, 13);
  }

  @Test
  void whatMayWaitIsTakenWhenTheRestIs() {
    Inbox<Integer>.Door patient = inbox.openPatient();
    Inbox<Integer>.Door door = inbox.open();
    List.of(1, 2, 3).forEach(patient::offer);
    List.of(11, 12).forEach(door::offer);

    assertThat(inbox.drain(taken::add, 9)).isEqualTo(5);

    assertThat(taken).containsExactly(11, 12, 1, 2, 3);
  }

  @Test
  void whatMayWaitDoesNotWaitForEver() {
    Inbox<Integer>.Door patient = inbox.openPatient();
    Inbox<Integer>.Door door = inbox.open();
    List.of(1, 2, 3).forEach(patient::offer);
    IntStream.range(11, 75).forEach(door::offer);

    assertThat(inbox.drain(taken::add, Inbox.BURST)).isEqualTo(Inbox.BURST);
    assertThat(taken).endsWith(40, 1, 2);
    assertThat(inbox.drain(taken::add, Inbox.BURST)).isEqualTo(Inbox.BURST);
    assertThat(taken).endsWith(70, 3, 71);
  }

  @Test
  void nobodySleepsWhileSomethingWaitsPatiently() {
    inbox.openPatient().offer(1);

    inbox.await(FOR_EVER_NS);

    assertThat(inbox.drain(taken::add, 10)).isEqualTo(1);
  }

  @Test
  void aPatientDoorIsForgottenLikeTheOthers() {
    Inbox<Integer>.Door door = inbox.openPatient();
    IntStream.range(0, 65).forEach(door::offer);
    door.close();

    assertThat(inbox.drain(taken::add, 100)).isEqualTo(64);
    assertThat(inbox.drain(taken::add, 100)).isZero();

    assertThat(inbox.doors()).isZero();
    assertThat(inbox.refused()).as("its count stays").isEqualTo(1);
  }

  @Test
  void aThreadThatIsTooFastIsRefusedAndCounted() {
    Inbox<Integer>.Door door = inbox.open();

    long accepted = IntStream.range(0, 70).filter(door::offer).count();

    assertThat(accepted).isEqualTo(64);
    assertThat(door.refused()).isEqualTo(6);
    assertThat(inbox.refused()).isEqualTo(6);
  }

  @Test
  void whatWasLeftBehindAClosedDoorIsStillReadAndTheDoorThenForgotten() {
    Inbox<Integer>.Door door = inbox.open();
    IntStream.range(0, 65).forEach(door::offer);
    door.close();

    assertThat(door.offer(99)).isFalse();
    assertThat(inbox.drain(taken::add, 100)).isEqualTo(64);
    assertThat(inbox.drain(taken::add, 100)).isZero();

    assertThat(inbox.doors()).isZero();
    assertThat(inbox.refused()).as("its count stays").isEqualTo(1);
  }

  @Test
  void thereAreOnlySoManyDoors() {
    IntStream.range(0, Inbox.DOORS_MAX).forEach(_ -> inbox.open());

    assertThatThrownBy(inbox::open).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void nobodySleepsWhileThereIsSomethingLeft() {
    inbox.open().offer(1);

    inbox.await(FOR_EVER_NS);

    assertThat(inbox.drain(taken::add, 10)).isEqualTo(1);
  }

  @Test
  void aWakeBeforeTheSleepPreventsIt() {
    inbox.wake();

    inbox.await(FOR_EVER_NS);
  }

  @Test
  void aSleepEndsByItself() {
    long beforeNs = System.nanoTime();
    inbox.await(TimeUnit.MILLISECONDS.toNanos(20));
    inbox.await(0);
    inbox.await(-1);

    assertThat(System.nanoTime() - beforeNs).isLessThan(TimeUnit.SECONDS.toNanos(30));
  }

  /** Sleeps as sockets do: somebody may come between the announcement and the last question. */
  private static final class LateSleep implements LoopSleep {
    private final List<Boolean> slept = new ArrayList<>();
    private Runnable meanwhile = () -> {};
    private int wakes;

    @Override
    public void sleep(long waitNs, BooleanSupplier maySleep) {
      meanwhile.run();
      slept.add(waitNs > 0 && maySleep.getAsBoolean());
    }

    @Override
    public void wake() {
      wakes++;
    }
  }

  @Test
  void whatComesAfterTheAnnouncementKeepsTheLoopFromSleeping() {
    LateSleep sleep = new LateSleep();
    Inbox<Integer> late = new Inbox<>(64, sleep);
    Inbox<Integer>.Door door = late.open();

    late.await(FOR_EVER_NS);
    sleep.meanwhile = () -> door.offer(1);
    late.await(FOR_EVER_NS);
    late.drain(taken::add, 10);
    sleep.meanwhile = late::wake;
    late.await(FOR_EVER_NS);

    assertThat(sleep.slept).containsExactly(true, false, false);
    assertThat(sleep.wakes).isEqualTo(2);
  }

  @Test
  void theSocketsAreLookedAtAlsoWhereThereIsNoTimeToSleep() {
    LateSleep sleep = new LateSleep();
    Inbox<Integer> busy = new Inbox<>(64, sleep);

    busy.await(0);
    busy.await(-1);
    busy.wake();
    busy.await(FOR_EVER_NS);

    assertThat(sleep.slept).containsExactly(false, false, false);
  }

  @Test
  void anInterruptIsOnlyAWakeUp() {
    Thread.currentThread().interrupt();

    inbox.await(FOR_EVER_NS);

    assertThat(Thread.currentThread().isInterrupted()).isFalse();
  }

  @Test
  void aWakeEndsEachSleep() throws InterruptedException {
    int rounds = 2_000;
    AtomicInteger asked = new AtomicInteger();
    CountDownLatch done = new CountDownLatch(1);
    Thread caller =
        Thread.ofPlatform()
            .start(() -> {
              for (int i = 0; i < rounds; i++) {
                asked.incrementAndGet();
                inbox.wake();
              }
              done.countDown();
            });

    while (asked.get() < rounds) {
      inbox.await(FOR_EVER_NS);
    }
    done.await();
    caller.join();

    assertThat(asked).hasValue(rounds);
  }

  @Test
  void noWakeUpIsLostHoweverCloseTheOfferComesToTheSleep() throws InterruptedException {
    int rounds = 50_000;
    Inbox<Integer> answers = new Inbox<>(64);
    Inbox<Integer>.Door toEcho = inbox.open();
    Inbox<Integer>.Door fromEcho = answers.open();
    Thread echo =
        Thread.ofPlatform()
            .start(() -> IntStream.range(0, rounds).forEach(_ -> fromEcho.offer(next(inbox))));

    for (int i = 0; i < rounds; i++) {
      toEcho.offer(i);
      if (next(answers) != i) {
        throw new AssertionError("not " + i);
      }
    }
    echo.join();

    assertThat(inbox.drain(taken::add, 1)).isZero();
  }

  @Test
  void severalThreadsLoseNothingAndEachKeepsItsOrder() throws InterruptedException {
    int threads = 4;
    int each = 50_000;
    List<Thread> producers =
        IntStream.range(0, threads)
            .mapToObj(t -> Thread.ofPlatform().start(() -> leave(t * each, each)))
            .toList();
    int[] next = IntStream.range(0, threads).map(t -> t * each).toArray();

    for (int left = threads * each; left > 0; ) {
      int count = inbox.drain(value -> inOrder(next, value, each), 256);
      left -= count;
      if (count == 0) {
        inbox.await(FOR_EVER_NS);
      }
    }
    for (Thread producer : producers) {
      producer.join();
    }
    inbox.drain(taken::add, 1);

    assertThat(taken).isEmpty();
    assertThat(inbox.doors()).as("closed doors are forgotten").isZero();
    assertThat(Arrays.stream(next).boxed().toList())
        .containsExactly(each, 2 * each, 3 * each, 4 * each);
  }

  @SuppressWarnings("ThreadPriorityCheck") // gives the processor to the thread it waits for
  private void leave(int first, int count) {
    try (Inbox<Integer>.Door door = inbox.open()) {
      for (int i = first; i < first + count; i++) {
        while (!door.offer(i)) {
          Thread.yield();
        }
      }
    }
  }

  private static void inOrder(int[] next, int value, int each) {
    int thread = value / each;
    if (next[thread]++ != value) {
      throw new AssertionError("thread " + thread + " out of order at " + value);
    }
  }

  private static int next(Inbox<Integer> from) {
    int[] found = new int[1];
    while (from.drain(value -> found[0] = value, 1) == 0) {
      from.await(FOR_EVER_NS);
    }
    return found[0];
  }
}
