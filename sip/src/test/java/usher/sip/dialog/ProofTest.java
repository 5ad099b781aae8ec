package usher.sip.dialog;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import usher.sip.dialog.OutgoingInvite.HeaderLine;
import usher.sip.message.Header;
import usher.sip.message.SipRequest;
import usher.sip.message.SipResponse;
import usher.sip.message.SipWriter;
import usher.sip.transport.Flow;

/** Requests of ours inside a dialog whose receiver asks who we are. */
class ProofTest {
  /** Knows the answer to one challenge after the other. */
  private static final class Password implements Proof {
    final List<String> asked = new ArrayList<>();
    boolean right = true;
    int challenges;

    @Override
    public boolean challenged(SipResponse response, boolean answered) {
      challenges++;
      return right;
    }

    @Override
    public void accepted() {
      asked.add("accepted");
    }

    @Override
    public @Nullable HeaderLine credentials(String method, String uri, byte[] body) {
      String value = "Digest " + challenges + " " + method + " " + uri + " " + body.length;
      return challenges == 0 ? null : new HeaderLine("Authorization", value);
    }
  }

  private final CallOfOurs call = new CallOfOurs();
  private final Stage stage = call.stage;
  private final Password password = new Password();

  private void confirmed(UnaryOperator<SipWriter> more) {
    call.calling(Stage.OFFER);
    stage.dialog().provesBy(password, Stage.UDP::equals);
    call.far.answers(stage.lastRequest("INVITE"), 200, call.far.tag, more);
    stage.forget();
  }

  private void challenge(String method) {
    call.far.answers(stage.lastRequest(method), 401, call.far.tag, writer -> writer);
  }

  static Stream<Arguments> requests() {
    return Stream.of(
        request("BYE", dialog -> dialog.hangUp("SIP;cause=200")),
        request("INVITE", dialog -> dialog.reinvite(Stage.ANSWER)),
        request("REFER", dialog -> dialog.refer("<sip:olga@usher.test>")),
        request("INFO", dialog -> dialog.info("application/dtmf", Stage.OFFER)));
  }

  private static Arguments request(String method, Consumer<Dialog> send) {
    return Arguments.of(method, send);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("requests")
  void aChallengedRequestIsSentOnceMoreWithCredentials(String method, Consumer<Dialog> send) {
    confirmed(writer -> writer);
    send.accept(stage.dialog());
    SipRequest first = stage.lastRequest(method);
    challenge(method);
    SipRequest second = stage.lastRequest(method);

    assertThat(first.header(Header.AUTHORIZATION)).isNull();
    assertThat(second.header(Header.AUTHORIZATION))
        .startsWith("Digest 1 " + method + " " + second.requestUri() + " ");
    assertThat(second.cseq()).as("RFC 3261 22.2").isEqualTo(first.cseq() + 1);
    assertThat(second.callId()).isEqualTo(first.callId());
    assertThat(second.header(Header.REASON)).isEqualTo(first.header(Header.REASON));
    assertThat(second.body()).isEqualTo(first.body());
    assertThat(second.topVia().branch()).isNotEqualTo(first.topVia().branch());
    assertThat(stage.tells()).as("its user hears nothing").isEmpty();
  }

  @Test
  void aRefreshIsProvedToo() {
    confirmed(writer -> writer.header(Header.ALLOW, "UPDATE"));
    stage.passMs(900_000);
    challenge("UPDATE");
    assertThat(stage.lastRequest("UPDATE").header(Header.AUTHORIZATION))
        .startsWith("Digest 1 UPDATE");
  }

  @Test
  void anAcknowledgementOfRingingIsProvedTooAndWhatFollowsIsCountedOn() {
    call.calling(Stage.OFFER);
    stage.dialog().provesBy(password, Stage.UDP::equals);
    SipRequest invite = stage.lastRequest("INVITE");
    call.far.answers(
        invite,
        183,
        call.far.tag,
        writer ->
            writer
                .header(Header.REQUIRE, "100rel")
                .header(Header.RSEQ, "1")
                .header(Header.CONTACT, FarEnd.CONTACT));
    SipRequest first = stage.lastRequest("PRACK");
    challenge("PRACK");
    SipRequest second = stage.lastRequest("PRACK");
    assertThat(second.header(Header.AUTHORIZATION)).startsWith("Digest 1 PRACK");
    assertThat(second.header(Header.RACK)).isEqualTo(first.header(Header.RACK));

    call.far.answers(invite, 200, call.far.tag, writer -> writer);
    stage.dialog().hangUp(null);
    assertThat(stage.lastRequest("BYE").cseq()).isEqualTo(second.cseq() + 1);
  }

  @Test
  void whoHasAskedBeforeIsToldAtOnceAndAnAckSaysWhatItsInviteSaid() {
    confirmed(writer -> writer);
    stage.dialog().reinvite(Stage.ANSWER);
    challenge("INVITE");
    call.far.answers(200);
    String said = stage.lastRequest("INVITE").header(Header.AUTHORIZATION);
    assertThat(stage.lastRequest("ACK").header(Header.AUTHORIZATION))
        .as("RFC 3261 13.2.2.4")
        .isEqualTo(said);
    stage.dialog().hangUp(null);
    assertThat(stage.lastRequest("BYE").header(Header.AUTHORIZATION)).startsWith("Digest 1 BYE");
    assertThat(stage.tells()).containsExactly("ReinviteAnswered");
  }

  @Test
  void aChallengeThatCannotBeAnsweredIsARefusal() {
    confirmed(writer -> writer);
    password.right = false;
    stage.dialog().reinvite(Stage.ANSWER);
    challenge("INVITE");
    assertThat(stage.tells()).containsExactly("ReinviteRefused 401");
  }

  @Test
  void whoAsksAgainAndAgainIsRefusedInTheEnd() {
    confirmed(writer -> writer);
    stage.dialog().refer("<sip:olga@usher.test>");
    challenge("REFER");
    challenge("REFER");
    challenge("REFER");
    assertThat(stage.tells()).containsExactly("ReferAnswered 401");
    assertThat(stage.sends().stream().filter("REFER"::equals)).hasSize(3);
  }

  @Test
  void aPhoneIsToldNothing() {
    call.confirmed();
    stage.forget();
    stage.dialog().hangUp(null);
    challenge("BYE");
    assertThat(stage.sends()).containsExactly("BYE");
  }

  @Test
  void whomTheFarEndNamesAsNextIsToldNothing() {
    call.calling(Stage.OFFER);
    stage.dialog().provesBy(password, Stage.UDP::equals);
    call.far.contact = "<sip:phone@127.0.9.9:5070>";
    call.far.answers(200);
    stage.forget();
    stage.dialog().hangUp(null);
    Flow elsewhere = stage.sent.getFirst().flow();
    challenge("BYE");
    assertThat(elsewhere).isNotEqualTo(Stage.UDP);
    assertThat(stage.sends()).containsExactly("BYE");
    assertThat(password.challenges).isZero();
  }

  @Test
  void aReinviteOfACallThatIsOverIsNotSentAgain() {
    confirmed(writer -> writer);
    stage.dialog().reinvite(Stage.ANSWER);
    SipRequest invite = stage.lastRequest("INVITE");
    stage.dialog().hangUp(null);
    call.far.answers(invite, 401, call.far.tag, writer -> writer);
    assertThat(stage.sends()).containsExactly("INVITE", "BYE", "ACK");
  }
}
