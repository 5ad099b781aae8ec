package usher.softphone.bulk;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.ToLongBiFunction;
import org.junit.jupiter.api.Test;
import usher.softphone.audio.AudioTotals;
import usher.softphone.chance.Spread;
import usher.softphone.fleet.Names;

/** Callers and agents hear each other, over air that loses, delays and reorders on purpose. */
class BulkAudioTest {
  private static final long MS = TimeUnit.MILLISECONDS.toNanos(1);

  /** Of silence, in 2 s of talk, by the one who hangs up. */
  private static final int PACKETS = 100;

  private final Wires wires = new Wires(1, 0);
  private BulkAgents agents;
  private BulkCallers callers;

  @SuppressWarnings("NullAway.Init") // every test calls before it asks
  BulkAudioTest() {}

  /** So many calls of 2 s, one after the other. */
  private void talk(int calls, double callersSpeak, ToLongBiFunction<String, Integer> air) {
    wires.airDelays = air;
    agents = wires.agents(BulkAgentsPlan.of(Names.of("a"), 1, Wires.DOMAIN).speaking(1));
    Spread twoSeconds = Spread.fixed(Duration.ofSeconds(2));
    callers =
        wires.callers(
            Wires.calls(0.25, calls).conduct(Spread.NEVER, twoSeconds).speaking(callersSpeak));
    wires.run(Duration.ofMinutes(1));
    assertThat(callers.figures().count(CallEnd.ANSWERED)).isEqualTo(calls);
  }

  @Test
  void overGoodAirEveryPacketComesWhenItShould() {
    talk(3, 1, (_, _) -> 5 * MS);
    AudioTotals heard = agents.audio();
    assertThat(callers.audio().calls()).isEqualTo(3);
    assertThat(callers.audio().sent()).isEqualTo(3 * PACKETS);
    assertThat(heard.received()).isEqualTo(3 * PACKETS).isEqualTo(heard.expected());
    assertThat(heard.lost()).isZero();
    assertThat(heard.late()).isZero();
    assertThat(heard.deaf()).isZero();
    assertThat(heard.jitterUs().getTotalCount()).isEqualTo(3);
    assertThat(heard.jitterUs().getMaxValue()).isZero();
  }

  @Test
  void everyTenthPacketThatIsDroppedIsMissed() {
    talk(2, 1, (host, number) -> host.equals(Wires.CALLERS) && number % 10 == 5 ? -1 : 5 * MS);
    assertThat(agents.audio().expected()).isEqualTo(2 * PACKETS);
    assertThat(agents.audio().lost()).isEqualTo(2 * PACKETS / 10);
    assertThat(agents.audio().late()).isZero();
    assertThat(callers.audio().lost()).as("the other way nothing is dropped").isZero();
    assertThat(agents.audio().jitterUs().getMaxValue()).as("a gap is no jitter").isZero();
  }

  @Test
  void whoIsOvertakenIsLateAndNotLost() {
    talk(1, 1, (host, number) -> host.equals(Wires.CALLERS) && number % 20 == 3 ? 50 * MS : 5 * MS);
    assertThat(agents.audio().lost()).isZero();
    assertThat(agents.audio().late()).isEqualTo(PACKETS / 20);
    assertThat(callers.audio().late()).isZero();
  }

  /** Every other packet 8 ms later: each distance is 8 ms off, which the jitter comes close to. */
  @Test
  void jitterIsHowMuchDistancesDifferFromWhatTheyShouldBe() {
    talk(1, 1, (_, number) -> number % 2 == 0 ? 13 * MS : 5 * MS);
    // 8 ms (1 - (15/16)^99), in timestamp units of 125 us.
    assertThat(agents.audio().jitterUs().getMaxValue()).isBetween(7_950L, 8_000L);
    assertThat(agents.audio().late()).isZero();
  }

  @Test
  void whoSpeaksAndHearsNothingIsDeaf() {
    talk(1, 0, (_, _) -> 5 * MS);
    assertThat(callers.audio().calls()).isZero();
    assertThat(agents.audio().calls()).isEqualTo(1);
    assertThat(agents.audio().deaf()).isEqualTo(1);
    assertThat(agents.audio().expected()).isZero();
  }
}
