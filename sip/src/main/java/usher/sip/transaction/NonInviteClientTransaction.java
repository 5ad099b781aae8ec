package usher.sip.transaction;

import java.util.function.Consumer;
import usher.sip.message.SipRequest;
import usher.sip.message.SipResponse;
import usher.sip.transport.Flow;

/**
 * The non-INVITE client transaction (RFC 3261 17.1.2.2).
 *
 * <pre>
 *                   request from TU: send
 *                             |
 *                             v
 *                        +--------+  timer E: send again
 *           +------------| Trying |---------------------------+
 *           |            +--------+                           |
 *           |                 | 1xx: to TU                    | timer F, or not
 *           |                 v                               | delivered: tell TU
 *           |          +------------+ timer E: send again     |
 *           |          | Proceeding | 1xx: to TU              |
 *           |          +------------+------------------------>|
 *           | 200-699: to TU  |  timer F, or not delivered    |
 *           +---------------->|                               |
 *                             v                               |
 *                       +-----------+                         |
 *                       | Completed | responses: absorb       |
 *                       +-----------+                         |
 *                             | timer K                       |
 *                             v                               v
 *                       +-----------------------------------------+
 *                       |               Terminated                |
 *                       +-----------------------------------------+
 * </pre>
 */
final class NonInviteClientTransaction extends ClientMachine {
  private enum State {
    TRYING,
    PROCEEDING,
    COMPLETED,
    TERMINATED
  }

  private final Retransmission timerE;
  private State state = State.TRYING;

  NonInviteClientTransaction(
      Surroundings around,
      String key,
      SipRequest request,
      Flow flow,
      ClientTransactionUser user,
      Consumer<ClientMachine> onEnd) {
    super(around, key, request, flow, user, onEnd);
    this.timerE = new Retransmission(around.timers(), SipTimer.E, this::resendRequest);
  }

  @Override
  Enum<?> state() {
    return state;
  }

  @Override
  void open() {
    timerE.start(flow().protocol());
    stateTimer.set(SipTimer.F.ns(flow().protocol()), this::timeOut);
    resendRequest();
  }

  @Override
  void received(SipResponse response) {
    switch (state) {
      case TRYING, PROCEEDING -> answered(response);
      case COMPLETED, TERMINATED -> {}
    }
  }

  @Override
  void undeliverable(SipRequest sent) {
    switch (state) {
      case TRYING, PROCEEDING -> fail();
      case COMPLETED, TERMINATED -> {}
    }
  }

  private void answered(SipResponse response) {
    if (response.isProvisional()) {
      proceed(response);
    } else {
      complete(response);
    }
  }

  /**
   * 17.1.2.2: "If Timer E fires while in the 'Proceeding' state, [...] Timer E MUST be reset with a
   * value of T2 seconds."
   */
  private void proceed(SipResponse response) {
    state = State.PROCEEDING;
    timerE.slowDown();
    user().onResponse(this, response);
  }

  private void complete(SipResponse response) {
    state = State.COMPLETED;
    timerE.stop();
    terminateAfter(SipTimer.K);
    user().onResponse(this, response);
    forgetRequest();
    handOver(ClientTransactions.NOBODY);
  }

  private void timeOut() {
    terminate();
    user().onTimeout(this);
  }

  private void fail() {
    terminate();
    user().onTransportError(this);
  }

  @Override
  void terminate() {
    state = State.TERMINATED;
    timerE.stop();
    end();
  }
}
