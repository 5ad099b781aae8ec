package usher.sip.transaction;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import usher.sip.message.SipRequest;
import usher.sip.message.SipResponse;
import usher.sip.message.SipWriter;
import usher.sip.transport.Flow;

/**
 * The non-INVITE server transaction (RFC 3261 17.2.2 as restricted by RFC 4320).
 *
 * <pre>
 *                 request: tell TU
 *                        |
 *                        v
 *                  +----------+
 *          +-------|  Trying  | request: absorb
 *          |       +----------+
 *          |             | 3.5 s, or over a stream 100 from TU: send 100
 *          |             v
 *          |      +------------+ request: send 100 again
 *          |      | Proceeding | 100 from TU over a stream: send
 *          |      +------------+
 *  200-699 |             | 200-699 |  32 s since the request, or
 *  from TU:|    from TU: |         |  not delivered: tell TU
 *  send    |    send     v         |
 *          |      +-----------+    |
 *          +----->| Completed | request: send again
 *                 +-----------+    |
 *               timer J, or |      |
 *            not delivered: |      |
 *                   tell TU v      v
 *                    +----------------+
 *                    |   Terminated   |
 *                    +----------------+
 * </pre>
 */
final class NonInviteServerTransaction extends ServerMachine {
  /**
   * The time "it takes a client transaction's Timer E to be reset to T2" (RFC 4320 4.1): T1 + 2*T1
   * + 4*T1.
   */
  static final long TRYING_NS = 7 * SipTimer.T1_NS;

  private enum State {
    TRYING,
    PROCEEDING,
    COMPLETED,
    TERMINATED
  }

  private final long tooLateNs;
  private State state = State.TRYING;

  NonInviteServerTransaction(
      Surroundings around,
      String key,
      @Nullable Opening opening,
      SipRequest request,
      Flow flow,
      Consumer<ServerMachine> onEnd) {
    super(around, key, opening, request, flow, onEnd);
    // By then the client's timer F has fired: RFC 4320 4.2 forbids an answer that late, so there is
    // none to wait for.
    this.tooLateNs = around.timers().nowNs() + SipTimer.F.ns(flow.protocol());
  }

  @Override
  Enum<?> state() {
    return state;
  }

  @Override
  void open() {
    stateTimer.set(TRYING_NS, this::sendTrying);
  }

  @Override
  void retransmitted() {
    switch (state) {
      // 17.2.2: "Once in the 'Trying' state, any further request retransmissions are discarded."
      case TRYING, TERMINATED -> {}
      case PROCEEDING, COMPLETED -> resend();
    }
  }

  @Override
  void respond(SipResponse response) {
    switch (state) {
      case TRYING, PROCEEDING -> answer(response);
      // 17.2.2: "Any other final responses passed by the TU to the server transaction MUST be
      // discarded".
      case COMPLETED, TERMINATED -> {}
    }
  }

  @Override
  boolean isAnswered() {
    return switch (state) {
      case TRYING, PROCEEDING -> false;
      case COMPLETED, TERMINATED -> true;
    };
  }

  /** Figure 8: "Transport Err. Inform TU", from Proceeding and Completed to Terminated. */
  @Override
  void transportFailed() {
    switch (state) {
      case PROCEEDING, COMPLETED -> fail();
      case TRYING, TERMINATED -> {}
    }
  }

  private void answer(SipResponse response) {
    if (!response.isProvisional()) {
      complete(response);
    } else if (response.status() == 100 && flow().protocol().reliable()) {
      // RFC 4320 4.1: "An SIP element MAY respond to a non-INVITE request with a Status-Code of 100
      // over a reliable transport at any time." All other provisional responses: "MUST NOT send".
      proceed(response);
    }
  }

  /**
   * RFC 4320 4.1: "MUST respond [...] with a Status-Code of 100 if it has not otherwise responded
   * after" that time.
   */
  private void sendTrying() {
    proceed(SipWriter.response(100, unanswered().request(), null).toResponse());
  }

  private void proceed(SipResponse response) {
    state = State.PROCEEDING;
    stateTimer.set(tooLateNs - around.timers().nowNs(), this::fail);
    sendAndKeep(response);
  }

  private void complete(SipResponse response) {
    state = State.COMPLETED;
    terminateAfter(SipTimer.J);
    if (response.status() == 408) {
      // RFC 4320 4.2: "A transaction-stateful SIP element MUST NOT send a response with Status-Code
      // of 408 to a non-INVITE request." The client's own timer says the same, and a 408 that loses
      // the race harms the next element.
      forgetResponse();
    } else {
      sendAndKeep(response);
    }
    forgetRequest();
  }

  private void fail() {
    terminate();
    tellFailure();
  }

  @Override
  void terminate() {
    state = State.TERMINATED;
    end();
  }
}
