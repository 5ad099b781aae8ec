package usher.sip.dialog;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import usher.sip.message.Header;
import usher.sip.message.SipRequest;
import usher.sip.message.SipResponse;

/** Calls to us, from the INVITE to the ACK. */
class AnsweringTest {
  private final CallToUs call = new CallToUs();
  private final Stage stage = call.stage;
  private final FarEnd far = call.far;

  @Test
  void ringingIsRepeatedEveryMinute() {
    far.invites();
    stage.dialog().ring();
    stage.passMs(180_000);
    assertThat(stage.msOf("180 INVITE")).containsExactly(0L, 60_000L, 120_000L, 180_000L);
  }

  @Test
  void aCallerWhoIsNotThereAnyMoreIsNotWaitedForForEver() {
    far.invites();
    stage.dialog().ring();
    stage.passMs(180_000);
    assertThat(stage.msOf("OPTIONS").getFirst()).isEqualTo(180_000L);
    stage.passMs(32_000);
    assertThat(stage.sends()).endsWith("408 INVITE");
    assertThat(stage.tells()).endsWith("Cancelled");
  }

  @Test
  void aCallerWhoSaysAnythingMayWaitOn() {
    far.invites();
    stage.dialog().ring();
    for (int i = 1; i <= 5; i++) {
      stage.passMs(180_000);
      far.answers(stage.lastRequest("OPTIONS"), i % 2 == 0 ? 200 : 481, "", writer -> writer);
    }
    assertThat(stage.tells()).containsExactly("IncomingCall");
    assertThat(stage.msOf("OPTIONS")).hasSize(5);
  }

  @Test
  void whoHasBeenAnsweredIsNotAsked() {
    call.confirmed();
    stage.forget();
    stage.passMs(400_000);
    assertThat(stage.msOf("OPTIONS")).isEmpty();
  }

  @Test
  void earlyMediaTakesThePlaceOfRinging() {
    far.invites();
    stage.dialog().ring();
    stage.passMs(30_000);
    stage.dialog().progress(Stage.ANSWER);
    stage.passMs(60_000);
    assertThat(stage.msOf("180 INVITE")).containsExactly(0L);
    assertThat(stage.msOf("183 INVITE")).containsExactly(30_000L, 90_000L);
    assertThat(stage.lastResponse().body()).isEqualTo(Stage.ANSWER);
  }

  @Test
  void afterTheAnswerNothingProvisionalIsRepeated() {
    call.confirmed();
    stage.forget();
    stage.passMs(120_000);
    assertThat(stage.sends()).isEmpty();
    assertThat(stage.timers.size()).as("the session's own").isOne();
  }

  @Test
  void allResponsesOfADialogHaveOneTag() {
    far.invites();
    stage.dialog().ring();
    String tag = stage.lastResponse().toTag();
    stage.dialog().accept(Stage.ANSWER);
    assertThat(tag).isNotNull();
    assertThat(stage.lastResponse().toTag()).isEqualTo(tag);
  }

  @Test
  void theAnswerSaysWhereWeAreAndWhatWeTake() {
    far.invites(writer -> writer.header(Header.RECORD_ROUTE, "<sip:127.0.3.1;lr>;x=1"));
    stage.dialog().accept(Stage.ANSWER);
    SipResponse ok = stage.lastResponse();
    assertThat(ok.header(Header.CONTACT)).isEqualTo("<sip:usher@127.0.0.1:5060>");
    assertThat(ok.header(Header.RECORD_ROUTE)).isEqualTo("<sip:127.0.3.1;lr>;x=1");
    assertThat(ok.header(Header.ALLOW)).isEqualTo(DialogSettings.ALLOW).contains("INVITE", "BYE");
    assertThat(ok.header(Header.CONTENT_TYPE)).isEqualTo("application/sdp");
    assertThat(ok.body()).isEqualTo(Stage.ANSWER);
  }

  @Test
  void theAnswerIsRepeatedUntilItsAck() {
    call.accepted();
    stage.passMs(4000);
    far.acknowledges();
    stage.passMs(60_000);
    assertThat(stage.msOf("200 INVITE")).containsExactly(0L, 500L, 1500L, 3500L);
  }

