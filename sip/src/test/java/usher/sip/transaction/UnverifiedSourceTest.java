package usher.sip.transaction;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import usher.sip.message.Header;
import usher.sip.message.SipRequest;
import usher.sip.message.SipWriter;
import usher.sip.transport.Flow;

/** Somebody names a victim as the source of his datagrams, and we shall not flood the victim. */
class UnverifiedSourceTest {
  private static final SipRequest INVITE = invite("1");
  private static final String OUR_TAG = ";tag=bob";

  private final Recorder recorder = new Recorder();
  private final Transactions transactions = recorder.transactions;
  private int cameBytes;

  @BeforeEach
  void nobodyIsBelieved() {
    transactions.believe(_ -> false);
  }

  /** As long as phones make them. */
  private static SipRequest invite(String call) {
    return SipWriter.request("INVITE", "sip:sales@usher.test")
        .header(Header.VIA, "SIP/2.0/UDP 127.0.1.1:5070;branch=z9hG4bK" + call)
        .header(Header.MAX_FORWARDS, "70")
        .header(Header.FROM, "<sip:anna@usher.test>;tag=anna")
        .header(Header.TO, "<sip:sales@usher.test>")
        .header(Header.CALL_ID, call)
        .header(Header.CSEQ, "1 INVITE")
        .header(Header.SUBJECT, "x".repeat(300))
        .toRequest();
  }

  private void come(SipRequest invite, Flow flow) {
    cameBytes += invite.bytes().length;
    transactions.received(invite, flow);
  }

  private void respond(int status) {
    ServerTransaction last = recorder.lastOpened();
    last.respond(Messages.response(status, last.request()));
  }

  private static SipRequest ack(SipRequest invite, String tag) {
    return Messages.follower("ACK", invite, "<sip:sales@usher.test>" + tag);
  }

  private int sentBytes() {
    return recorder.sent.stream().mapToInt(sent -> sent.message().bytes().length).sum();
  }

  private void repeatsAllOfThem(SipRequest invite, Flow flow) {
    recorder.forget();
    transactions.received(invite, flow);
    respond(486);
    recorder.pass(SipTimer.TIMEOUT_NS);
    assertThat(recorder.sends).containsOnly("486").hasSize(1 + 10);
  }

  @Test
  void anUnacknowledgedRefusalIsRepeatedUpToThreeTimesWhatCame() {
    come(INVITE, Recorder.udp());
    respond(180);
    respond(486);
    recorder.pass(SipTimer.TIMEOUT_NS);
    assertThat(recorder.sends.subList(0, 3)).containsExactly("180", "486", "486");
    assertThat(sentBytes()).isLessThanOrEqualTo(3 * cameBytes);
    assertThat(recorder.told).containsExactly("request", "failed");
    assertThat(transactions.liveTransactions()).isZero();
  }

  @Test
  void anUnacknowledged200TooHoweverOftenItsUserRepeatsIt() {
    come(INVITE, Recorder.udp());
    for (int times = 0; times < 11; times++) {
      respond(200);
    }
    assertThat(recorder.sends).contains("200");
    assertThat(sentBytes()).isLessThanOrEqualTo(3 * cameBytes);
  }

  @Test
  void soIsARingingThatIsRepeatedEveryMinuteButTheAnswerStillGoesOut() {
    come(INVITE, Recorder.udp());
    ServerTransaction transaction = recorder.lastOpened();
    var ringing = Messages.response(180, transaction.request());
    for (int minute = 0; minute < 60; minute++) {
      transaction.respond(ringing);
    }
    assertThat(sentBytes()).isLessThanOrEqualTo(3 * cameBytes);
    recorder.forget();
    respond(200);
    assertThat(recorder.sends).containsExactly("200");
  }

  @Test
  void whoSendsMoreGetsMore() {
    come(INVITE, Recorder.udp());
    respond(486);
    for (int copies = 0; copies < 20; copies++) {
      come(INVITE, Recorder.udp());
    }
    assertThat(recorder.sends).hasSize(1 + 20);
    recorder.pass(SipTimer.TIMEOUT_NS);
    assertThat(recorder.sends).as("and timer G").hasSizeGreaterThan(1 + 20);
    assertThat(sentBytes()).isLessThanOrEqualTo(3 * cameBytes);
  }

  @Test
  void whoAcknowledgesARefusalWithOurTagIsServedAsTheRfcSaysForAnHour() {
    come(INVITE, Recorder.udp());
    respond(486);
    transactions.received(ack(INVITE, OUR_TAG), Recorder.udp());
    repeatsAllOfThem(invite("2"), Recorder.udpFrom("127.0.1.1", 9));

    recorder.pass(TimeUnit.HOURS.toNanos(1));
    recorder.forget();
    transactions.received(invite("3"), Recorder.udp());
    respond(486);
    recorder.pass(SipTimer.TIMEOUT_NS);
    assertThat(recorder.sends).hasSizeLessThan(1 + 10);
  }

  @Test
  void anAckThatWasWrittenWithoutHearingUsProvesNothing() {
    come(INVITE, Recorder.udp());
    respond(486);
    transactions.received(ack(INVITE, ""), Recorder.udp());
    SipRequest second = invite("2");
    cameBytes = 0;
    recorder.forget();
    come(second, Recorder.udp());
    respond(486);
    recorder.pass(SipTimer.TIMEOUT_NS);
    assertThat(sentBytes()).isLessThanOrEqualTo(3 * cameBytes);
  }

  @Test
  void anAnswerToARequestOfOursProvesItsReceiverAndNotWhereItCameFrom() {
    Flow victim = Recorder.udpFrom("127.0.6.6", 5070);
    SipRequest ours =
        Messages.request("OPTIONS", Transactions.via(Recorder.udp(), "z9hG4bKsecret"));
    transactions.send(ours, Recorder.udp(), recorder);
    transactions.received(Messages.response(200, ours), victim);

    repeatsAllOfThem(invite("2"), Recorder.udp());
    recorder.forget();
    cameBytes = 0;
    come(invite("3"), victim);
    respond(486);
    recorder.pass(SipTimer.TIMEOUT_NS);
    assertThat(sentBytes()).isLessThanOrEqualTo(3 * cameBytes);
  }

  @Test
  void configuredSourcesAndStreamsNeedNoProof() {
    transactions.believe(address -> address.equals(Recorder.PEER.getAddress()));
    repeatsAllOfThem(INVITE, Recorder.udp());

    transactions.believe(_ -> false);
    recorder.forget();
    transactions.received(INVITE, Recorder.tcp());
    for (int times = 0; times < 11; times++) {
      respond(200);
    }
    assertThat(recorder.sends).hasSize(11);
  }

  @Test
  void aMillionForgedSourcesAreNotRemembered() {
    ValidatedAddresses addresses = new ValidatedAddresses();
    for (int i = 0; i <= ValidatedAddresses.MOST; i++) {
      addresses.add(
          Recorder.at("10." + (i >> 16) + "." + (i >> 8 & 255) + "." + (i & 255), 1).getAddress(),
          0);
    }
    assertThat(addresses.include(Recorder.at("10.0.0.0", 1).getAddress(), 0)).isFalse();
    assertThat(addresses.include(Recorder.at("10.0.0.1", 1).getAddress(), 0)).isTrue();
  }
}
