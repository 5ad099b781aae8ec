package usher.core.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** An agent with nothing but a desk phone. */
class FeatureCodesTest {
  private static final Duration SHORT = Duration.ofSeconds(3);

  private static SmallCentre centre(String more) {
    return new SmallCentre(
        """
        queues:
          sales: { needs: { sales: 1 }, wrap-up: { mode: optional, length: 60s } }
        entries: [ { to: sales, queue: sales } ]
        %s
        """
            .formatted(more),
        "anna");
  }

  private static void dials(SmallCentre centre, String code) {
    centre.phone("anna").heard().clear();
    centre.dials("anna", code);
    centre.pass(SHORT);
  }

  private static void isDone(SmallCentre centre, String state) {
    assertThat(centre.phone("anna").heard()).containsExactly("established", "ended PEER_HUNG_UP");
    assertThat(centre.state("anna")).isEqualTo(state);
  }

  @Test
  void pausesWithAReasonComesBackLogsOutAndIn() {
    SmallCentre centre = centre("");
    dials(centre, "*4812");
    isDone(centre, "NOT_READY/IDLE");
    assertThat(centre.server().journal())
        .anyMatch(kept ->
            kept.record().toString().contains("NOT_READY/IDLE, 12")
                || kept.record().toString().contains("reason=12"));
    dials(centre, "*47");
    isDone(centre, "READY/IDLE");
    dials(centre, "*46");
    isDone(centre, "LOGGED_OUT/IDLE");
    dials(centre, "*45");
    assertThat(centre.state("anna")).doesNotStartWith("LOGGED_OUT");
    centre.rest();
  }

  @Test
  void endsItsWrapUp() {
    SmallCentre centre = centre("");
    centre.dials("caller", "sales");
    centre.pass(Duration.ofSeconds(10));
    centre.phone("caller").call().hangUp();
    centre.pass(SHORT);
    assertThat(centre.state("anna")).isEqualTo("READY/WRAPUP");
    dials(centre, "*49");
    isDone(centre, "READY/IDLE");
    dials(centre, "*49");
    assertThat(centre.phone("anna").heard()).containsExactly("ended REFUSED 403");
    centre.rest();
  }

  @Test
  void theCodesAreThoseOfTheConfiguration() {
    SmallCentre centre = centre("feature-codes: { not-ready: \"#1\" }");
    dials(centre, "#1");
    isDone(centre, "NOT_READY/IDLE");
    dials(centre, "*48");
    assertThat(centre.phone("anna").heard()).containsExactly("ended REFUSED 404");
  }

  @Test
  void nobodyElseCanSpeakForAnAgent() {
    SmallCentre centre = centre("");
    centre.dials("caller", "*46");
    centre.pass(SHORT);
    assertThat(centre.phone("caller").heard()).containsExactly("ended REFUSED 403");
    assertThat(centre.state("anna")).isEqualTo("READY/IDLE");
    centre.rest();
  }
}
