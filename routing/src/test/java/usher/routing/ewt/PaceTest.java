package usher.routing.ewt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What a queue learns of its calls, and how promises are kept. */
class PaceTest {
  private static final long SECOND = 1_000_000_000L;
  private final Pace pace = new Pace(2);
  private final Promises promises = new Promises(1);

  @Test
  void aQueueStartsWithThePriorAndLearns() {
    assertThat(pace.handleNs(0)).isEqualTo(Pace.PRIOR.toNanos());
    for (int call = 0; call < 500; call++) {
      pace.handled(0, 60 * SECOND);
    }
    assertThat(pace.handleNs(0)).isCloseTo(60 * SECOND, within(2 * SECOND));
    assertThat(pace.handleNs(1)).isEqualTo(Pace.PRIOR.toNanos());
  }

  @Test
  void whatWasLongAgoIsForgotten() {
    for (int call = 0; call < 1_000; call++) {
      pace.handled(0, 60 * SECOND);
    }
    for (int call = 0; call < 500; call++) {
      pace.handled(0, 240 * SECOND);
    }
    assertThat(pace.handleNs(0)).isCloseTo(240 * SECOND, within(3 * SECOND));
  }

  @Test
  void eachHourIsLearntByItselfAndBeginsWithWhatIsKnownOfTheDay() {
    pace.hour(9);
    for (int call = 0; call < 500; call++) {
      pace.handled(0, 60 * SECOND);
    }
    assertThat(pace.hour(20)).isTrue();
    assertThat(pace.handleNs(0)).as("no call yet").isCloseTo(60 * SECOND, within(2 * SECOND));
    pace.handled(0, 300 * SECOND);
    assertThat(pace.handleNs(0)).as("one of eleven").isCloseTo(82 * SECOND, within(2 * SECOND));
    for (int call = 0; call < 500; call++) {
      pace.handled(0, 300 * SECOND);
    }
    assertThat(pace.handleNs(0)).isCloseTo(300 * SECOND, within(2 * SECOND));
    pace.hour(9);
    assertThat(pace.handleNs(0)).isCloseTo(60 * SECOND, within(2 * SECOND));
    assertThat(pace.hour(9)).as("it was already").isFalse();
  }

  @Test
  void theAbandonRateIsThatOfExponentialPatience() {
    assertThat(pace.abandonRate(0)).isZero();
    for (int call = 0; call < 5_000; call++) {
      pace.waited(0, 50 * SECOND, call % 8 == 0);
    }
    assertThat(1 / pace.abandonRate(0)).isCloseTo(400, within(12.0));
  }

  @Test
  void aPromiseIsRoundedUpToMinutes() {
    assertThat(Promises.length(Promises.next(0, 0))).isEqualTo(60 * SECOND);
    assertThat(Promises.length(Promises.next(0, 60))).isEqualTo(60 * SECOND);
    assertThat(Promises.length(Promises.next(0, 60.1))).isEqualTo(120 * SECOND);
    assertThat(Promises.next(0, Double.POSITIVE_INFINITY)).isEqualTo(Promises.SILENCE);
  }

  @Test
  void aNumberRisesOnceAndNotTwice() {
    long first = Promises.next(0, 100);
    long second = Promises.next(first, 200);
    assertThat(Promises.length(second)).isEqualTo(Duration.ofMinutes(4).toNanos());
    long lower = Promises.next(second, 100);
    assertThat(Promises.length(lower)).isEqualTo(Duration.ofMinutes(2).toNanos());
    assertThat(Promises.next(lower, 200)).isEqualTo(Promises.SILENCE);
    assertThat(Promises.length(Promises.next(lower, 50))).isEqualTo(60 * SECOND);
  }

  @Test
  void promisesAreHeldAgainstWhatCameTrue() {
    long minute = Promises.next(0, 30);
    promises.settle(0, minute, 50 * SECOND);
    promises.settle(0, minute, 90 * SECOND);
    assertThat(promises.accuracy(0))
        .isEqualTo(new Promises.Accuracy(2, 1, 10 * SECOND, 20 * SECOND));
  }
}
