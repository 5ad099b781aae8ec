package usher.routing.explain;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import usher.routing.words.Words;

/**
 * What would become of a call if everybody were logged in, ready and idle: the stages of its wait
 * with the ranking of agents in each, as if nobody took it in the stages before.
 */
public record Trial(List<Stage> stages) {
  /** The most stages that are given. */
  public static final int MOST_STAGES = 32;

  public Trial {
    stages = List.copyOf(stages);
  }

  /**
   * A part of the wait during which the same agents are looked at.
   *
   * @param from since the call's arrival
   */
  public record Stage(Duration from, Ranking ranking) {}

  /** In plain English. */
  public List<String> describe() {
    List<String> lines = new ArrayList<>();
    for (Stage stage : stages) {
      lines.add("after " + Words.time(stage.from()));
      stage.ranking().describe().forEach(line -> lines.add("  " + line));
    }
    return lines;
  }
}
