package usher.softphone;

import static org.assertj.core.api.Assertions.assertThat;
import static usher.softphone.TwoPhones.SECOND_NS;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import usher.softphone.network.LinkQuality;

/** One phone calls another, over a good network. */
class SoftphoneTest {
  private final TwoPhones phones = new TwoPhones(1, LinkQuality.GOOD);

  @AfterEach
  void nothingIsLeft() {
    assertThat(phones.runUntilNothingIsLeft()).isTrue();
    assertThat(phones.alicesHost.remembered()).isZero();
    assertThat(phones.bobsHost.remembered()).isZero();
    assertThat(phones.alicesHost.liveCalls()).isZero();
    assertThat(phones.bobsHost.liveCalls()).isZero();
  }

  @Test
  void aCallIsAnsweredAndTheCallerHangsUp() {
    phones.bobsDiary.atIncoming(PhoneCall::ring);
    PhoneCall call = callBob();
    phones.run(Duration.ofSeconds(3));
    phones.bobsDiary.lastIncoming().answer();
    phones.run(Duration.ofSeconds(10));
    assertThat(call.isTalking()).isTrue();
    call.hangUp();
    phones.run(Duration.ofSeconds(1));

    assertThat(phones.alicesDiary.lines())
        .containsExactly("progress 180", "established", "ended HUNG_UP");
    assertThat(phones.bobsDiary.lines())
        .containsExactly("incoming", "established", "ended PEER_HUNG_UP");
    assertThat(call.endedNs() - call.establishedNs()).isBetween(9 * SECOND_NS, 11 * SECOND_NS);
  }

  @Test
  void theCalledHangsUp() {
    PhoneCall call = talk();
    phones.bobsDiary.lastIncoming().hangUp();
    phones.run(Duration.ofSeconds(1));

    assertThat(call.isEnded()).isTrue();
    assertThat(phones.alicesDiary.lines()).endsWith("ended PEER_HUNG_UP");
    assertThat(phones.bobsDiary.lines()).endsWith("ended HUNG_UP");
  }

  @Test
  void aCallIsRefused() {
    phones.bobsDiary.atIncoming(call -> call.refuse(486));
    callBob();
    phones.run(Duration.ofSeconds(1));

    assertThat(phones.alicesDiary.lines()).containsExactly("ended REFUSED 486");
    assertThat(phones.bobsDiary.lines()).containsExactly("incoming", "ended DECLINED 486");
  }

  @Test
  void aCallToNobodyIsNotFound() {
    phones.alice.dial("sip:carol@10.0.0.2:5060");
    phones.run(Duration.ofSeconds(1));

    assertThat(phones.alicesDiary.lines()).containsExactly("ended REFUSED 404");
  }

  @Test
  void theCallerGivesUpWhileItRings() {
    phones.bobsDiary.atIncoming(PhoneCall::ring);
    PhoneCall call = callBob();
    phones.run(Duration.ofSeconds(3));
    call.hangUp();
    phones.run(Duration.ofSeconds(1));

    assertThat(phones.alicesDiary.lines()).containsExactly("progress 180", "ended ABANDONED");
    assertThat(phones.bobsDiary.lines()).containsExactly("incoming", "ended CANCELLED");
  }

  @Test
  void theCallerGivesUpInTheMomentTheOtherAnswers() {
    PhoneCall call = callBob();
    phones.run(Duration.ofSeconds(3));
    phones.bobsDiary.lastIncoming().answer();
    call.hangUp();
    phones.run(Duration.ofSeconds(1));

    assertThat(phones.alicesDiary.lines()).containsExactly("ended ABANDONED");
    assertThat(phones.bobsDiary.lines())
        .containsExactly("incoming", "established", "ended PEER_HUNG_UP");
  }

  @Test
  void bothHangUpInTheSameMoment() {
    PhoneCall call = talk();
    call.hangUp();
    phones.bobsDiary.lastIncoming().hangUp();
    phones.run(Duration.ofSeconds(1));

    assertThat(phones.alicesDiary.lines()).endsWith("ended HUNG_UP");
    assertThat(phones.bobsDiary.lines()).endsWith("ended HUNG_UP");
  }