  @Test
  void withoutAnAckTheCallIsEndedAfter32Seconds() {
    call.accepted();
    stage.passMs(31_999);
    assertThat(stage.msOf("200 INVITE"))
        .containsExactly(
            0L, 500L, 1500L, 3500L, 7500L, 11_500L, 15_500L, 19_500L, 23_500L, 27_500L, 31_500L);
    assertThat(stage.tells()).doesNotContain("Ended NO_ACK");
    stage.passMs(1);
    assertThat(stage.msOf("BYE")).containsExactly(32_000L);
    assertThat(stage.tells()).containsExactly("IncomingCall", "Ended NO_ACK");
    assertThat(stage.lastRequest("BYE").header(Header.REASON)).contains("cause=408");
  }

  @Test
  void whoMayNotBeThereGetsThreeTimesWhatHeSentAndOneByeIfThatLeavesRoom() {
    stage.stack.transactions().believe(_ -> false);
    SipRequest invite = far.invites(writer -> writer.header(Header.SUBJECT, "x".repeat(600)));
    stage.dialog().accept(Stage.ANSWER);
    stage.passMs(120_000);
    assertThat(stage.tells()).containsExactly("IncomingCall", "Ended NO_ACK");
    assertThat(stage.sends()).hasSizeGreaterThan(1);
    assertThat(stage.sentBytes()).isLessThanOrEqualTo(3 * invite.bytes().length);

    stage.forget();
    far.callsAgain("call-2");
    far.invites(writer -> writer.header(Header.SUBJECT, "x".repeat(6_000)));
    stage.dialog().accept(Stage.ANSWER);
    stage.passMs(120_000);
    assertThat(stage.msOf("BYE")).hasSize(1);
  }

  @Test
  void whoHasAcknowledgedIsThereAndGetsEverythingAsOftenAsItTakes() {
    stage.stack.transactions().believe(_ -> false);
    call.confirmed();
    stage.forget();
    new FarEnd(stage).callsAgain("call-2").invites();
    stage.dialog().accept(Stage.ANSWER);
    stage.passMs(31_999);
    assertThat(stage.msOf("200 INVITE")).hasSize(11);
  }

  @Test
  void theAnswerIsRepeatedOverStreamsToo() {
    far.flow = Stage.TCP;
    call.accepted();
    stage.passMs(2000);
    assertThat(stage.msOf("200 INVITE")).containsExactly(0L, 500L, 1500L);
  }

  @Test
  void aHangUpBeforeTheAckWaitsForIt() {
    call.accepted();
    stage.dialog().hangUp("SIP;cause=487;text=\"Offer ended\"");
    stage.passMs(3000);
    assertThat(stage.msOf("BYE")).isEmpty();
    far.acknowledges();
    assertThat(stage.msOf("BYE")).containsExactly(3000L);
    assertThat(stage.lastRequest("BYE").header(Header.REASON)).contains("Offer ended");
    assertThat(stage.tells()).containsExactly("IncomingCall");
  }

  @Test
  void aHangUpWhoseAckNeverComesIsSentAfter32Seconds() {
    call.accepted();
    stage.dialog().hangUp(null);
    stage.passMs(32_000);
    assertThat(stage.msOf("BYE")).containsExactly(32_000L);
    assertThat(stage.tells()).containsExactly("IncomingCall");
  }

  @Test
  void anAckOfAnotherInviteEndsNothing() {
    call.accepted();
    far.requests("ACK", 7, writer -> writer);
    stage.passMs(500);
    assertThat(stage.msOf("200 INVITE")).containsExactly(0L, 500L);
    assertThat(stage.tells()).containsExactly("IncomingCall");
  }

  @Test
  void anInviteThatExpiresIsAnswered487() {
    far.invites(writer -> writer.header(Header.EXPIRES, "20"));
    stage.dialog().ring();
    stage.passMs(19_999);
    assertThat(stage.tells()).containsExactly("IncomingCall");
    stage.passMs(1);
    assertThat(stage.tells()).containsExactly("IncomingCall", "Cancelled");
    assertThat(stage.msOf("487 INVITE")).containsExactly(20_000L);
  }

