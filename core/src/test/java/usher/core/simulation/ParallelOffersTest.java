package usher.core.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import usher.core.call.CallLog;
import usher.core.call.CallLog.OfferLog;
import usher.core.call.EndCause;
import usher.routing.offer.OfferOutcome;
import usher.softphone.PhoneCall;

/** Several phones ring for one call: one wins, and nobody else keeps anything of it. */
class ParallelOffersTest {
  private static SmallCentre centre(String queue) {
    return new SmallCentre(
        """
        queues:
          sales: { needs: { sales: 1 }, ring: 15s, parallel: 3, %s }
        entries: [ { to: sales, queue: sales } ]
        """
            .formatted(queue),
        "anna",
        "bert",
        "cora");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "answer: at-entry, media: relay",
        "answer: at-entry, media: direct",
        "answer: on-agent, media: relay",
        "answer: on-agent, media: direct",
        "answer: early-media, media: direct"
      })
  void whoAnswersFirstHasTheCallAndTheOthersAreToldThatItWasCompletedElsewhere(String queue) {
    SmallCentre centre = centre(queue);
    centre.phone("anna").picksUpAfter(null);
    centre.phone("cora").picksUpAfter(null);
    PhoneCall call = centre.dials("caller", "sales");
    centre.pass(Duration.ofSeconds(10));

    assertThat(centre.phone("bert").heard()).containsExactly("incoming", "established");
    assertThat(List.of("anna", "cora"))
        .allSatisfy(loser -> {
          assertThat(centre.phone(loser).heard()).containsExactly("incoming", "ended CANCELLED");
          assertThat(centre.state(loser)).isEqualTo("READY/IDLE");
        });
    assertThat(centre.sent())
        .filteredOn(line -> line.contains("CANCEL sip:anna"))
        .isNotEmpty()
        .allMatch(line -> line.contains("Reason: SIP;cause=200;text=\"Call completed elsewhere\""));
    call.hangUp();
    CallLog record = centre.rest().getFirst();
    assertThat(outcomes(record))
        .containsExactlyInAnyOrder(
            OfferOutcome.ACCEPTED, OfferOutcome.LOST_RACE, OfferOutcome.LOST_RACE);
    assertThat(record.cause()).isEqualTo(EndCause.CALLER_HUNG_UP);
  }

  @ParameterizedTest
  @ValueSource(strings = {"relay", "direct"})
  void twoWhoAnswerInTheSameInstantAreOneWinnerAndOneWhoHearsThatItIsOver(String media) {
    SmallCentre centre = centre("answer: at-entry, media: " + media);
    PhoneCall call = centre.dials("caller", "sales");
    centre.pass(Duration.ofSeconds(10));
    assertThat(List.of("anna", "bert", "cora"))
        .filteredOn(agent -> centre.state(agent).equals("READY/TALKING"))
        .hasSize(1);
    call.hangUp();
    assertThat(outcomes(centre.rest().getFirst()))
        .containsOnlyOnce(OfferOutcome.ACCEPTED)
        .contains(OfferOutcome.LOST_RACE)
        .hasSize(3);
  }

  @ParameterizedTest
  @ValueSource(strings = {"relay", "direct"})
  void whoAnswersAndLeavesBeforeThereIsAudioLeavesTheOthersRinging(String media) {
    SmallCentre centre = centre("answer: on-agent, media: " + media);
    centre.phone("anna").picksUpAfter(null);
    centre.phone("bert").picksUpAfter(Duration.ofSeconds(5));
    centre.phone("cora").picksUpAfter(null);
    PhoneCall call = centre.dials("caller", "sales");
    centre.pass(Duration.ofSeconds(1));
    // the caller's ACK cannot come before the agent's BYE
    centre.host("caller").cut();
    centre.phone("anna").call().answer();
    centre.pass(Duration.ofMillis(200));
    centre.phone("anna").call().hangUp();
    centre.pass(Duration.ofMillis(200));
    centre.host("caller").mend();
    assertThat(centre.state("bert")).isEqualTo("READY/RINGING");
    centre.pass(Duration.ofSeconds(10));
    assertThat(centre.phone("bert").heard()).containsExactly("incoming", "established");
    call.hangUp();
    assertThat(outcomes(centre.rest().getFirst()))
        .contains(OfferOutcome.PREBRIDGE_DROP, OfferOutcome.ACCEPTED, OfferOutcome.LOST_RACE);
  }

  private static List<OfferOutcome> outcomes(CallLog record) {
    return record.offers().stream().map(OfferLog::outcome).toList();
  }
}
