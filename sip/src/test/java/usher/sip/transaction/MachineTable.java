package usher.sip.transaction;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;

/**
 * A transaction machine as the table of its RFC, one row for each event in each state:
 *
 * <pre>state | event | what is sent | what the user is told | state afterwards</pre>
 *
 * <p>A time as event ({@code 500 ms}) means: so long after the state was entered, to the
 * nanosecond.
 */
record MachineTable(List<Row> rows) {

  record Row(String state, String event, String sends, String told, String next) {
    boolean isTimer() {
      return event.endsWith(" ms");
    }

    long ns() {
      return Long.parseLong(event.substring(0, event.indexOf(' '))) * 1_000_000;
    }

    @Override
    public String toString() {
      return state + ", " + event + " -> " + next;
    }
  }

  /** One machine on a stage of its own. */
  interface Stage {
    Recorder recorder();

    /** Brings a new machine into this state, by the shortest way. */
    void enter(String state);

    void happen(String event);

    /** The machine, in words. */
    String state();
  }

  static MachineTable of(String table) {
    return new MachineTable(table.lines().map(MachineTable::row).toList());
  }

  private static Row row(String line) {
    List<String> cells = Stream.of(line.split("\\|")).map(String::strip).toList();
    return new Row(cells.get(0), cells.get(1), cells.get(2), cells.get(3), cells.get(4));
  }

  /** A test for each row, and one that the table leaves nothing out. */
  Stream<DynamicTest> tests(List<String> events, Supplier<Stage> stages) {
    Stream<DynamicTest> eachRow =
        rows.stream()
            .map(row -> DynamicTest.dynamicTest(row.toString(), () -> check(row, stages.get())));
    DynamicTest whole =
        DynamicTest.dynamicTest("every event in every state", () -> checkComplete(events, stages));
    return Stream.concat(eachRow, Stream.of(whole));
  }

  private static void check(Row row, Stage stage) {
    stage.enter(row.state());
    Recorder recorder = stage.recorder();
    if (row.isTimer()) {
      recorder.pass(row.ns() - 1);
      assertThat(stage.state()).as("a nanosecond before").isEqualTo(row.state());
    }
    recorder.forget();
    if (row.isTimer()) {
      recorder.pass(1);
    } else {
      stage.happen(row.event());
    }
    assertThat(words(recorder.sends)).as("sent").isEqualTo(row.sends());
    assertThat(words(recorder.told)).as("told").isEqualTo(row.told());
    assertThat(stage.state()).isEqualTo(row.next());
  }

  private static String words(List<String> words) {
    return words.isEmpty() ? "-" : String.join(", ", words);
  }

  private void checkComplete(List<String> events, Supplier<Stage> stages) {
    for (String state : rows.stream().map(Row::state).distinct().toList()) {
      List<Row> ofState = rows.stream().filter(row -> row.state().equals(state)).toList();
      assertThat(ofState.stream().filter(row -> !row.isTimer()).map(Row::event))
          .as("events in " + state)
          .containsExactlyInAnyOrderElementsOf(events);
      Stage stage = stages.get();
      stage.enter(state);
      assertThat(stage.recorder().timers.size())
          .as("timers set in " + state)
          .isEqualTo((int) ofState.stream().filter(Row::isTimer).count());
    }
  }
}
