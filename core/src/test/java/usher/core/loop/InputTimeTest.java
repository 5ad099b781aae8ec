package usher.core.loop;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** How long what lies in the inbox is expected to lie. */
class InputTimeTest {
  private static final int MANY = 100;
  private static final long BETWEEN_NS = 3_000;

  private final InputTime time = new InputTime();

  /** Ten inputs of 100 ns in each turn, and other work between the turns. */
  private long afterManyTurns(boolean leavesSome) {
    long nowNs = 0;
    long averageNs = 0;
    for (int i = 0; i < MANY; i++) {
      long beganNs = nowNs + BETWEEN_NS;
      nowNs = beganNs + 1_000;
      averageNs = time.next(beganNs, nowNs, 10, leavesSome);
    }
    return averageNs;
  }

  @Test
  void anInputThatIsTakenAtOnceTakesItsOwnTime() {
    assertThat(afterManyTurns(false)).isBetween(90L, 100L);
  }

  @Test
  void anInputThatWaitsForTheNextTurnWaitsForWhatComesBetween() {
    assertThat(afterManyTurns(true)).isBetween(390L, 400L);
  }

  @Test
  void aTurnThatWasInterruptedOnceSaysLittle() {
    long before = afterManyTurns(true);
    long second = 1_000_000_000;
    assertThat(time.next(0, second, 1, false)).isBetween(before, before + 500_000 / 8);
  }

  @Test
  void aTurnWithoutInputsSaysNothing() {
    long before = afterManyTurns(true);
    assertThat(time.next(0, 1_000_000, 0, false)).isEqualTo(before);
  }

  /** Nobody waited meanwhile. */
  @Test
  void aSleepIsNoWork() {
    long before = afterManyTurns(false);
    long laterNs = 1_000_000_000;
    assertThat(time.next(laterNs, laterNs + 1_000, 10, false)).isBetween(before, 100L);
  }
}