  @Test
  void anAnsweredInviteExpiresNoMore() {
    far.invites(writer -> writer.header(Header.EXPIRES, "20"));
    stage.dialog().accept(Stage.ANSWER);
    far.learnsUs();
    far.acknowledges();
    stage.passMs(60_000);
    assertThat(stage.tells()).containsExactly("IncomingCall", "Acknowledged");
  }

  @Test
  void aCallerWhoAsksForAnOfferAnswersItInItsAck() {
    call.acceptedWithOurOffer();
    assertThat(stage.lastResponse().body()).isEqualTo(Stage.OFFER);
    far.acknowledges(writer -> writer.body("application/sdp", Stage.ANSWER));
    SipEvent.Acknowledged told = (SipEvent.Acknowledged) stage.lastTold();
    assertThat(told.ack().body()).isEqualTo(Stage.ANSWER);
  }

  @Test
  void aCancelThatCrossesTheAnswerChangesNothing() {
    call.accepted();
    stage.forget();
    far.cancels();
    assertThat(stage.sends()).containsExactly("200 CANCEL");
    assertThat(stage.lastResponse().toTag()).isEqualTo(stage.dialog().id().localTag());
    far.acknowledges();
    far.requests("BYE");
    assertThat(stage.tells()).containsExactly("Acknowledged", "Ended PEER_HUNG_UP");
  }

  @Test
  void aCallerMayEndItsEarlyDialogByBye() {
    call.ringing();
    stage.forget();
    far.requests("BYE");
    assertThat(stage.sends()).containsExactly("200 BYE", "487 INVITE");
    assertThat(stage.tells()).containsExactly("Cancelled");
    assertThat(stage.stack.dialogs().size()).isZero();
  }

  @Test
  void aRefusedCallIsForgotten() {
    far.invites();
    stage.dialog().reject(486, new OutgoingInvite.HeaderLine("Retry-After", "5"));
    assertThat(stage.lastResponse().header(Header.RETRY_AFTER)).isEqualTo("5");
    far.acknowledgesRefusal();
    stage.passMs(32_000);
    assertThat(stage.stack.dialogs().size()).isZero();
    assertThat(stage.timers.size()).isZero();
    assertThat(stage.msOf("486 INVITE")).containsExactly(0L);
  }

  @Test
  void anInviteWithoutUsableContactIsRefused() {
    far.contact = "<tel:+4930123456>";
    far.invites();
    assertThat(stage.sends()).containsExactly("400 INVITE");
    assertThat(stage.tells()).isEmpty();
  }

  @Test
  void anInviteOverAProxyThatIsNoSipUriIsRefused() {
    far.invites(writer -> writer.header(Header.RECORD_ROUTE, "<tel:+4930123456>"));
    assertThat(stage.sends()).containsExactly("400 INVITE");
  }

  @Test
  void aCallerOfTheOldStandardHasNoTagAndIsKnownAllTheSame() {
    far.hasNoTag();
    call.confirmed();
    far.requests("BYE");
    assertThat(stage.tells()).containsExactly("IncomingCall", "Acknowledged", "Ended PEER_HUNG_UP");
  }

  @Test
  void whileWeDrainNewCallsAreRefusedAndRunningOnesAreAnswered() {
    call.confirmed();
    stage.stack.refuseNewCalls();
    stage.forget();
    far.requests("OPTIONS");
    far.requests("BYE");
    new FarEnd(stage).callsAgain("call-2").invites();
    assertThat(stage.sends()).isEqualTo(List.of("200 OPTIONS", "200 BYE", "503 INVITE"));
  }

  @Test
  void theByeGoesWhereTheContactSays() {
    call.confirmed();
    stage.dialog().hangUp(null);
    SipRequest bye = stage.lastRequest("BYE");
    assertThat(bye.requestUri()).isEqualTo("sip:phone@127.0.1.1:5070");
    assertThat(bye.header(Header.FROM)).endsWith(";tag=" + stage.dialog().id().localTag());
    assertThat(bye.toTag()).isEqualTo("far");
    assertThat(bye.callId()).isEqualTo("call-1");
    assertThat(stage.sent.getLast().flow()).isEqualTo(Stage.UDP);
  }
}
