package usher.sip.transaction;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import usher.sip.message.SipRequest;
import usher.sip.message.SipResponse;
import usher.sip.transport.Flow;

class NonInviteServerTransactionTest {
  private static final SipRequest OPTIONS = Messages.request("OPTIONS");

  private static final List<String> EVENTS =
      List.of(
          "OPTIONS",
          "respond 100",
          "respond 180",
          "respond 200",
          "respond 404",
          "respond 408",
          "not delivered");

  /** RFC 3261 figure 8 with the restrictions of RFC 4320. */
  private static final MachineTable OVER_DATAGRAMS =
      MachineTable.of(
          """
          TRYING     | OPTIONS       | -   | -       | TRYING
          TRYING     | respond 100   | -   | -       | TRYING
          TRYING     | respond 180   | -   | -       | TRYING
          TRYING     | respond 200   | 200 | -       | COMPLETED
          TRYING     | respond 404   | 404 | -       | COMPLETED
          TRYING     | respond 408   | -   | -       | COMPLETED
          TRYING     | not delivered | -   | -       | TRYING
          TRYING     | 3500 ms       | 100 | -       | PROCEEDING
          PROCEEDING | OPTIONS       | 100 | -       | PROCEEDING
          PROCEEDING | respond 100   | -   | -       | PROCEEDING
          PROCEEDING | respond 180   | -   | -       | PROCEEDING
          PROCEEDING | respond 200   | 200 | -       | COMPLETED
          PROCEEDING | respond 404   | 404 | -       | COMPLETED
          PROCEEDING | respond 408   | -   | -       | COMPLETED
          PROCEEDING | not delivered | -   | failed  | TERMINATED
          PROCEEDING | 28500 ms      | -   | failed  | TERMINATED
          COMPLETED  | OPTIONS       | 200 | -       | COMPLETED
          COMPLETED  | respond 100   | -   | -       | COMPLETED
          COMPLETED  | respond 180   | -   | -       | COMPLETED
          COMPLETED  | respond 200   | -   | -       | COMPLETED
          COMPLETED  | respond 404   | -   | -       | COMPLETED
          COMPLETED  | respond 408   | -   | -       | COMPLETED
          COMPLETED  | not delivered | -   | failed  | TERMINATED
          COMPLETED  | 32000 ms      | -   | -       | TERMINATED
          TERMINATED | OPTIONS       | -   | request | TERMINATED
          TERMINATED | respond 100   | -   | -       | TERMINATED
          TERMINATED | respond 180   | -   | -       | TERMINATED
          TERMINATED | respond 200   | -   | -       | TERMINATED
          TERMINATED | respond 404   | -   | -       | TERMINATED
          TERMINATED | respond 408   | -   | -       | TERMINATED
          TERMINATED | not delivered | -   | -       | TERMINATED
          """);

  /** A 100 may be sent at any time; timer J is zero: Completed is left as soon as it is entered. */
  private static final MachineTable OVER_STREAMS =
      MachineTable.of(
          """
          TRYING     | OPTIONS       | -   | -       | TRYING
          TRYING     | respond 100   | 100 | -       | PROCEEDING
          TRYING     | respond 180   | -   | -       | TRYING
          TRYING     | respond 200   | 200 | -       | TERMINATED
          TRYING     | respond 404   | 404 | -       | TERMINATED
          TRYING     | respond 408   | -   | -       | TERMINATED
          TRYING     | not delivered | -   | -       | TRYING
          TRYING     | 3500 ms       | 100 | -       | PROCEEDING
          PROCEEDING | OPTIONS       | 100 | -       | PROCEEDING
          PROCEEDING | respond 100   | 100 | -       | PROCEEDING
          PROCEEDING | respond 180   | -   | -       | PROCEEDING
          PROCEEDING | respond 200   | 200 | -       | TERMINATED
          PROCEEDING | respond 404   | 404 | -       | TERMINATED
          PROCEEDING | respond 408   | -   | -       | TERMINATED
          PROCEEDING | not delivered | -   | failed  | TERMINATED
          PROCEEDING | 28500 ms      | -   | failed  | TERMINATED
          TERMINATED | OPTIONS       | -   | request | TERMINATED
          TERMINATED | respond 100   | -   | -       | TERMINATED
          TERMINATED | respond 180   | -   | -       | TERMINATED
          TERMINATED | respond 200   | -   | -       | TERMINATED
          TERMINATED | respond 404   | -   | -       | TERMINATED
          TERMINATED | respond 408   | -   | -       | TERMINATED
          TERMINATED | not delivered | -   | -       | TERMINATED
          """);

  @TestFactory
  Stream<DynamicTest> everyEventInEveryStateOverDatagrams() {
    return OVER_DATAGRAMS.tests(EVENTS, () -> new NonInviteServer(Recorder.udp()));
  }

  @TestFactory
  Stream<DynamicTest> everyEventInEveryStateOverStreams() {
    return OVER_STREAMS.tests(EVENTS, () -> new NonInviteServer(Recorder.tcp()));
  }

  private static final class NonInviteServer implements MachineTable.Stage {
    private final Recorder recorder = new Recorder();
    private final Flow flow;
    private final ServerTransaction machine;

    NonInviteServer(Flow flow) {
      this.flow = flow;
      recorder.transactions.received(OPTIONS, flow);
      this.machine = recorder.lastOpened();
    }

    @Override
    public Recorder recorder() {
      return recorder;
    }

    @Override
    public void enter(String state) {
      switch (state) {
        case "TRYING" -> {}
        case "PROCEEDING" -> recorder.pass(NonInviteServerTransaction.TRYING_NS);
        case "COMPLETED" -> happen("respond 200");
        case "TERMINATED" -> {
          happen("respond 200");
          recorder.pass(SipTimer.TIMEOUT_NS);
        }
        default -> throw new AssertionError(state);
      }
    }

    @Override
    public void happen(String event) {
      switch (event) {
        case "OPTIONS" -> recorder.transactions.received(OPTIONS, flow);
        case "not delivered" -> notDelivered();
        default -> machine.respond(response(event.substring("respond ".length())));
      }
    }

    private void notDelivered() {
      recorder.transactions.undeliverable(response("100"), flow.to(flow.remote()));
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
  void aRequestThatNobodyAnswersEndsWithTheClientsPatience() {
    Recorder recorder = new Recorder();
    recorder.transactions.received(OPTIONS, Recorder.udp());
    recorder.forget();
    recorder.pass(SipTimer.TIMEOUT_NS - 1);
    assertThat(recorder.told).isEmpty();
    recorder.pass(1);
    assertThat(recorder.sends).containsExactly("100");
    assertThat(recorder.told).containsExactly("failed");
    recorder.lastOpened().respond(Messages.response(200, OPTIONS));
    assertThat(recorder.sends).containsExactly("100");
    assertThat(recorder.lastOpened().isAnswered()).isTrue();
  }

  @Test
  void a408IsAnswerEnoughToStayQuietWhenTheRequestIsRepeated() {
    Recorder recorder = new Recorder();
    recorder.transactions.received(OPTIONS, Recorder.udp());
    recorder.lastOpened().respond(Messages.response(408, OPTIONS));
    recorder.transactions.received(OPTIONS, Recorder.udp());
    assertThat(recorder.sends).isEmpty();
    assertThat(recorder.told).containsExactly("request");
  }
}
