package usher.sip.dialog;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import usher.sip.message.Header;
import usher.sip.message.SipResponse;

/** Changes of the session that the peer asks for, and what may come between. */
class PeerReinviteTest {
  private final CallToUs call = new CallToUs();
  private final Stage stage = call.stage;
  private final FarEnd far = call.far;

  @Test
  void isAnsweredAndTheAnswerRepeatedUntilItsAck() {
    call.confirmed();
    far.reinvites();
    stage.passMs(1000);
    stage.forget();
    stage.dialog().acceptReinvite(Stage.ANSWER);
    stage.passMs(2000);
    far.acknowledges();
    stage.passMs(60_000);
    assertThat(stage.msOf("200 INVITE")).containsExactly(1000L, 1500L, 2500L);
    assertThat(stage.tells()).containsExactly("ReinviteAcknowledged");
  }

  @Test
  void mayAskForAnOfferAndAnswerItInTheAck() {
    call.confirmed();
    far.invites(writer -> writer);
    stage.dialog().acceptReinvite(Stage.OFFER);
    far.acknowledges(writer -> writer.body("application/sdp", Stage.ANSWER));
    SipEvent.ReinviteAcknowledged told = (SipEvent.ReinviteAcknowledged) stage.lastTold();
    assertThat(told.ack().body()).isEqualTo(Stage.ANSWER);
  }

  @Test
  void mayBeTakenBack() {
    call.confirmed();
    far.reinvites();
    stage.forget();
    far.cancels();
    assertThat(stage.sends()).containsExactly("200 CANCEL", "487 INVITE");
    far.acknowledgesRefusal();
    stage.dialog().acceptReinvite(Stage.ANSWER);
    assertThat(stage.sends()).hasSize(2);
    far.reinvites();
    assertThat(stage.tells()).containsExactly("ReinviteCancelled", "Reinvited");
  }

  @Test
  void mayBeRefusedAndTheSessionStays() {
    call.confirmed();
    far.reinvites();
    stage.forget();
    stage.dialog().refuseReinvite(488);
    assertThat(stage.sends()).containsExactly("488 INVITE");
    assertThat(stage.dialog().isEstablished()).isTrue();
  }

  /** RFC 3261 14.2. */
  @Test
  void thatComesBeforeTheFirstIsAnsweredIsToldWhenToTryAgain() {
    List<Integer> waits = new ArrayList<>();
    for (int seed = 0; seed < 60; seed++) {
      CallToUs other = new CallToUs(seed);
      other.confirmed();
      other.far.reinvites();
      other.far.reinvites();
      SipResponse refusal = other.stage.lastResponse();
      assertThat(refusal.status()).isEqualTo(500);
      waits.add(Integer.valueOf(String.valueOf(refusal.header(Header.RETRY_AFTER))));
    }
    assertThat(waits).allMatch(wait -> wait >= 0 && wait <= 10);
    assertThat(waits.stream().distinct()).hasSizeGreaterThan(5);
  }

  /** RFC 5407 3.1.4: its ACK was lost, yet it has our 2xx. */
  @Test
  void isHandledWhenItArrivesBeforeTheAckOfTheFirstInvite() {
    call.accepted();
    stage.forget();
    far.reinvites();
    assertThat(stage.tells()).containsExactly("Reinvited");
    stage.dialog().acceptReinvite(Stage.ANSWER);
    far.acknowledges();
    far.requests("ACK", 1, writer -> writer);
    assertThat(stage.tells()).containsExactly("Reinvited", "ReinviteAcknowledged", "Acknowledged");
    stage.forget();
    stage.passMs(60_000);
    assertThat(stage.sends()).isEmpty();
  }

  /** RFC 5407 3.1.5: the answer to our offer is in that ACK. */
  @Test
  void isRefusedWhileTheAckWithTheAnswerIsMissing() {
    call.acceptedWithOurOffer();
    stage.forget();
    far.reinvites();
    assertThat(stage.sends()).containsExactly("491 INVITE");
    far.requests("ACK", 1, writer -> writer.body("application/sdp", Stage.ANSWER));
    far.reinvites();
    assertThat(stage.tells()).containsExactly("Acknowledged", "Reinvited");
  }

  @Test
  void endsTheWaitForTheAckOfTheOneBefore() {
    call.confirmed();
    far.reinvites();
    stage.dialog().acceptReinvite(Stage.ANSWER);
    far.reinvites();
    stage.dialog().acceptReinvite(Stage.ANSWER);
    stage.forget();
    far.acknowledges();
    stage.passMs(60_000);
    assertThat(stage.sends()).isEmpty();
    assertThat(stage.tells()).containsExactly("ReinviteAcknowledged");
  }

  @Test
  void withoutAnAckEndsTheCall() {
    call.confirmed();
    far.reinvites();
    stage.dialog().acceptReinvite(Stage.ANSWER);
    stage.passMs(32_000);
    assertThat(stage.lastTold()).isInstanceOf(SipEvent.Ended.class);
    assertThat(stage.msOf("BYE")).containsExactly(32_000L);
  }

  @Test
  void isAnswered487WhenTheCallEndsBeforeTheUserAnswers() {
    call.confirmed();
    far.reinvites();
    stage.forget();
    far.requests("BYE");
    assertThat(stage.sends()).containsExactly("200 BYE", "487 INVITE");
    stage.dialog().acceptReinvite(Stage.ANSWER);
    assertThat(stage.sends()).hasSize(2);
  }
}
