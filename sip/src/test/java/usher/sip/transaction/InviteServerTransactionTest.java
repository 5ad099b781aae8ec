package usher.sip.transaction;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import usher.sip.message.Header;
import usher.sip.message.SipRequest;
import usher.sip.message.SipResponse;
import usher.sip.transport.Flow;

class InviteServerTransactionTest {
  private static final SipRequest INVITE = Messages.request("INVITE");
  private static final SipRequest ACK =
      Messages.follower("ACK", INVITE, "<sip:sales@usher.test>;tag=bob");

  private static final List<String> EVENTS =
      List.of("INVITE", "ACK", "respond 180", "respond 200", "respond 486", "not delivered");

  /** RFC 3261 figure 7 as changed by RFC 6026 figure 3. After Terminated an INVITE is a new one. */
  private static final MachineTable OVER_DATAGRAMS =
      MachineTable.of(
          """
          PROCEEDING | INVITE        | 100 | -       | PROCEEDING
          PROCEEDING | ACK           | -   | -       | PROCEEDING
          PROCEEDING | respond 180   | 180 | -       | PROCEEDING
          PROCEEDING | respond 200   | 200 | -       | ACCEPTED
          PROCEEDING | respond 486   | 486 | -       | COMPLETED
          PROCEEDING | not delivered | -   | failed  | PROCEEDING
          PROCEEDING | 200 ms        | 100 | -       | PROCEEDING
          COMPLETED  | INVITE        | 486 | -       | COMPLETED
          COMPLETED  | ACK           | -   | -       | CONFIRMED
          COMPLETED  | respond 180   | -   | -       | COMPLETED
          COMPLETED  | respond 200   | -   | -       | COMPLETED
          COMPLETED  | respond 486   | -   | -       | COMPLETED
          COMPLETED  | not delivered | -   | failed  | COMPLETED
          COMPLETED  | 500 ms        | 486 | -       | COMPLETED
          COMPLETED  | 32000 ms      | -   | failed  | TERMINATED
          CONFIRMED  | INVITE        | -   | -       | CONFIRMED
          CONFIRMED  | ACK           | -   | -       | CONFIRMED
          CONFIRMED  | respond 180   | -   | -       | CONFIRMED
          CONFIRMED  | respond 200   | -   | -       | CONFIRMED
          CONFIRMED  | respond 486   | -   | -       | CONFIRMED
          CONFIRMED  | not delivered | -   | -       | CONFIRMED
          CONFIRMED  | 5000 ms       | -   | -       | TERMINATED
          ACCEPTED   | INVITE        | -   | -       | ACCEPTED
          ACCEPTED   | ACK           | -   | ack     | ACCEPTED
          ACCEPTED   | respond 180   | -   | -       | ACCEPTED
          ACCEPTED   | respond 200   | 200 | -       | ACCEPTED
          ACCEPTED   | respond 486   | -   | -       | ACCEPTED
          ACCEPTED   | not delivered | -   | failed  | ACCEPTED
          ACCEPTED   | 32000 ms      | -   | -       | TERMINATED
          TERMINATED | INVITE        | -   | request | TERMINATED
          TERMINATED | ACK           | -   | ack     | TERMINATED
          TERMINATED | respond 180   | -   | -       | TERMINATED
          TERMINATED | respond 200   | -   | -       | TERMINATED
          TERMINATED | respond 486   | -   | -       | TERMINATED
          TERMINATED | not delivered | -   | -       | TERMINATED
          """);

