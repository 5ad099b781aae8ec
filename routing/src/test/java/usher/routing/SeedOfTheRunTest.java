package usher.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class SeedOfTheRunTest {
  @Test
  void aBuildLeavesEveryPropertyItsOwnSeed() {
    assertThat(SeedOfTheRun.of("")).isEmpty();
  }

  @Test
  void aNightDrawsItsSeed() {
    assertThat(SeedOfTheRun.of("random")).isNotEqualTo(SeedOfTheRun.of("random")).isPresent();
  }

  @Test
  void aFailureIsRepeatedFromItsSeed() {
    assertThat(SeedOfTheRun.of("-8130528")).contains("-8130528");
  }

  @Test
  void whatIsNoSeedIsRefusedInsteadOfTriedWithAnother() {
    assertThatThrownBy(() -> SeedOfTheRun.of("8130528x")).isInstanceOf(NumberFormatException.class);
  }
}
