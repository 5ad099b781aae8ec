package usher.sip.dialog;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import usher.sip.message.Header;
import usher.sip.message.SipRequest;

/** RFC 3311: an UPDATE with an offer is a re-INVITE without an ACK. */
class UpdateTest {
  private final CallToUs call = new CallToUs();
  private final Stage stage = call.stage;
  private final FarEnd far = call.far;

  private SipRequest updates() {
    return far.requests(
        "UPDATE",
        ++far.cseq,
        writer -> writer.header(Header.CONTACT, far.contact).body("application/sdp", Stage.OFFER));
  }

  @Test
  void anOfferIsToldToTheUserAndAnsweredWithoutWaitingForAnAck() {
    call.confirmed();
    updates();
    assertThat(stage.tells()).endsWith("Reinvited");
    stage.dialog().acceptReinvite(Stage.ANSWER);
    assertThat(stage.sends()).endsWith("200 UPDATE");
    assertThat(stage.lastResponse().body()).isEqualTo(Stage.ANSWER);
    stage.forget();
    stage.passMs(60_000);
    assertThat(stage.sends()).as("nothing is repeated").isEmpty();
    assertThat(stage.dialog().isEstablished()).isTrue();
  }

  @Test
  void ourOwnReinviteWaitsUntilTheUpdateIsAnswered() {
    call.confirmed();
    updates();
    stage.dialog().reinvite(Stage.OFFER);
    assertThat(stage.sends()).doesNotContain("INVITE");
    stage.dialog().acceptReinvite(Stage.ANSWER);
    assertThat(stage.sends()).endsWith("200 UPDATE", "INVITE");
  }

  @Test
  void anUpdateThatCrossesOurReinviteIsGlare() {
    call.confirmed();
    stage.dialog().reinvite(Stage.OFFER);
    updates();
    assertThat(stage.lastResponse().status()).isEqualTo(491);
  }

  @Test
  void aSecondOfferBeforeTheFirstIsAnsweredHasToComeAgainLater() {
    call.confirmed();
    updates();
    updates();
    assertThat(stage.lastResponse().status()).isEqualTo(500);
    assertThat(stage.lastResponse().has(Header.RETRY_AFTER)).isTrue();
  }

  @Test
  void aRefusedOfferChangesNothing() {
    call.confirmed();
    updates();
    stage.dialog().refuseReinvite(488);
    assertThat(stage.sends()).endsWith("488 UPDATE");
    assertThat(stage.dialog().isEstablished()).isTrue();
  }

  @Test
  void beforeTheCallIsAnsweredNothingCanBeOfferedAgain() {
    call.ringing();
    updates();
    assertThat(stage.lastResponse().status()).isEqualTo(500);
  }
}
