package usher.core.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class UnitsTest {

  @Property(seed = "1")
  void aDurationIsReadAsItIsWritten(@ForAll @IntRange(max = 999_999_999) int ms) {
    Duration duration = Duration.ofMillis(ms);

    assertThat(Units.duration(Units.written(duration))).contains(duration);
  }

  @Property(seed = "1")
  void aSizeIsReadAsItIsWritten(@ForAll @IntRange(min = 1, max = 999_999_999) int kib) {
    long bytes = kib * 1024L;

    assertThat(Units.bytes(Units.written(bytes))).contains(bytes);
  }

  @Test
  void aNumberWithoutAKnownUnitIsNothing() {
    assertThat(Units.duration("15")).isEmpty();
    assertThat(Units.duration("15d")).isEmpty();
    assertThat(Units.duration("15S")).isEmpty();
    assertThat(Units.duration("9999999999s")).isEmpty();
    assertThat(Units.bytes("15MB")).isEmpty();
  }

  @Test
  void aMisspeltWordIsNearTheRightOne() {
    assertThat(Spelling.distance("rign", "ring")).isEqualTo(1);
    assertThat(Spelling.distance("Ring", "ring")).isZero();
    assertThat(Spelling.distance("", "ring")).isEqualTo(4);
    assertThat(Spelling.distance("wrapup", "wrap-up")).isEqualTo(1);
  }
}
