package usher.sip.transaction;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
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
  final ClientTransactionUser user;
  private final SipRequest request;
  private final Flow flow;
  private final Consumer<ClientMachine> onEnd;
  private Timers.@Nullable Timer stateTimer;

  ClientMachine(
      Surroundings around,
      SipRequest request,
      Flow flow,
      ClientTransactionUser user,
      Consumer<ClientMachine> onEnd) {
    this.around = around;
    this.request = request;
    this.flow = flow;
    this.user = user;
    this.onEnd = onEnd;
  }

  /** Sends the request for the first time. */
  abstract void open();

  /** A response to the request has come. */
  abstract void received(SipResponse response, Flow from);

  /** The request, or the ACK of its final response, could not be delivered. */
  abstract void undeliverable(SipRequest sent);

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

  /** The state ends by itself after this time. */
  final void stateEndsIn(long delayNs, Runnable then) {
    stateStays();
    stateTimer = around.timers().schedule(delayNs, then);
  }

  final void stateStays() {
    if (stateTimer != null) {
      stateTimer.cancel();
      stateTimer = null;
    }
  }

  @Override
  public final String toString() {
    return getClass().getSimpleName() + '[' + state() + ']';
  }

  /** Forgets the transaction. */
  final void end() {
    stateStays();
    onEnd.accept(this);
  }
}
