package usher.core.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import usher.core.call.CallLog;
import usher.core.call.CallLog.LegLog;
import usher.core.call.EndCause;
import usher.sip.dialog.SipEvent.EndReason;
import usher.softphone.PhoneCall;

/** Holding, by either side and by both; and phones that go without a word. */
class HoldTest {
  private static final Duration SECOND = Duration.ofSeconds(1);

  /** Half of a session of 90 s, and a transaction that nobody answers. */
  private static final Duration NOTICED_AFTER = Duration.ofSeconds(45 + 32 + 1);

  private static SmallCentre centre(String media) {
    return new SmallCentre(
        """
        queues:
          sales: { needs: { sales: 1 }, wrap-up: 1s, media: %s }
        entries: [ { to: sales, queue: sales } ]
        """
            .formatted(media),
        "anna");
  }

  private static PhoneCall talking(SmallCentre centre) {
    PhoneCall call = centre.dials("caller", "sales");
    centre.pass(Duration.ofSeconds(10));
    assertThat(centre.state("anna")).isEqualTo("READY/TALKING");
    return call;
  }

  @ParameterizedTest
  @ValueSource(strings = {"relay", "direct"})
  void anAgentWhoHoldsTheCallerIsHeldAndTalksAgainAfterwards(String media) {
    SmallCentre centre = centre(media);
    PhoneCall call = talking(centre);
    centre.phone("anna").call().hold();
    centre.pass(SECOND);
    assertThat(centre.state("anna")).isEqualTo("READY/HELD");
    assertThat(call.isHeldByPeer()).isEqualTo(media.equals("direct"));
    centre.pass(Duration.ofSeconds(4));
    centre.phone("anna").call().resume();
    centre.pass(SECOND);
    assertThat(centre.state("anna")).isEqualTo("READY/TALKING");
    assertThat(call.isHeldByPeer()).isFalse();
    call.hangUp();
    CallLog record = centre.rest().getFirst();
    assertThat(record.holdNs()).isBetween(4_500_000_000L, 5_500_000_000L);
  }

  @ParameterizedTest
  @ValueSource(strings = {"relay", "direct"})
  void aCallerWhoHoldsLeavesTheAgentTalkingAndMayHangUpSo(String media) {
    SmallCentre centre = centre(media);
    PhoneCall call = talking(centre);
    call.hold();
    centre.pass(Duration.ofSeconds(5));
    assertThat(call.isHeld()).isTrue();
    assertThat(centre.state("anna")).isEqualTo("READY/TALKING");
    call.hangUp();
    CallLog record = centre.rest().getFirst();
    assertThat(record.holdNs()).isGreaterThan(4_000_000_000L);
    assertThat(record.cause()).isEqualTo(EndCause.CALLER_HUNG_UP);
  }

  @ParameterizedTest
  @ValueSource(strings = {"relay", "direct"})
  void bothHoldInTheSameInstantAndBothComeBack(String media) {
    SmallCentre centre = centre(media);
    PhoneCall call = talking(centre);
    PhoneCall agents = centre.phone("anna").call();
    call.hold();
    agents.hold();
    centre.pass(Duration.ofSeconds(20));
    assertThat(call.isHeld()).isTrue();
    assertThat(agents.isHeld()).isTrue();
    call.resume();
    agents.resume();
    centre.pass(Duration.ofSeconds(20));
    assertThat(call.isHeld() || agents.isHeld()).isFalse();
    assertThat(call.isHeldByPeer() || agents.isHeldByPeer()).isFalse();
    assertThat(centre.state("anna")).isEqualTo("READY/TALKING");
    call.hangUp();
    assertThat(centre.rest()).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({"relay, anna", "direct, anna", "relay, caller", "direct, caller"})
  void aPhoneThatVanishesInACallIsNoticedAndTheOtherSideSetFree(String media, String who) {
    SmallCentre centre = centre(media);
    PhoneCall call = talking(centre);
    centre.device(who).vanish();
    centre.pass(NOTICED_AFTER);
    assertThat(centre.server().acd().figures().running()).isZero();
    boolean agentVanished = who.equals("anna");
    if (agentVanished) {
      assertThat(call.isEnded()).isTrue();
    } else {
      assertThat(centre.state("anna")).isEqualTo("READY/IDLE");
    }
    CallLog record = centre.rest().getFirst();
    assertThat(record.cause())
        .isEqualTo(agentVanished ? EndCause.AGENT_HUNG_UP : EndCause.CALLER_HUNG_UP);
    LegLog vanished = agentVanished ? record.legs().getLast() : record.legs().getFirst();
    assertThat(record.legs())
        .allMatch(leg -> record.endOf(leg) == (leg.equals(vanished) ? EndReason.PEER_GONE : null));
  }

  @ParameterizedTest
  @ValueSource(strings = {"relay", "direct"})
  void aLongCallIsRefreshedAndGoesOn(String media) {
    SmallCentre centre = centre(media);
    PhoneCall call = talking(centre);
    centre.pass(Duration.ofMinutes(10));
    assertThat(call.isTalking()).isTrue();
    assertThat(centre.sent()).anyMatch(line -> line.contains("UPDATE sip:"));
    call.hangUp();
    assertThat(centre.rest().getFirst().cause()).isEqualTo(EndCause.CALLER_HUNG_UP);
  }
}
