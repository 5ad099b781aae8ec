package usher.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;
import org.junit.jupiter.api.Test;
import usher.core.loop.AcdFigures;
import usher.core.trunk.TrunkFigures;
import usher.sip.netty.SocketEvent;

class CentreMetersTest {
  private static final List<TrunkFigures> TRUNKS =
      List.of(
          new TrunkFigures("north", 1, 2, 3, 4, 5, 6, 7, true),
          new TrunkFigures("south", 0, 0, 0, 0, 0, 1, 0, false));

  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private int asked;

  private AcdFigures figures() {
    asked++;
    return new AcdFigures(5, 10, 4, 2, 1, 0, 3, 2, 2, 1, 1, 1, 1, 1, 1, 3, 7, 0, 0, TRUNKS);
  }

  @Test
  void eachFigureIsThereAndTheLoopIsAskedOnce() {
    try (CentreMeters meters =
        new CentreMeters(
            registry,
            List.of("north", "south"),
            this::figures,
            event -> event == SocketEvent.CONNECTED ? 4 : 0)) {
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
      assertThat(registry.get("usher.conferences").gauge().value()).isEqualTo(3);
      assertThat(registry.get("usher.conferences.begun").functionCounter().count()).isEqualTo(7);
      assertThat(registry.get("usher.promises").functionCounter().count()).isEqualTo(3);
      assertThat(registry.get("usher.promises.kept").functionCounter().count()).isEqualTo(2);
      assertThat(
              registry.get("usher.sip.sockets").tag("event", "connected").functionCounter().count())
          .isEqualTo(4);
      assertThat(asked).isOne();
    }
    assertThat(registry.getMeters()).isEmpty();
  }

  private double gauge(String meter, String trunk, String tag, String value) {
    return registry.get(meter).tags("trunk", trunk, tag, value).gauge().value();
  }
}
