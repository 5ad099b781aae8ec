package usher.sip.dialog;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import usher.sip.message.Header;

/** The end of a call, and what still comes afterwards. */
class EndingTest {
  private final CallToUs call = new CallToUs();
  private final Stage stage = call.stage;
  private final FarEnd far = call.far;

  /** RFC 5407 3.2.1. */
  @Test
  void whenBothHangUpAtOnceBothGet200() {
    call.confirmed();
    stage.dialog().hangUp(null);
    stage.forget();
    far.requests("BYE");
    far.answers(stage.lastRequest("BYE"), 200, "far", writer -> writer);
    assertThat(stage.sends()).containsExactly("200 BYE");
    assertThat(stage.tells()).isEmpty();
  }

  @Test
  void aByeHalfAMinuteLaterBelongsToNothing() {
    call.confirmed();
    stage.dialog().hangUp(null);
    stage.passMs(32_000);
    stage.forget();
    far.requests("BYE");
    assertThat(stage.sends()).containsExactly("481 BYE");
    assertThat(stage.stack.dialogs().farewells().size()).isZero();
  }

  @Test
  void afterTheEndRequestsGet481() {
    call.confirmed();
    far.requests("BYE");
    stage.forget();
    far.requests("BYE");
    far.requests("INFO");
    far.requests("OPTIONS");
    far.reinvites();
    assertThat(stage.sends()).containsExactly("481 BYE", "481 INFO", "481 OPTIONS", "481 INVITE");
  }

  @Test
  void ofAnEndedCallNothingStays() {
    call.confirmed();
    far.requests("BYE");
    stage.passMs(32_000);
    assertThat(stage.stack.dialogs().size()).isZero();
    assertThat(stage.timers.size()).isZero();
    assertThat(stage.stack.transactions().liveTransactions()).isZero();
  }

  @Test
  void aByeThatNobodyAnswersIsRepeatedAndForgotten() {
    call.confirmed();
    stage.dialog().hangUp(null);
    stage.passMs(32_000);
    assertThat(stage.msOf("BYE")).startsWith(0L, 500L, 1500L, 3500L, 7500L, 11_500L).hasSize(11);
    assertThat(stage.timers.size()).isZero();
  }

  @Test
  void aSecondHangUpSaysNothing() {
    call.confirmed();
    stage.dialog().hangUp(null);
    stage.dialog().hangUp(null);
    assertThat(stage.msOf("BYE")).hasSize(1);
  }

  @Test
  void whoDoesNotKnowTheDialogOfAnInfoIsGone() {
    call.confirmed();
    UserInput.of("info").accept(stage.dialog());
    stage.forget();
    far.answers(stage.lastRequest("INFO"), 481, "far", writer -> writer);
    assertThat(stage.sends()).containsExactly("BYE");
    assertThat(stage.tells()).containsExactly("Ended PEER_GONE");
  }

  @Test
  void whoDoesNotKnowInfoStays() {
    call.confirmed();
    UserInput.of("info").accept(stage.dialog());
    far.answers(stage.lastRequest("INFO"), 405, "far", writer -> writer);
    assertThat(stage.dialog().isEstablished()).isTrue();
  }

  @Test
  void whoAnswersNoInfoIsGoneAfter32Seconds() {
    call.confirmed();
    UserInput.of("info").accept(stage.dialog());
    stage.passMs(31_999);
    assertThat(stage.dialog().isEstablished()).isTrue();
    stage.passMs(1);
    assertThat(stage.tells()).endsWith("Ended PEER_GONE");
  }

  @Test
  void aMethodThatIsKnownButNotTakenSaysWhatIs() {
    call.confirmed();
    far.requests("PUBLISH");
    assertThat(stage.lastResponse().status()).isEqualTo(405);
    assertThat(stage.lastResponse().header(Header.ALLOW)).contains("INVITE");
    far.requests("FOO");
    assertThat(stage.lastResponse().status()).isEqualTo(501);
  }

  @Test
  void anAckOfAStrangerConfirmsNothing() {
    call.accepted();
    far.asStranger(() -> far.requests("ACK", 1, writer -> writer));
    assertThat(stage.dialog().state()).isEqualTo(DialogState.ACCEPTED);
  }

  @Test
  void aByeOfAStrangerEndsNothing() {
    call.confirmed();
    far.asStranger(() -> far.requests("BYE"));
    assertThat(stage.lastResponse().status()).isEqualTo(481);
    assertThat(stage.dialog().isEstablished()).isTrue();
  }
}
