package usher.sip.subscription;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import usher.sip.subscription.NotifierState.Deed;
import usher.sip.subscription.NotifierState.Input;
import usher.sip.subscription.NotifierState.Step;

/** Every state and every input. */
class NotifierStateTest {
  private static final String TABLE =
      """
                      CHANGED         DELIVERED            POSTPONED            FAILED      RESTED      ENDED
      QUIET           SENT/NOTIFY     -                    -                    -           -           LAST_SENT/LAST
      SENT            SENT_CHANGED    RESTING/REST         RESTING_CHANGED/REST OVER/FORGET -           SENT_ENDING
      SENT_CHANGED    -               RESTING_CHANGED/REST RESTING_CHANGED/REST OVER/FORGET -           SENT_ENDING
      RESTING         RESTING_CHANGED -                    -                    -           QUIET       LAST_SENT/LAST
      RESTING_CHANGED -               -                    -                    -           SENT/NOTIFY LAST_SENT/LAST
      SENT_ENDING     -               LAST_SENT/LAST       LAST_SENT/LAST       OVER/FORGET -           -
      LAST_SENT       -               OVER/FORGET          OVER/FORGET          OVER/FORGET -           -
      OVER            -               -                    -                    -           -           -
      """;

  /** One cell. */
  record Cell(NotifierState state, Input input, Step expected) {
    static Cell of(NotifierState state, Input input, String text) {
      String[] parts = text.split("/", -1);
      Step step =
          text.equals("-")
              ? new Step(state, Deed.NOTHING)
              : new Step(
                  NotifierState.valueOf(parts[0]),
                  parts.length == 1 ? Deed.NOTHING : Deed.valueOf(parts[1]));
      return new Cell(state, input, step);
    }
  }

  static Stream<Cell> cells() {
    Input[] inputs =
        Arrays.stream(words(TABLE.lines().findFirst().orElseThrow()))
            .map(Input::valueOf)
            .toArray(Input[]::new);
    return TABLE.lines().skip(1).flatMap(line -> row(words(line), inputs));
  }

  private static Stream<Cell> row(String[] words, Input[] inputs) {
    NotifierState state = NotifierState.valueOf(words[0]);
    return IntStream.range(0, inputs.length).mapToObj(i -> Cell.of(state, inputs[i], words[i + 1]));
  }

  private static String[] words(String line) {
    return line.strip().split(" +");
  }

  @ParameterizedTest
  @MethodSource("cells")
  void everyInputInEveryState(Cell cell) {
    assertThat(cell.state().on(cell.input())).isEqualTo(cell.expected());
  }

  @Test
  void theTableHasAllOfThem() {
    assertThat(cells()).hasSize(NotifierState.values().length * Input.values().length);
  }
}
