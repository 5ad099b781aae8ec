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
import usher.core.loop.Input;
import usher.softphone.PhoneCall;

/**
 * An agent who serves a caller asks somebody else by a call of his own, and joins the two by REFER
 * with Replaces, or does not.
 */
class ConsultTest {
  private static final Duration SHORT = Duration.ofSeconds(1);
  private static final Duration LONG = Duration.ofSeconds(10);

  private static SmallCentre centre(String media) {
    return new SmallCentre(
        """
        queues:
          sales: { needs: { sales: 1 }, wrap-up: 30s, media: %s }
          others: { needs: { others: 1 }, media: %s }
        entries:
          - { to: sales, queue: sales }
          - { to: "77", queue: others }
        transfer: { ring: 5s, outside: [ "sip:+4930*@10.0.2.1:5060" ] }
        """
            .formatted(media, media),
        "anna",
        "cora:others");
  }

  /** Anna serves the caller, whom she has put on hold. */
  private static SmallCentre holding(String media) {
    SmallCentre centre = centre(media);
    centre.dials("caller", "sales");
    centre.pass(LONG);
    centre.phone("anna").call().hold();
    centre.pass(SHORT);
    assertThat(centre.state("anna")).isEqualTo("READY/HELD");
    return centre;
  }

  /** Her call with the caller, and her own. */
  private record Both(PhoneCall served, PhoneCall own) {}

  private static Both consults(SmallCentre centre, String whom, Duration then) {
    PhoneCall served = centre.phone("anna").call();
    PhoneCall own = centre.dials("anna", whom);
    centre.pass(then);
    return new Both(served, own);
  }

  @Test
  void agentsDialEachOtherAndNobodyIsOfferedToThemMeanwhile() {
    SmallCentre centre = centre("relay");
    PhoneCall call = centre.dials("anna", "cora");
    centre.pass(SHORT);
    assertThat(centre.state("anna")).isEqualTo("READY/EXTERNAL");
    assertThat(centre.phone("anna").heard()).contains("progress 180");
    centre.pass(LONG);
    assertThat(call.isTalking()).isTrue();
    assertThat(centre.state("cora")).isEqualTo("READY/EXTERNAL");
    centre.audioIsJoined();
    call.hangUp();
    assertThat(centre.rest()).isEmpty();
    assertThat(centre.state("anna")).isEqualTo("READY/IDLE");
    assertThat(centre.state("cora")).isEqualTo("READY/IDLE");
  }

  @ParameterizedTest
  @CsvSource({"+1900555, 404", "sip:+493012@evil.example, 403", "anna, 486", "nobody, 404"})
  void nobodyElseCanBeDialled(String target, int status) {
    SmallCentre centre = centre("relay");
    PhoneCall call =
        target.startsWith("sip:")
            ? centre.device("anna").dial(target)
            : centre.dials("anna", target);
    centre.pass(LONG);
    assertThat(call.isEnded()).isTrue();
    assertThat(centre.phone("anna").heard()).endsWith("ended REFUSED " + status);
    centre.rest();
  }

  @Test
  void whoIsNoAgentCannotDialOut() {
    SmallCentre centre = centre("relay");
    Phone home = centre.outside();
    centre.dials("caller", "+493012");
    centre.dials("caller", "cora");
    centre.pass(LONG);
    assertThat(centre.phone("caller").heard())
        .containsExactly("ended REFUSED 404", "ended REFUSED 404");
    assertThat(home.heard()).isEmpty();
    assertThat(centre.phone("cora").heard()).isEmpty();
    centre.rest();
  }

  @ParameterizedTest
  @CsvSource({"486, 486", "603, 603"})
  void whoIsDialledAndRefusesIsHeardToRefuse(int refusal, int heard) {
    SmallCentre centre = centre("relay");
    centre.phone("cora").refuses(refusal);
    centre.dials("anna", "cora");
    centre.pass(LONG);
    assertThat(centre.phone("anna").heard()).endsWith("ended REFUSED " + heard);
    assertThat(centre.rest()).isEmpty();
    assertThat(centre.state("anna")).isEqualTo("READY/IDLE");
  }

