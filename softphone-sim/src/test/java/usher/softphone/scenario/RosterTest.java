package usher.softphone.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import usher.softphone.chance.Seed;

/** The agents of a scenario for the server's configuration. */
class RosterTest {
  private static final Scenario SCENARIO =
      ((ScenarioResult.Valid)
              ScenarioReader.read(
                  """
                  server: 127.0.0.1:5060
                  agents:
                    - prefix: a
                      count: 1000
                      at: 127.0.0.2:6200
                      skills: { sales: 5, english: 30% 1-9 }
                      register: { password: 'p"{user}' }
                    - { prefix: desk, count: 1, at: "127.0.0.3:6300" }
                  """,
                  "load.yaml", Path.of(".")))
          .scenario();

  private static long with(List<String> lines, String pattern) {
    return lines.stream().filter(line -> line.matches(".*" + pattern + ".*")).count();
  }

  @Test
  void everyAgentHasWhatTheMixGivesHim() {
    List<String> lines = Roster.lines(SCENARIO, new Seed(1));
    assertThat(lines).hasSize(1 + 1000 + 1).startsWith("agents:");
    assertThat(lines.get(1))
        .startsWith("  a00001: { password: \"p\\\"a00001\", on-register: ready");
    assertThat(lines.getLast())
        .isEqualTo("  desk00001: { contact: \"sip:desk00001@127.0.0.3:6300\", state: ready }");
    assertThat(with(lines, "sales: 5")).isEqualTo(1000);
    // 300 expected, with a standard deviation of 14.5; each level 33, with 5.7.
    assertThat(with(lines, "english: [1-9][ ,]")).isBetween(240L, 360L);
    assertThat(with(lines, "english: 9[ ,]")).isBetween(10L, 57L);
  }

  @Test
  void theSameSeedGivesEverybodyTheSameAgain() {
    List<String> lines = Roster.lines(SCENARIO, new Seed(1));
    assertThat(Roster.lines(SCENARIO, new Seed(1))).isEqualTo(lines);
    assertThat(Roster.lines(SCENARIO, new Seed(2))).isNotEqualTo(lines);
  }
}
