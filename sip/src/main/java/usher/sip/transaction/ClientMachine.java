package usher.sip.transaction;

import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import usher.sip.message.SipMessage;
import usher.sip.message.SipRequest;
import usher.sip.message.SipResponse;
import usher.sip.transport.Flow;

/**
 * What both client transactions have: the request until it is answered, who waits for its
 * responses, and one timer that ends a state.
 */
abstract sealed class ClientMachine implements ClientTransaction
    permits InviteClientTransaction, NonInviteClientTransaction {
  final Surroundings around;
  final StateTimer stateTimer;
  private final String key;
  private final String callId;
  private final long cseq;
  private final Flow flow;
  private final Consumer<ClientMachine> onEnd;
  private Flow answeredFrom;
  private ClientTransactionUser user;

  /** Null from the final response on: it is not sent any more. */
  private @Nullable SipRequest unanswered;

  ClientMachine(
      Surroundings around,
      String key,
      SipRequest request,
      Flow flow,
      ClientTransactionUser user,
      Consumer<ClientMachine> onEnd) {
    this.around = around;
    this.stateTimer = new StateTimer(around.timers());
    this.key = key;
    this.callId = request.callId();
    this.cseq = request.cseq();
    this.unanswered = request;
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

  final String key() {
    return key;
  }

  @Override
  public final String callId() {
    return callId;
  }

  @Override
  public final long cseq() {
    return cseq;
  }

  @Override
  public final void handOver(ClientTransactionUser heir) {
    user = heir;
  }

  final ClientTransactionUser user() {
    return user;
  }

  /** The request; only before its final response. */
  final SipRequest unanswered() {
    return Objects.requireNonNull(unanswered);
  }

  /** There is a final response; who still has the request will not read much of it any more. */
  final void forgetRequest() {
    if (unanswered != null) {
      unanswered.rest();
      unanswered = null;
    }
  }

  @Override
  public final Flow flow() {
    return flow;
  }

  final void send(SipMessage message) {
    around.wire().send(flow, message);
  }

  final void resendRequest() {
    send(unanswered());
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
