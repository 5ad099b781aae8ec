package usher.core.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import usher.core.call.CallLog;
import usher.core.call.EndCause;
import usher.sip.dialog.OutgoingInvite.HeaderLine;
import usher.softphone.DialRequest;
import usher.softphone.PhoneCall;

/** An agent goes on with a call at another phone, by an INVITE with Replaces (RFC 3891). */
class TakeOverTest {
  private static final Duration SHORT = Duration.ofSeconds(1);
  private static final Duration LONG = Duration.ofSeconds(10);

  /** Anna talks to the caller. */
  private static SmallCentre talking(String media) {
    SmallCentre centre = ringing(media);
    centre.pass(LONG);
    assertThat(centre.state("anna")).isEqualTo("READY/TALKING");
    return centre;
  }

  private static SmallCentre ringing(String media) {
    SmallCentre centre =
        new SmallCentre(
            """
            queues:
              sales: { needs: { sales: 1 }, wrap-up: 30s, media: %s }
            entries: [ { to: sales, queue: sales } ]
            """
                .formatted(media),
            "anna",
            "cora:others");
    centre.dials("caller", "sales");
    centre.pass(SHORT);
    return centre;
  }

  /** A call of this phone that names a dialog by tags of its server and its own. */
  private static PhoneCall takesOver(SmallCentre centre, String who, String replaces) {
    DialRequest request =
        new DialRequest("sales", true, List.of(new HeaderLine("Replaces", replaces)));
    PhoneCall call = centre.device(who).dial(request);
    centre.pass(Duration.ofSeconds(5));
    return call;
  }

  /** As the phone of the call, and anybody who has seen its messages, can name it. */
  private static String named(SmallCentre centre, String parameters) {
    String from =
        centre.sent().stream()
            .filter(line -> line.contains("INVITE sip:anna"))
            .findFirst()
            .map(line -> line.replaceAll("(?s).*From: [^\\r\\n]*;tag=(\\S+).*", "$1"))
            .orElseThrow();
    String to =
        centre.sent().stream()
            .filter(line -> line.contains("CSeq: 1 INVITE") && line.contains("SIP/2.0 180"))
            .filter(line -> line.contains("tag=" + from))
            .findFirst()
            .map(line -> line.replaceAll("(?s).*To: [^\\r\\n]*;tag=(\\S+).*", "$1"))
            .orElseThrow();
    String callId = centre.phone("anna").call().callId();
    return callId + ";to-tag=" + from + ";from-tag=" + to + parameters;
  }

  @ParameterizedTest
  @CsvSource({"relay, false", "direct, false", "relay, true", "direct, true"})
  void theCallGoesOnAndTheFirstPhoneIsToldWhy(String media, boolean held) {
    SmallCentre centre = talking(media);
    PhoneCall first = centre.phone("anna").call();
    if (held) {
      first.hold();
      centre.pass(SHORT);
    }
    PhoneCall second = takesOver(centre, "anna", named(centre, ""));
    assertThat(first.isEnded()).isTrue();
    assertThat(second.isTalking()).isTrue();
    assertThat(centre.sent()).anyMatch(line -> line.contains("text=\"Replaced\""));
    assertThat(centre.state("anna")).isEqualTo("READY/TALKING");
    assertThat(centre.phone("caller").call().isTalking()).isTrue();
    assertThat(centre.phone("caller").call().isHeldByPeer()).isFalse();
    centre.audioIsJoined();
    second.hangUp();
    CallLog record = centre.rest().getFirst();
    assertThat(record.cause()).isEqualTo(EndCause.AGENT_HUNG_UP);
    assertThat(record.legs()).hasSize(3);
  }

  @ParameterizedTest
  @ValueSource(strings = {"relay", "direct"})
  void aCallThatRingsIsAnsweredAtTheOtherPhone(String media) {
    SmallCentre centre = ringing(media);
    PhoneCall first = centre.phone("anna").call();
    PhoneCall second = takesOver(centre, "anna", named(centre, ";early-only"));
    assertThat(centre.phone("anna").heard()).contains("ended CANCELLED");
    assertThat(first.isEnded()).isTrue();
    assertThat(second.isTalking()).isTrue();
    assertThat(centre.state("anna")).isEqualTo("READY/TALKING");
    centre.audioIsJoined();
    centre.phone("caller").call().hangUp();
    assertThat(centre.rest()).hasSize(1);
  }

  @Test
  void theCallersPhoneWillNotHearOfThatOtherOneAndTheAudioOfBothIsInTheRecord() {
    SmallCentre centre = ringing("direct");
    centre.phone("caller").call().refuseChanges(488);
    PhoneCall second = takesOver(centre, "anna", named(centre, ";early-only"));
    assertThat(second.isTalking()).isTrue();
    centre.audioIsJoined();
    assertThat(centre.server().media().openPorts()).hasSize(2);
    second.hangUp();
    CallLog record = centre.rest().getFirst();
    assertThat(record.audioOf(record.legs().getFirst())).isNotNull();
    assertThat(record.audioOf(record.legs().getLast())).isNotNull();
  }

  @Test
  void whoWantsOnlyWhatStillRingsDoesNotGetWhatWasAnswered() {
    SmallCentre centre = talking("relay");
    assertThat(takesOver(centre, "anna", named(centre, ";early-only")).isEnded()).isTrue();
    assertThat(centre.phone("anna").heard()).endsWith("ended REFUSED 486");
    centre.phone("caller").call().hangUp();
    centre.rest();
  }

  @ParameterizedTest
  @ValueSource(strings = {"cora", "caller"})
  void nobodyElseGetsTheCallByKnowingItsName(String who) {
    SmallCentre centre = talking("relay");
    assertThat(takesOver(centre, who, named(centre, "")).isEnded()).isTrue();
    assertThat(centre.phone(who).heard()).endsWith("ended REFUSED 403");
    assertThat(centre.state("anna")).isEqualTo("READY/TALKING");
    centre.phone("caller").call().hangUp();
    centre.rest();
  }

  @Test
  void whatIsUnknownOverOrNoNameAtAllIsRefusedAsTheRfcSays() {
    SmallCentre centre = talking("relay");
    String named = named(centre, "");
    takesOver(centre, "anna", "nobody@nowhere;to-tag=1;from-tag=2");
    assertThat(centre.phone("anna").heard()).endsWith("ended REFUSED 481");
    takesOver(centre, "anna", "nonsense");
    assertThat(centre.phone("anna").heard()).endsWith("ended REFUSED 400");
    centre.phone("caller").call().hangUp();
    centre.pass(SHORT);
    takesOver(centre, "anna", named);
    assertThat(centre.phone("anna").heard()).endsWith("ended REFUSED 603");
    centre.rest();
  }
}
