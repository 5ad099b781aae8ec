package usher.perf.replay;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** A small day replays to one digest, whichever JVM does it. */
class RecordedDayTest {
  /**
   * Of this day on every machine. Whoever changes on purpose what the router decides, or what its
   * digest covers, puts the new number here and says so in the commit; for anybody else it is the
   * sign that a decision depends on something that it must not depend on.
   */
  private static final String DIGEST = "747ea49a4bb6c349";

  private static final int AGENTS = 40;
  private static final int CALLS = 6_000;

  @Test
  void theDigestOfASmallDayIsTheSameEverywhere() {
    RecordedDay day = RecordedDay.of(AGENTS, CALLS, 7);
    assertThat(day.calls()).isBetween(CALLS - 400L, CALLS + 400L);
    assertThat(day.commands()).isGreaterThan(4 * day.calls());
    assertThat("%016x".formatted(day.digest())).isEqualTo(DIGEST);
    assertThat(day.replay()).isEqualTo(day.digest());
    assertThat(day.replay()).as("again").isEqualTo(day.digest());
  }
}
