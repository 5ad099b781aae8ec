package usher.core.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** An agent whose phone goes silent without a word. */
class RegistrationTest {
  private static final Duration REGISTRATION = Duration.ofSeconds(60);
  private static final Duration SHORT = Duration.ofSeconds(3);

  private static SmallCentre centre(String grace) {
    SmallCentre centre =
        new SmallCentre(
            "registration-grace: " + grace,
            """
            queues:
              sales: { needs: { sales: 1 }, wrap-up: 0s }
            entries: [ { to: sales, queue: sales } ]
            """,
            List.of("anna"));
    centre.device("anna").register(REGISTRATION);
    centre.pass(SHORT);
    centre.device("anna").vanish();
    return centre;
  }

  @Test
  void cannotBeReachedAsSoonAsItsRegistrationHasRunOut() {
    SmallCentre centre = centre("0s");
    centre.pass(REGISTRATION.minus(SHORT).minus(SHORT));
    assertThat(centre.state("anna")).isEqualTo("READY/IDLE");
    centre.pass(SHORT).pass(SHORT);
    assertThat(centre.state("anna")).isEqualTo("READY/UNREACHABLE");
    centre.rest();
  }

  @Test
  void isOverlookedForTheGraceThatTheConfigurationGives() {
    SmallCentre centre = centre("30s");
    centre.pass(REGISTRATION.plus(Duration.ofSeconds(25)));
    assertThat(centre.state("anna")).isEqualTo("READY/IDLE");
    centre.pass(Duration.ofSeconds(10));
    assertThat(centre.state("anna")).isEqualTo("READY/UNREACHABLE");
    centre.rest();
  }

  @Test
  void isRungWhereItWasWhenItRefreshesLate() {
    SmallCentre centre = centre("30s");
    centre.pass(REGISTRATION.plus(Duration.ofSeconds(5)));
    centre.device("anna").reappear();
    centre.dials("caller", "sales");
    centre.pass(Duration.ofSeconds(10));
    assertThat(centre.state("anna")).isEqualTo("READY/TALKING");
    centre.device("anna").register(REGISTRATION);
    centre.phone("caller").call().hangUp();
    centre.pass(Duration.ofSeconds(40));
    assertThat(centre.states("anna")).noneMatch(state -> state.endsWith("UNREACHABLE"));
    assertThat(centre.state("anna")).isEqualTo("READY/IDLE");
    centre.rest();
  }

  @Test
  void isGivenUpWithinTwoSecondsOfItsInviteAndTheNextOneRings() {
    SmallCentre centre =
        new SmallCentre(
            """
            queues:
              sales: { needs: { sales: 1 }, wrap-up: 0s, strategy: longest-idle, ring: 20s }
            entries: [ { to: sales, queue: sales } ]
            """,
            "anna",
            "bert");
    centre.device("anna").vanish();
    centre.dials("caller", "sales");
    centre.pass(SHORT);
    assertThat(centre.state("anna")).isEqualTo("READY/UNREACHABLE");
    assertThat(centre.state("bert")).isEqualTo("READY/RINGING");
    centre.device("anna").reappear();
    centre.pass(Duration.ofSeconds(12));
    assertThat(centre.state("anna")).isEqualTo("READY/IDLE");
    centre.phone("caller").call().hangUp();
    assertThat(centre.rest()).hasSize(1);
  }

  @Test
  void goesOnWithItsCallAndCannotBeReachedAfterIt() {
    SmallCentre centre = centre("0s");
    centre.device("anna").reappear();
    centre.dials("caller", "sales");
    centre.pass(REGISTRATION.plus(SHORT));
    assertThat(centre.state("anna")).isEqualTo("READY/TALKING");
    centre.phone("caller").call().hangUp();
    centre.pass(SHORT);
    assertThat(centre.state("anna")).isEqualTo("READY/UNREACHABLE");
    centre.rest();
  }
}
