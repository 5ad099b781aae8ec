package usher.sip.dialog;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;

/**
 * A dialog as a table, one row for all inputs that have the same outcome in a situation:
 *
 * <pre>situation | inputs | what is sent | what the user is told | state afterwards | rule</pre>
 *
 * <p>The rule is a section of RFC 3261, or of another one where it says which.
 */
record DialogTable(List<Row> rows) {
  private static final int CELLS = 6;

  record Row(String situation, String input, String sends, String tells, String next) {
    @Override
    public String toString() {
      return situation + ", " + input + " -> " + sends + ", " + tells + ", " + next;
    }
  }

  /** One dialog on a stage of its own. */
  interface Play {
    Stage stage();

    /** Brings the dialog into this situation. */
    void enter(String situation);

    void happen(String input);
  }

  static DialogTable of(String table) {
    return new DialogTable(table.lines().flatMap(DialogTable::rows).toList());
  }

  private static Stream<Row> rows(String line) {
    List<String> cells = Stream.of(line.split("\\|")).map(String::strip).toList();
    assertThat(cells).as(line).hasSize(CELLS);
    return Stream.of(cells.get(1).split(", "))
        .map(input -> new Row(cells.get(0), input, cells.get(2), cells.get(3), cells.get(4)));
  }

  /** A test for each row, and one that the table leaves nothing out. */
  Stream<DynamicTest> tests(
      List<String> situations, List<String> inputs, Supplier<? extends Play> plays) {
    Stream<DynamicTest> eachRow =
        rows.stream()
            .map(row -> DynamicTest.dynamicTest(row.toString(), () -> check(row, plays.get())));
    DynamicTest whole =
        DynamicTest.dynamicTest(
            "every input in every situation", () -> checkComplete(situations, inputs));
    return Stream.concat(eachRow, Stream.of(whole));
  }

  private static void check(Row row, Play play) {
    assertThat(outcome(row.situation(), row.input(), play)).isEqualTo(row);
  }

  static Row outcome(String situation, String input, Play play) {
    play.enter(situation);
    Dialog dialog = play.stage().dialog();
    play.stage().forget();
    play.happen(input);
    String sends = words(play.stage().sends());
    return new Row(situation, input, sends, words(play.stage().tells()), dialog.state().toString());
  }

  /** Retransmissions are one word: when they happen is told elsewhere. */
  private static String words(List<String> words) {
    return words.isEmpty() ? "-" : String.join(", ", words.stream().distinct().toList());
  }

  private void checkComplete(List<String> situations, List<String> inputs) {
    List<String> wanted =
        situations.stream()
            .flatMap(situation -> inputs.stream().map(input -> situation + " | " + input))
            .toList();
    assertThat(rows.stream().map(row -> row.situation() + " | " + row.input()))
        .containsExactlyInAnyOrderElementsOf(wanted);
  }
}
