package usher.sip.transaction;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import usher.sip.message.Header;
import usher.sip.message.SipMessage;
import usher.sip.message.SipRequest;
import usher.sip.message.SipResponse;
import usher.sip.message.SipWriter;
import usher.sip.transport.Flow;

class InviteClientTransactionTest {
  private static final List<String> EVENTS =
      List.of("180", "200", "486", "INVITE not delivered", "ACK not delivered", "cancel");

  /** RFC 3261 figure 5 as changed by RFC 6026 figure 4. */
  private static final MachineTable OVER_DATAGRAMS =
      MachineTable.of(
          """
          CALLING    | 180                  | -      | 180       | PROCEEDING
          CALLING    | 200                  | -      | 200       | ACCEPTED
          CALLING    | 486                  | ACK    | 486       | COMPLETED
          CALLING    | INVITE not delivered | -      | error     | TERMINATED
          CALLING    | ACK not delivered    | -      | -         | CALLING
          CALLING    | cancel               | -      | -         | CALLING
          CALLING    | 500 ms               | INVITE | -         | CALLING
          CALLING    | 32000 ms             | -      | timeout   | TERMINATED
          PROCEEDING | 180                  | -      | 180       | PROCEEDING
          PROCEEDING | 200                  | -      | 200       | ACCEPTED
          PROCEEDING | 486                  | ACK    | 486       | COMPLETED
          PROCEEDING | INVITE not delivered | -      | -         | PROCEEDING
          PROCEEDING | ACK not delivered    | -      | -         | PROCEEDING
          PROCEEDING | cancel               | CANCEL | -         | PROCEEDING
          COMPLETED  | 180                  | -      | -         | COMPLETED
          COMPLETED  | 200                  | -      | 200       | COMPLETED
          COMPLETED  | 486                  | ACK    | -         | COMPLETED
          COMPLETED  | INVITE not delivered | -      | -         | COMPLETED
          COMPLETED  | ACK not delivered    | -      | error     | TERMINATED
          COMPLETED  | cancel               | -      | -         | COMPLETED
          COMPLETED  | 32000 ms             | -      | -         | TERMINATED
          ACCEPTED   | 180                  | -      | -         | ACCEPTED
          ACCEPTED   | 200                  | -      | 200       | ACCEPTED
          ACCEPTED   | 486                  | -      | -         | ACCEPTED
          ACCEPTED   | INVITE not delivered | -      | -         | ACCEPTED
          ACCEPTED   | ACK not delivered    | -      | -         | ACCEPTED
          ACCEPTED   | cancel               | -      | -         | ACCEPTED
          ACCEPTED   | 32000 ms             | -      | -         | TERMINATED
          TERMINATED | 180                  | -      | -         | TERMINATED
          TERMINATED | 200                  | -      | stray 200 | TERMINATED
          TERMINATED | 486                  | -      | -         | TERMINATED
          TERMINATED | INVITE not delivered | -      | -         | TERMINATED
          TERMINATED | ACK not delivered    | -      | -         | TERMINATED
          TERMINATED | cancel               | -      | -         | TERMINATED
          """);

