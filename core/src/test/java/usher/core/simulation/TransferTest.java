package usher.core.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import usher.core.call.CallLog;
import usher.core.call.CallLog.PassLog;
import usher.core.call.EndCause;
import usher.core.loop.Input;
import usher.softphone.PhoneCall;

/** An agent passes a call on by REFER, to whom and how that may end. */
class TransferTest {
  private static final Duration SHORT = Duration.ofSeconds(1);
  private static final Duration LONG = Duration.ofSeconds(10);

  /** Anna talks to the caller; Bert is in sales, too, Cora in the other queue. */
  private static SmallCentre talking(String media) {
    SmallCentre centre =
        new SmallCentre(
            """
            queues:
              sales: { needs: { sales: 1 }, wrap-up: 30s, media: %s }
              others: { needs: { others: 1 }, media: %s }
            entries:
              - { to: sales, queue: sales }
              - { to: "77", queue: others, attributes: { reason: complaint } }
            transfer: { ring: 5s, outside: [ "sip:+4930*@10.0.2.1:5060" ] }
            """
                .formatted(media, media),
            "anna",
            "bert",
            "cora:others");
    centre.dials("caller", "sales");
    centre.pass(LONG);
    assertThat(centre.state("anna")).isEqualTo("READY/TALKING");
    return centre;
  }

  private static PassLog pass(List<CallLog> records) {
    return records.getFirst().passes().getFirst();
  }

  @ParameterizedTest
  @CsvSource({"relay, false", "direct, false", "relay, true", "direct, true"})
  void toAnotherAgentWhoAnswersAndTheFirstOneIsInWrapUpAtThatInstant(String media, boolean held) {
    SmallCentre centre = talking(media);
    PhoneCall agents = centre.phone("anna").call();
    if (held) {
      agents.hold();
      centre.pass(SHORT);
      assertThat(centre.state("anna")).isEqualTo("READY/HELD");
    }
    agents.transfer("cora");
    centre.pass(SHORT);
    assertThat(centre.state("cora")).isEqualTo("READY/EXTERNAL");
    centre.pass(Duration.ofSeconds(3));

    assertThat(centre.phone("anna").heard())
        .containsSubsequence(
            "transfer 202", "transfer 100", "transfer 180", "transfer 200", "ended PEER_HUNG_UP");
    assertThat(centre.state("anna")).isEqualTo("READY/WRAPUP");
    assertThat(centre.phone("cora").heard()).containsExactly("incoming", "established");
    assertThat(centre.sent()).anyMatch(line -> line.contains("Referred-By: <sip:anna@usher.test>"));
    assertThat(centre.phone("caller").call().isTalking()).isTrue();
    assertThat(centre.phone("caller").call().isHeldByPeer()).isFalse();

    centre.phone("cora").call().hangUp();
    List<CallLog> records = centre.rest();
    assertThat(centre.state("cora")).isEqualTo("READY/IDLE");
    assertThat(records.getFirst().cause()).isEqualTo(EndCause.OUTSIDE_HUNG_UP);
    assertThat(records.getFirst().answeredBy()).isNotNull();
    assertThat(pass(records).done()).isTrue();
    assertThat(pass(records).by()).isEqualTo("anna");
    assertThat(pass(records).to()).isEqualTo("cora");
  }

