package usher.sip.overload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A server of known strength on virtual time, with callers who do not mind how much it can do. */
class AdmissionTest {
  private static final long NS_PER_S = 1_000_000_000;

  /** Takes messages one after the other, each for so long. */
  private static final class Loop implements Backlog {
    private final Deque<Long> arrivals = new ArrayDeque<>();
    private long costNs;
    private long freeNs;
    private long shortestNs = NOTHING_TAKEN;
    private long longestNs;
    private int taken;

    /** One that leaves every message for so long. */
    static Backlog lying(long ns) {
      return new Backlog() {
        @Override
        public long takeShortestNs() {
          return ns;
        }

        @Override
        public int takeCalls() {
          return 0;
        }

        @Override
        public long expectedNs() {
          return 0;
        }
      };
    }

    Loop(int callsPerS) {
      costNs = NS_PER_S / callsPerS;
    }

    void offer(long nowNs) {
      arrivals.add(nowNs);
    }

    /** Does nothing for so long, as while the collector runs. */
    void pause(long nowNs, long ns) {
      freeNs = Math.max(freeNs, nowNs) + ns;
    }

    void runUntil(long nowNs) {
      while (!arrivals.isEmpty() && Math.max(freeNs, arrivals.getFirst()) <= nowNs) {
        long arrivedNs = arrivals.removeFirst();
        long takenNs = Math.max(freeNs, arrivedNs);
        freeNs = takenNs + costNs;
        taken++;
        shortestNs = Math.min(shortestNs, takenNs - arrivedNs);
        longestNs = Math.max(longestNs, takenNs - arrivedNs);
      }
    }

    @Override
    public long takeShortestNs() {
      long shortest = shortestNs;
      shortestNs = NOTHING_TAKEN;
      return shortest;
    }

    @Override
    public int takeCalls() {
      int calls = taken;
      taken = 0;
      return calls;
    }

    @Override
    public long expectedNs() {
      return arrivals.size() * costNs;
    }
  }

  private final Random random = new Random(1);
  private long nowNs;
  private int number;

  private byte[] message() {
    return ByteBuffer.allocate(8).putInt(random.nextInt()).putInt(number++).array();
  }

  /** Calls at random for some seconds; returns how many were admitted per second. */
  private int offer(Admission admission, Loop loop, int perS, int seconds) {
    long endNs = nowNs + seconds * NS_PER_S;
    int admitted = 0;
    while (nowNs < endNs) {
      nowNs += (long) (-Math.log(1 - random.nextDouble()) * NS_PER_S / perS);
      loop.runUntil(nowNs);
      if (admission.admits(Lane.CALL, message(), true, nowNs)) {
        admitted++;
        loop.offer(nowNs);
      }
    }
    return admitted / seconds;
  }

  @ParameterizedTest
  @ValueSource(ints = {300, 1_000, 3_000})
  void twiceAndFiveTimesAsManyCallsCostATenthOfTheGoodOnesAtMost(int capacity) {
    Loop loop = new Loop(capacity);
    Admission admission = new Admission(loop);
    offer(admission, loop, capacity * 2, 30);
    assertThat(offer(admission, loop, capacity * 2, 30)).isGreaterThan(capacity * 9 / 10);
    assertThat(offer(admission, loop, capacity * 5, 30)).isGreaterThan(capacity * 9 / 10);
    loop.longestNs = 0;
    offer(admission, loop, capacity * 5, 30);
    assertThat(loop.longestNs).as("nobody waits long").isLessThan(NS_PER_S / 2);
    assertThat(offer(admission, loop, capacity / 2, 30))
        .isCloseTo(capacity / 2, offset(capacity / 20));
    assertThat(admission.refusedPercent()).as("all is well again").isZero();
  }

  /** Such as while the machine was taken away, with few calls: what was taken says little then. */
  @Test
  void aBadMomentInAQuietHourIsForgotten() {
    Loop loop = new Loop(1_000);
    Admission admission = new Admission(loop);
    loop.pause(nowNs, 3 * NS_PER_S);
    offer(admission, loop, 60, 3);
    assertThat(admission.callsPerS()).as("it has learnt little").isLessThan(300);
    nowNs += 10 * NS_PER_S;
    assertThat(offer(admission, loop, 390, 5)).as("nobody is refused").isCloseTo(390, offset(20));
    assertThat(admission.refusedPercent()).isZero();
  }

  /** Less is taken then because less comes; what lies is still taken late. */
  @Test
  void theEndOfAFloodTeachesNothing() {
    Loop loop = new Loop(1_000);
    Admission admission = new Admission(loop);
    offer(admission, loop, 5_000, 20);
    int before = admission.callsPerS();
    for (int i = 0; i < 20; i++) {
      nowNs += NS_PER_S / 20;
      loop.shortestNs = NS_PER_S / 10;
      loop.taken = 1;
      admission.admits(Lane.RUNNING, message(), true, nowNs);
    }
    assertThat(admission.callsPerS()).isGreaterThan(before * 9 / 10);
  }