  /** Timer A is not set, timer D is zero: Completed is left as soon as it is entered. */
  private static final MachineTable OVER_STREAMS =
      MachineTable.of(
          """
          CALLING    | 180                  | -      | 180       | PROCEEDING
          CALLING    | 200                  | -      | 200       | ACCEPTED
          CALLING    | 486                  | ACK    | 486       | TERMINATED
          CALLING    | INVITE not delivered | -      | error     | TERMINATED
          CALLING    | ACK not delivered    | -      | -         | CALLING
          CALLING    | cancel               | -      | -         | CALLING
          CALLING    | 32000 ms             | -      | timeout   | TERMINATED
          PROCEEDING | 180                  | -      | 180       | PROCEEDING
          PROCEEDING | 200                  | -      | 200       | ACCEPTED
          PROCEEDING | 486                  | ACK    | 486       | TERMINATED
          PROCEEDING | INVITE not delivered | -      | -         | PROCEEDING
          PROCEEDING | ACK not delivered    | -      | -         | PROCEEDING
          PROCEEDING | cancel               | CANCEL | -         | PROCEEDING
          ACCEPTED   | 180                  | -      | -         | ACCEPTED
          ACCEPTED   | 200                  | -      | 200       | ACCEPTED
          ACCEPTED   | 486                  | -      | -         | ACCEPTED
          ACCEPTED   | INVITE not delivered | -      | -         | ACCEPTED
          ACCEPTED   | ACK not delivered    | -      | -         | ACCEPTED
          ACCEPTED   | cancel               | -      | -         | ACCEPTED
          ACCEPTED   | 32000 ms             | -      | -         | TERMINATED
          TERMINATED | 180                  | -      | -         | TERMINATED
          TERMINATED | 200                  | -      | stray 200 | TERMINATED
          TERMINATED | 486                  | -      | -         | TERMINATED
          TERMINATED | INVITE not delivered | -      | -         | TERMINATED
          TERMINATED | ACK not delivered    | -      | -         | TERMINATED
          TERMINATED | cancel               | -      | -         | TERMINATED
          """);

  @TestFactory
  Stream<DynamicTest> everyEventInEveryStateOverDatagrams() {
    return OVER_DATAGRAMS.tests(EVENTS, () -> new InviteClient(Recorder.udp()));
  }

  @TestFactory
  Stream<DynamicTest> everyEventInEveryStateOverStreams() {
    return OVER_STREAMS.tests(EVENTS, () -> new InviteClient(Recorder.tcp()));
  }

  /** An INVITE of ours under way to the peer. */
  private static final class InviteClient implements MachineTable.Stage {
    private final Recorder recorder = new Recorder();
    private final Flow flow;
    private final SipRequest invite;
    private final ClientTransaction machine;

    InviteClient(Flow flow) {
      this(flow, "z9hG4bKours1");
    }

    InviteClient(Flow flow, String branch) {
      this.flow = flow;
      this.invite = Messages.request("INVITE", Transactions.via(flow, branch));
      this.machine = recorder.transactions.send(invite, flow, recorder);
    }

    @Override
    public Recorder recorder() {
      return recorder;
    }

    @Override
    public void enter(String state) {
      switch (state) {
        case "CALLING" -> {}
        case "PROCEEDING" -> happen("180");
        case "COMPLETED" -> happen("486");
        case "ACCEPTED" -> happen("200");
        case "TERMINATED" -> {
          happen("200");
          recorder.pass(SipTimer.TIMEOUT_NS);
        }
        default -> throw new AssertionError(state);
      }
    }

    @Override
    public void happen(String event) {
      switch (event) {
        case "INVITE not delivered" -> recorder.transactions.undeliverable(invite, flow);
        case "ACK not delivered" ->
            recorder.transactions.undeliverable(
                Messages.follower("ACK", invite, "<sip:sales@usher.test>;tag=bob"), flow);
        case "cancel" -> recorder.transactions.cancel(machine);
        default -> recorder.transactions.received(response(Integer.parseInt(event)), flow);
      }
    }

    private SipResponse response(int status) {
      return Messages.response(status, invite);
    }

    private void answerCancel(int status) {
      SipRequest cancel = (SipRequest) recorder.lastSent();
      assertThat(cancel.methodName()).isEqualTo("CANCEL");
      recorder.transactions.received(Messages.response(status, cancel), flow);
    }

    @Override
    public String state() {
      String words = machine.toString();
      return words.substring(words.indexOf('[') + 1, words.length() - 1);
    }
  }

  @Test
  void anInviteWithoutAnAnswerIsSentSevenTimesIn32Seconds() {
    InviteClient client = new InviteClient(Recorder.udp());
    List<Long> instants = new ArrayList<>(List.of(0L));
    while (client.recorder.told.isEmpty()) {
      client.recorder.timers.advance(client.recorder.timers.nextDeadlineNs());
      instants.add(client.recorder.timers.nowNs() / 1_000_000);
    }
    assertThat(instants).containsExactly(0L, 500L, 1500L, 3500L, 7500L, 15500L, 31500L, 32000L);
    assertThat(client.recorder.sends).hasSize(7).containsOnly("INVITE");
    assertThat(client.recorder.told).containsExactly("timeout");
    assertThat(client.recorder.transactions.liveTransactions()).isZero();
    assertThat(client.recorder.timers.size()).isZero();
  }