  @ParameterizedTest
  @CsvSource({"relay, others", "direct, others", "relay, 77", "direct, 77"})
  void toAQueueWhereTheCallWaitsAndIsAnswered(String media, String target) {
    SmallCentre centre = talking(media);
    centre.phone("anna").call().transfer(target);
    centre.pass(LONG);
    assertThat(centre.phone("anna").heard())
        .containsSubsequence("transfer 202", "transfer 200", "ended PEER_HUNG_UP");
    assertThat(centre.state("anna")).isEqualTo("READY/WRAPUP");
    assertThat(centre.state("cora")).isEqualTo("READY/TALKING");
    assertThat(centre.phone("caller").call().isTalking()).isTrue();
    centre.phone("caller").call().hangUp();
    CallLog record = centre.rest().getFirst();
    assertThat(record.visits())
        .extracting(CallLog.VisitLog::queue)
        .containsExactly("sales", "others");
    assertThat(record.cause()).isEqualTo(EndCause.CALLER_HUNG_UP);
    assertThat(centre.server().acd().figures().answered()).isEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void toAQueueWhereWhatItWaitedBeforeCountsAsConfigured(boolean keepAge) {
    SmallCentre centre =
        new SmallCentre(
            """
            queues:
              sales: { needs: { sales: 1 }, wrap-up: 0s, answer: on-agent }
              others: { needs: { others: 1 }, wrap-up: 0s, answer: on-agent }
            entries:
              - { to: sales, queue: sales }
              - { to: others, queue: others }
            transfer: { keep-age: %s }
            """
                .formatted(keepAge),
            "anna",
            "cora:others");
    PhoneCall first = centre.dials("first", "sales");
    PhoneCall busy = centre.dials("busy", "others");
    centre.pass(LONG);
    centre.dials("passed", "sales");
    centre.pass(LONG);
    PhoneCall younger = centre.dials("younger", "others");
    centre.pass(LONG);
    first.hangUp();
    centre.pass(LONG);
    assertThat(centre.phone("passed").call().isTalking()).isTrue();
    centre.phone("anna").call().transfer("others");
    centre.pass(SHORT);
    busy.hangUp();
    centre.pass(LONG);

    assertThat(centre.state("cora")).isEqualTo("READY/TALKING");
    assertThat(younger.isTalking()).isEqualTo(!keepAge);
  }

  @ParameterizedTest
  @ValueSource(strings = {"relay", "direct"})
  void toANumberOutsideThatIsAllowed(String media) {
    SmallCentre centre = talking(media);
    Phone home = centre.outside();
    centre.phone("anna").call().transfer("+493012");
    centre.pass(LONG);
    assertThat(home.heard()).containsExactly("incoming", "established");
    assertThat(centre.state("anna")).isEqualTo("READY/WRAPUP");
    home.call().hangUp();
    assertThat(pass(centre.rest()).to()).isEqualTo("sip:+493012@10.0.2.1:5060");
  }

  @ParameterizedTest
  @CsvSource({
    "+1900555, 403",
    "sip:+493012@evil.example, 403",
    "sip:+493012@10.0.2.9:5060, 403",
    "nobody, 404",
    "4711, 403",
    "anna, 486",
    "sip:cora@usher.test;method=BYE, 403",
    "sip:cora@usher.test?Subject=x, 501"
  })
  void nowhereElse(String target, int status) {
    SmallCentre centre = talking("relay");
    centre.phone("anna").call().transfer(target);
    centre.pass(LONG);
    assertThat(centre.phone("anna").heard()).endsWith("transfer " + status);
    assertThat(centre.state("anna")).isEqualTo("READY/TALKING");
    centre.phone("caller").call().hangUp();
    assertThat(centre.rest().getFirst().passes()).isEmpty();
  }

  /** Cora and then Bert got it by transfer, so routing knows of neither. */
  @ParameterizedTest
  @ValueSource(strings = {"relay", "direct"})
  void roundThreeAgentsAndBackToTheFirst(String media) {
    SmallCentre centre = talking(media);
    centre.phone("anna").call().transfer("cora");
    centre.pass(LONG);
    centre.phone("cora").call().hold();
    centre.pass(SHORT);
    centre.phone("cora").call().transfer("bert");
    centre.pass(LONG);
    assertThat(centre.phone("cora").heard()).endsWith("transfer 200", "ended PEER_HUNG_UP");
    assertThat(centre.state("cora")).isEqualTo("READY/IDLE");
    assertThat(centre.state("bert")).isEqualTo("READY/EXTERNAL");
    centre.pass(Duration.ofSeconds(20));
    assertThat(centre.state("anna")).isEqualTo("READY/IDLE");
    centre.phone("bert").call().transfer("anna");
    centre.pass(LONG);

    assertThat(centre.state("bert")).isEqualTo("READY/IDLE");
    assertThat(centre.state("anna")).isEqualTo("READY/EXTERNAL");
    assertThat(centre.phone("caller").call().isTalking()).isTrue();
    assertThat(centre.phone("caller").call().isHeldByPeer()).isFalse();
    centre.phone("anna").call().hangUp();
    CallLog record = centre.rest().getFirst();
    assertThat(record.passes())
        .extracting(pass -> pass.by() + " " + pass.to() + " " + pass.done())
        .containsExactly("anna cora true", "cora bert true", "bert anna true");
    assertThat(centre.state("anna")).isEqualTo("READY/IDLE");
  }

  @ParameterizedTest
  @ValueSource(strings = {"relay", "direct"})
  void whoGotACallByTransferPassesItToAQueue(String media) {
    SmallCentre centre = talking(media);
    centre.phone("anna").call().transfer("bert");
    centre.pass(LONG);
    centre.phone("bert").call().transfer("others");
    centre.pass(LONG);
    assertThat(centre.state("bert")).isEqualTo("READY/IDLE");
    assertThat(centre.state("cora")).isEqualTo("READY/TALKING");
    assertThat(centre.phone("caller").call().isTalking()).isTrue();
    centre.phone("caller").call().hangUp();
    assertThat(centre.rest().getFirst().passes()).hasSize(2);
  }

  @ParameterizedTest
  @CsvSource({"relay, true", "direct, true", "relay, false", "direct, false"})
  void whoGotACallByTransferHasItBackOrLeavesItWhereNobodyAnswers(String media, boolean stays) {
    SmallCentre centre = talking(media);
    centre.phone("anna").call().transfer("bert");
    centre.pass(LONG);
    centre.phone("cora").picksUpAfter(null);
    centre.phone("bert").call().transfer("cora");
    centre.pass(SHORT);
    if (!stays) {
      centre.phone("bert").call().hangUp();
    }
    centre.pass(Duration.ofSeconds(6));
    assertThat(centre.state("cora")).isEqualTo("READY/IDLE");
    if (stays) {
      assertThat(centre.phone("bert").heard()).endsWith("transfer 480");
      assertThat(centre.state("bert")).isEqualTo("READY/EXTERNAL");
    } else {
      centre.pass(LONG);
      assertThat(centre.state("bert")).as("it waits again").isEqualTo("READY/TALKING");
    }
    assertThat(centre.phone("caller").call().isTalking()).isTrue();
    centre.phone("caller").call().hangUp();
    centre.rest();
    assertThat(centre.state("bert")).isEqualTo("READY/IDLE");
  }

  @Test
  void aCallerCannotPassTheCallOn() {
    SmallCentre centre = talking("relay");
    centre.phone("caller").call().transfer("+493012");
    centre.pass(LONG);
    assertThat(centre.phone("caller").heard()).endsWith("transfer 403");
    centre.phone("caller").call().hangUp();
    centre.rest();
  }

  @ParameterizedTest
  @CsvSource({"relay, 486", "direct, 486", "relay, 0", "direct, 0"})
  void whoRefusesOrDoesNotAnswerLeavesTheCallerToTheAgent(String media, int refusal) {
    SmallCentre centre = talking(media);
    centre.phone("cora").refuses(refusal);
    centre.phone("cora").picksUpAfter(null);
    centre.phone("anna").call().hold();
    centre.pass(SHORT);
    centre.phone("anna").call().transfer("cora");
    centre.pass(LONG);
    assertThat(centre.phone("anna").heard()).endsWith("transfer " + (refusal == 0 ? 480 : refusal));
    assertThat(centre.state("cora")).isEqualTo("READY/IDLE");
    centre.phone("anna").call().resume();
    centre.pass(SHORT);
    assertThat(centre.state("anna")).isEqualTo("READY/TALKING");
    assertThat(centre.phone("caller").call().isHeldByPeer()).isFalse();
    centre.phone("caller").call().hangUp();
    List<CallLog> records = centre.rest();
    assertThat(pass(records).done()).isFalse();
    assertThat(pass(records).status()).isEqualTo(refusal == 0 ? null : Integer.valueOf(486));
  }

  @ParameterizedTest
  @ValueSource(strings = {"relay", "direct"})
  void anAgentWhoHangsUpWhileItRingsHasPassedTheCallOn(String media) {
    SmallCentre centre = talking(media);
    centre.phone("anna").call().transfer("cora");
    centre.pass(SHORT);
    centre.phone("anna").call().hangUp();
    centre.pass(LONG);
    assertThat(centre.state("anna")).isEqualTo("READY/WRAPUP");
    assertThat(centre.phone("cora").heard()).containsExactly("incoming", "established");
    assertThat(centre.phone("caller").call().isTalking()).isTrue();
    centre.phone("caller").call().hangUp();
    assertThat(centre.rest().getFirst().cause()).isEqualTo(EndCause.CALLER_HUNG_UP);
  }

  @ParameterizedTest
  @ValueSource(strings = {"relay", "direct"})
  void whereNobodyAnswersAndTheAgentIsGoneTheCallWaitsInItsQueueAgain(String media) {
    SmallCentre centre = talking(media);
    centre.phone("cora").picksUpAfter(null);
    centre.phone("anna").call().transfer("cora");
    centre.pass(SHORT);
    centre.phone("anna").call().hangUp();
    centre.pass(Duration.ofSeconds(20));
    assertThat(centre.state("bert")).isEqualTo("READY/TALKING");
    centre.phone("caller").call().hangUp();
    assertThat(centre.rest().getFirst().cause()).isEqualTo(EndCause.CALLER_HUNG_UP);
  }

  @ParameterizedTest
  @ValueSource(strings = {"relay", "direct"})
  void aCallerWhoHangsUpWhileItRingsEndsIt(String media) {
    SmallCentre centre = talking(media);
    centre.phone("anna").call().transfer("cora");
    centre.pass(SHORT);
    centre.phone("caller").call().hangUp();
    centre.pass(LONG);
    assertThat(centre.phone("cora").heard()).containsExactly("incoming", "ended CANCELLED");
    assertThat(centre.rest().getFirst().cause()).isEqualTo(EndCause.CALLER_HUNG_UP);
  }

  @Test
  void stoppingTheServerEndsACallThatIsBeingPassedOn() {
    SmallCentre centre = talking("relay");
    centre.phone("anna").call().transfer("cora");
    centre.pass(SHORT);
    centre.server().acd().on(new Input.StopCalls());
    assertThat(centre.rest().getFirst().cause()).isEqualTo(EndCause.SERVER_STOPPED);
    assertThat(centre.state("cora")).isEqualTo("READY/IDLE");
  }
}
