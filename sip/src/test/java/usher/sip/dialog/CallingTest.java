package usher.sip.dialog;

import static org.assertj.core.api.Assertions.assertThat;
import static usher.sip.dialog.Stage.OURS;
import static usher.sip.dialog.Stage.PEER;
import static usher.sip.transport.TransportProtocol.TCP;

import org.junit.jupiter.api.Test;
import usher.sip.message.Header;
import usher.sip.message.SipRequest;
import usher.sip.transport.Flow;

/** Calls of ours, from the INVITE to the ACK, or to a CANCEL. */
class CallingTest {
  private final CallOfOurs call = new CallOfOurs();
  private final Stage stage = call.stage;
  private final FarEnd far = call.far;

  private SipRequest invite() {
    return stage.firstRequest("INVITE");
  }

  @Test
  void theInviteSaysWhoWeAreAndWhatWeTake() {
    stage.call(Stage.OFFER);
    SipRequest invite = stage.lastRequest("INVITE");
    assertThat(invite.requestUri()).isEqualTo("sip:bob@127.0.1.1:5070");
    assertThat(invite.header(Header.FROM)).startsWith("<sip:usher@usher.test>;tag=");
    assertThat(invite.toTag()).isNull();
    assertThat(invite.header(Header.CONTACT)).isEqualTo("<sip:usher@127.0.0.1:5060>");
    assertThat(invite.header(Header.ALLOW)).isEqualTo(DialogSettings.ALLOW);
    assertThat(invite.headers("X-Offer")).containsExactly("17");
    assertThat(invite.body()).isEqualTo(Stage.OFFER);
  }

  @Test
  void aPhoneThatRingsIsGivenUpAtOnceWhenItsOnlyConnectionIsLost() {
    stage.call("sip:bob@x.invalid;transport=tcp", Stage.TCP, Stage.OFFER);
    far.answers(180);
    stage.stack.dialogs().connectionLost(new Flow(TCP, OURS, PEER, 8));
    assertThat(stage.tells()).containsExactly("Progress 180");
    stage.stack.dialogs().connectionLost(Stage.TCP);
    assertThat(stage.tells()).containsExactly("Progress 180", "Refused 503");
    assertThat(stage.stack.dialogs().size()).isZero();
  }

  @Test
  void aCallThatIsRunningOutlivesItsConnection() {
    stage.call("sip:bob@x.invalid;transport=tcp", Stage.TCP, Stage.OFFER);
    far.answers(200);
    stage.stack.dialogs().connectionLost(Stage.TCP);
    assertThat(stage.dialog().state()).isEqualTo(DialogState.CONFIRMED);
  }

  @Test
  void theSame2xxGetsTheSameAckAgain() {
    call.confirmed();
    String ack = stage.lastRequest("ACK").toString();
    stage.forget();
    far.answers(invite(), 200, "far", writer -> writer);
    assertThat(stage.sends()).containsExactly("ACK");
    assertThat(stage.lastRequest("ACK")).hasToString(ack);
    assertThat(stage.tells()).isEmpty();
  }

  @Test
  void the2xxIsAcknowledgedEvenAfterItsTransactionIsGone() {
    call.confirmed();
    stage.passMs(33_000);
    stage.forget();
    far.answers(invite(), 200, "far", writer -> writer);
    assertThat(stage.sends()).containsExactly("ACK");
  }

  @Test
  void theSecondPhoneThatAnswersIsThankedAndHungUp() {
    call.confirmed();
    stage.forget();
    far.contact = "<sip:other@127.0.1.2:5072>";
    far.answers(invite(), 200, "fork", writer -> writer);
    assertThat(stage.sends()).containsExactly("ACK", "BYE");
    SipRequest bye = stage.lastRequest("BYE");
    assertThat(bye.toTag()).isEqualTo("fork");
    assertThat(bye.requestUri()).isEqualTo("sip:other@127.0.1.2:5072");
    assertThat(stage.sent.getLast().flow().remote()).isEqualTo(Stage.at("127.0.1.2", 5072));
    assertThat(bye.header(Header.REASON)).contains("Call completed elsewhere");
    assertThat(stage.dialog().state()).isEqualTo(DialogState.CONFIRMED);
    stage.dialog().hangUp(null);
    assertThat(stage.lastRequest("BYE").toTag()).isEqualTo("far");
  }

  @Test
  void theAckOfALateForkHasTheNumberOfTheInvite() {
    call.confirmed();
    UserInput.of("info").accept(stage.dialog());
    UserInput.of("info").accept(stage.dialog());
    far.answers(invite(), 200, "fork", writer -> writer);
    assertThat(stage.lastRequest("ACK").cseq()).isEqualTo(1);
    assertThat(stage.lastRequest("BYE").cseq()).isEqualTo(2);
  }

  @Test
  void aForkThatAnswersAfterTimerMIsHungUpToo() {
    call.confirmed();
    stage.passMs(33_000);
    stage.forget();
    far.answers(invite(), 200, "fork", writer -> writer);
    assertThat(stage.sends()).containsExactly("ACK", "BYE");
    assertThat(stage.dialog().isEstablished()).isTrue();
  }

