package usher.core.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who has made a call of his own, beside one who has waited for work. */
class OwnCallsTest {
  private static final Duration SHORT = Duration.ofSeconds(3);

  /** Anna came first, so she is idle longest unless her own call counts. */
  @ParameterizedTest
  @CsvSource({"false, anna", "true, bert"})
  void anOwnCallBeginsTheIdleTimeAnewWhereTheConfigurationSaysSo(String restarts, String served) {
    SmallCentre centre =
        new SmallCentre(
            """
            queues:
              sales: { needs: { sales: 1 }, strategy: longest-idle, wrap-up: 0s }
              others: { needs: { others: 1 } }
            entries: [ { to: sales, queue: sales } ]
            own-calls-restart-idle: %s
            """
                .formatted(restarts),
            "anna",
            "bert",
            "cora:others");
    centre.pass(Duration.ofMinutes(1));
    var own = centre.dials("anna", "cora");
    centre.pass(SHORT);
    assertThat(centre.state("anna")).isEqualTo("READY/EXTERNAL");
    own.hangUp();
    centre.pass(SHORT);
    assertThat(centre.state("anna")).isEqualTo("READY/IDLE");

    centre.dials("caller", "sales");
    centre.pass(SHORT);
    assertThat(centre.state(served)).isEqualTo("READY/TALKING");
    centre.phone("caller").call().hangUp();
    centre.rest();
  }
}
