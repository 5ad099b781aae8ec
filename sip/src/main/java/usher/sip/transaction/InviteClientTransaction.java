package usher.sip.transaction;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import usher.sip.message.Method;
import usher.sip.message.SipRequest;
import usher.sip.message.SipResponse;
import usher.sip.transport.Flow;

/**
 * The INVITE client transaction (RFC 3261 17.1.1.2 as changed by RFC 6026 7.2).
 *
 * <pre>
 *                       INVITE from TU: send
 *                                |
 *                                v
 *                          +-----------+  timer A: send again
 *        +-----------------|  Calling  |---------------------+
 *        |                 +-----------+                     |
 *        |                   |  | 1xx: to TU                 | timer B, or not
 *        |  300-699:         |  v                            | delivered: tell TU
 *        |  send ACK, to TU  |  +------------+ 1xx: to TU    |
 *        |<------------------|--| Proceeding |------------+  |
 *        |                   |  +------------+            |  |
 *        v                   |     | 2xx: to TU           | 64*T1 after a CANCEL:
 *  +-----------+             v     v                      | tell TU
 *  | Completed |           +----------+                   |  |
 *  +-----------+           | Accepted | 2xx: to TU        |  |
 *   | 300-699: send ACK    +----------+                   |  |
 *   | timer D, or ACK not       | timer M                 |  |
 *   v delivered: tell TU        v                         v  v
 *  +-----------------------------------------------------------+
 *  |                        Terminated                         |
 *  +-----------------------------------------------------------+
 * </pre>
 */
final class InviteClientTransaction extends ClientMachine {
  private enum State {
    CALLING,
    PROCEEDING,
    COMPLETED,
    ACCEPTED,
    TERMINATED
  }

  private final Retransmission timerA;
  private State state = State.CALLING;
  private @Nullable Runnable heldCancel;
  private boolean cancelled;
  private @Nullable SipRequest ack;

  InviteClientTransaction(
      Surroundings around,
      String key,
      SipRequest request,
      Flow flow,
      ClientTransactionUser user,
      Consumer<ClientMachine> onEnd) {
    super(around, key, request, flow, user, onEnd);
    this.timerA = new Retransmission(around.timers(), SipTimer.A, this::resendRequest);
  }

  @Override
  Enum<?> state() {
    return state;
  }

  @Override
  void open() {
    timerA.start(flow().protocol());
    stateTimer.set(SipTimer.B.ns(flow().protocol()), this::timeOut);
    resendRequest();
  }

  @Override
  void received(SipResponse response) {
    switch (state) {
      case CALLING, PROCEEDING -> answered(response);
      case ACCEPTED -> repeatedSuccess(response);
      case COMPLETED -> repeatedFailure(response);
      case TERMINATED -> {}
    }
  }

  @Override
  void undeliverable(SipRequest sent) {
    boolean isAck = sent.method() == Method.ACK;
    switch (state) {
      case CALLING -> failIf(!isAck);
      // News of an INVITE that was sent before the final response came is too late to matter.
      case COMPLETED -> failIf(isAck);
      case PROCEEDING, ACCEPTED, TERMINATED -> {}
    }
  }

  /**
   * Cancels the INVITE, once.
   *
   * <p>RFC 3261 9.1: "If no provisional response has been received, the CANCEL request MUST NOT be
   * sent; rather, the client MUST wait for the arrival of a provisional response before sending the
   * request." After a final response it "has no effect".
   *
   * @param sendCancel sends the CANCEL, in a transaction of its own
   */
  void cancel(Runnable sendCancel) {
    if (cancelled) {
      return;
    }
    cancelled = true;
    switch (state) {
      case CALLING -> heldCancel = sendCancel;
      case PROCEEDING -> cancelNow(sendCancel);
      case COMPLETED, ACCEPTED, TERMINATED -> {}
    }
  }

  private void answered(SipResponse response) {
    if (response.isProvisional()) {
      proceed(response);
    } else if (response.isSuccess()) {
      accept(response);
    } else {
      complete(response);
    }
  }

  private void proceed(SipResponse response) {
    if (state == State.CALLING) {
      state = State.PROCEEDING;
      timerA.stop();
      stateTimer.cancel();
    }
    Runnable cancel = heldCancel;
    if (cancel != null) {
      heldCancel = null;
      cancelNow(cancel);
    }
    user().onResponse(this, response);
  }

  /**
   * 9.1: "If there is no final response for the original request in 64*T1 seconds [...], the client
   * SHOULD then consider the original transaction cancelled and SHOULD destroy the client
   * transaction handling the original request."
   */
  private void cancelNow(Runnable sendCancel) {
    stateTimer.set(SipTimer.TIMEOUT_NS, this::timeOut);
    sendCancel.run();
  }

  private void accept(SipResponse response) {
    leaveProceeding(State.ACCEPTED);
    terminateAfter(SipTimer.M);
    user().onResponse(this, response);
    forgetRequest();
  }

  private void complete(SipResponse response) {
    leaveProceeding(State.COMPLETED);
    SipRequest acknowledgement = InviteFollowers.ack(unanswered(), response);
    ack = acknowledgement;
    terminateAfter(SipTimer.D);
    send(acknowledgement);
    user().onResponse(this, response);
    forgetRequest();
  }

  private void leaveProceeding(State next) {
    state = next;
    timerA.stop();
    stateTimer.cancel();
    heldCancel = null;
  }

  /**
   * RFC 6026 7.2: a 2xx in Accepted "MUST be passed to the TU"; other responses have nothing to say
   * any more.
   */
  private void repeatedSuccess(SipResponse response) {
    if (response.isSuccess()) {
      user().onResponse(this, response);
    }
  }

  /**
   * 17.1.1.2: "Any retransmissions of the final response that are received while in the 'Completed'
   * state MUST cause the ACK to be re-passed". A proxy may send a 2xx even after it has sent
   * another final response (16.7 step 5): the user, who has given up, has to end the call it sets
   * up.
   */
  private void repeatedFailure(SipResponse response) {
    if (response.isSuccess()) {
      user().onResponse(this, response);
    } else if (!response.isProvisional() && ack != null) {
      send(ack);
    }
  }

  private void timeOut() {
    terminate();
    user().onTimeout(this);
  }

  private void failIf(boolean failed) {
    if (failed) {
      fail();
    }
  }

  private void fail() {
    terminate();
    user().onTransportError(this);
  }

  @Override
  void terminate() {
    leaveProceeding(State.TERMINATED);
    end();
  }
}
