package usher.sip.transaction;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;
import usher.sip.message.Method;
import usher.sip.message.SipRequest;
import usher.sip.message.SipResponse;
import usher.sip.message.SipWriter;
import usher.sip.message.TokenSource;
import usher.sip.transport.Flow;
import usher.sip.transport.ResponseTarget;

/**
 * Requests of others that are being answered, and the rules by which a request finds its own (RFC
 * 3261 17.2.3).
 */
final class ServerTransactions {
  /** What an ACK was for. */
  enum Acknowledged {
    /** A final response that its transaction had sent. */
    ABSORBED,
    /** A 503 that was sent without a transaction. */
    OF_REFUSAL,
    /** A 2xx, which only the user knows of. */
    OF_SUCCESS
  }

  private final Surroundings around;
  private final TokenSource tokens;
  private final int maxLive;
  private final IntSupplier otherLive;

  private final Map<String, ServerMachine> machines = new HashMap<>();
  private final Map<String, Opening> openings = new HashMap<>();
  private final Consumer<ServerMachine> onEnd = this::ended;

  /**
   * The To tag of refusals without a transaction: it tells their ACKs, which belong to nothing
   * either.
   */
  private final String refusalTag;

  private long refusedRequests;
  private long mergedRequests;

  ServerTransactions(Surroundings around, TokenSource tokens, int maxLive, IntSupplier otherLive) {
    this.around = around;
    this.tokens = tokens;
    this.maxLive = maxLive;
    this.otherLive = otherLive;
    this.refusalTag = tokens.token();
  }

  int size() {
    return machines.size();
  }

  long refusedRequests() {
    return refusedRequests;
  }

  long mergedRequests() {
    return mergedRequests;
  }

  /** Any request but ACK and CANCEL. */
  void requested(SipRequest request, Flow flow) {
    String key = TransactionKey.server(request, request.methodName(), request.toTag(), flow);
    ServerMachine known = machines.get(key);
    if (known != null) {
      known.received(request.bytes().length);
      known.retransmitted();
    } else if (isFullFor(request)) {
      refuse(request, flow);
    } else {
      begin(key, request, flow);
    }
  }

  private void begin(String key, SipRequest request, Flow flow) {
    String mergeKey = TransactionKey.merged(request);
    Opening first = mergeKey == null ? null : openings.get(mergeKey);
    Opening opening = mergeKey == null || first != null ? null : Opening.of(mergeKey, request);
    ServerMachine machine = newMachine(key, opening, request, flow);
    if (first != null && !first.isSameWay(request)) {
      refuseMerged(machine.unanswered());
    } else {
      open(machine);
    }
  }

  Acknowledged acknowledged(SipRequest ack, Flow flow) {
    InviteServerTransaction invite = inviteOf(ack, flow);
    if (invite != null) {
      return invite.acknowledged(ack) ? Acknowledged.OF_SUCCESS : Acknowledged.ABSORBED;
    }
    return refusalTag.equals(ack.toTag()) ? Acknowledged.OF_REFUSAL : Acknowledged.OF_SUCCESS;
  }

  void cancelled(SipRequest cancel, Flow flow) {
    String key = TransactionKey.server(cancel, "CANCEL", cancel.toTag(), flow);
    ServerMachine known = machines.get(key);
    if (known != null) {
      known.received(cancel.bytes().length);
      known.retransmitted();
    } else if (isFullFor(cancel)) {
      refuse(cancel, flow);
    } else {
      InviteServerTransaction invite = inviteOf(cancel, flow);
      boolean itsSender = invite != null && isSender(invite, flow);
      answerCancel(newMachine(key, null, cancel, flow).unanswered(), itsSender ? invite : null);
    }
  }

  /** Who shares the host of a phone, or its NAT, and has seen its branch is still not the phone. */
  private static boolean isSender(InviteServerTransaction invite, Flow came) {
    return came.protocol().reliable() || came.remote().equals(invite.flow().remote());
  }

  void undeliverable(SipResponse response, Flow flow) {
    ServerMachine machine = machines.get(TransactionKey.serverOf(response, flow));
    if (machine != null) {
      machine.undeliverable(response, flow);
    }
  }