  @Test
  void overAStreamItIsSentOnce() {
    InviteClient client = new InviteClient(Recorder.tcp());
    client.recorder.pass(SipTimer.TIMEOUT_NS);
    assertThat(client.recorder.sends).containsExactly("INVITE");
    assertThat(client.recorder.told).containsExactly("timeout");
  }

  @Test
  void theAckOfAFailureHasTheInvitesBranchAndTheResponsesTo() {
    Recorder recorder = new Recorder();
    SipRequest invite =
        SipWriter.request("INVITE", "sip:bob@127.0.7.2")
            .header(Header.VIA, Transactions.via(Recorder.udp(), "z9hG4bKours1"))
            .header(Header.MAX_FORWARDS, "70")
            .header(Header.ROUTE, "<sip:first.test;lr>")
            .header(Header.ROUTE, "<sip:second.test;lr>")
            .header(Header.FROM, "<sip:sales@usher.test>;tag=ours")
            .header(Header.TO, "<sip:bob@usher.test>")
            .header(Header.CALL_ID, "call-2")
            .header(Header.CSEQ, "17 INVITE")
            .header(Header.AUTHORIZATION, "Digest username=\"bob\"")
            .body("application/sdp", new byte[] {'v'})
            .toRequest();
    recorder.transactions.send(invite, Recorder.udp(), recorder);
    recorder.transactions.received(
        SipWriter.response(404, invite, "theirs").toResponse(), Recorder.udp());
    SipRequest ack = (SipRequest) recorder.lastSent();
    assertThat(ack.methodName()).isEqualTo("ACK");
    assertThat(ack.requestUri()).isEqualTo("sip:bob@127.0.7.2");
    assertThat(ack.headers(Header.VIA)).isEqualTo(invite.headers(Header.VIA));
    assertThat(ack.headers(Header.ROUTE)).isEqualTo(invite.headers(Header.ROUTE));
    assertThat(ack.header(Header.FROM)).isEqualTo("<sip:sales@usher.test>;tag=ours");
    assertThat(ack.header(Header.TO)).isEqualTo("<sip:bob@usher.test>;tag=theirs");
    assertThat(ack.callId()).isEqualTo("call-2");
    assertThat(ack.header(Header.CSEQ)).isEqualTo("17 ACK");
    assertThat(ack.header(Header.AUTHORIZATION)).isEqualTo("Digest username=\"bob\"");
    assertThat(ack.hasBody()).isFalse();
  }

  @Test
  void aSecond2xxOfAnotherForkReachesTheUserFor32Seconds() {
    InviteClient client = new InviteClient(Recorder.udp());
    client.happen("200");
    client.recorder.pass(SipTimer.TIMEOUT_NS - 1);
    SipResponse other = SipWriter.response(200, client.invite, "other").toResponse();
    client.recorder.transactions.received(other, Recorder.udp());
    assertThat(client.recorder.told).containsExactly("200", "200");
    assertThat(client.recorder.heard.getLast().toTag()).isEqualTo("other");
    client.recorder.pass(1);
    client.recorder.transactions.received(other, Recorder.udp());
    assertThat(client.recorder.told).containsExactly("200", "200", "stray 200");
  }

  @Test
  void aCancelWaitsForTheFirstProvisionalResponse() {
    InviteClient client = new InviteClient(Recorder.udp());
    client.happen("cancel");
    assertThat(client.recorder.sends).containsExactly("INVITE");
    client.happen("180");
    assertThat(client.recorder.sends).containsExactly("INVITE", "CANCEL");
    client.answerCancel(200);
    client.happen("487");
    assertThat(client.recorder.told).containsExactly("180", "487");
    assertThat(client.recorder.sends).containsExactly("INVITE", "CANCEL", "ACK");
  }