  @Test
  void whoDoesNotAnswerIsGivenUpAfterTheRingTime() {
    SmallCentre centre = centre("relay");
    centre.phone("cora").picksUpAfter(null);
    centre.dials("anna", "cora");
    centre.pass(LONG);
    assertThat(centre.phone("anna").heard()).endsWith("ended REFUSED 480");
    assertThat(centre.phone("cora").heard()).endsWith("ended CANCELLED");
    centre.rest();
  }

  @ParameterizedTest
  @ValueSource(strings = {"relay", "direct"})
  void anAgentAsksAnotherAndGoesBackToTheCaller(String media) {
    SmallCentre centre = holding(media);
    Both both = consults(centre, "cora", LONG);
    assertThat(centre.state("anna")).isEqualTo("READY/CONSULT");
    both.own().hangUp();
    centre.pass(SHORT);
    assertThat(centre.state("anna")).isEqualTo("READY/HELD");
    both.served().resume();
    centre.pass(SHORT);
    assertThat(centre.state("anna")).isEqualTo("READY/TALKING");
    both.served().hangUp();
    assertThat(centre.rest()).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({"relay, served", "direct, served", "relay, own", "direct, own"})
  void joinsTheCallerWithWhomSheAsked(String media, String referredIn) {
    SmallCentre centre = holding(media);
    Both both = consults(centre, "cora", LONG);
    both.own().hold();
    centre.pass(SHORT);
    if (referredIn.equals("served")) {
      both.served().transfer(both.own());
    } else {
      both.own().transfer(both.served());
    }
    centre.pass(Duration.ofSeconds(5));

    assertThat(centre.phone("anna").heard())
        .containsSubsequence("transfer 202", "transfer 100", "transfer 200")
        .endsWith("ended PEER_HUNG_UP");
    assertThat(both.served().isEnded() && both.own().isEnded()).isTrue();
    assertThat(centre.sent()).anyMatch(line -> line.contains("Call transferred"));
    assertThat(centre.state("anna")).isEqualTo("READY/WRAPUP");
    assertThat(centre.state("cora")).isEqualTo("READY/EXTERNAL");
    assertThat(centre.phone("caller").call().isTalking()).isTrue();
    assertThat(centre.phone("caller").call().isHeldByPeer()).isFalse();
    assertThat(centre.phone("cora").call().isTalking()).isTrue();
    assertThat(centre.phone("cora").call().isHeldByPeer()).isFalse();
    centre.audioIsJoined();
    centre.phone("cora").call().hangUp();
    CallLog record = centre.rest().getFirst();
    assertThat(centre.state("cora")).isEqualTo("READY/IDLE");
    assertThat(record.passes()).hasSize(1);
    assertThat(record.passes().getFirst().to()).isEqualTo("cora");
    assertThat(record.passes().getFirst().done()).isTrue();
    assertThat(record.legs()).hasSize(3);
    assertThat(record.cause()).isEqualTo(EndCause.OUTSIDE_HUNG_UP);
  }

  @ParameterizedTest
  @ValueSource(strings = {"relay", "direct"})
  void joinsTheCallerWithANumberOutside(String media) {
    SmallCentre centre = holding(media);
    Phone home = centre.outside();
    Both both = consults(centre, "+493012", LONG);
    both.served().transfer(both.own());
    centre.pass(LONG);
    assertThat(centre.state("anna")).isEqualTo("READY/WRAPUP");
    assertThat(home.call().isTalking()).isTrue();
    centre.audioIsJoined();
    centre.phone("caller").call().hangUp();
    assertThat(centre.rest().getFirst().passes().getFirst().to())
        .isEqualTo("sip:+493012@10.0.2.1:5060");
  }

  @ParameterizedTest
  @ValueSource(strings = {"relay", "direct"})
  void joinsTheCallerWithAnAgentOfAQueueThatSheCalled(String media) {
    SmallCentre centre = holding(media);
    Both both = consults(centre, "77", LONG);
    assertThat(centre.state("cora")).isEqualTo("READY/TALKING");
    both.served().transfer(both.own());
    centre.pass(LONG);
    assertThat(centre.state("anna")).isEqualTo("READY/WRAPUP");
    assertThat(centre.state("cora")).isEqualTo("READY/TALKING");
    centre.audioIsJoined();
    centre.phone("cora").call().hangUp();
    List<CallLog> records = centre.rest();
    assertThat(centre.state("cora")).isEqualTo("READY/IDLE");
    assertThat(records)
        .extracting(CallLog::cause)
        .containsExactly(EndCause.PASSED_ON, EndCause.OUTSIDE_HUNG_UP);
  }

  @ParameterizedTest
  @ValueSource(strings = {"relay", "direct"})
  void passesTheCallerToTheQueueInWhichSheWaits(String media) {
    SmallCentre centre = holding(media);
    centre.phone("cora").picksUpAfter(Duration.ofSeconds(5));
    Both both = consults(centre, "77", Duration.ofSeconds(2));
    both.served().transfer(both.own());
    centre.pass(Duration.ofSeconds(20));
    assertThat(centre.state("anna")).isEqualTo("READY/WRAPUP");
    assertThat(centre.state("cora")).isEqualTo("READY/TALKING");
    assertThat(centre.phone("caller").call().isTalking()).isTrue();
    centre.phone("caller").call().hangUp();
    assertThat(centre.rest()).hasSize(2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"relay", "direct"})
  void joinsTheCallerWithAPhoneThatStillRings(String media) {
    SmallCentre centre = holding(media);
    Both both = consults(centre, "cora", SHORT);
    both.served().transfer(both.own());
    centre.pass(LONG);
    assertThat(centre.phone("cora").heard()).containsExactly("incoming", "established");
    assertThat(centre.state("anna")).isEqualTo("READY/WRAPUP");
    assertThat(centre.phone("caller").call().isTalking()).isTrue();
    centre.audioIsJoined();
    centre.phone("caller").call().hangUp();
    assertThat(centre.rest()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"relay", "direct"})
  void whereThatPhoneIsNeverAnsweredSheHasTheCallerBack(String media) {
    SmallCentre centre = holding(media);
    centre.phone("cora").picksUpAfter(null);
    Both both = consults(centre, "cora", SHORT);
    both.served().transfer(both.own());
    centre.pass(LONG);
    assertThat(centre.phone("anna").heard()).endsWith("transfer 480");
    both.served().resume();
    centre.pass(SHORT);
    assertThat(centre.state("anna")).isEqualTo("READY/TALKING");
    centre.phone("caller").call().hangUp();
    assertThat(centre.rest()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"relay", "direct"})
  void whoWasJoinedToTheCallerAsksAnotherAndLeavesHimTheCaller(String media) {
    SmallCentre centre =
        new SmallCentre(
            """
            queues:
              sales: { needs: { sales: 1 }, wrap-up: 5s, media: %s }
            entries: [ { to: sales, queue: sales } ]
            """
                .formatted(media),
            "anna",
            "cora:others",
            "dora:others");
    centre.dials("caller", "sales");
    centre.pass(LONG);
    Both both = consults(centre, "cora", LONG);
    both.served().transfer(both.own());
    centre.pass(LONG);
    PhoneCall got = centre.phone("cora").call();
    got.hold();
    centre.pass(SHORT);
    PhoneCall asked = centre.dials("cora", "dora");
    centre.pass(LONG);
    asked.hangUp();
    centre.pass(SHORT);
    assertThat(centre.state("cora")).as("still with the caller").isEqualTo("READY/EXTERNAL");
    PhoneCall again = centre.dials("cora", "dora");
    centre.pass(LONG);
    got.transfer(again);
    centre.pass(LONG);
    assertThat(got.isEnded() && again.isEnded()).isTrue();
    assertThat(centre.state("cora")).isEqualTo("READY/IDLE");
    assertThat(centre.state("dora")).isEqualTo("READY/EXTERNAL");
    assertThat(centre.phone("caller").call().isTalking()).isTrue();
    centre.audioIsJoined();
    centre.phone("caller").call().hangUp();
    assertThat(centre.rest().getFirst().passes())
        .extracting(pass -> pass.by() + " " + pass.to())
        .containsExactly("anna cora", "cora dora");
  }

  // ---- races (RFC 5407 tells of their like)

  @ParameterizedTest
  @ValueSource(strings = {"relay", "direct"})
  void theCallerHangsUpWhileSheAsks(String media) {
    SmallCentre centre = holding(media);
    Both both = consults(centre, "cora", LONG);
    centre.phone("caller").call().hangUp();
    centre.pass(SHORT);
    assertThat(both.served().isEnded()).isTrue();
    assertThat(both.own().isTalking()).isTrue();
    assertThat(centre.state("anna")).isEqualTo("READY/WRAPUP");
    both.own().hangUp();
    assertThat(centre.rest()).hasSize(1);
    assertThat(centre.state("anna")).isEqualTo("READY/IDLE");
  }

  @ParameterizedTest
  @CsvSource({"relay, caller", "direct, caller", "relay, cora", "direct, cora"})
  void eitherHangsUpInTheInstantInWhichTheyAreJoined(String media, String who) {
    SmallCentre centre = holding(media);
    Both both = consults(centre, "cora", LONG);
    both.served().transfer(both.own());
    centre.phone(who).call().hangUp();
    centre.pass(LONG);
    // a caller whom nobody has is in the queue again
    centre.phone("caller").call().hangUp();
    both.own().hangUp();
    assertThat(centre.rest()).hasSize(1);
    assertThat(centre.state("anna")).isEqualTo("READY/IDLE");
    assertThat(centre.state("cora")).isEqualTo("READY/IDLE");
  }

  @Test
  void whoWasAskedIsGoneWhenSheJoinsAndTheCallerStaysHers() {
    SmallCentre centre = holding("relay");
    Both both = consults(centre, "cora", LONG);
    var named = both.own();
    both.served().transfer(named);
    centre.phone("cora").call().hangUp();
    centre.phone("cora").heard().clear();
    centre.pass(LONG);
    both.served().transfer(named);
    centre.pass(LONG);
    centre.phone("caller").call().hangUp();
    assertThat(centre.rest()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"relay", "direct"})
  void sheHangsUpInTheInstantInWhichSheJoins(String media) {
    SmallCentre centre = holding(media);
    Both both = consults(centre, "cora", LONG);
    both.served().transfer(both.own());
    both.served().hangUp();
    both.own().hangUp();
    centre.pass(LONG);
    centre.phone("caller").call().hangUp();
    centre.phone("cora").call().hangUp();
    assertThat(centre.rest()).hasSize(1);
    assertThat(centre.state("anna")).isEqualTo("READY/IDLE");
    assertThat(centre.state("cora")).isEqualTo("READY/IDLE");
  }

  @ParameterizedTest
  @ValueSource(strings = {"relay", "direct"})
  void bothAgentsPassTheCallOnAtOnceAndOneOfThemDoes(String media) {
    SmallCentre centre = holding(media);
    Both both = consults(centre, "cora", LONG);
    both.served().transfer(both.own());
    centre.phone("cora").call().transfer("anna");
    centre.pass(LONG);
    // anna is busy, or cora has no caller yet
    assertThat(centre.phone("cora").heard()).containsAnyOf("transfer 486", "transfer 491");
    assertThat(centre.phone("caller").call().isTalking()).isTrue();
    centre.audioIsJoined();
    centre.phone("caller").call().hangUp();
    assertThat(centre.rest()).hasSize(1);
  }

  @Test
  void aDialogOfSomebodyElseCannotBeJoined() {
    SmallCentre centre = holding("relay");
    PhoneCall served = centre.phone("anna").call();
    PhoneCall corasOwn = centre.dials("cora", "77");
    centre.pass(SHORT);
    served.transfer(corasOwn);
    centre.pass(LONG);
    assertThat(centre.phone("anna").heard()).endsWith("transfer 403");
    corasOwn.hangUp();
    centre.phone("caller").call().hangUp();
    centre.rest();
  }

  @Test
  void stoppingTheServerEndsOwnCallsToo() {
    SmallCentre centre = holding("relay");
    Both both = consults(centre, "cora", LONG);
    centre.server().acd().on(new Input.StopCalls());
    centre.pass(SHORT);
    assertThat(both.own().isEnded() && both.served().isEnded()).isTrue();
    centre.rest();
  }
}
