package usher.core.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import usher.core.call.CallLog;
import usher.core.call.EndCause;
import usher.sip.media.SimulatedMediaPort;
import usher.softphone.PhoneCall;

/** Audio from phone to phone, where a phone will not hear of another, or has none any more. */
class DirectMediaTest {
  private static final Duration SHORT = Duration.ofSeconds(1);
  private static final Duration LONG = Duration.ofSeconds(10);

  private static SmallCentre centre(String answer) {
    return new SmallCentre(
        """
        queues:
          sales: { needs: { sales: 1 }, wrap-up: 30s, media: direct, answer: %s }
          others: { needs: { others: 1 }, media: direct, answer: %s }
        entries:
          - { to: sales, queue: sales }
        """
            .formatted(answer, answer),
        "anna",
        "cora:others");
  }

  private static List<SimulatedMediaPort> open(SmallCentre centre) {
    return centre.server().media().openPorts();
  }

  @ParameterizedTest
  @ValueSource(strings = {"at-entry", "early-media"})
  void aCallerWhosePhoneRefusesToHearOfTheAgentsIsRelayed(String answer) {
    SmallCentre centre = centre(answer);
    PhoneCall call = centre.dials("caller", "sales");
    call.refuseChanges(488);
    centre.pass(LONG);
    assertThat(centre.state("anna")).isEqualTo("READY/TALKING");
    assertThat(open(centre)).hasSize(2);
    assertThat(open(centre).getFirst().hears(open(centre).getLast())).isTrue();
    assertThat(open(centre).getLast().hears(open(centre).getFirst())).isTrue();

    PhoneCall agents = centre.phone("anna").call();
    agents.hold();
    centre.pass(SHORT);
    assertThat(centre.state("anna")).isEqualTo("READY/HELD");
    agents.resume();
    centre.pass(SHORT);
    assertThat(open(centre).getFirst().hears(open(centre).getLast())).isTrue();
    call.hangUp();
    CallLog record = centre.rest().getFirst();
    assertThat(record.cause()).isEqualTo(EndCause.CALLER_HUNG_UP);
    assertThat(record.legs()).hasSize(2);
    assertThat(record.legs()).as("audio of ours").allMatch(leg -> record.audioOf(leg) != null);
  }

  @Test
  void whereTheAgentsPhoneRefusesThatTooThereIsNoWay() {
    SmallCentre centre = centre("at-entry");
    centre.phone("anna").refusesChanges(488);
    PhoneCall call = centre.dials("caller", "sales");
    call.refuseChanges(488);
    centre.pass(LONG);
    assertThat(call.isEnded()).isTrue();
    centre.pass(Duration.ofMinutes(3));
    assertThat(open(centre)).isEmpty();
  }

  @Test
  void aCallThatCannotBeHeardAsAPhoneFailsToProtectItEndsWithAReason() {
    SmallCentre centre = centre("at-entry");
    PhoneCall call = centre.dials("caller", "sales");
    call.refuseChanges(488);
    centre.pass(LONG);
    open(centre).getLast().failHandshake();
    centre.pass(Duration.ofSeconds(6));
    assertThat(call.isEnded()).isTrue();
    assertThat(centre.sent()).anyMatch(line -> line.contains("Reason: SIP;cause=488"));
    assertThat(centre.rest()).hasSize(1);
    assertThat(centre.state("anna")).isEqualTo("READY/IDLE");
  }

  @ParameterizedTest
  @ValueSource(strings = {"at-entry", "early-media", "on-agent"})
  void aCallerWhoIsPassedToAQueueHearsMusicThere(String answer) {
    SmallCentre centre = centre(answer);
    centre.phone("cora").picksUpAfter(Duration.ofSeconds(8));
    PhoneCall call = centre.dials("caller", "sales");
    centre.pass(LONG);
    assertThat(open(centre)).as("while they talk").isEmpty();
    centre.phone("anna").call().transfer("others");
    centre.pass(Duration.ofSeconds(3));
    assertThat(open(centre).getFirst().playing()).isNotNull();
    assertThat(open(centre).getFirst().remote()).isNotNull();
    centre.pass(LONG);
    assertThat(centre.state("cora")).isEqualTo("READY/TALKING");
    assertThat(open(centre)).hasSize(2);
    assertThat(open(centre).getFirst().hears(open(centre).getLast())).isTrue();
    call.hangUp();
    assertThat(centre.rest()).hasSize(1);
  }

  @Test
  void oneWhosePhoneRefusesThatWaitsInSilenceAndIsNotLost() {
    SmallCentre centre = centre("on-agent");
    centre.phone("cora").picksUpAfter(null);
    PhoneCall call = centre.dials("caller", "sales");
    centre.pass(LONG);
    call.refuseChanges(488);
    centre.phone("anna").call().transfer("others");
    centre.pass(Duration.ofSeconds(5));
    assertThat(call.isTalking()).isTrue();
    assertThat(centre.server().acd().figures().running()).isOne();
    call.hangUp();
    assertThat(centre.rest()).hasSize(1);
  }
}
