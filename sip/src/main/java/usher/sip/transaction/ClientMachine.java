package usher.sip.transaction;

import java.util.function.Consumer;
import usher.sip.message.SipMessage;
import usher.sip.message.SipRequest;
import usher.sip.message.SipResponse;
import usher.sip.transport.Flow;

/**
 * What both client transactions have: the request, who waits for its responses, and one timer that
 * ends a state.
 */
abstract sealed class ClientMachine implements ClientTransaction
    permits InviteClientTransaction, NonInviteClientTransaction {
  final Surroundings around;
  final StateTimer stateTimer;
  final ClientTransactionUser user;
  private final SipRequest request;
  private final Flow flow;
  private final Consumer<ClientMachine> onEnd;
  private Flow answeredFrom;

  ClientMachine(
      Surroundings around,
      SipRequest request,
      Flow flow,
      ClientTransactionUser user,
      Consumer<ClientMachine> onEnd) {
    this.around = around;
    this.stateTimer = new StateTimer(around.timers());
    this.request = request;
    this.flow = flow;
    this.answeredFrom = flow;
    this.user = user;
    this.onEnd = onEnd;
  }

  /** Sends the request for the first time. */
  abstract void open();

  /** The same, over this flow. */
  final void received(SipResponse response, Flow source) {
    answeredFrom = source;
    received(response);
  }

  @Override
  public final Flow answeredFrom() {
    return answeredFrom;
  }

  /** A response to the request has come. */
  abstract void received(SipResponse response);

  /** The request, or the ACK of its final response, could not be delivered. */
  abstract void undeliverable(SipRequest sent);

  /** Enters the last state. */
  abstract void terminate();

  abstract Enum<?> state();

  @Override
  public final SipRequest request() {
    return request;
  }

  @Override
  public final Flow flow() {
    return flow;
  }

  final void send(SipMessage message) {
    around.wire().send(flow, message);
  }

  final void resendRequest() {
    send(request);
  }

  /** Terminates when this timer has run, which may be at once. */
  final void terminateAfter(SipTimer timer) {
    long delayNs = timer.ns(flow.protocol());
    if (delayNs == 0) {
      terminate();
    } else {
      stateTimer.set(delayNs, this::terminate);
    }
  }

  @Override
  public final String toString() {
    return getClass().getSimpleName() + '[' + state() + ']';
  }

  /** Forgets the transaction. */
  final void end() {
    stateTimer.cancel();
    onEnd.accept(this);
  }
}
