package usher.core.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import usher.core.replay.KaplanMeier.Wait;

class KaplanMeierTest {
  private static final long S = 1_000_000_000L;

  private static KaplanMeier of(Wait... waits) {
    return new KaplanMeier(List.of(waits));
  }

  private static Wait left(long seconds) {
    return new Wait(seconds * S, true);
  }

  private static Wait answered(long seconds) {
    return new Wait(seconds * S, false);
  }

  /** The textbook's six: 1, 2+, 3, 3, 4+, 5. */
  @Test
  void theProductOfTheSharesThatStayed() {
    KaplanMeier six = of(left(1), answered(2), left(3), left(3), answered(4), left(5));
    assertThat(six.survival(0)).isEqualTo(1);
    assertThat(six.survival(S)).isCloseTo(5 / 6.0, within(1e-12));
    assertThat(six.survival(2 * S)).isCloseTo(5 / 6.0, within(1e-12));
    assertThat(six.survival(3 * S)).isCloseTo(5 / 6.0 * 2 / 4, within(1e-12));
    assertThat(six.survival(9 * S)).isZero();
  }

  @Test
  void aCallerWhoWasAnsweredIsMorePatientThanHisWait() {
    KaplanMeier six = of(left(1), answered(2), left(3), left(3), answered(4), left(5));
    assertThat(six.beyond(2 * S, 0.4)).isEqualTo(5 * S);
    assertThat(six.beyond(2 * S, 0.6)).isEqualTo(3 * S);
    assertThat(six.beyond(2 * S, 1)).isGreaterThanOrEqualTo(3 * S);
  }

  @Test
  void whereNobodyEverLeftNobodyLeaves() {
    assertThat(of(answered(3), answered(9)).beyond(3 * S, 0.01)).isEqualTo(KaplanMeier.FOR_EVER);
    assertThat(new KaplanMeier(List.of()).beyond(0, 0.5)).isEqualTo(KaplanMeier.FOR_EVER);
  }

  /** Patience of 60 s on average, seen only as far as an answer after 30 s on average lets it. */
  @Test
  void exponentialPatienceIsFoundAgainBehindAnswers() {
    SplittableRandom random = new SplittableRandom(5);
    List<Wait> waits = new ArrayList<>();
    for (int i = 0; i < 40_000; i++) {
      long patience = exponential(random, 60);
      long answer = exponential(random, 30);
      waits.add(new Wait(Math.min(patience, answer), patience < answer));
    }
    KaplanMeier estimate = new KaplanMeier(waits);
    assertThat(estimate.survival(60 * S)).isCloseTo(Math.exp(-1), within(0.02));
    double mean =
        LongStream.range(0, 20_000)
            .map(i -> estimate.beyond(0, (i + 1) / 20_000.0))
            .average()
            .orElseThrow();
    assertThat(mean / S).isCloseTo(60, within(2.0));
  }

  private static long exponential(SplittableRandom random, double meanS) {
    return (long) (-Math.log(1 - random.nextDouble()) * meanS * S);
  }
}
