package usher.sip.transaction;

import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import usher.sip.message.Header;
import usher.sip.message.SipRequest;
import usher.sip.message.SipResponse;
import usher.sip.message.SipWriter;
import usher.sip.transport.Flow;

/**
 * The INVITE server transaction (RFC 3261 17.2.1 as changed by RFC 6026 7.1).
 *
 * <pre>
 *                              INVITE: tell TU
 *                                   |      nothing from TU for 200 ms: send 100
 *                                   v      INVITE: send last 1xx, or 100
 *                            +------------+ 1xx from TU: send
 *              +-------------| Proceeding |--------------+
 *              |             +------------+              |
 *   300-699    |                                         |  2xx from TU: send
 *   from TU:   v                                         v
 *   send +-----------+ INVITE: send again          +----------+ INVITE: absorb
 *        | Completed | timer G: send again         | Accepted | 2xx from TU: send
 *        +-----------+                             +----------+ ACK: to TU
 *         |         | timer H: tell TU                   | timer L
 *    ACK  v         +----------------------+             |
 *     +-----------+  timer I               v             v
 *     | Confirmed |-----------------> +------------------------+
 *     +-----------+                   |       Terminated       |
 *     INVITE, ACK: absorb             +------------------------+
 *
 *   A response that cannot be delivered: tell TU, stay.
 * </pre>
 *
 * <p>"Send again" has a bound over UDP while its peer may not be there: {@link Allowance}.
 */
final class InviteServerTransaction extends ServerMachine {
  /**
   * RFC 3261 17.2.1: "The server transaction MUST generate a 100 (Trying) response unless it knows
   * that the TU will generate a provisional or final response within 200 ms".
   */
  static final long TRYING_NS = TimeUnit.MILLISECONDS.toNanos(200);

  private enum State {
    PROCEEDING,
    COMPLETED,
    CONFIRMED,
    ACCEPTED,
    TERMINATED
  }

  private final @Nullable String requestedToTag;
  private State state = State.PROCEEDING;
  private @Nullable Retransmission timerG;
  private @Nullable String toTag;

  InviteServerTransaction(
      Surroundings around,
      String key,
      @Nullable Opening opening,
      SipRequest request,
      Flow flow,
      Consumer<ServerMachine> onEnd) {
    super(around, key, opening, request, flow, onEnd);
    this.requestedToTag = request.toTag();
    this.toTag = requestedToTag;
  }

  @Override
  Enum<?> state() {
    return state;
  }

  /**
   * Whether the TU will answer soon enough to do without a 100 is known when it has: most calls
   * ring somewhere within milliseconds, others wait in a queue that does not answer them.
   */
  @Override
  void open() {
    stateTimer.set(TRYING_NS, this::sendTrying);
  }

  private void sendTrying() {
    SipRequest request = unanswered().request();
    SipWriter trying = SipWriter.response(100, request, null);
    answer(trying.copy(Header.TIMESTAMP, request).toResponse());
  }

  @Override
  void retransmitted() {
    switch (state) {
      // 17.2.1: "the most recent provisional response that was received from the TU MUST be passed
      // to the transport layer"; in Completed
      // "the server SHOULD pass the response to the transport for retransmission".
      case PROCEEDING -> answerAgain();
      case COMPLETED -> resend();
      // RFC 6026 8.7: "Any such retransmissions are absorbed entirely within the server
      // transaction."
      case ACCEPTED, CONFIRMED, TERMINATED -> {}
    }
  }

  private void answerAgain() {
    if (hasResponded()) {
      resend();
    } else {
      sendTrying();
    }
  }

  /** Returns true where the ACK is the TU's: it acknowledges a 2xx. */
  boolean acknowledged(SipRequest ack) {
    switch (state) {
      case COMPLETED -> confirm(ack);
      case PROCEEDING, CONFIRMED, ACCEPTED, TERMINATED -> {}
    }
    // RFC 6026 7.1: "Any ACKs received from the network while in the 'Accepted' state MUST be
    // passed
    // directly to the TU and not absorbed."
    return state == State.ACCEPTED;
  }

  @Override
  void respond(SipResponse response) {
    switch (state) {
      case PROCEEDING -> answer(response);
      case ACCEPTED -> repeatSuccess(response);
      case COMPLETED, CONFIRMED, TERMINATED -> {}
    }
  }

  @Override
  boolean isAnswered() {
    return state != State.PROCEEDING;
  }

  /**
   * RFC 6026 7.1: "A server transaction MUST NOT discard transaction state based only on
   * encountering a non-recoverable transport error when sending a response."
   */
  @Override
  void transportFailed() {
    switch (state) {
      case PROCEEDING, COMPLETED, ACCEPTED -> tellFailure();
      case CONFIRMED, TERMINATED -> {}
    }
  }

  /**
   * The To tag of the responses so far, for the ACK of an RFC 2543 client and for the answer to a
   * CANCEL.
   */
  @Nullable String toTag() {
    return toTag;
  }

  private void answer(SipResponse response) {
    if (response.toTag() != null) {
      toTag = response.toTag();
    }
    if (response.isProvisional()) {
      stateTimer.cancel();
      sendAndKeep(response);
    } else if (response.isSuccess()) {
      accept(response);
    } else {
      complete(response);
    }
  }

  private void repeatSuccess(SipResponse response) {
    if (response.isSuccess()) {
      repeat(response);
    }
  }

  private void accept(SipResponse response) {
    state = State.ACCEPTED;
    terminateAfter(SipTimer.L);
    sendOnce(response);
    forgetRequest();
  }

  private void complete(SipResponse response) {
    state = State.COMPLETED;
    timerG = new Retransmission(around.timers(), SipTimer.G, this::resend);
    timerG.start(flow().protocol());
    stateTimer.set(SipTimer.H.ns(flow().protocol()), this::neverAcknowledged);
    sendAndKeep(response);
    forgetRequest();
  }

  /**
   * 17.2.1: "If an ACK is received while the INVITE server transaction is in the 'Completed' state,
   * the server transaction MUST transition to the 'Confirmed' state."
   */
  private void confirm(SipRequest ack) {
    if (knowsOurTag(ack)) {
      validated();
    }
    state = State.CONFIRMED;
    stopRepeating();
    forgetResponse();
    terminateAfter(SipTimer.I);
  }

  /** The branch is the sender's own word; a tag that the request had already is, too. */
  private boolean knowsOurTag(SipRequest ack) {
    return toTag != null && toTag.equals(ack.toTag()) && !toTag.equals(requestedToTag);
  }

  private void neverAcknowledged() {
    terminate();
    tellFailure();
  }

  @Override
  void terminate() {
    state = State.TERMINATED;
    stopRepeating();
    end();
  }

  private void stopRepeating() {
    if (timerG != null) {
      timerG.stop();
      timerG = null;
    }
  }
}