  @Test
  void aCancelThatWasNeverDueIsNotSentAfterA200() {
    InviteClient client = new InviteClient(Recorder.udp());
    client.happen("cancel");
    client.happen("200");
    client.happen("200");
    assertThat(client.recorder.sends).containsExactly("INVITE");
    assertThat(client.recorder.told).containsExactly("200", "200");
  }

  @Test
  void aCancelThatWasNeverDueIsNotSentAfterAFailure() {
    InviteClient client = new InviteClient(Recorder.udp());
    client.happen("cancel");
    client.happen("486");
    client.happen("180");
    assertThat(client.recorder.sends).containsExactly("INVITE", "ACK");
  }

  @Test
  void anUnansweredInviteThatIsCancelledTimesOutAsEver() {
    InviteClient client = new InviteClient(Recorder.udp());
    client.happen("cancel");
    client.recorder.pass(SipTimer.TIMEOUT_NS);
    assertThat(client.recorder.sends).hasSize(7).containsOnly("INVITE");
    assertThat(client.recorder.told).containsExactly("timeout");
  }

  @Test
  void a200ThatCrossesTheCancelIsTheUsersToEnd() {
    InviteClient client = new InviteClient(Recorder.udp());
    client.happen("180");
    client.happen("cancel");
    client.happen("200");
    client.answerCancel(200);
    client.recorder.pass(SipTimer.TIMEOUT_NS);
    assertThat(client.recorder.told).containsExactly("180", "200");
    assertThat(client.recorder.transactions.liveTransactions()).isZero();
  }

  @Test
  void a487ThatComesBeforeTheAnswerToTheCancelIsAcknowledged() {
    InviteClient client = new InviteClient(Recorder.udp());
    client.happen("180");
    client.happen("cancel");
    SipMessage cancel = client.recorder.lastSent();
    client.happen("487");
    client.recorder.transactions.received(
        Messages.response(200, (SipRequest) cancel), Recorder.udp());
    assertThat(client.recorder.sends).containsExactly("INVITE", "CANCEL", "ACK");
    assertThat(client.recorder.told).containsExactly("180", "487");
  }

  @Test
  void anInviteWithoutAFinalResponse32SecondsAfterTheCancelIsOver() {
    InviteClient client = new InviteClient(Recorder.udp());
    client.happen("180");
    client.recorder.pass(60_000_000_000L);
    client.happen("cancel");
    client.answerCancel(481);
    client.recorder.pass(SipTimer.TIMEOUT_NS - 1);
    assertThat(client.recorder.told).containsExactly("180");
    client.recorder.pass(1);
    assertThat(client.recorder.told).containsExactly("180", "timeout");
    assertThat(client.recorder.transactions.liveTransactions()).isZero();
  }

  @Test
  void aCancelIsRepeatedByItsOwnTransaction() {
    InviteClient client = new InviteClient(Recorder.udp());
    client.happen("180");
    client.happen("cancel");
    client.happen("cancel");
    assertThat(client.recorder.sends).containsExactly("INVITE", "CANCEL");
    client.recorder.pass(SipTimer.T1_NS);
    assertThat(client.recorder.sends).containsExactly("INVITE", "CANCEL", "CANCEL");
  }

  @Test
  void theCancelHasTheInvitesNumbersAndTheReason() {
    InviteClient client = new InviteClient(Recorder.udp());
    client.happen("180");
    client.recorder.transactions.cancel(client.machine, "SIP;cause=200");
    SipRequest cancel = (SipRequest) client.recorder.lastSent();
    assertThat(cancel.requestUri()).isEqualTo(client.invite.requestUri());
    assertThat(cancel.headers(Header.VIA)).isEqualTo(client.invite.headers(Header.VIA));
    assertThat(cancel.header(Header.FROM)).isEqualTo(client.invite.header(Header.FROM));
    assertThat(cancel.header(Header.TO)).isEqualTo(client.invite.header(Header.TO));
    assertThat(cancel.callId()).isEqualTo(client.invite.callId());
    assertThat(cancel.header(Header.CSEQ)).isEqualTo("1 CANCEL");
    assertThat(cancel.header(Header.REASON)).isEqualTo("SIP;cause=200");
  }
}