  @Test
  void pausesOfTheCollectorCostNoMoreThanTheirTime() {
    Loop loop = new Loop(1_000);
    Admission admission = new Admission(loop);
    offer(admission, loop, 5_000, 20);
    int admitted = 0;
    for (int second = 0; second < 30; second++) {
      loop.pause(nowNs, NS_PER_S / 5);
      admitted += offer(admission, loop, 5_000, 1);
    }
    assertThat(admitted / 30).as("a fifth of each second is lost").isGreaterThan(800 * 9 / 10);
  }

  @Test
  void aServerThatIsSlowAllAtOnceDoesNotMakeALongQueue() {
    Loop loop = new Loop(10_000);
    Admission admission = new Admission(loop);
    offer(admission, loop, 5_000, 30);
    loop.costNs = NS_PER_S / 500;
    offer(admission, loop, 5_000, 5);
    assertThat(loop.longestNs).isLessThan(Admission.MOST_LYING.toNanos() * 11 / 10);
  }

  @Test
  void aServerThatKeepsUpRefusesNobodyWhenTheLoadGrowsSlowly() {
    Loop loop = new Loop(100_000);
    Admission admission = new Admission(loop);
    for (int perS = 300; perS <= 2_000; perS += 100) {
      assertThat(offer(admission, loop, perS, 10)).isGreaterThan(perS * 95 / 100);
      assertThat(admission.refusedPercent()).isZero();
    }
  }

  @Test
  void whatRunsIsNeverRefused() {
    Admission admission = new Admission(Loop.lying(NS_PER_S));
    for (int i = 0; i < 100_000; i++) {
      assertThat(admission.admits(Lane.RUNNING, message(), true, nowNs++)).isTrue();
    }
  }

  @Test
  void aCopyOfWhatWasAdmittedIsAdmittedAndOneOfWhatWasNotIsNot() {
    Admission admission = new Admission(Loop.lying(NS_PER_S));
    byte[] first = message();
    assertThat(admission.admits(Lane.CALL, first, true, nowNs)).isTrue();
    byte[] last = message();
    while (admission.admits(Lane.CALL, last, true, nowNs)) {
      last = message();
    }
    assertThat(admission.admits(Lane.CALL, first, true, nowNs)).isTrue();
    assertThat(admission.admits(Lane.CALL, first, false, nowNs)).as("a stream").isFalse();
    assertThat(admission.admits(Lane.CALL, last, true, nowNs)).isFalse();
  }

  @Test
  void eachLaneHasItsOwnRoomAndHelpHasMoreThanOtherCalls() {
    Admission admission = new Admission(Loop.lying(NS_PER_S));
    int calls = admitted(admission, Lane.CALL);
    assertThat(calls).isBetween(Admission.BURST, Admission.BURST + 2);
    assertThat(admitted(admission, Lane.EMERGENCY)).isGreaterThanOrEqualTo(Admission.BURST);
    assertThat(admitted(admission, Lane.REGISTER)).isGreaterThanOrEqualTo(Admission.BURST);
    assertThat(admitted(admission, Lane.FIRST_REGISTER)).isGreaterThanOrEqualTo(Admission.BURST);
    assertThat(admitted(admission, Lane.SUBSCRIPTION)).isGreaterThanOrEqualTo(Admission.BURST);
    assertThat(admitted(admission, Lane.PROBE)).isGreaterThanOrEqualTo(Admission.BURST);
  }

  @Test
  void whoCallsForHelpGetsTheRoomOfOtherCallsWhereHisOwnIsFull() {
    Admission admission = new Admission(Loop.lying(NS_PER_S));
    assertThat(admitted(admission, Lane.EMERGENCY)).isGreaterThanOrEqualTo(2 * Admission.BURST);
    assertThat(admitted(admission, Lane.CALL)).isZero();
  }

  private int admitted(Admission admission, Lane lane) {
    int admitted = 0;
    while (admission.admits(lane, message(), true, nowNs)) {
      admitted++;
    }
    return admitted;
  }

  @Test
  void whileNothingIsTakenTheRateFallsToTheLeast() {
    Admission admission = new Admission(Loop.lying(Backlog.NOTHING_TAKEN));
    for (int i = 0; i < 100; i++) {
      nowNs += NS_PER_S / 20;
      admission.admits(Lane.CALL, message(), true, nowNs);
    }
    assertThat(admission.callsPerS()).isEqualTo(Admission.LEAST_PER_S);
  }
}