  private ServerMachine newMachine(
      String key, @Nullable Opening opening, SipRequest received, Flow flow) {
    SipRequest request = RequestSource.stamped(received, flow);
    ServerMachine machine =
        request.method() == Method.INVITE
            ? new InviteServerTransaction(around, key, opening, request, flow, onEnd)
            : new NonInviteServerTransaction(around, key, opening, request, flow, onEnd);
    machine.received(received.bytes().length);
    machines.put(key, machine);
    if (opening != null) {
      openings.put(opening.key(), opening);
    }
    return machine;
  }

  private void open(ServerMachine machine) {
    ReceivedRequest transaction = machine.unanswered();
    machine.open();
    try {
      around.user().onRequest(transaction);
    } catch (RuntimeException | Error e) {
      // Nobody else will answer it, and an INVITE waits for its answer without end.
      respond(transaction, 500);
      throw e;
    }
  }

  /**
   * 8.2.2.2: "the UAS core SHOULD generate a 482 (Loop Detected) response and pass it to the server
   * transaction."
   */
  private void refuseMerged(ReceivedRequest merged) {
    mergedRequests++;
    respond(merged, 482);
  }

  private void respond(ReceivedRequest transaction, int status) {
    transaction.respond(
        SipWriter.response(status, transaction.request(), tokens.token()).toResponse());
  }

  private boolean isFullFor(SipRequest request) {
    boolean makesRoom = request.toTag() != null || request.method() == Method.CANCEL;
    int most = makesRoom ? maxLive + maxLive / 5 : maxLive;
    return size() + otherLive.getAsInt() >= most;
  }

  /**
   * 8.2.7: a stateless UAS answers and forgets; its tag is always the same, so a repeated request
   * gets the same answer.
   */
  private void refuse(SipRequest received, Flow flow) {
    refusedRequests++;
    SipRequest request = RequestSource.stamped(received, flow);
    SipResponse refusal = SipWriter.response(503, request, refusalTag).toResponse();
    around.wire().send(ResponseTarget.of(request.topVia(), flow), refusal);
  }

  /** The transaction that an ACK or CANCEL belongs to by its branch. */
  private @Nullable InviteServerTransaction inviteOf(SipRequest follower, Flow flow) {
    ServerMachine machine = machines.get(TransactionKey.server(follower, "INVITE", null, flow));
    if (machine == null && follower.toTag() != null) {
      machine = machines.get(TransactionKey.server(follower, "INVITE", follower.toTag(), flow));
    }
    return machine instanceof InviteServerTransaction invite && belongs(follower, invite)
        ? invite
        : null;
  }

  /**
   * 17.2.3: from an RFC 2543 client an ACK matches if its To tag equals "the To tag of the
   * response" as well.
   */
  private static boolean belongs(SipRequest follower, InviteServerTransaction invite) {
    return follower.method() != Method.ACK
        || TransactionKey.isUnique(follower.topVia())
        || Objects.equals(follower.toTag(), invite.toTag());
  }

  /**
   * 9.2: "If the UAS did not find a matching transaction for the CANCEL [...] it SHOULD respond to
   * the CANCEL with a 481"; otherwise it "answers the CANCEL request itself with a 200 (OK)
   * response", and "if the UAS has already sent a final response for the original request [...] the
   * CANCEL request has no effect on the processing of the original request". Only INVITEs are
   * looked for: all else is answered at once (9.1).
   */
  private void answerCancel(ReceivedRequest cancel, @Nullable InviteServerTransaction invite) {
    if (invite == null) {
      respond(cancel, 481);
      return;
    }
    String toTag = Objects.requireNonNullElseGet(invite.toTag(), tokens::token);
    cancel.respond(SipWriter.response(200, cancel.request(), toTag).toResponse());
    if (!invite.isAnswered()) {
      around.user().onCancel(invite.unanswered(), cancel.request());
    }
  }

  private void ended(ServerMachine machine) {
    machines.remove(machine.key());
    Opening opening = machine.opening();
    if (opening != null) {
      openings.remove(opening.key());
    }
  }
}
