package usher.sip.transaction;

import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import usher.sip.message.SipRequest;
import usher.sip.message.SipResponse;
import usher.sip.transport.Flow;
import usher.sip.transport.ResponseTarget;

/**
 * What both server transactions have: the request until it is answered, the way back, the last
 * response, and one timer that ends a state.
 */
abstract sealed class ServerMachine permits InviteServerTransaction, NonInviteServerTransaction {
  final Surroundings around;
  final StateTimer stateTimer;
  private final String key;
  private final @Nullable Opening opening;
  private final Flow flow;
  private final Consumer<ServerMachine> onEnd;
  private final Allowance allowance = new Allowance();
  private Flow responseFlow;
  private @Nullable SipResponse lastResponse;

  /** Null from the final response on: only repetitions can come then, which the key tells. */
  private @Nullable ReceivedRequest unanswered;

  /**
   * A machine that waits for {@link #open} or an answer.
   *
   * @param opening null where no other way is looked for
   */
  ServerMachine(
      Surroundings around,
      String key,
      @Nullable Opening opening,
      SipRequest request,
      Flow flow,
      Consumer<ServerMachine> onEnd) {
    this.around = around;
    this.stateTimer = new StateTimer(around.timers());
    this.key = key;
    this.opening = opening;
    this.flow = flow;
    this.onEnd = onEnd;
    this.responseFlow = ResponseTarget.of(request.topVia(), flow);
    this.unanswered = new ReceivedRequest(request, this);
  }

  /** The request has come, for the first time or again. */
  final void received(int bytes) {
    allowance.received(bytes);
  }

  final void validated() {
    around.addresses().validate(flow);
  }

  final boolean hasValidAddress() {
    return around.addresses().isValid(flow);
  }

  final boolean maySend(int bytes) {
    boolean may = allowance.covers(bytes) || hasValidAddress();
    if (may) {
      allowance.sent(bytes);
    }
    return may;
  }

  /** The request has just opened this transaction. */
  abstract void open();

  /** The same request came again. */
  abstract void retransmitted();

  /** A response could not be delivered, and there is no other way to try. */
  abstract void transportFailed();

  /** Enters the last state. */
  abstract void terminate();

  abstract Enum<?> state();

  /** See {@link ServerTransaction#respond}. */
  abstract void respond(SipResponse response);

  /** True once a final response was given, or it is too late to give one. */
  abstract boolean isAnswered();

  /** What the user has in hand; only before the final response. */
  final ReceivedRequest unanswered() {
    return Objects.requireNonNull(unanswered);
  }

  final Flow flow() {
    return flow;
  }

  final String key() {
    return key;
  }

  final @Nullable Opening opening() {
    return opening;
  }

  /**
   * RFC 3261 18.2.2: "If that connection is no longer open, the server SHOULD open a connection to
   * the IP address in the 'received' parameter, if present, using the port in the 'sent-by' value".
   */
  final void undeliverable(SipResponse response, Flow tried) {
    if (tried.connection() == Flow.NO_CONNECTION) {
      transportFailed();
    } else {
      responseFlow = ResponseTarget.overNewConnection(response.topVia(), flow);
      around.wire().send(responseFlow, response);
    }
  }

  /** Sends a response that retransmissions of the request get again. */
  final void sendAndKeep(SipResponse response) {
    if (response == lastResponse) {
      resend();
    } else {
      lastResponse = response;
      send(response);
    }
    response.rest();
  }

  /** There is a final response; who still has the request will not read much of it any more. */
  final void forgetRequest() {
    if (unanswered != null) {
      unanswered.request().rest();
      unanswered = null;
    }
  }

  /** The peer does not hear us. */
  final void tellFailure() {
    around.user().onServerTransactionFailed(flow);
  }

  /** Sends a response whose retransmission is not this transaction's work. */
  final void sendOnce(SipResponse response) {
    lastResponse = null;
    send(response);
  }

  /** A new response always goes out: there are but a few of them, and the peer waits for it. */
  private void send(SipResponse response) {
    allowance.sent(response.bytes().length);
    around.wire().send(responseFlow, response);
  }

  /** Sends a response again, if that is not too much for a peer that may not be there. */
  final void repeat(SipResponse response) {
    if (maySend(response.bytes().length)) {
      around.wire().send(responseFlow, response);
    }
  }

  final void forgetResponse() {
    lastResponse = null;
  }

  final boolean hasResponded() {
    return lastResponse != null;
  }

  final void resend() {
    if (lastResponse != null) {
      repeat(lastResponse);
    }
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
