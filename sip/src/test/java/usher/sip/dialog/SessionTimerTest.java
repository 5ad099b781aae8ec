package usher.sip.dialog;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import usher.sip.message.Header;
import usher.sip.message.SipRequest;
import usher.sip.message.SipResponse;
import usher.sip.message.SipWriter;

/** RFC 4028, on both sides of a call. Our own wish is half an hour. */
class SessionTimerTest {
  private static final long HALF_HOUR_MS = 1_800_000;

  private final CallToUs toUs = new CallToUs();
  private final CallOfOurs ofOurs = new CallOfOurs();

  private static UnaryOperator<SipWriter> asking(@Nullable String supported, String interval) {
    return writer -> {
      SipWriter asks = supported == null ? writer : writer.header(Header.SUPPORTED, supported);
      return asks.header(Header.SESSION_EXPIRES, interval)
          .header(Header.ALLOW, "INVITE, ACK, BYE, UPDATE")
          .body("application/sdp", Stage.OFFER);
    };
  }

  private SipResponse answerTo(UnaryOperator<SipWriter> more) {
    toUs.far.invites(more);
    toUs.confirms();
    return toUs.stage.sent.stream()
        .map(Stage.Sent::message)
        .filter(SipResponse.class::isInstance)
        .map(SipResponse.class::cast)
        .toList()
        .getLast();
  }

  // ---- the caller's leg

  @ParameterizedTest(name = "{0} asks for {1}")
  @CsvSource({
    "'100rel, timer', 600,               600;refresher=uas",
    "timer,           600;refresher=uac, 600;refresher=uac",
    "timer,           600;refresher=uas, 600;refresher=uas",
    "timer,           7200,              1800;refresher=uas",
    "replaces,        600,               600;refresher=uas"
  })
  void whatTheCallerAsksForIsAgreedNeverLongerThanWeWant(
      String supported, String interval, String agreed) {
    SipResponse response = answerTo(asking(supported, interval));
    assertThat(response.header(Header.SESSION_EXPIRES)).isEqualTo(agreed);
    assertThat(response.has(Header.REQUIRE)).isEqualTo(supported.contains("timer"));
  }

  @Test
  void anIntervalThatIsTooSmallIsRefusedAndTheMinimumTold() {
    toUs.far.invites(asking("timer", "30"));
    assertThat(toUs.stage.sends()).containsExactly("422 INVITE");
    assertThat(toUs.stage.lastResponse().header(Header.MIN_SE)).isEqualTo("90");
    assertThat(toUs.stage.told).isEmpty();
  }

  @Test
  void aProxysTooSmallIntervalIsRaisedWhereTheCallerWouldNotUnderstandARefusal() {
    assertThat(answerTo(asking(null, "30")).header(Header.SESSION_EXPIRES))
        .isEqualTo("90;refresher=uas");
  }

  @ParameterizedTest
  @ValueSource(strings = {"soon", "", "-5", "; refresher=uac"})
  void anIntervalThatCannotBeReadSaysNothing(String interval) {
    SipResponse response = answerTo(asking("timer", interval));
    assertThat(response.header(Header.SESSION_EXPIRES)).isEqualTo("1800;refresher=uas");
  }

  @Test
  void aCallerWhoWantsToRefreshAndDoesNotIsHungUpOnShortlyBeforeTheEnd() {
    answerTo(asking("timer", "600;refresher=uac"));
    toUs.stage.forget();
    toUs.stage.passMs(567_999);
    assertThat(toUs.stage.sends()).isEmpty();
    toUs.stage.passMs(1);
    assertThat(toUs.stage.sends()).containsExactly("BYE");
    assertThat(toUs.stage.tells()).containsExactly("Ended PEER_GONE");
  }

  @ParameterizedTest
  @ValueSource(strings = {"UPDATE", "INVITE"})
  void aCallerWhoRefreshesKeepsTheCall(String method) {
    answerTo(asking("timer", "600;refresher=uac"));
    for (int i = 0; i < 5; i++) {
      toUs.stage.passMs(400_000);
      UnaryOperator<SipWriter> refresh =
          writer ->
              writer
                  .header(Header.SUPPORTED, "timer")
                  .header(Header.SESSION_EXPIRES, "600;refresher=uac");
      if (method.equals("UPDATE")) {
        toUs.far.requests("UPDATE", ++toUs.far.cseq, refresh);
      } else {
        toUs.far.invites(w -> refresh.apply(w).body("application/sdp", Stage.OFFER));
        toUs.stage.dialog().acceptReinvite(Stage.ANSWER);
        toUs.far.acknowledges();
      }
      assertThat(toUs.stage.lastResponse().status()).isEqualTo(200);
      assertThat(toUs.stage.lastResponse().header(Header.SESSION_EXPIRES))
          .isEqualTo("600;refresher=uac");
    }
    assertThat(toUs.stage.dialog().isEstablished()).isTrue();
  }

  @Test
  void weRefreshAtHalfTimeByUpdateAndAnAnswerIsEnough() {
    answerTo(asking("timer", "600;refresher=uas"));
    toUs.stage.forget();
    for (int i = 1; i <= 3; i++) {
      toUs.stage.passMs(300_000);
      SipRequest update = toUs.stage.lastRequest("UPDATE");
      assertThat(update.header(Header.SESSION_EXPIRES)).isEqualTo("600;refresher=uac");
      assertThat(update.hasBody()).isFalse();
      toUs.far.answers(
          update,
          200,
          toUs.far.tag,
          writer -> writer.header(Header.SESSION_EXPIRES, "600;refresher=uac"));
    }
    assertThat(toUs.stage.sends()).containsExactly("UPDATE", "UPDATE", "UPDATE");
    assertThat(toUs.stage.told).isEmpty();
  }

