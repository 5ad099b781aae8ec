package usher.perf.decision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

/** That numbers are drawn by their shares. */
class DemandTest {
  private static final int DRAWS = 1_000_000;

  @Test
  void numbersAreDrawnByTheirShares() {
    double[] shares = {3, 0, 1, 0.5, 5.5};
    Demand demand = new Demand(shares);
    Random64 random = new Random64(1);
    int[] drawn = new int[shares.length];
    for (int draw = 0; draw < DRAWS; draw++) {
      drawn[demand.draw(random)]++;
    }
    for (int number = 0; number < shares.length; number++) {
      double share = (double) drawn[number] / DRAWS;
      assertThat(share).as("number %s", number).isCloseTo(shares[number] / 10, within(0.002));
    }
    assertThat(drawn[1]).isZero();
  }

  @Test
  void aSingleNumberIsAlwaysDrawn() {
    assertThat(new Demand(new double[] {7}).draw(new Random64(1))).isZero();
  }

  @Test
  void moreNumbersThanADrawTellsApartAreRefused() {
    assertThatThrownBy(() -> new Demand(new double[2_049]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("2049 shares");
  }
}
