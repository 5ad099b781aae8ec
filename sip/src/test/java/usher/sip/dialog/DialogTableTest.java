package usher.sip.dialog;

import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Every input in every situation of a dialog. */
class DialogTableTest {
  private static final DialogTable TO_US =
      DialogTable.of(
          """
          PROCEEDING | ring | 180 INVITE | - | PROCEEDING | 13.3.1.1
          PROCEEDING | progress | 183 INVITE | - | PROCEEDING | 13.3.1.1
          PROCEEDING | accept | 200 INVITE | - | ACCEPTED | 13.3.1.4
          PROCEEDING | reject | 486 INVITE | - | ENDED | 13.3.1.3
          PROCEEDING | hangUp | 480 INVITE | - | ENDED | 13.3.1.3
          PROCEEDING | reinvite, acknowledge, info, acceptReinvite, refuseReinvite, ACK, 32 s | - | - | PROCEEDING | -
          PROCEEDING | CANCEL | 200 CANCEL, 487 INVITE | Cancelled | ENDED | 9.2
          PROCEEDING | BYE | 200 BYE, 487 INVITE | Cancelled | ENDED | 15.1.2
          PROCEEDING | INVITE | 500 INVITE | - | PROCEEDING | 14.2
          PROCEEDING | INFO | - | InfoReceived | PROCEEDING | RFC 6086 4.2.2
          PROCEEDING | OPTIONS | 200 OPTIONS | - | PROCEEDING | 11.2
          PROCEEDING | UPDATE | 200 UPDATE | - | PROCEEDING | RFC 3311 5.2
          PROCEEDING | FOO | 501 FOO | - | PROCEEDING | 21.5.2
          PROCEEDING | wrong tag | 481 INFO | - | PROCEEDING | 12.2.2
          PROCEEDING | old CSeq | 500 INFO | - | PROCEEDING | 12.2.2
          ACCEPTED | ring, progress, accept, reject, hangUp, reinvite, acknowledge, acceptReinvite, refuseReinvite | - | - | ACCEPTED | 15
          ACCEPTED | info | INFO | - | ACCEPTED | RFC 6086 4.2.1
          ACCEPTED | CANCEL | 200 CANCEL | - | ACCEPTED | 9.2
          ACCEPTED | BYE | 200 BYE | Ended PEER_HUNG_UP | ENDED | RFC 5407 3.1.6
          ACCEPTED | ACK | - | Acknowledged | CONFIRMED | 13.3.1.4
          ACCEPTED | INVITE | - | Reinvited | ACCEPTED | RFC 5407 3.1.4
          ACCEPTED | INFO | - | InfoReceived | ACCEPTED | RFC 6086 4.2.2
          ACCEPTED | OPTIONS | 200 OPTIONS | - | ACCEPTED | 11.2
          ACCEPTED | UPDATE | 200 UPDATE | - | ACCEPTED | RFC 3311 5.2
          ACCEPTED | FOO | 501 FOO | - | ACCEPTED | 21.5.2
          ACCEPTED | wrong tag | 481 INFO | - | ACCEPTED | 12.2.2
          ACCEPTED | old CSeq | 500 INFO | - | ACCEPTED | 12.2.2
          ACCEPTED | 32 s | 200 INVITE, BYE | Ended NO_ACK | ENDED | 13.3.1.4
          ACCEPTED, our offer | ring, progress, accept, reject, hangUp, reinvite, acknowledge, acceptReinvite, refuseReinvite | - | - | ACCEPTED | 15
          ACCEPTED, our offer | info | INFO | - | ACCEPTED | RFC 6086 4.2.1
          ACCEPTED, our offer | CANCEL | 200 CANCEL | - | ACCEPTED | 9.2
          ACCEPTED, our offer | BYE | 200 BYE | Ended PEER_HUNG_UP | ENDED | RFC 5407 3.1.6
          ACCEPTED, our offer | ACK | - | Acknowledged | CONFIRMED | 13.3.1.4
          ACCEPTED, our offer | INVITE | 491 INVITE | - | ACCEPTED | RFC 5407 3.1.5
          ACCEPTED, our offer | INFO | - | InfoReceived | ACCEPTED | RFC 6086 4.2.2
          ACCEPTED, our offer | OPTIONS | 200 OPTIONS | - | ACCEPTED | 11.2
          ACCEPTED, our offer | UPDATE | 200 UPDATE | - | ACCEPTED | RFC 3311 5.2
          ACCEPTED, our offer | FOO | 501 FOO | - | ACCEPTED | 21.5.2
          ACCEPTED, our offer | wrong tag | 481 INFO | - | ACCEPTED | 12.2.2
          ACCEPTED, our offer | old CSeq | 500 INFO | - | ACCEPTED | 12.2.2
          ACCEPTED, our offer | 32 s | 200 INVITE, BYE | Ended NO_ACK | ENDED | 13.3.1.4
          ACCEPTED, hung up | ring, progress, accept, reject, hangUp, reinvite, acknowledge, info, acceptReinvite, refuseReinvite | - | - | ACCEPTED | 15
          ACCEPTED, hung up | CANCEL | 200 CANCEL | - | ACCEPTED | 9.2
          ACCEPTED, hung up | BYE | 200 BYE | - | ENDED | RFC 5407 3.1.6
          ACCEPTED, hung up | ACK | BYE | - | ENDED | 15
          ACCEPTED, hung up | INVITE | 491 INVITE | - | ACCEPTED | 14.2
          ACCEPTED, hung up | INFO, wrong tag | 481 INFO | - | ACCEPTED | 12.2.2
          ACCEPTED, hung up | OPTIONS | 200 OPTIONS | - | ACCEPTED | 11.2
          ACCEPTED, hung up | UPDATE | 481 UPDATE | - | ACCEPTED | 12.2.2
          ACCEPTED, hung up | FOO | 501 FOO | - | ACCEPTED | 21.5.2
          ACCEPTED, hung up | old CSeq | 500 INFO | - | ACCEPTED | 12.2.2
          ACCEPTED, hung up | 32 s | 200 INVITE, BYE | - | ENDED | 13.3.1.4
          CONFIRMED | ring, progress, accept, reject, acknowledge, acceptReinvite, refuseReinvite, ACK, 32 s | - | - | CONFIRMED | -
          CONFIRMED | hangUp | BYE | - | ENDED | 15.1.1
          CONFIRMED | reinvite | INVITE | - | CONFIRMED | 14.1
          CONFIRMED | info | INFO | - | CONFIRMED | RFC 6086 4.2.1
          CONFIRMED | CANCEL | 200 CANCEL | - | CONFIRMED | 9.2
          CONFIRMED | BYE | 200 BYE | Ended PEER_HUNG_UP | ENDED | 15.1.2
          CONFIRMED | INVITE | - | Reinvited | CONFIRMED | 14.2
          CONFIRMED | INFO | - | InfoReceived | CONFIRMED | RFC 6086 4.2.2
          CONFIRMED | OPTIONS | 200 OPTIONS | - | CONFIRMED | 11.2
          CONFIRMED | UPDATE | 200 UPDATE | - | CONFIRMED | RFC 3311 5.2
          CONFIRMED | FOO | 501 FOO | - | CONFIRMED | 21.5.2
          CONFIRMED | wrong tag | 481 INFO | - | CONFIRMED | 12.2.2
          CONFIRMED | old CSeq | 500 INFO | - | CONFIRMED | 12.2.2
          CONFIRMED, it asks | ring, progress, accept, reject, reinvite, acknowledge, ACK | - | - | CONFIRMED | -
          CONFIRMED, it asks | 32 s | 100 INVITE | - | CONFIRMED | 17.2.1
          CONFIRMED, it asks | hangUp | 487 INVITE, BYE | - | ENDED | 15.1.2
          CONFIRMED, it asks | info | INFO | - | CONFIRMED | RFC 6086 4.2.1
          CONFIRMED, it asks | acceptReinvite | 200 INVITE | - | CONFIRMED | 14.2
          CONFIRMED, it asks | refuseReinvite | 488 INVITE | - | CONFIRMED | 14.2
          CONFIRMED, it asks | CANCEL | 200 CANCEL, 487 INVITE | ReinviteCancelled | CONFIRMED | 9.2
          CONFIRMED, it asks | BYE | 200 BYE, 487 INVITE | Ended PEER_HUNG_UP | ENDED | 15.1.2
          CONFIRMED, it asks | INVITE | 500 INVITE | - | CONFIRMED | 14.2
          CONFIRMED, it asks | INFO | - | InfoReceived | CONFIRMED | RFC 6086 4.2.2
          CONFIRMED, it asks | OPTIONS | 200 OPTIONS | - | CONFIRMED | 11.2
          CONFIRMED, it asks | UPDATE | 200 UPDATE | - | CONFIRMED | RFC 3311 5.2
          CONFIRMED, it asks | FOO | 501 FOO | - | CONFIRMED | 21.5.2
          CONFIRMED, it asks | wrong tag | 481 INFO | - | CONFIRMED | 12.2.2
          CONFIRMED, it asks | old CSeq | 500 INFO | - | CONFIRMED | 12.2.2
          CONFIRMED, its ACK missing | ring, progress, accept, reject, reinvite, acknowledge, acceptReinvite, refuseReinvite | - | - | CONFIRMED | -
          CONFIRMED, its ACK missing | hangUp | BYE | - | ENDED | 15.1.1
          CONFIRMED, its ACK missing | info | INFO | - | CONFIRMED | RFC 6086 4.2.1
          CONFIRMED, its ACK missing | CANCEL | 200 CANCEL | - | CONFIRMED | 9.2
          CONFIRMED, its ACK missing | BYE | 200 BYE | Ended PEER_HUNG_UP | ENDED | 15.1.2
          CONFIRMED, its ACK missing | ACK | - | ReinviteAcknowledged | CONFIRMED | 13.3.1.4
          CONFIRMED, its ACK missing | INVITE | - | Reinvited | CONFIRMED | RFC 5407 3.1.4
          CONFIRMED, its ACK missing | INFO | - | InfoReceived | CONFIRMED | RFC 6086 4.2.2
          CONFIRMED, its ACK missing | OPTIONS | 200 OPTIONS | - | CONFIRMED | 11.2
          CONFIRMED, its ACK missing | UPDATE | 200 UPDATE | - | CONFIRMED | RFC 3311 5.2
          CONFIRMED, its ACK missing | FOO | 501 FOO | - | CONFIRMED | 21.5.2
          CONFIRMED, its ACK missing | wrong tag | 481 INFO | - | CONFIRMED | 12.2.2
          CONFIRMED, its ACK missing | old CSeq | 500 INFO | - | CONFIRMED | 12.2.2
          CONFIRMED, its ACK missing | 32 s | 200 INVITE, BYE | Ended NO_ACK | ENDED | 13.3.1.4
          ENDED by it | ring, progress, accept, reject, hangUp, reinvite, acknowledge, info, acceptReinvite, refuseReinvite, ACK, 32 s | - | - | ENDED | -
          ENDED by it | CANCEL | 200 CANCEL | - | ENDED | 9.2
          ENDED by it | BYE | 481 BYE | - | ENDED | 15.1.2
          ENDED by it | INVITE | 481 INVITE | - | ENDED | 12.2.2
          ENDED by it | INFO, wrong tag, old CSeq | 481 INFO | - | ENDED | 12.2.2
          ENDED by it | OPTIONS | 481 OPTIONS | - | ENDED | 12.2.2
          ENDED by it | UPDATE | 481 UPDATE | - | ENDED | 12.2.2
          ENDED by it | FOO | 501 FOO | - | ENDED | 21.5.2
          ENDED by us | ring, progress, accept, reject, hangUp, reinvite, acknowledge, info, acceptReinvite, refuseReinvite, ACK | - | - | ENDED | -
          ENDED by us | CANCEL | 200 CANCEL | - | ENDED | 9.2
          ENDED by us | BYE | 200 BYE | - | ENDED | RFC 5407 3.2.1
          ENDED by us | INVITE | 481 INVITE | - | ENDED | RFC 5407 3.2.2
          ENDED by us | INFO, wrong tag, old CSeq | 481 INFO | - | ENDED | 12.2.2
          ENDED by us | OPTIONS | 481 OPTIONS | - | ENDED | 12.2.2
          ENDED by us | UPDATE | 481 UPDATE | - | ENDED | 12.2.2
          ENDED by us | FOO | 501 FOO | - | ENDED | 21.5.2
          ENDED by us | 32 s | BYE | - | ENDED | 17.1.2.2
          """);

