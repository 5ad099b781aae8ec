package usher.core.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import usher.softphone.PhoneCall;

/** Keys that are pressed in a call, told by INFO, in the audio, or both ways. */
class KeysTest {
  private static final Duration SECOND = Duration.ofSeconds(1);

  private static SmallCentre talking(String media) {
    SmallCentre centre =
        new SmallCentre(
            """
            queues:
              sales: { needs: { sales: 1 }, media: %s }
            entries: [ { to: sales, queue: sales } ]
            """
                .formatted(media),
            "anna");
    centre.dials("caller", "sales");
    centre.pass(Duration.ofSeconds(10));
    assertThat(centre.state("anna")).isEqualTo("READY/TALKING");
    return centre;
  }

  private static PhoneCall presses(SmallCentre centre, String who, String keys) {
    PhoneCall call = centre.phone(who).call();
    call.press(keys);
    centre.pass(SECOND);
    return call;
  }

  @ParameterizedTest
  @ValueSource(strings = {"relay", "direct"})
  void aKeyToldByInfoReachesTheOtherSide(String media) {
    SmallCentre centre = talking(media);
    presses(centre, "anna", "#");
    PhoneCall call = presses(centre, "caller", "5");
    assertThat(centre.phone("anna").heard()).endsWith("key 5");
    assertThat(centre.phone("caller").heard()).endsWith("key #");
    call.hangUp();
    centre.rest();
  }

  @Test
  void aKeyThatTheAudioTellsOfIsNotToldOnceMore() {
    SmallCentre centre = talking("relay");
    centre.server().media().openPorts().getFirst().press('5');
    PhoneCall call = presses(centre, "caller", "5");
    assertThat(centre.phone("anna").heard()).doesNotContain("key 5");
    presses(centre, "anna", "7");
    assertThat(centre.phone("caller").heard()).as("the other way").endsWith("key 7");
    call.hangUp();
    centre.rest();
  }
}