  @Test
  void theForkThatWasHungUpMayRepeatItsAnswerAndItsBye() {
    call.confirmed();
    far.answers(invite(), 200, "fork", writer -> writer);
    stage.forget();
    far.answers(invite(), 200, "fork", writer -> writer);
    assertThat(stage.sends()).containsExactly("ACK");
    stage.forget();
    far.tag = "fork";
    far.learnsCaller();
    far.requests("BYE");
    assertThat(stage.sends()).containsExactly("200 BYE");
    assertThat(stage.tells()).isEmpty();
  }

  @Test
  void anAnswerThatCrossesOurCancelIsEnded() {
    call.calling(Stage.OFFER);
    stage.dialog().hangUp("SIP;cause=200;text=\"Call completed elsewhere\"");
    assertThat(stage.lastRequest("CANCEL").header(Header.REASON)).contains("elsewhere");
    stage.forget();
    far.answers(invite(), 200, "far", writer -> writer);
    assertThat(stage.sends()).containsExactly("ACK", "BYE");
    assertThat(stage.tells()).containsExactly("Refused 487");
    stage.forget();
    far.answers(invite(), 200, "far", writer -> writer);
    assertThat(stage.sends()).containsExactly("ACK");
  }

  @Test
  void anAnswerThatFollowsARefusalIsEnded() {
    call.calling(Stage.OFFER);
    far.answers(486);
    stage.forget();
    far.answers(invite(), 200, "fork", writer -> writer);
    assertThat(stage.sends()).containsExactly("ACK", "BYE");
    assertThat(stage.tells()).isEmpty();
  }

  @Test
  void aCancelWaitsForTheFirstProvisionalResponse() {
    stage.call(Stage.OFFER);
    stage.dialog().hangUp(null);
    assertThat(stage.sends()).containsExactly("INVITE");
    far.answers(100);
    assertThat(stage.sends()).containsExactly("INVITE", "CANCEL");
    far.answers(487);
    assertThat(stage.tells()).containsExactly("Refused 487");
    assertThat(stage.stack.dialogs().size()).isZero();
  }

  @Test
  void whoAnswersNothingIsGivenUpAfter32Seconds() {
    stage.call(Stage.OFFER);
    stage.passMs(31_999);
    assertThat(stage.tells()).isEmpty();
    stage.passMs(1);
    assertThat(stage.tells()).containsExactly("Refused 408");
    assertThat(stage.timers.size()).isZero();
  }

  @Test
  void anAnswerThatNamesNoContactIsEnded() {
    call.calling(Stage.OFFER);
    stage.forget();
    far.contact = "<tel:+4930123456>";
    far.answers(200);
    assertThat(stage.sends()).containsExactly("ACK", "BYE");
    assertThat(stage.tells()).containsExactly("Refused 502");
    assertThat(stage.lastRequest("ACK").requestUri()).isEqualTo("sip:bob@127.0.1.1:5070");
  }

  @Test
  void anOfferInThe2xxIsAnsweredInTheAck() {
    call.calling(null);
    stage.forget();
    far.answers(200);
    assertThat(stage.sends()).isEmpty();
    stage.dialog().acknowledge(Stage.ANSWER);
    assertThat(stage.lastRequest("ACK").body()).isEqualTo(Stage.ANSWER);
  }

  @Test
  void a2xxRepeatedWhileItsAckWaitsEndsNothing() {
    call.calling(null);
    far.answers(200);
    stage.forget();
    far.answers(invite(), 200, "far", writer -> writer);
    assertThat(stage.sends()).isEmpty();
    stage.dialog().acknowledge(Stage.ANSWER);
    far.answers(invite(), 200, "far", writer -> writer);
    assertThat(stage.sends()).containsExactly("ACK", "ACK");
    assertThat(stage.dialog().isEstablished()).isTrue();
  }

  @Test
  void theAckThatWaitedHasTheNumberOfTheInvite() {
    call.calling(null);
    far.answers(200);
    UserInput.of("info").accept(stage.dialog());
    stage.dialog().acknowledge(Stage.ANSWER);
    assertThat(stage.lastRequest("ACK").cseq()).isEqualTo(1);
    assertThat(stage.lastRequest("INFO").cseq()).isEqualTo(2);
  }

  @Test
  void whoHangsUpInsteadOfAnsweringTheOfferStillAcknowledges() {
    call.calling(null);
    far.answers(200);
    stage.forget();
    stage.dialog().hangUp(null);
    assertThat(stage.sends()).containsExactly("ACK", "BYE");
  }

  @Test
  void aPhoneThatRingsMaySendRequestsInItsEarlyDialog() {
    call.calling(Stage.OFFER);
    far.answers(invite(), 183, "fork", writer -> writer);
    stage.forget();
    far.requests("INFO");
    far.tag = "fork";
    far.learnsCaller();
    far.requests("INFO", 1, writer -> writer);
    assertThat(stage.tells()).containsExactly("InfoReceived", "InfoReceived");
    far.requests("INFO", 1, writer -> writer);
    assertThat(stage.lastResponse().status()).isEqualTo(500);
  }

  @Test
  void numbersUsedInTheEarlyDialogCountInTheDialog() {
    call.calling(Stage.OFFER);
    far.requests("INFO", 5, writer -> writer);
    far.answers(200);
    stage.forget();
    far.requests("INFO", 5, writer -> writer);
    assertThat(stage.sends()).containsExactly("500 INFO");
    far.requests("INFO", 6, writer -> writer);
    assertThat(stage.tells()).containsExactly("InfoReceived");
  }
}
