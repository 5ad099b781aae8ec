package usher.sip.dialog;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import usher.sip.message.SipRequest;

/** Changes of the session that we ask for, and what may come between. */
class OwnReinviteTest {
  private static final byte[] LATER = "v=0 later\r\n".getBytes(StandardCharsets.US_ASCII);
  private final CallOfOurs call = new CallOfOurs();
  private final Stage stage = call.stage;
  private final FarEnd far = call.far;

  @Test
  void isAcknowledgedAndSoIsEveryRepetition() {
    call.confirmed();
    stage.forget();
    stage.dialog().reinvite(Stage.OFFER);
    far.answers(200);
    far.answers(200);
    assertThat(stage.sends()).containsExactly("INVITE", "ACK", "ACK");
    assertThat(stage.lastRequest("ACK").cseq()).isEqualTo(2);
    assertThat(stage.tells()).containsExactly("ReinviteAnswered");
  }

  @Test
  void mayAskForTheOffer() {
    call.confirmed();
    stage.forget();
    stage.dialog().reinvite(null);
    far.answers(200);
    far.answers(200);
    assertThat(stage.sends()).containsExactly("INVITE");
    UserInput.of("info").accept(stage.dialog());
    stage.dialog().acknowledge(Stage.ANSWER);
    SipRequest ack = stage.lastRequest("ACK");
    assertThat(ack.cseq()).isEqualTo(2);
    assertThat(ack.body()).isEqualTo(Stage.ANSWER);
    assertThat(stage.tells()).containsExactly("ReinviteAnswered");
  }

  @Test
  void waitsForTheAckOfTheOneBeforeWhichOnlyTheUserCanGive() {
    call.confirmed();
    stage.dialog().reinvite(null);
    stage.dialog().reinvite(LATER);
    stage.forget();
    far.answers(200);
    assertThat(stage.sends()).isEmpty();
    stage.dialog().acknowledge(Stage.ANSWER);
    assertThat(stage.sends()).containsExactly("ACK", "INVITE");
    assertThat(stage.lastRequest("INVITE").body()).isEqualTo(LATER);
  }

  @Test
  void waitsForTheOneUnderWayAndTheLatestWins() {
    call.confirmed();
    stage.forget();
    stage.dialog().reinvite(Stage.OFFER);
    stage.dialog().reinvite(Stage.ANSWER);
    stage.dialog().reinvite(LATER);
    assertThat(stage.sends()).containsExactly("INVITE");
    far.answers(488);
    assertThat(stage.sends()).containsExactly("INVITE", "ACK", "INVITE");
    assertThat(stage.lastRequest("INVITE").body()).isEqualTo(LATER);
    assertThat(stage.tells()).containsExactly("ReinviteRefused 488");
  }

  @Test
  void waitsForThePeersAndItsAck() {
    call.confirmed();
    far.reinvites();
    stage.forget();
    stage.dialog().reinvite(LATER);
    stage.dialog().acceptReinvite(Stage.ANSWER);
    assertThat(stage.sends()).containsExactly("200 INVITE");
    far.acknowledges();
    assertThat(stage.sends()).containsExactly("200 INVITE", "INVITE");
  }

  @Test
  void waitsForTheAckOfACallToUs() {
    CallToUs toUs = new CallToUs();
    toUs.accepted();
    toUs.stage.forget();
    toUs.stage.dialog().reinvite(LATER);
    assertThat(toUs.stage.sends()).isEmpty();
    toUs.far.acknowledges();
    assertThat(toUs.stage.sends()).containsExactly("INVITE");
  }

  /** RFC 5407 3.2.3. */
  @Test
  void thatIsAcceptedAfterOurByeIsAcknowledgedAllTheSame() {
    call.confirmed();
    stage.dialog().reinvite(Stage.OFFER);
    stage.dialog().hangUp(null);
    stage.forget();
    far.answers(200);
    far.answers(200);
    assertThat(stage.sends()).containsExactly("ACK", "ACK");
    assertThat(stage.tells()).isEmpty();
  }

