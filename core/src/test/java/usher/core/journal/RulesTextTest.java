package usher.core.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class RulesTextTest {
  /** Hardly to be compressed, so that it needs several records. */
  private static final String LONG =
      new SplittableRandom(1)
          .ints(60_000, 0x20, 0x2fff)
          .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
          .toString();

  @Test
  void aLongTextIsInSeveralRecordsAndWholeAgain() {
    RulesText rules = new RulesText(2, "0f", LONG);
    List<JournalRecord> records = rules.records();

    assertThat(records).hasSizeGreaterThan(2);
    RulesText.Joiner joiner = new RulesText.Joiner();
    List<Optional<RulesText>> joined =
        records.stream().map(record -> joiner.add((JournalRecord.RulesTaken) record)).toList();
    assertThat(joined.getLast()).contains(rules);
    assertThat(joined.subList(0, joined.size() - 1)).containsOnly(Optional.empty());
  }

  @Test
  void anEmptyTextIsOneRecord() {
    RulesText rules = new RulesText(1, "", "");
    assertThat(rules.records()).hasSize(1);
    assertThat(new RulesText.Joiner().add((JournalRecord.RulesTaken) rules.records().getFirst()))
        .contains(rules);
  }

  @Test
  void aMissingPartIsNoticed() {
    List<JournalRecord> records = new RulesText(2, "0f", LONG).records();
    RulesText.Joiner joiner = new RulesText.Joiner();
    assertThat(joiner.add((JournalRecord.RulesTaken) records.getFirst())).isEmpty();
    assertThatThrownBy(() -> joiner.add((JournalRecord.RulesTaken) records.get(2)))
        .isInstanceOf(MalformedRecordException.class)
        .hasMessageContaining("part 1");
  }
}