  @Test
  void theCalledHangsUpBeforeItsAnswerIsAcknowledged() {
    PhoneCall call = callBob();
    phones.run(Duration.ofSeconds(1));
    phones.bobsDiary.lastIncoming().answer();
    phones.bobsDiary.lastIncoming().hangUp();
    phones.run(Duration.ofSeconds(1));

    assertThat(call.isEnded()).isTrue();
    assertThat(phones.alicesDiary.lines()).containsExactly("established", "ended PEER_HUNG_UP");
  }

  @Test
  void holdAndResume() {
    PhoneCall call = talk();
    call.hold();
    phones.run(Duration.ofSeconds(1));
    assertThat(call.isHeld()).isTrue();
    assertThat(phones.bobsDiary.lastIncoming().isHeldByPeer()).isTrue();
    call.resume();
    phones.run(Duration.ofSeconds(1));
    assertThat(call.isHeld()).isFalse();
    assertThat(phones.bobsDiary.lastIncoming().isHeldByPeer()).isFalse();
    call.hangUp();
  }

  @Test
  void bothHoldInTheSameMomentAndBothAreHeldInTheEnd() {
    PhoneCall call = talk();
    call.hold();
    phones.bobsDiary.lastIncoming().hold();
    phones.run(Duration.ofSeconds(30));

    assertThat(call.isHeld()).isTrue();
    assertThat(phones.bobsDiary.lastIncoming().isHeld()).isTrue();
    call.resume();
    phones.bobsDiary.lastIncoming().resume();
    phones.run(Duration.ofSeconds(30));
    assertThat(call.isHeld()).isFalse();
    assertThat(phones.bobsDiary.lastIncoming().isHeld()).isFalse();
    assertThat(call.isHeldByPeer()).isFalse();
    assertThat(phones.bobsDiary.lastIncoming().isHeldByPeer()).isFalse();
    call.hangUp();
  }

  @Test
  void aChangeOfMindWhileTheHoldIsUnderWayWins() {
    PhoneCall call = talk();
    call.hold();
    call.resume();
    phones.run(Duration.ofSeconds(10));

    assertThat(call.isHeld()).isFalse();
    assertThat(phones.bobsDiary.lastIncoming().isHeldByPeer()).isFalse();
    call.hangUp();
  }

  @Test
  void aHoldRightAfterTheAnswerIsTaken() {
    phones.bobsDiary.atIncoming(PhoneCall::answer);
    phones.alicesDiary.whenEstablished(PhoneCall::hold);
    PhoneCall call = callBob();
    phones.run(Duration.ofSeconds(10));

    assertThat(call.isHeld()).isTrue();
    call.hangUp();
  }

  @Test
  void withoutAMediaPortLeftACallFailsAtOnceAndOneToThePhoneIsRefused() {
    TwoPhones poor = new TwoPhones(1, LinkQuality.GOOD, 0);
    PhoneCall call = poor.alice.dial(TwoPhones.bobsAddress());
    assertThat(call.isEnded()).isFalse();
    poor.run(Duration.ofSeconds(1));
    assertThat(poor.alicesDiary.lines()).containsExactly("ended REFUSED 503");
    poor.alice.dial(TwoPhones.bobsAddress()).hangUp();
    assertThat(poor.alicesDiary.lines()).endsWith("ended ABANDONED");

    poor.bobsDiary.atIncoming(PhoneCall::answer);
    poor.richAlice().dial(TwoPhones.bobsAddress());
    poor.run(Duration.ofSeconds(1));
    assertThat(poor.bobsDiary.lines()).containsExactly("incoming", "ended DECLINED 503");
  }

  @Test
  void keysArePressedAndHeard() {
    PhoneCall call = talk();
    call.press("1#a");
    phones.run(Duration.ofSeconds(1));

    assertThat(phones.bobsDiary.lines())
        .containsSubsequence(List.of("digit 1", "digit #", "digit A"));
    call.hangUp();
  }

  @Test
  void aCallerWithoutAnOfferIsOffered() {
    phones.bobsDiary.atIncoming(PhoneCall::answer);
    PhoneCall call = phones.alice.dial(new DialRequest(TwoPhones.bobsAddress(), false, List.of()));
    phones.run(Duration.ofSeconds(1));

    assertThat(call.isTalking()).isTrue();
    assertThat(phones.bobsDiary.lastIncoming().isTalking()).isTrue();
    call.hangUp();
  }

