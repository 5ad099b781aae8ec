package usher.core.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import usher.routing.overflow.Rung;
import usher.routing.overflow.Then;
import usher.routing.overflow.When;

/** The overflow ladder as an operator writes it, and the mistakes he can make. */
class OverflowReaderTest {
  private static ConfigResult read(String overflow) {
    String yaml =
        """
        sip: { domain: usher.test, listen: [ "udp://127.0.0.1:5060" ], media-ports: 20000-20099 }
        data: data
        agents:
          anna: { password: x, skills: { sales: 5 } }
        queues:
          others: {}
          sales:
            overflow:
              - %s
        entries:
          - { to: sales, queue: sales }
        """
            .formatted(overflow);
    return ConfigReader.read(yaml, "usher.yaml", Path.of("."));
  }

  private static Rung rung(String text) {
    return switch (read(text)) {
      case ConfigResult.Valid valid -> valid.config().queue("sales").routing().rungs().getFirst();
      case ConfigResult.Invalid invalid -> throw new AssertionError(invalid.toString());
    };
  }

  private static String mistake(String text) {
    return switch (read(text)) {
      case ConfigResult.Valid _ -> "none";
      case ConfigResult.Invalid(List<ConfigError> errors) -> errors.getFirst().toString();
    };
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          wait: 60s                     | Waited[atLeast=PT1M]
          expected-wait: 5m             | ExpectedWait[atLeast=PT5M]
          length: 50                    | QueueLength[atLeast=50]
          position: 20                  | Position[beyond=20]
          staffed: 0                    | NobodyStaffed[]
          ready: 0                      | NobodyReady[]
          hours: closed                 | Closed[]
          hours: holiday                | Holiday[]
          service-level: { below: 80% } | ServiceLevelBelow[percent=80, within=PT20S, over=PT15M, atLeast=10]
          """)
  void everyConditionCanBeWritten(String text, String condition) {
    assertThat(rung("{ when: { " + text + " }, do: { move: others } }").when())
        .singleElement()
        .hasToString(condition);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          relax: next-step                            | Relax[]
          raise-points: 5                             | RaisePoints[by=5]
          add-queue: others                           | AddQueue[queue=others]
          move: others                                | Move[queue=others, keepsAge=true]
          move: others, age: reset                    | Move[queue=others, keepsAge=false]
          external: "sip:a@127.0.0.1:5090"            | External[target=sip:a@127.0.0.1:5090, ring=PT20S]
          external: "sip:a@127.0.0.1:5090", ring: 30s | External[target=sip:a@127.0.0.1:5090, ring=PT30S]
          refuse: 486                                 | Refuse[status=486]
          goodbye: 480                                | Goodbye[status=480]
          """)
  void everyActionCanBeWritten(String text, String action) {
    assertThat(rung("{ when: { staffed: 0 }, do: { " + text + " } }").then()).hasToString(action);
  }

  @Test
  void theConditionsOfARungMustAllHold() {
    assertThat(rung("{ when: { wait: 30s, length: 5 }, do: { move: others } }"))
        .isEqualTo(
            new Rung(
                List.of(new When.Waited(Duration.ofSeconds(30)), new When.QueueLength(5)),
                new Then.Move("others", true)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          { when: { wait: 60s }, do: { move: other } }                   | 9:44: no queue "other"
          { when: { wait: 60s }, do: { add-queue: sales } }              | 9:49: queue sales leads to itself
          { when: { wait: 60 }, do: { move: others } }                   | 9:25: wait is "60"
          { when: { waits: 60s }, do: { move: others } }                 | 9:19: unknown key "waits"
          { when: {}, do: { move: others } }                             | 9:17: when has no condition
          { do: { move: others } }                                       | 9:9: a rung of queue sales has no when
          { when: { wait: 60s } }                                        | 9:9: a rung of queue sales has no do
          { when: { wait: 60s }, do: {} }                                | 9:36: a rung does nothing
          { when: { wait: 60s }, do: { move: others, refuse: 486 } }     | 9:36: a rung does move and refuse
          { when: { wait: 60s }, do: { refuse: 486, age: reset } }       | 9:51: age without move
          { when: { wait: 60s }, do: { external: "fax:+4930123" } }      | 9:48: external is "fax:+4930123"
          { when: { staffed: 1 }, do: { move: others } }                 | 9:28: staffed is "1"
          { when: { staffed: 0 }, do: { refuse: 200 } }                  | 9:47: refuse is "200"
          { when: { service-level: { below: 0% } }, do: { move: others } } | 9:43: below is "0%"
          """)
  void aMistakeIsToldWithItsPlace(String text, String told) {
    assertThat(mistake(text)).contains("usher.yaml", told.strip());
  }
}