  private static final DialogTable OF_OURS =
      DialogTable.of(
          """
          CALLING, unheard | ring, progress, accept, reject, reinvite, acknowledge, info, acceptReinvite, refuseReinvite, ACK, 100 | - | - | CALLING | -
          CALLING, unheard | hangUp | - | - | CANCELLING | 9.1
          CALLING, unheard | BYE | 481 BYE | - | CALLING | 15
          CALLING, unheard | INVITE | 481 INVITE | - | CALLING | 12.2.2
          CALLING, unheard | INFO, wrong tag, old CSeq | 481 INFO | - | CALLING | 12.2.2
          CALLING, unheard | OPTIONS | 481 OPTIONS | - | CALLING | 12.2.2
          CALLING, unheard | UPDATE | 481 UPDATE | - | CALLING | 12.2.2
          CALLING, unheard | FOO | 501 FOO | - | CALLING | 21.5.2
          CALLING, unheard | 180 | - | Progress 180 | CALLING | 13.2.2.1
          CALLING, unheard | 200, 200 of a fork | ACK | Answered | CONFIRMED | 13.2.2.4
          CALLING, unheard | 302 | ACK | Refused 302 | ENDED | 13.2.2.2
          CALLING, unheard | 408 | ACK | Refused 408 | ENDED | 13.2.2.3
          CALLING, unheard | 481 | ACK | Refused 481 | ENDED | 13.2.2.3
          CALLING, unheard | 486 | ACK | Refused 486 | ENDED | 13.2.2.3
          CALLING, unheard | 491 | ACK | Refused 491 | ENDED | 13.2.2.3
          CALLING, unheard | 500 | ACK | Refused 500 | ENDED | 13.2.2.3
          CALLING, unheard | 603 | ACK | Refused 603 | ENDED | 13.2.2.3
          CALLING, unheard | 32 s | INVITE | Refused 408 | ENDED | 17.1.1.2
          CALLING, unheard | not delivered | - | Refused 503 | ENDED | 8.1.3.1
          CALLING | ring, progress, accept, reject, reinvite, acknowledge, info, acceptReinvite, refuseReinvite, ACK, 100, 32 s, not delivered | - | - | CALLING | -
          CALLING | hangUp | CANCEL | - | CANCELLING | 9.1
          CALLING | BYE | 481 BYE | - | CALLING | 15
          CALLING | INVITE | 491 INVITE | - | CALLING | 14.2
          CALLING | INFO | - | InfoReceived | CALLING | RFC 6086 4.2.2
          CALLING | OPTIONS | 200 OPTIONS | - | CALLING | 11.2
          CALLING | UPDATE | 200 UPDATE | - | CALLING | RFC 3311 5.2
          CALLING | FOO | 501 FOO | - | CALLING | 21.5.2
          CALLING | wrong tag | 481 INFO | - | CALLING | 12.2.2
          CALLING | old CSeq | 500 INFO | - | CALLING | 12.2.2
          CALLING | 180 | - | Progress 180 | CALLING | 13.2.2.1
          CALLING | 200, 200 of a fork | ACK | Answered | CONFIRMED | 13.2.2.4
          CALLING | 302 | ACK | Refused 302 | ENDED | 13.2.2.2
          CALLING | 408 | ACK | Refused 408 | ENDED | 13.2.2.3
          CALLING | 481 | ACK | Refused 481 | ENDED | 13.2.2.3
          CALLING | 486 | ACK | Refused 486 | ENDED | 13.2.2.3
          CALLING | 491 | ACK | Refused 491 | ENDED | 13.2.2.3
          CALLING | 500 | ACK | Refused 500 | ENDED | 13.2.2.3
          CALLING | 603 | ACK | Refused 603 | ENDED | 13.2.2.3
          CANCELLING, unheard | ring, progress, accept, reject, hangUp, reinvite, acknowledge, info, acceptReinvite, refuseReinvite, ACK | - | - | CANCELLING | -
          CANCELLING, unheard | BYE | 481 BYE | - | CANCELLING | 15
          CANCELLING, unheard | INVITE | 481 INVITE | - | CANCELLING | 12.2.2
          CANCELLING, unheard | INFO, wrong tag, old CSeq | 481 INFO | - | CANCELLING | 12.2.2
          CANCELLING, unheard | OPTIONS | 481 OPTIONS | - | CANCELLING | 12.2.2
          CANCELLING, unheard | UPDATE | 481 UPDATE | - | CANCELLING | 12.2.2
          CANCELLING, unheard | FOO | 501 FOO | - | CANCELLING | 21.5.2
          CANCELLING, unheard | 100, 180 | CANCEL | - | CANCELLING | 9.1
          CANCELLING, unheard | 200, 200 of a fork | ACK, BYE | Refused 487 | ENDED | 15
          CANCELLING, unheard | 302, 408, 481, 486, 491, 500, 603 | ACK | Refused 487 | ENDED | 13.2.2.3
          CANCELLING, unheard | 32 s | INVITE | Refused 487 | ENDED | 17.1.1.2
          CANCELLING, unheard | not delivered | - | Refused 487 | ENDED | 8.1.3.1
          CANCELLING | ring, progress, accept, reject, hangUp, reinvite, acknowledge, info, acceptReinvite, refuseReinvite, ACK, 100, 180, not delivered | - | - | CANCELLING | -
          CANCELLING | BYE | 481 BYE | - | CANCELLING | 15
          CANCELLING | INVITE | 491 INVITE | - | CANCELLING | 14.2
          CANCELLING | INFO, wrong tag | 481 INFO | - | CANCELLING | 12.2.2
          CANCELLING | OPTIONS | 200 OPTIONS | - | CANCELLING | 11.2
          CANCELLING | UPDATE | 481 UPDATE | - | CANCELLING | 12.2.2
          CANCELLING | FOO | 501 FOO | - | CANCELLING | 21.5.2
          CANCELLING | old CSeq | 500 INFO | - | CANCELLING | 12.2.2
          CANCELLING | 200, 200 of a fork | ACK, BYE | Refused 487 | ENDED | 15
          CANCELLING | 302, 408, 481, 486, 491, 500, 603 | ACK | Refused 487 | ENDED | 13.2.2.3
          CANCELLING | 32 s | CANCEL | Refused 487 | ENDED | 9.1
          CONFIRMED | ring, progress, accept, reject, acknowledge, acceptReinvite, refuseReinvite, ACK, 100, 180, 302, 408, 481, 486, 491, 500, 603, 32 s, not delivered | - | - | CONFIRMED | -
          CONFIRMED | hangUp | BYE | - | ENDED | 15.1.1
          CONFIRMED | reinvite | INVITE | - | CONFIRMED | 14.1
          CONFIRMED | info | INFO | - | CONFIRMED | RFC 6086 4.2.1
          CONFIRMED | BYE | 200 BYE | Ended PEER_HUNG_UP | ENDED | 15.1.2
          CONFIRMED | INVITE | - | Reinvited | CONFIRMED | 14.2
          CONFIRMED | INFO | - | InfoReceived | CONFIRMED | RFC 6086 4.2.2
          CONFIRMED | OPTIONS | 200 OPTIONS | - | CONFIRMED | 11.2
          CONFIRMED | UPDATE | 200 UPDATE | - | CONFIRMED | RFC 3311 5.2
          CONFIRMED | FOO | 501 FOO | - | CONFIRMED | 21.5.2
          CONFIRMED | wrong tag | 481 INFO | - | CONFIRMED | 12.2.2
          CONFIRMED | old CSeq | 500 INFO | - | CONFIRMED | 12.2.2
          CONFIRMED | 200 | ACK | - | CONFIRMED | 13.2.2.4
          CONFIRMED | 200 of a fork | ACK, BYE | - | CONFIRMED | 13.2.2.4
          CONFIRMED, its offer | ring, progress, accept, reject, reinvite, acceptReinvite, refuseReinvite, ACK, 100, 180, 200, 302, 408, 481, 486, 491, 500, 603, 32 s, not delivered | - | - | CONFIRMED | -
          CONFIRMED, its offer | hangUp | ACK, BYE | - | ENDED | 13.2.2.4
          CONFIRMED, its offer | acknowledge | ACK | - | CONFIRMED | 13.2.2.4
          CONFIRMED, its offer | info | INFO | - | CONFIRMED | RFC 6086 4.2.1
          CONFIRMED, its offer | BYE | 200 BYE, ACK | Ended PEER_HUNG_UP | ENDED | 15.1.2
          CONFIRMED, its offer | INVITE | 491 INVITE | - | CONFIRMED | 14.2
          CONFIRMED, its offer | INFO | - | InfoReceived | CONFIRMED | RFC 6086 4.2.2
          CONFIRMED, its offer | OPTIONS | 200 OPTIONS | - | CONFIRMED | 11.2
          CONFIRMED, its offer | UPDATE | 200 UPDATE | - | CONFIRMED | RFC 3311 5.2
          CONFIRMED, its offer | FOO | 501 FOO | - | CONFIRMED | 21.5.2
          CONFIRMED, its offer | wrong tag | 481 INFO | - | CONFIRMED | 12.2.2
          CONFIRMED, its offer | old CSeq | 500 INFO | - | CONFIRMED | 12.2.2
          CONFIRMED, its offer | 200 of a fork | ACK, BYE | - | CONFIRMED | 13.2.2.4
          CONFIRMED, we ask | ring, progress, accept, reject, reinvite, acknowledge, acceptReinvite, refuseReinvite, ACK, 100, 180 | - | - | CONFIRMED | -
          CONFIRMED, we ask | hangUp | BYE | - | ENDED | 15.1.1
          CONFIRMED, we ask | info | INFO | - | CONFIRMED | RFC 6086 4.2.1
          CONFIRMED, we ask | BYE | 200 BYE | Ended PEER_HUNG_UP | ENDED | 15.1.2
          CONFIRMED, we ask | INVITE | 491 INVITE | - | CONFIRMED | 14.2
          CONFIRMED, we ask | INFO | - | InfoReceived | CONFIRMED | RFC 6086 4.2.2
          CONFIRMED, we ask | OPTIONS | 200 OPTIONS | - | CONFIRMED | 11.2
          CONFIRMED, we ask | UPDATE | 200 UPDATE | - | CONFIRMED | RFC 3311 5.2
          CONFIRMED, we ask | FOO | 501 FOO | - | CONFIRMED | 21.5.2
          CONFIRMED, we ask | wrong tag | 481 INFO | - | CONFIRMED | 12.2.2
          CONFIRMED, we ask | old CSeq | 500 INFO | - | CONFIRMED | 12.2.2
          CONFIRMED, we ask | 200, 200 of a fork | ACK | ReinviteAnswered | CONFIRMED | 14.1
          CONFIRMED, we ask | 302 | ACK | ReinviteRefused 302 | CONFIRMED | 14.1
          CONFIRMED, we ask | 408, 481 | ACK, BYE | Ended PEER_GONE | ENDED | 12.2.1.2
          CONFIRMED, we ask | 486 | ACK | ReinviteRefused 486 | CONFIRMED | 14.1
          CONFIRMED, we ask | 491 | ACK | - | CONFIRMED | 14.1
          CONFIRMED, we ask | 500 | ACK | ReinviteRefused 500 | CONFIRMED | 14.1
          CONFIRMED, we ask | 603 | ACK | ReinviteRefused 603 | CONFIRMED | 14.1
          CONFIRMED, we ask | 32 s | INVITE, BYE | Ended PEER_GONE | ENDED | 12.2.1.2
          CONFIRMED, we ask | not delivered | - | ReinviteRefused 503 | CONFIRMED | 8.1.3.1
          ENDED by refusal | ring, progress, accept, reject, hangUp, reinvite, acknowledge, info, acceptReinvite, refuseReinvite, ACK, 100, 180, 32 s, not delivered | - | - | ENDED | -
          ENDED by refusal | BYE | 481 BYE | - | ENDED | 15.1.2
          ENDED by refusal | INVITE | 481 INVITE | - | ENDED | 12.2.2
          ENDED by refusal | INFO, wrong tag, old CSeq | 481 INFO | - | ENDED | 12.2.2
          ENDED by refusal | OPTIONS | 481 OPTIONS | - | ENDED | 12.2.2
          ENDED by refusal | UPDATE | 481 UPDATE | - | ENDED | 12.2.2
          ENDED by refusal | FOO | 501 FOO | - | ENDED | 21.5.2
          ENDED by refusal | 200, 200 of a fork | ACK, BYE | - | ENDED | 16.7
          ENDED by refusal | 302, 408, 481, 486, 491, 500, 603 | ACK | - | ENDED | 17.1.1.2
          ENDED by it | ring, progress, accept, reject, hangUp, reinvite, acknowledge, info, acceptReinvite, refuseReinvite, ACK, 100, 180, 302, 408, 481, 486, 491, 500, 603, 32 s, not delivered | - | - | ENDED | -
          ENDED by it | BYE | 481 BYE | - | ENDED | 15.1.2
          ENDED by it | INVITE | 481 INVITE | - | ENDED | 12.2.2
          ENDED by it | INFO, wrong tag, old CSeq | 481 INFO | - | ENDED | 12.2.2
          ENDED by it | OPTIONS | 481 OPTIONS | - | ENDED | 12.2.2
          ENDED by it | UPDATE | 481 UPDATE | - | ENDED | 12.2.2
          ENDED by it | FOO | 501 FOO | - | ENDED | 21.5.2
          ENDED by it | 200 | ACK | - | ENDED | 13.2.2.4
          ENDED by it | 200 of a fork | ACK, BYE | - | ENDED | 13.2.2.4
          ENDED by us | ring, progress, accept, reject, hangUp, reinvite, acknowledge, info, acceptReinvite, refuseReinvite, ACK, 100, 180, 200, 200 of a fork, 302, 408, 481, 486, 491, 500, 603, not delivered | - | - | ENDED | -
          ENDED by us | BYE | 200 BYE | - | ENDED | RFC 5407 3.2.1
          ENDED by us | INVITE | 481 INVITE | - | ENDED | RFC 5407 3.2.2
          ENDED by us | INFO, wrong tag, old CSeq | 481 INFO | - | ENDED | 12.2.2
          ENDED by us | OPTIONS | 481 OPTIONS | - | ENDED | 12.2.2
          ENDED by us | UPDATE | 481 UPDATE | - | ENDED | 12.2.2
          ENDED by us | FOO | 501 FOO | - | ENDED | 21.5.2
          ENDED by us | 32 s | BYE | - | ENDED | 17.1.2.2
          """);

  @TestFactory
  Stream<DynamicTest> everyInputInEverySituationOfACallToUs() {
    return TO_US.tests(CallToUs.SITUATIONS, CallToUs.INPUTS, CallToUs::new);
  }

  @TestFactory
  Stream<DynamicTest> everyInputInEverySituationOfACallOfOurs() {
    return OF_OURS.tests(CallOfOurs.SITUATIONS, CallOfOurs.INPUTS, CallOfOurs::new);
  }
}