  @Test
  void aHoldWhileTheOtherRefreshesIsNotForgotten() {
    PhoneCall call = talk();
    phones.bobsDiary.lastIncoming().refresh();
    untilItIsThereAndNotYetBack();
    call.hold();
    phones.run(Duration.ofSeconds(30));

    assertThat(call.isHeld()).isTrue();
    assertThat(phones.bobsDiary.lastIncoming().isHeldByPeer()).isTrue();
    call.hangUp();
  }

  /** So long that Bob's re-INVITE is at Alice's, and not so long that its answer is at Bob's. */
  private void untilItIsThereAndNotYetBack() {
    phones.run(Duration.ofMillis(1));
  }

  @Test
  void aRefreshedSessionGoesOn() {
    PhoneCall call = talk();
    call.refresh();
    phones.run(Duration.ofSeconds(1));

    assertThat(phones.bobsDiary.lines()).endsWith("held false by peer false");
    assertThat(call.isTalking()).isTrue();
    call.hangUp();
  }

  @Test
  void aPhoneThatVanishesInACallIsGoneAndAnswersNothing() {
    PhoneCall call = talk();
    phones.bob.vanish();
    phones.run(Duration.ofSeconds(1));
    assertThat(phones.bobsDiary.lines()).endsWith("ended VANISHED");
    assertThat(call.isTalking()).isTrue();

    call.hold();
    phones.run(Duration.ofSeconds(40));
    assertThat(phones.alicesDiary.lines()).endsWith("ended PEER_GONE");

    callBob();
    phones.run(Duration.ofSeconds(40));
    assertThat(phones.alicesDiary.lines()).endsWith("ended REFUSED 408");
    assertThat(phones.bobsDiary.lines()).endsWith("ended VANISHED");
  }

  @Test
  void aPhoneThatIsBackDoesNotKnowItsOldCalls() {
    PhoneCall call = talk();
    phones.bob.vanish();
    phones.run(Duration.ofSeconds(1));
    phones.bob.reappear();
    call.hold();
    phones.run(Duration.ofSeconds(1));
    assertThat(phones.alicesDiary.lines()).endsWith("ended PEER_GONE");

    phones.bobsDiary.atIncoming(PhoneCall::answer);
    PhoneCall next = callBob();
    phones.run(Duration.ofSeconds(1));
    assertThat(next.isTalking()).isTrue();
    next.hangUp();
  }

  @Test
  void aCableThatWasPulledDuringTheAnswerEndsTheCallAtBothSides() {
    PhoneCall call = callBob();
    phones.run(Duration.ofSeconds(1));
    phones.bobsDiary.lastIncoming().answer();
    phones.alicesMachine.cut();
    phones.run(Duration.ofMinutes(2));
    phones.alicesMachine.mend();

    assertThat(phones.bobsDiary.lines()).endsWith("ended NO_ACK");
    call.hangUp();
    phones.run(Duration.ofMinutes(2));
    assertThat(call.isEnded()).isTrue();
  }

  @Test
  void aCallOverAStreamIsAnsweredAndEnded() {
    phones.bobsDiary.atIncoming(PhoneCall::answer);
    PhoneCall call = phones.alice.dial("sip:bob@10.0.0.2:5060;transport=tcp");
    phones.run(Duration.ofSeconds(1));
    assertThat(call.isTalking()).isTrue();
    phones.bobsDiary.lastIncoming().hangUp();
    phones.run(Duration.ofSeconds(1));

    assertThat(phones.alicesDiary.lines()).containsExactly("established", "ended PEER_HUNG_UP");
  }

  @Test
  void aCallOverAStreamToAMachineThatIsOffFails() {
    phones.bobsMachine.cut();
    phones.alice.dial("sip:bob@10.0.0.2:5060;transport=tcp");
    phones.run(Duration.ofSeconds(1));

    assertThat(phones.alicesDiary.lines()).containsExactly("ended REFUSED 503");
  }

  private PhoneCall callBob() {
    return phones.alice.dial(TwoPhones.bobsAddress());
  }

  private PhoneCall talk() {
    phones.bobsDiary.atIncoming(PhoneCall::answer);
    PhoneCall call = callBob();
    phones.run(Duration.ofSeconds(1));
    assertThat(call.isTalking()).isTrue();
    return call;
  }
}
