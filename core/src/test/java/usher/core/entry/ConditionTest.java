package usher.core.entry;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import usher.core.entry.Condition.Verdict;
import usher.core.entry.ConditionReader.Fault;
import usher.core.entry.ConditionReader.Result;

class ConditionTest {
  private static final ConditionReader READER = new ConditionReader();
  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

  private static final CallFacts CALL =
      new CallFacts(
          "sales",
          "usher.test",
          "+49301234",
          "north",
          "+4930999",
          "192.0.2.7",
          name -> name.equalsIgnoreCase("X-Vip") ? "1" : "",
          Map.of("tier", "gold"),
          Instant.parse("2026-11-23T08:05:00Z").toEpochMilli());

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          to == 'sales' && domain == 'usher.test'              | HOLDS
          from.startsWith('+4930')                             | HOLDS
          from.matches('^\\\\+49[0-9]+$')                      | HOLDS
          source == '192.0.2.8'                                | DOES_NOT_HOLD
          trunk == 'north' && diverted.endsWith('999')         | HOLDS
          header('x-vip') == '1'                               | HOLDS
          header('X-Other') == ''                              | HOLDS
          attributes.tier == 'gold'                            | HOLDS
          attributes.brand == ''                               | HOLDS
          now.hour == 9 && now.minute == 5                     | HOLDS
          now.weekday == 'mon' && now.date == '2026-11-23'     | HOLDS
          now.time >= '09:00' && now.time < '09:06'            | HOLDS
          now.day == 23 && now.month == 11                     | HOLDS
          now.weekday in ['sat', 'sun']                        | DOES_NOT_HOLD
          int(header('X-Vip')) > 0                             | HOLDS
          int(to) > 0                                          | FAILS
          !(to == 'shop' && int(to) > 0)                       | HOLDS
          """)
  void aConditionAsksAboutTheCall(String text, Verdict verdict) {
    assertThat(condition(text).of(CALL)).isEqualTo(verdict);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          frm == 'x'                      | 0  | undeclared reference to 'frm'
          to == 'x' && now.hour == '9'    | 22 | no matching overload for '_==_' applied to '(int, string)'
          to                              | 0  | expected type 'bool' but found 'string'
          to ==                           | 5  | mismatched input
          now.minut == 3                  | 0  | undeclared reference to 'now'
          to.matches('[')                 | 11 | regex
          [1, 2].all(x, x > 0)            | 10 | undeclared reference to 'all'
          header(1) == 'x'                | 6  | no matching overload
          """)
  void whatIsWrongIsToldAtItsPlace(String text, int offset, String problem) {
    assertThat(faults(text))
        .first()
        .satisfies(fault -> {
          assertThat(fault.problem()).containsIgnoringCase(problem);
          assertThat(fault.offset()).isEqualTo(offset);
        });
  }

  @Test
  void onTheSecondLineThePlaceIsRightToo() {
    assertThat(faults("to == 'x' &&\n  frm == 'y'"))
        .first()
        .extracting(Fault::offset)
        .isEqualTo(15);
  }

  @Test
  void aConditionHasABound() {
    assertThat(faults("to == 'x'" + " || to == 'x'".repeat(400))).isNotEmpty();
    assertThat(faults("(".repeat(100) + "true" + ")".repeat(100))).isNotEmpty();
  }

  private static Condition condition(String text) {
    Result result = READER.read(text, BERLIN);
    assertThat(result).as(text).isInstanceOf(Result.Valid.class);
    return ((Result.Valid) result).condition();
  }

  private static List<Fault> faults(String text) {
    Result result = READER.read(text, BERLIN);
    assertThat(result).as(text).isInstanceOf(Result.Invalid.class);
    return ((Result.Invalid) result).faults();
  }
}
