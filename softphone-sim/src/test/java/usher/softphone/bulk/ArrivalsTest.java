package usher.softphone.bulk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import usher.softphone.chance.Seed;

/** When calls are due. */
class ArrivalsTest {
  private static final double S = 1e9;

  private static List<Long> instants(Arrivals arrivals, int most) {
    RandomGenerator random = new Seed(1).random("test");
    List<Long> instants = new ArrayList<>();
    long next = arrivals.nextNs(0, random);
    while (next != Arrivals.NEVER_NS && instants.size() < most) {
      instants.add(next);
      next = arrivals.nextNs(next, random);
    }
    return instants;
  }

  @Test
  void constantIsEven() {
    assertThat(instants(new Arrivals.Constant(4), 3))
        .containsExactly(250_000_000L, 500_000_000L, 750_000_000L);
  }

  @Test
  void poissonHasItsRateAndItsVariance() {
    List<Long> instants = instants(new Arrivals.Poisson(10), 20_000);
    assertThat(instants).isSorted();
    assertThat(instants.getLast() / S).isCloseTo(2_000, within(50.0));
    long[] perSecond = new long[1_900];
    instants.stream()
        .mapToInt(ns -> (int) (ns / S))
        .filter(s -> s < perSecond.length)
        .forEach(s -> perSecond[s]++);
    double variance = 0;
    for (long count : perSecond) {
      variance += (count - 10.0) * (count - 10.0) / perSecond.length;
    }
    assertThat(variance).isCloseTo(10, within(1.5));
  }

  @Test
  void aDayIsAsBusyAsItWasAndEnds() {
    List<String> csv = List.of("time,calls", "", "07:00,600", "07:10,0", "07:20,1200", "07:30,60");
    Arrivals.Profile day = Arrivals.day(csv, 60);
    assertThat(day.steps()).hasSize(4);
    assertThat(day.steps()).allMatch(step -> step.lengthNs() == Duration.ofSeconds(10).toNanos());
    assertThat(day.calls()).isCloseTo(1_860, within(0.01));

    List<Long> instants = instants(day, Integer.MAX_VALUE);
    assertThat(instants).isSorted();
    assertThat(instants).hasSizeBetween(1_730, 1_990);
    assertThat(instants).noneMatch(ns -> ns > 10 * S && ns <= 20 * S);
    assertThat(instants.stream().filter(ns -> ns > 20 * S && ns <= 30 * S).count())
        .isBetween(1_090L, 1_310L);
  }

  @Test
  void aWrongLineIsNamed() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Arrivals.day(List.of("07:00,1", "07:10;2"), 1))
        .withMessage("line 2: expected HH:MM,calls, not 07:10;2");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Arrivals.day(List.of("07:00,1", "06:00,2"), 1))
        .withMessage("line 2: a time that is not after the one before");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Arrivals.day(List.of("07:00,1"), 1))
        .withMessage("a day has two intervals at least, HH:MM,calls");
  }
}
