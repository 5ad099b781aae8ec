package usher.softphone.results;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What a scenario came to, as its file says it.
 *
 * @param scenario its name
 * @param about what it plays
 * @param command how to do it again
 * @param at when, UTC
 * @param machine what it ran on
 * @param stretches in their order
 * @param problems what should not have been: empty if all went well
 */
public record Result(
    String scenario,
    String about,
    String command,
    String at,
    Map<String, String> machine,
    List<Stretch> stretches,
    List<String> problems) {

  /** What a file may say that nobody has written. */
  public Result {
    none(stretches, "stretches");
    none(problems, "problems");
  }

  private static void none(Collection<?> those, String name) {
    those.forEach(each -> Objects.requireNonNull(each, () -> "null in " + name));
  }

  /**
   * One stretch.
   *
   * @param values numbers with a unit in their names
   * @param threads processor time of groups of the server's threads, ms for each call
   * @param series a number for each second
   */
  public record Stretch(
      String name,
      Map<String, Double> values,
      Map<String, Double> threads,
      Map<String, List<Double>> series) {
    /** What a file may say that nobody has written. */
    public Stretch {
      none(values.values(), "values of " + name);
      none(threads.values(), "threads of " + name);
      none(series.values(), "series of " + name);
      series.values().forEach(each -> none(each, "series of " + name));
    }

    /** All that was measured. */
    static Stretch of(Measurement measurement) {
      return new Stretch(
          measurement.name(), measurement.values(), measurement.threads(), measurement.series());
    }
  }

  /** What was measured, with all that was not as it should be. */
  public static Result of(
      String scenario,
      String about,
      String command,
      String at,
      Map<String, String> machine,
      List<Measurement> measured) {
    return new Result(
        scenario,
        about,
        command,
        at,
        machine,
        measured.stream().map(Stretch::of).toList(),
        measured.stream().flatMap(each -> each.problems().stream()).toList());
  }

  /** Whether all was as it should be. */
  public boolean isGood() {
    return problems.isEmpty();
  }
}