  @Test
  void aCallerWithoutSessionTimersIsAskedByReinviteWithWhatItKnows() {
    toUs.confirmed();
    toUs.stage.forget();
    toUs.stage.passMs(HALF_HOUR_MS / 2);
    assertThat(toUs.stage.sends()).containsExactly("INVITE");
    assertThat(toUs.stage.lastRequest("INVITE").body()).isEqualTo(Stage.ANSWER);
    toUs.far.answers(200);
    assertThat(toUs.stage.sends()).containsExactly("INVITE", "ACK");
    assertThat(toUs.stage.told).as("nothing has changed").isEmpty();
    toUs.stage.passMs(HALF_HOUR_MS / 2);
    assertThat(toUs.stage.sends()).containsExactly("INVITE", "ACK", "INVITE");
  }

  @Test
  void aRefusedRefreshIsASignOfLife() {
    toUs.confirmed();
    toUs.stage.passMs(HALF_HOUR_MS / 2);
    toUs.far.answers(488);
    assertThat(toUs.stage.dialog().isEstablished()).isTrue();
    assertThat(toUs.stage.tells()).doesNotContain("ReinviteRefused 488");
    toUs.stage.forget();
    toUs.stage.passMs(HALF_HOUR_MS / 2);
    assertThat(toUs.stage.sends()).containsExactly("INVITE");
  }

  @Test
  void aPhoneThatSaysThatItTakesUpdatesAndDoesNotIsAskedByReinviteFromThenOn() {
    answerTo(asking("timer", "600;refresher=uas"));
    toUs.stage.passMs(300_000);
    toUs.far.answers(toUs.stage.lastRequest("UPDATE"), 501, toUs.far.tag, writer -> writer);
    toUs.stage.forget();
    toUs.stage.passMs(300_000);
    assertThat(toUs.stage.sends()).containsExactly("INVITE");
  }

  @ParameterizedTest
  @ValueSource(ints = {481, 408})
  void whoDoesNotKnowTheCallAnyMoreHasLostIt(int status) {
    answerTo(asking("timer", "600"));
    toUs.stage.passMs(300_000);
    toUs.far.answers(toUs.stage.lastRequest("UPDATE"), status, toUs.far.tag, writer -> writer);
    assertThat(toUs.stage.tells()).endsWith("Ended PEER_GONE");
  }

  @Test
  void aPhoneThatVanishedCostsHalfTheIntervalAndATransaction() {
    answerTo(asking("timer", "600"));
    toUs.stage.passMs(331_999);
    assertThat(toUs.stage.dialog().isEnded()).isFalse();
    toUs.stage.passMs(1);
    assertThat(toUs.stage.tells()).endsWith("Ended PEER_GONE");
    toUs.stage.passMs(60_000);
    assertThat(toUs.stage.timers.size()).isZero();
  }

  // ---- the agent's leg

  @Test
  void ourInviteAsksAndTheAnswerSays() {
    ofOurs.calling(Stage.OFFER);
    SipRequest invite = ofOurs.stage.lastRequest("INVITE");
    assertThat(invite.header(Header.SUPPORTED)).contains("timer");
    assertThat(invite.header(Header.SESSION_EXPIRES)).isEqualTo("1800");
    ofOurs.far.answers(
        invite,
        200,
        ofOurs.far.tag,
        writer ->
            writer
                .header(Header.SESSION_EXPIRES, "300;refresher=uas")
                .header(Header.REQUIRE, "timer"));
    ofOurs.stage.forget();
    ofOurs.stage.passMs(300_000 - 32_000);
    assertThat(ofOurs.stage.sends()).as("it did not refresh").containsExactly("BYE");
  }

  @Test
  void aPhoneThatWantsLongerSessionsIsCalledAgainWithWhatItAsksFor() {
    ofOurs.stage.call(Stage.OFFER);
    SipRequest first = ofOurs.stage.lastRequest("INVITE");
    ofOurs.far.learnsCaller();
    ofOurs.far.answers(first, 422, ofOurs.far.tag, writer -> writer.header(Header.MIN_SE, "3600"));
    SipRequest again = ofOurs.stage.lastRequest("INVITE");
    assertThat(again.header(Header.SESSION_EXPIRES)).isEqualTo("3600");
    assertThat(again.header(Header.MIN_SE)).isEqualTo("3600");
    assertThat(again.callId()).isEqualTo(first.callId());
    assertThat(again.cseq()).isEqualTo(first.cseq() + 1);
    ofOurs.far.answers(200);
    assertThat(ofOurs.stage.tells()).containsExactly("Answered");
    assertThat(ofOurs.stage.dialog().isEstablished()).isTrue();
  }

  @Test
  void aPhoneThatRefusesEveryIntervalHasRefused() {
    ofOurs.stage.call(Stage.OFFER);
    ofOurs.far.learnsCaller();
    for (String least : List.of("3600", "3600")) {
      ofOurs.far.answers(
          ofOurs.stage.lastRequest("INVITE"),
          422,
          ofOurs.far.tag,
          writer -> writer.header(Header.MIN_SE, least));
    }
    assertThat(ofOurs.stage.tells()).containsExactly("Refused 422");
  }
}