  @Test
  void isCancelledWhenTheCallEndsMeanwhile() {
    call.confirmed();
    stage.dialog().reinvite(Stage.OFFER);
    far.answers(100);
    stage.forget();
    far.requests("BYE");
    assertThat(stage.sends()).containsExactly("200 BYE", "CANCEL");
    far.answers(487);
    stage.passMs(64_000);
    assertThat(stage.stack.transactions().liveTransactions()).isZero();
  }

  @Test
  void thatStaysUnansweredEndsTheCall() {
    call.confirmed();
    stage.dialog().reinvite(Stage.OFFER);
    stage.passMs(32_000);
    assertThat(stage.tells()).endsWith("Ended PEER_GONE");
    assertThat(stage.msOf("BYE")).containsExactly(32_000L);
  }

  @Test
  void isGivenUpAfterFiveCollisions() {
    call.confirmed();
    stage.dialog().reinvite(Stage.OFFER);
    for (int attempt = 1; attempt <= 5; attempt++) {
      far.answers(491);
      stage.passMs(4000);
    }
    assertThat(stage.tells()).endsWith("ReinviteRefused 491");
    assertThat(stage.lastRequest("INVITE").cseq()).isEqualTo(6);
  }

  @Test
  void givesWayToThePeersAfterACollision() {
    call.confirmed();
    stage.dialog().reinvite(LATER);
    far.answers(491);
    stage.forget();
    far.reinvites();
    assertThat(stage.tells()).containsExactly("Reinvited");
    stage.passMs(4000);
    assertThat(stage.sends()).containsExactly("100 INVITE");
    stage.dialog().refuseReinvite(488);
    assertThat(stage.sends()).containsExactly("100 INVITE", "488 INVITE", "INVITE");
    assertThat(stage.lastRequest("INVITE").body()).isEqualTo(LATER);
  }

  @Test
  void askedForDuringTheWaitAfterACollisionWaitsToo() {
    call.confirmed();
    stage.dialog().reinvite(Stage.OFFER);
    far.answers(491);
    stage.forget();
    stage.dialog().reinvite(LATER);
    stage.passMs(2099);
    assertThat(stage.sends()).isEmpty();
    stage.passMs(2000);
    assertThat(stage.sends()).startsWith("INVITE");
    assertThat(stage.lastRequest("INVITE").body()).isEqualTo(LATER);
  }

  /** RFC 3261 14.1: 2.1 to 4 s for the owner of the Call-ID, 0 to 2 s for the other. */
  @Nested
  class AfterACollision {
    @Test
    void whoCalledWaitsLonger() {
      List<Long> waits = new ArrayList<>();
      for (int seed = 0; seed < 60; seed++) {
        CallOfOurs call = new CallOfOurs(seed);
        call.confirmed();
        waits.add(waitMs(call.stage, call.far));
      }
      assertThat(waits).allMatch(ms -> ms >= 2100 && ms <= 4000 && ms % 10 == 0);
      assertThat(waits.stream().distinct()).hasSizeGreaterThan(20);
    }

    @Test
    void whoWasCalledWaitsLess() {
      List<Long> waits = new ArrayList<>();
      for (int seed = 0; seed < 60; seed++) {
        CallToUs call = new CallToUs(seed);
        call.confirmed();
        waits.add(waitMs(call.stage, call.far));
      }
      assertThat(waits).allMatch(ms -> ms >= 0 && ms <= 2000 && ms % 10 == 0);
      assertThat(waits.stream().distinct()).hasSizeGreaterThan(20);
    }

    private static long waitMs(Stage stage, FarEnd far) {
      stage.dialog().reinvite(Stage.OFFER);
      far.answers(491);
      SipRequest refused = stage.lastRequest("INVITE");
      stage.passMs(5000);
      return stage.sent.stream()
          .filter(sent -> sent.message() instanceof SipRequest)
          .filter(sent -> sent.message().cseq() == refused.cseq() + 1)
          .findFirst()
          .map(sent -> sent.atNs() / 1_000_000)
          .orElseThrow();
    }
  }
}
