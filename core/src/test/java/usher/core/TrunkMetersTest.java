package usher.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;
import org.junit.jupiter.api.Test;
import usher.core.trunk.TrunkFigures;

class TrunkMetersTest {
  private static final List<TrunkFigures> FIGURES =
      List.of(
          new TrunkFigures("north", 1, 2, 3, 4, 5, 6, 7, true),
          new TrunkFigures("south", 0, 0, 0, 0, 0, 1, 0, false));

  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private int asked;

  private List<TrunkFigures> figures() {
    asked++;
    return FIGURES;
  }

  @Test
  void eachFigureOfEachTrunkIsThereAndTheLoopIsAskedOnce() {
    try (TrunkMeters meters = new TrunkMeters(registry, List.of("north", "south"), this::figures)) {
      assertThat(meters).isNotNull();
      assertThat(gauge("usher.trunk.calls", "north", "way", "out")).isEqualTo(2);
      assertThat(gauge("usher.trunk.targets", "north", "state", "dead")).isEqualTo(7);
      assertThat(gauge("usher.trunk.registered", "south", "way", "in")).isZero();
      assertThat(
              registry
                  .get("usher.trunk.refused")
                  .tags("trunk", "north", "way", "in")
                  .functionCounter()
                  .count())
          .isEqualTo(3);
      assertThat(asked).isOne();
    }
    assertThat(registry.getMeters()).isEmpty();
  }

  private double gauge(String meter, String trunk, String tag, String value) {
    return registry.get(meter).tags("trunk", trunk, tag, value).gauge().value();
  }
}