  /** Timer G is not set, timer I is zero: Confirmed is left as soon as it is entered. */
  private static final MachineTable OVER_STREAMS =
      MachineTable.of(
          """
          PROCEEDING | INVITE        | 100 | -       | PROCEEDING
          PROCEEDING | ACK           | -   | -       | PROCEEDING
          PROCEEDING | respond 180   | 180 | -       | PROCEEDING
          PROCEEDING | respond 200   | 200 | -       | ACCEPTED
          PROCEEDING | respond 486   | 486 | -       | COMPLETED
          PROCEEDING | not delivered | -   | failed  | PROCEEDING
          PROCEEDING | 200 ms        | 100 | -       | PROCEEDING
          COMPLETED  | INVITE        | 486 | -       | COMPLETED
          COMPLETED  | ACK           | -   | -       | TERMINATED
          COMPLETED  | respond 180   | -   | -       | COMPLETED
          COMPLETED  | respond 200   | -   | -       | COMPLETED
          COMPLETED  | respond 486   | -   | -       | COMPLETED
          COMPLETED  | not delivered | -   | failed  | COMPLETED
          COMPLETED  | 32000 ms      | -   | failed  | TERMINATED
          ACCEPTED   | INVITE        | -   | -       | ACCEPTED
          ACCEPTED   | ACK           | -   | ack     | ACCEPTED
          ACCEPTED   | respond 180   | -   | -       | ACCEPTED
          ACCEPTED   | respond 200   | 200 | -       | ACCEPTED
          ACCEPTED   | respond 486   | -   | -       | ACCEPTED
          ACCEPTED   | not delivered | -   | failed  | ACCEPTED
          ACCEPTED   | 32000 ms      | -   | -       | TERMINATED
          TERMINATED | INVITE        | -   | request | TERMINATED
          TERMINATED | ACK           | -   | ack     | TERMINATED
          TERMINATED | respond 180   | -   | -       | TERMINATED
          TERMINATED | respond 200   | -   | -       | TERMINATED
          TERMINATED | respond 486   | -   | -       | TERMINATED
          TERMINATED | not delivered | -   | -       | TERMINATED
          """);

  @TestFactory
  Stream<DynamicTest> everyEventInEveryStateOverDatagrams() {
    return OVER_DATAGRAMS.tests(EVENTS, () -> new InviteServer(Recorder.udp()));
  }

  @TestFactory
  Stream<DynamicTest> everyEventInEveryStateOverStreams() {
    return OVER_STREAMS.tests(EVENTS, () -> new InviteServer(Recorder.tcp()));
  }

  private static final class InviteServer implements MachineTable.Stage {
    private final Recorder recorder = new Recorder();
    private final Flow flow;
    private final ServerTransaction machine;

    InviteServer(Flow flow) {
      this.flow = flow;
      recorder.transactions.received(INVITE, flow);
      this.machine = recorder.lastOpened();
    }

    @Override
    public Recorder recorder() {
      return recorder;
    }

    @Override
    public void enter(String state) {
      switch (state) {
        case "PROCEEDING" -> {}
        case "COMPLETED" -> happen("respond 486");
        case "ACCEPTED" -> happen("respond 200");
        case "CONFIRMED" -> {
          enter("COMPLETED");
          happen("ACK");
        }
        case "TERMINATED" -> {
          enter("ACCEPTED");
          recorder.pass(SipTimer.TIMEOUT_NS);
        }
        default -> throw new AssertionError(state);
      }
    }

    @Override
    public void happen(String event) {
      switch (event) {
        case "INVITE" -> recorder.transactions.received(INVITE, flow);
        case "ACK" -> recorder.transactions.received(ACK, flow);
        case "not delivered" -> notDelivered();
        default -> machine.respond(response(event.substring("respond ".length())));
      }
    }

    private void notDelivered() {
      recorder.transactions.undeliverable(response("180"), flow.to(flow.remote()));
    }

    private SipResponse response(String status) {
      return Messages.response(Integer.parseInt(status), machine.request());
    }

    @Override
    public String state() {
      String words = machine.toString();
      return words.substring(words.indexOf('[') + 1, words.length() - 1);
    }
  }

