package usher.sip.dialog;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Objects;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import usher.sip.message.Header;
import usher.sip.message.SipRequest;
import usher.sip.message.SipResponse;
import usher.sip.message.SipWriter;

/** Provisional responses that arrive for sure (RFC 3262), ours and the peer's. */
class ReliableTest {
  private static final String SDP = "application/sdp";

  private final CallToUs toUs = new CallToUs();
  private final Stage stage = toUs.stage;
  private final FarEnd far = toUs.far;

  private void invitesReliably() {
    far.invites(writer -> writer.header(Header.REQUIRE, "100rel").body(SDP, Stage.OFFER));
  }

  private long rseq() {
    return Long.parseLong(Objects.requireNonNull(stage.lastResponse().header(Header.RSEQ)));
  }

  private void pracks(String rack, UnaryOperator<SipWriter> more) {
    far.learnsUs();
    far.requests("PRACK", ++far.cseq, writer -> more.apply(writer.header(Header.RACK, rack)));
  }

  private void pracks() {
    pracks(rseq() + " 1 INVITE", writer -> writer);
  }

  // ---- a caller who requires it

  @Test
  void ringingIsRepeatedMoreAndMoreSlowlyUntilItsPrack() {
    invitesReliably();
    stage.dialog().ring();
    SipResponse ringing = stage.lastResponse();
    assertThat(ringing.header(Header.REQUIRE)).isEqualTo("100rel");
    assertThat(rseq()).isBetween(1L, (1L << 31) - 1);
    stage.passMs(4000);
    pracks();
    assertThat(stage.sends()).endsWith("200 PRACK");
    stage.passMs(30_000);
    assertThat(stage.msOf("180 INVITE")).containsExactly(0L, 500L, 1500L, 3500L);
  }

  @Test
  void whatIsSaidMeanwhileWaitsAndCountsOn() {
    invitesReliably();
    stage.dialog().ring();
    long first = rseq();
    stage.dialog().progress(Stage.ANSWER);
    assertThat(stage.sends()).doesNotContain("183 INVITE");
    pracks();
    assertThat(stage.sends()).endsWith("200 PRACK", "183 INVITE");
    assertThat(rseq()).isEqualTo(first + 1);
  }

  @Test
  void theAnswerToTheCallDoesNotOvertakeTheAnswerToTheOffer() {
    invitesReliably();
    stage.dialog().progress(Stage.ANSWER);
    stage.dialog().accept(Stage.ANSWER);
    assertThat(stage.sends()).doesNotContain("200 INVITE");
    assertThat(stage.dialog().isEstablished()).as("for its user").isTrue();
    pracks();
    assertThat(stage.sends()).endsWith("200 PRACK", "200 INVITE");
    far.learnsUs();
    far.acknowledges();
    assertThat(stage.tells()).endsWith("Acknowledged");
  }

  @Test
  void theAnswerNeedNotWaitForMereRingingWhosePrackMayComeLate() {
    invitesReliably();
    stage.dialog().ring();
    long ringing = rseq();
    stage.dialog().accept(Stage.ANSWER);
    assertThat(stage.sends()).endsWith("200 INVITE");
    pracks(ringing + " 1 INVITE", writer -> writer);
    assertThat(stage.sends()).endsWith("200 PRACK");
    far.acknowledges();
    stage.passMs(20_000);
    assertThat(stage.msOf("180 INVITE")).containsExactly(0L);
  }

  @ParameterizedTest
  @CsvSource({"1, 1, INVITE", "0, 2, INVITE", "0, 1, UPDATE"})
  void aPrackOfSomethingElseIsUnknown(long more, int cseq, String method) {
    invitesReliably();
    stage.dialog().ring();
    String right = rseq() + " 1 INVITE";
    pracks((rseq() + more) + " " + cseq + " " + method, writer -> writer);
    assertThat(stage.sends()).endsWith("481 PRACK");
    pracks(right, writer -> writer);
    pracks(right, writer -> writer);
    assertThat(stage.sends()).as("twice the same").endsWith("200 PRACK", "481 PRACK");
  }

  @Test
  void withoutAnyPrackTheCallIsRefused() {
    invitesReliably();
    stage.dialog().ring();
    stage.passMs(32_000);
    assertThat(stage.sends()).contains("504 INVITE");
    assertThat(stage.tells()).endsWith("Cancelled");
    far.acknowledgesRefusal();
    stage.passMs(120_000);
    assertThat(stage.timers.size()).isZero();
  }

