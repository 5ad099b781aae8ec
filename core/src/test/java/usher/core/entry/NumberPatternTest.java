package usher.core.entry;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class NumberPatternTest {

  @Test
  void aNumberIsItselfAndAStarIsWhatFollows() {
    assertThat(NumberPattern.of("sales").matches("sales")).isTrue();
    assertThat(NumberPattern.of("sales").matches("sales2")).isFalse();
    assertThat(NumberPattern.of("+4930*").matches("+493012")).isTrue();
    assertThat(NumberPattern.of("+4930*").matches("+4931")).isFalse();
    assertThat(NumberPattern.of("*").matches("")).isTrue();
  }

  @Test
  void theStarOfATelephoneIsWrittenWithABackslash() {
    assertThat(NumberPattern.of("71\\*").matches("71*")).isTrue();
    assertThat(NumberPattern.of("71\\*").matches("712")).isFalse();
    assertThat(NumberPattern.of("*71").matches("*71")).isTrue();
  }

  @Test
  void whatIsReadIsWritten() {
    for (String text : new String[] {"sales", "+4930*", "*", "71\\*", "*71"}) {
      assertThat(NumberPattern.of(text)).hasToString(text);
    }
  }

  @Test
  void aShorterBeginningCoversALongerOne() {
    assertThat(NumberPattern.of("+49*").covers(NumberPattern.of("+4930*"))).isTrue();
    assertThat(NumberPattern.of("+49*").covers(NumberPattern.of("+4930"))).isTrue();
    assertThat(NumberPattern.of("+4930*").covers(NumberPattern.of("+49*"))).isFalse();
    assertThat(NumberPattern.of("+4930").covers(NumberPattern.of("+4930*"))).isFalse();
    assertThat(NumberPattern.of("+4930").covers(NumberPattern.of("+4930"))).isTrue();
  }
}