  @Test
  void aFailureIsRepeatedAtIntervalsThatDoubleUpToFourSecondsUntilTheCalleeGivesUp() {
    Recorder recorder = new Recorder();
    recorder.transactions.received(INVITE, Recorder.udp());
    recorder.lastOpened().respond(Messages.response(486, INVITE));
    recorder.forget();
    List<Long> instants = new ArrayList<>();
    while (recorder.told.isEmpty()) {
      recorder.timers.advance(recorder.timers.nextDeadlineNs());
      instants.add(recorder.timers.nowNs() / 1_000_000);
    }
    assertThat(instants)
        .containsExactly(
            500L, 1500L, 3500L, 7500L, 11500L, 15500L, 19500L, 23500L, 27500L, 31500L, 32000L);
    assertThat(recorder.sends).hasSize(10).containsOnly("486");
    assertThat(recorder.told).containsExactly("failed");
    assertThat(recorder.transactions.liveTransactions()).isZero();
  }

  @Test
  void aLostAckIsMadeUpForByTheNextOne() {
    Recorder recorder = new Recorder();
    recorder.transactions.received(INVITE, Recorder.udp());
    recorder.lastOpened().respond(Messages.response(486, INVITE));
    recorder.pass(SipTimer.T1_NS);
    recorder.transactions.received(ACK, Recorder.udp());
    recorder.forget();
    recorder.pass(SipTimer.T4_NS);
    assertThat(recorder.sends).isEmpty();
    assertThat(recorder.transactions.liveTransactions()).isZero();
    assertThat(recorder.timers.nextDeadlineNs()).isEqualTo(Timers.NEVER);
  }

  @Test
  void retransmittedInvitesAreAbsorbedFor32SecondsAfterA2xx() {
    Recorder recorder = new Recorder();
    recorder.transactions.received(INVITE, Recorder.udp());
    recorder.lastOpened().respond(Messages.response(200, INVITE));
    recorder.forget();
    for (int second = 0; second < 32; second++) {
      recorder.transactions.received(INVITE, Recorder.udp());
      recorder.pass(1_000_000_000L);
    }
    assertThat(recorder.sends).isEmpty();
    assertThat(recorder.told).isEmpty();
    recorder.transactions.received(INVITE, Recorder.udp());
    assertThat(recorder.told).containsExactly("request");
  }

  @Test
  void tryingRepeatsTheTimestampAndHasNoTag() {
    Recorder recorder = new Recorder();
    recorder.transactions.received(
        Messages.parse(
            "INVITE sip:sales@usher.test SIP/2.0",
            "Via: " + Messages.VIA,
            "From: <sip:anna@usher.test>;tag=anna",
            "To: <sip:sales@usher.test>",
            "Call-ID: call-1",
            "CSeq: 1 INVITE",
            "Timestamp: 54"),
        Recorder.udp());
    recorder.pass(InviteServerTransaction.TRYING_NS);
    assertThat(recorder.sends).containsExactly("100");
    assertThat(recorder.lastSent().header(Header.TIMESTAMP)).isEqualTo("54");
    assertThat(recorder.lastSent().toTag()).isNull();
  }

  @Test
  void whoIsAnsweredWithin200MillisecondsGetsNoTrying() {
    Recorder recorder = new Recorder();
    recorder.transactions.received(INVITE, Recorder.udp());
    recorder.pass(InviteServerTransaction.TRYING_NS - 1);
    recorder.lastOpened().respond(Messages.response(180, INVITE));
    recorder.pass(InviteServerTransaction.TRYING_NS);
    assertThat(recorder.sends).containsExactly("180");
  }

  @Test
  void whoAsksAgainBeforeThatGetsItAtOnceAndOnlyOnce() {
    Recorder recorder = new Recorder();
    recorder.transactions.received(INVITE, Recorder.udp());
    recorder.transactions.received(INVITE, Recorder.udp());
    recorder.pass(InviteServerTransaction.TRYING_NS);
    assertThat(recorder.sends).containsExactly("100");
  }

  @Test
  void theLastProvisionalResponseAnswersARepeatedInvite() {
    Recorder recorder = new Recorder();
    recorder.transactions.received(INVITE, Recorder.udp());
    recorder.lastOpened().respond(Messages.response(180, INVITE));
    recorder.lastOpened().respond(Messages.response(183, INVITE));
    recorder.forget();
    recorder.transactions.received(INVITE, Recorder.udp());
    assertThat(recorder.sends).containsExactly("183");
  }
}