  @Test
  void aCallerWhoLeavesStopsTheRepetition() {
    invitesReliably();
    stage.dialog().ring();
    far.cancels();
    stage.passMs(10_000);
    assertThat(stage.msOf("180 INVITE")).containsExactly(0L);
  }

  @Test
  void anOfferInThePrackIsAnsweredByWhoeverAnsweredTheFirst() {
    invitesReliably();
    stage.dialog().progress(Stage.ANSWER);
    pracks(rseq() + " 1 INVITE", writer -> writer.body(SDP, Stage.OFFER));
    assertThat(stage.tells()).endsWith("Reinvited");
    assertThat(stage.sends()).as("nobody answered at once").endsWith("491 PRACK");
  }

  @Test
  void anOfferBesideAnotherThatIsOpenIsRefused() {
    invitesReliably();
    stage.dialog().ring();
    pracks(rseq() + " 1 INVITE", writer -> writer.body(SDP, Stage.OFFER));
    assertThat(stage.sends()).endsWith("491 PRACK");
  }

  @Test
  void aCallerWithoutAnOfferHearsNothingBeforeTheAnswer() {
    far.invites(writer -> writer.header(Header.REQUIRE, "100rel"));
    stage.dialog().ring();
    assertThat(stage.sends()).doesNotContain("180 INVITE");
    stage.dialog().accept(Stage.OFFER);
    assertThat(stage.sends()).endsWith("200 INVITE");
  }

  @Test
  void whoOnlySupportsItIsToldAsEver() {
    far.invites(writer -> writer.header(Header.SUPPORTED, "100rel").body(SDP, Stage.OFFER));
    stage.dialog().ring();
    assertThat(stage.lastResponse().has(Header.RSEQ)).isFalse();
    far.learnsUs();
    pracks("1 1 INVITE", writer -> writer);
    assertThat(stage.sends()).endsWith("481 PRACK");
  }

  // ---- a phone that rings so

  private final CallOfOurs ofOurs = new CallOfOurs(2);
  private final Stage calling = ofOurs.stage;

  private void rings(String tag, long rseq, UnaryOperator<SipWriter> more) {
    ofOurs.far.answers(
        calling.lastRequest("INVITE"),
        183,
        tag,
        writer ->
            more.apply(
                writer.header(Header.REQUIRE, "100rel").header(Header.RSEQ, Long.toString(rseq))));
  }

  @Test
  void eachReliableResponseIsAcknowledgedOnceAndInItsOrder() {
    calling.call(Stage.OFFER);
    assertThat(calling.lastRequest("INVITE").headers(Header.SUPPORTED)).contains("100rel");
    rings("far", 7, writer -> writer);
    SipRequest prack = calling.lastRequest("PRACK");
    assertThat(prack.header(Header.RACK)).isEqualTo("7 1 INVITE");
    assertThat(prack.toTag()).isEqualTo("far");
    assertThat(prack.requestUri()).isEqualTo("sip:phone@127.0.1.1:5070");
    ofOurs.far.answers(prack, 200, "far", writer -> writer);
    calling.forget();
    rings("far", 7, writer -> writer);
    rings("far", 9, writer -> writer);
    assertThat(calling.sends()).isEmpty();
    assertThat(calling.tells()).isEmpty();
    rings("far", 8, writer -> writer);
    assertThat(calling.sends()).containsExactly("PRACK");
    assertThat(calling.tells()).containsExactly("Progress 183");
  }

  @Test
  void everyForkCountsForItself() {
    calling.call(Stage.OFFER);
    rings("one", 7, writer -> writer);
    rings("two", 70, writer -> writer);
    assertThat(calling.sends()).containsExactly("INVITE", "PRACK", "PRACK");
    assertThat(calling.lastRequest("PRACK").toTag()).isEqualTo("two");
  }

  @Test
  void theAnswerThatCameReliablyNeedNotComeAgainAndNumbersGoOn() {
    calling.call(Stage.OFFER);
    rings("far", 7, writer -> writer.body(SDP, Stage.ANSWER));
    ofOurs.far.answers(200);
    SipEvent.Answered answered = (SipEvent.Answered) calling.lastTold();
    assertThat(answered.response().body()).isEqualTo(Stage.ANSWER);
    long prack = calling.lastRequest("PRACK").cseq();
    calling.dialog().hangUp(null);
    assertThat(calling.lastRequest("BYE").cseq()).isGreaterThan(prack);
  }

  @Test
  void whatIsNotReliableIsNotAcknowledged() {
    calling.call(Stage.OFFER);
    ofOurs.far.answers(180);
    assertThat(calling.sends()).containsExactly("INVITE");
  }
}
