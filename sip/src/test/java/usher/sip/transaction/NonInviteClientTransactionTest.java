package usher.sip.transaction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import usher.sip.message.SipRequest;
import usher.sip.transport.Flow;

class NonInviteClientTransactionTest {
  private static final List<String> EVENTS = List.of("100", "200", "404", "not delivered");

  /** RFC 3261 figure 6. */
  private static final MachineTable OVER_DATAGRAMS =
      MachineTable.of(
          """
          TRYING     | 100           | -       | 100     | PROCEEDING
          TRYING     | 200           | -       | 200     | COMPLETED
          TRYING     | 404           | -       | 404     | COMPLETED
          TRYING     | not delivered | -       | error   | TERMINATED
          TRYING     | 500 ms        | OPTIONS | -       | TRYING
          TRYING     | 32000 ms      | -       | timeout | TERMINATED
          PROCEEDING | 100           | -       | 100     | PROCEEDING
          PROCEEDING | 200           | -       | 200     | COMPLETED
          PROCEEDING | 404           | -       | 404     | COMPLETED
          PROCEEDING | not delivered | -       | error   | TERMINATED
          PROCEEDING | 500 ms        | OPTIONS | -       | PROCEEDING
          PROCEEDING | 32000 ms      | -       | timeout | TERMINATED
          COMPLETED  | 100           | -       | -       | COMPLETED
          COMPLETED  | 200           | -       | -       | COMPLETED
          COMPLETED  | 404           | -       | -       | COMPLETED
          COMPLETED  | not delivered | -       | -       | COMPLETED
          COMPLETED  | 5000 ms       | -       | -       | TERMINATED
          TERMINATED | 100           | -       | -       | TERMINATED
          TERMINATED | 200           | -       | -       | TERMINATED
          TERMINATED | 404           | -       | -       | TERMINATED
          TERMINATED | not delivered | -       | -       | TERMINATED
          """);

  /** Timer E is not set, timer K is zero: Completed is left as soon as it is entered. */
  private static final MachineTable OVER_STREAMS =
      MachineTable.of(
          """
          TRYING     | 100           | -       | 100     | PROCEEDING
          TRYING     | 200           | -       | 200     | TERMINATED
          TRYING     | 404           | -       | 404     | TERMINATED
          TRYING     | not delivered | -       | error   | TERMINATED
          TRYING     | 32000 ms      | -       | timeout | TERMINATED
          PROCEEDING | 100           | -       | 100     | PROCEEDING
          PROCEEDING | 200           | -       | 200     | TERMINATED
          PROCEEDING | 404           | -       | 404     | TERMINATED
          PROCEEDING | not delivered | -       | error   | TERMINATED
          PROCEEDING | 32000 ms      | -       | timeout | TERMINATED
          TERMINATED | 100           | -       | -       | TERMINATED
          TERMINATED | 200           | -       | -       | TERMINATED
          TERMINATED | 404           | -       | -       | TERMINATED
          TERMINATED | not delivered | -       | -       | TERMINATED
          """);

  @TestFactory
  Stream<DynamicTest> everyEventInEveryStateOverDatagrams() {
    return OVER_DATAGRAMS.tests(EVENTS, () -> new NonInviteClient(Recorder.udp()));
  }

  @TestFactory
  Stream<DynamicTest> everyEventInEveryStateOverStreams() {
    return OVER_STREAMS.tests(EVENTS, () -> new NonInviteClient(Recorder.tcp()));
  }

  private static final class NonInviteClient implements MachineTable.Stage {
    private final Recorder recorder = new Recorder();
    private final Flow flow;
    private final SipRequest options;
    private final ClientTransaction machine;

    NonInviteClient(Flow flow) {
      this.flow = flow;
      this.options = Messages.request("OPTIONS", Transactions.via(flow, "z9hG4bKours1"));
      this.machine = recorder.transactions.send(options, flow, recorder);
    }

    @Override
    public Recorder recorder() {
      return recorder;
    }

    @Override
    public void enter(String state) {
      switch (state) {
        case "TRYING" -> {}
        case "PROCEEDING" -> happen("100");
        case "COMPLETED" -> happen("200");
        case "TERMINATED" -> {
          happen("200");
          recorder.pass(SipTimer.T4_NS);
        }
        default -> throw new AssertionError(state);
      }
    }

    @Override
    public void happen(String event) {
      if (event.equals("not delivered")) {
        recorder.transactions.undeliverable(options, flow);
      } else {
        int status = Integer.parseInt(event);
        recorder.transactions.received(Messages.response(status, options), flow);
      }
    }

    /** When the request was sent, in ms, until the end. */
    List<Long> retransmissions() {
      List<Long> instants = new ArrayList<>();
      while (!recorder.told.contains("timeout")) {
        recorder.forget();
        recorder.timers.advance(recorder.timers.nextDeadlineNs());
        recorder.sends.forEach(word -> instants.add(recorder.timers.nowNs() / 1_000_000));
      }
      return instants;
    }

    @Override
    public String state() {
      String words = machine.toString();
      return words.substring(words.indexOf('[') + 1, words.length() - 1);
    }
  }

  @Test
  void aRequestWithoutAnAnswerIsRepeatedAtIntervalsThatDoubleUpToFourSeconds() {
    assertThat(new NonInviteClient(Recorder.udp()).retransmissions())
        .containsExactly(500L, 1500L, 3500L, 7500L, 11500L, 15500L, 19500L, 23500L, 27500L, 31500L);
  }

  @Test
  void afterAProvisionalResponseItIsRepeatedEveryFourSeconds() {
    NonInviteClient client = new NonInviteClient(Recorder.udp());
    client.recorder.pass(600_000_000L);
    client.happen("100");
    assertThat(client.retransmissions())
        .containsExactly(1500L, 5500L, 9500L, 13500L, 17500L, 21500L, 25500L, 29500L);
  }

  @Test
  void onlyAnInviteCanBeCancelled() {
    NonInviteClient client = new NonInviteClient(Recorder.udp());
    assertThatIllegalArgumentException()
        .isThrownBy(() -> client.recorder.transactions.cancel(client.machine))
        .withMessageContaining("INVITE");
  }

  @Test
  void aBranchIsGoodForOneRequest() {
    NonInviteClient client = new NonInviteClient(Recorder.udp());
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> client.recorder.transactions.send(client.options, client.flow, client.recorder))
        .withMessageContaining("z9hG4bKours1");
    assertThat(client.recorder.sends).containsExactly("OPTIONS");
  }

  @Test
  void neitherAnAckNorACancelIsSentByItself() {
    Recorder recorder = new Recorder();
    for (String method : List.of("ACK", "CANCEL")) {
      SipRequest request = Messages.request(method, Transactions.via(Recorder.udp(), "z9hG4bK1"));
      assertThatIllegalArgumentException()
          .isThrownBy(() -> recorder.transactions.send(request, Recorder.udp(), recorder))
          .withMessageContaining(method);
    }
    assertThat(recorder.sends).isEmpty();
  }
}
