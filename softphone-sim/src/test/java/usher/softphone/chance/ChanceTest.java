package usher.softphone.chance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.random.RandomGenerator;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Lots from a seed. */
class ChanceTest {
  private static final int DRAWS = 20_000;

  private final RandomGenerator random = new Seed(1).random("test");

  @Test
  void aPartDrawsTheSameLotsAgainAndAnotherPartOthers() {
    assertThat(new Seed(7).random("a").nextLong())
        .isEqualTo(new Seed(7).random("a").nextLong())
        .isNotEqualTo(new Seed(7).random("b").nextLong())
        .isNotEqualTo(new Seed(8).random("a").nextLong());
    assertThat(new Seed(7).of("a")).isEqualTo(new Seed(7).of("a")).isNotEqualTo(new Seed(7));
    assertThat(new Seed(7).bytes("a")).hasSize(32).isNotEqualTo(new Seed(7).bytes("b"));
  }

  @Test
  void aRangeIsDrawnFromEndToEndAndHasItsMiddleAsMean() {
    Spread spread = Spread.parse("2ms-4ms");

    assertThat(draws(spread)).allMatch(ns -> ns >= 2_000_000 && ns <= 4_000_000);
    assertThat(mean(spread)).isCloseTo(3e6, within(0.02e6));
  }

  @Test
  void anExponentialHasItsMeanAndALimit() {
    Spread spread = Spread.parse("exp:1ms");

    assertThat(mean(spread)).isCloseTo(1e6, within(0.03e6));
    assertThat(draws(spread)).allMatch(ns -> ns <= 1_000_000L * Spread.EXPONENTIAL_LIMIT);
  }

  @Test
  void fixedAndNeverAreWhatTheySay() {
    assertThat(Spread.parse("1.5s")).isEqualTo(Spread.fixed(Duration.ofMillis(1500)));
    assertThat(Spread.parse("never")).isEqualTo(Spread.NEVER);
    assertThat(Spread.NEVER.sampleNs(random)).isEqualTo(Spread.NEVER_NS);
  }

  @ParameterizedTest
  @CsvSource({"200ms,200", "1.5s,1500", "10m,600000", "8h,28800000", "0s,0"})
  void lengthsAreReadWithTheirUnits(String text, long ms) {
    assertThat(Lengths.parse(text)).isEqualTo(Duration.ofMillis(ms));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "5", "s", "-1s", "1d", "1 s", "1e3s", "4s-2s", "exp:", "sometimes"})
  void whatIsNoLengthIsRefusedWithAnExample(String text) {
    assertThatIllegalArgumentException().isThrownBy(() -> Spread.parse(text));
  }

  @Test
  void aMixIsDrawnByItsWeights() {
    Mix<String> mix = Mix.always("a").or(2, "b").or(0, "never").except(0.25, "c");

    assertThat(share(mix, "a")).isCloseTo(0.25, within(0.02));
    assertThat(share(mix, "b")).isCloseTo(0.5, within(0.02));
    assertThat(share(mix, "c")).isCloseTo(0.25, within(0.02));
    assertThat(share(mix, "never")).isZero();
    assertThat(mix.things()).containsExactly("a", "b", "never", "c");
  }

  @Test
  void aWholeExceptionLeavesNothingElse() {
    assertThat(share(Mix.always("a").except(1, "b"), "b")).isEqualTo(1);
  }

  private LongStream draws(Spread spread) {
    return LongStream.generate(() -> spread.sampleNs(random)).limit(DRAWS);
  }

  private double mean(Spread spread) {
    return draws(spread).average().orElseThrow();
  }

  private double share(Mix<String> mix, String thing) {
    return (double) LongStream.range(0, DRAWS).filter(_ -> mix.draw(random).equals(thing)).count()
        / DRAWS;
  }
}
