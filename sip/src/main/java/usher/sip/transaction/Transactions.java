package usher.sip.transaction;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import usher.sip.message.Method;
import usher.sip.message.SipMessage;
import usher.sip.message.SipRequest;
import usher.sip.message.SipResponse;
import usher.sip.message.SipWriter;
import usher.sip.message.TokenSource;
import usher.sip.transport.Flow;
import usher.sip.transport.ResponseTarget;
import usher.sip.transport.Wire;

/**
 * The transaction layer (RFC 3261 17): gives every message to the machine it belongs to, opens new
 * ones, and forgets them when they terminate. One thread.
 *
 * <p>Calls to the user are the last act of every step, so a user that throws leaves all
 * transactions as they have to be.
 */
public final class Transactions {
  /**
   * Beyond so many transactions a request that opens a dialog, or belongs to none, is refused with
   * 503. At some 3 kB each they fit into a heap of 2 GB; 2,000 calls a second through the server
   * keep about half of them.
   */
  public static final int MAX_LIVE = 500_000;

  /**
   * How many more there may be before requests inside dialogs are refused as well: those end calls,
   * and make room.
   */
  public static final int MAX_LIVE_IN_DIALOGS = MAX_LIVE + MAX_LIVE / 5;

  private static final ClientTransactionUser NOBODY = new Nobody();

  private final Wire wire;
  private final TokenSource tokens;
  private final TransactionUser user;
  private final Surroundings around;
  private final int maxLive;

  private final Map<String, ServerMachine> servers = new HashMap<>();
  private final Map<String, ClientMachine> clients = new HashMap<>();
  private final Map<String, ServerMachine> mergeable = new HashMap<>();

  /**
   * The To tag of refusals without a transaction: it tells their ACKs, which belong to nothing
   * either.
   */
  private final String statelessTag;

  private long refusedRequests;
  private long mergedRequests;
  private long unmatchedMessages;

  /** Starts without transactions. */
  public Transactions(Wire wire, Timers timers, TokenSource tokens, TransactionUser user) {
    this(wire, timers, tokens, user, MAX_LIVE);
  }

  Transactions(Wire wire, Timers timers, TokenSource tokens, TransactionUser user, int maxLive) {
    this.wire = wire;
    this.tokens = tokens;
    this.user = user;
    this.maxLive = maxLive;
    this.around = new Surroundings(wire, timers, user, this::serverEnded, this::clientEnded);
    this.statelessTag = tokens.token();
  }

  /**
   * The value of the Via for a request of ours over this flow (18.1.1), asking the peer for {@code
   * rport} (RFC 3581 3).
   *
   * @param branch a new one for each transaction, of {@link TokenSource#branch()}
   */
  public static String via(Flow flow, String branch) {
    String sentBy = ResponseRoute.viaHost(flow.local()) + ':' + flow.local().getPort();
    return "SIP/2.0/" + flow.protocol() + ' ' + sentBy + ";rport;branch=" + branch;
  }

  /** A request has come. */
  public void received(SipRequest request, Flow flow) {
    switch (request.method()) {
      case ACK -> acknowledged(request, flow);
      case CANCEL -> cancelled(request, flow);
      case INVITE,
          BYE,
          OPTIONS,
          REGISTER,
          PRACK,
          UPDATE,
          INFO,
          REFER,
          SUBSCRIBE,
          NOTIFY,
          MESSAGE,
          PUBLISH,
          OTHER ->
          requested(request, flow);
    }
  }

  /** A response has come. */
  public void received(SipResponse response, Flow flow) {
    String branch = response.topVia().branch();
    ClientMachine client = clients.get(TransactionKey.client(branch, response.cseqMethod()));
    if (client != null) {
      client.received(response, flow);
    } else if (response.method() == Method.INVITE && response.isSuccess()) {
      user.onStrayResponse(response, flow);
    } else {
      unmatchedMessages++;
    }
  }

  /** The transport could not deliver this message of ours, which was sent over this flow. */
  public void undeliverable(SipMessage message, Flow flow) {
    switch (message) {
      case SipRequest request -> requestUndeliverable(request);
      case SipResponse response -> responseUndeliverable(response, flow);
    }
  }

  /**
   * Sends a request, again and again where that is needed, and tells the user what comes of it.
   *
   * @param request has a top Via made with {@link #via} and a new branch; neither an ACK nor a
   *     CANCEL
   */
  public ClientTransaction send(SipRequest request, Flow flow, ClientTransactionUser requester) {
    if (request.method() == Method.ACK || request.method() == Method.CANCEL) {
      throw new IllegalArgumentException(request.methodName() + " opens no transaction by itself");
    }
    return start(request, flow, requester);
  }

  /**
   * Cancels an INVITE (9.1): at once if it has a provisional response, as soon as it has one if
   * not, and not at all once it has a final one. The user hears the final response as ever, usually
   * 487, possibly 200; or {@link ClientTransactionUser#onTimeout} if none comes within 32 s.
   */
  public void cancel(ClientTransaction invite) {
    cancel(invite, null);
  }

  /**
   * The same, saying why.
   *
   * @param reason the value of the CANCEL's Reason header field (RFC 3326), for example {@code
   *     SIP;cause=200;text="Call completed elsewhere"}; null for none
   */
  public void cancel(ClientTransaction invite, @Nullable String reason) {
    switch (invite) {
      case InviteClientTransaction machine -> machine.cancel(() -> sendCancel(machine, reason));
      case NonInviteClientTransaction other ->
          throw new IllegalArgumentException(
              "only an INVITE can be cancelled, not " + other.request().methodName());
    }
  }

  /** Sends what no transaction cares for: the ACK of a 2xx. */
  public void sendStateless(SipMessage message, Flow flow) {
    wire.send(flow, message);
  }

  /** How many transactions there are, those included that only absorb retransmissions. */
  public int liveTransactions() {
    return servers.size() + clients.size();
  }

  /** Requests answered with 503 because there were too many transactions. */
  public long refusedRequests() {
    return refusedRequests;
  }

  /** Requests answered with 482 because the same one had come another way. */
  public long mergedRequests() {
    return mergedRequests;
  }

  /** Responses that belonged to nothing, and ACKs of stateless refusals. */
  public long unmatchedMessages() {
    return unmatchedMessages;
  }

  private void requested(SipRequest request, Flow flow) {
    String key = TransactionKey.server(request, request.methodName(), request.toTag(), flow);
    ServerMachine known = servers.get(key);
    if (known != null) {
      known.retransmitted();
    } else if (isFullFor(request)) {
      refuse(request, flow);
    } else {
      open(key, request, flow);
    }
  }

  private void open(String key, SipRequest request, Flow flow) {
    String mergeKey = request.toTag() == null ? TransactionKey.merged(request) : null;
    ServerMachine other = mergeKey == null ? null : mergeable.get(mergeKey);
    ServerMachine machine = newServer(key, request, flow);
    if (other != null && hasOtherBranch(other, request)) {
      refuseMerged(machine);
    } else {
      if (mergeKey != null) {
        mergeable.putIfAbsent(mergeKey, machine);
      }
      machine.open();
      user.onRequest(machine);
    }
  }

  private ServerMachine newServer(String key, SipRequest received, Flow flow) {
    SipRequest request = ResponseRoute.stamped(received, flow);
    ServerMachine machine =
        request.method() == Method.INVITE
            ? new InviteServerTransaction(around, key, request, flow)
            : new NonInviteServerTransaction(around, key, request, flow);
    servers.put(key, machine);
    return machine;
  }

  private static boolean hasOtherBranch(ServerMachine machine, SipRequest request) {
    return !Objects.equals(machine.request().topVia().branch(), request.topVia().branch());
  }

  /**
   * 8.2.2.2: "the UAS core SHOULD generate a 482 (Loop Detected) response and pass it to the server
   * transaction."
   */
  private void refuseMerged(ServerMachine machine) {
    mergedRequests++;
    machine.respond(SipWriter.response(482, machine.request(), tokens.token()).toResponse());
  }

  /** Requests inside dialogs are let in longer, and a CANCEL makes room: they end what is there. */
  private boolean isFullFor(SipRequest request) {
    boolean ends = request.toTag() != null || request.method() == Method.CANCEL;
    return liveTransactions() >= (ends ? maxLive + maxLive / 5 : maxLive);
  }

  /**
   * 8.2.7: a stateless UAS answers and forgets; its To tag is always the same, so a repeated
   * request gets the same answer.
   */
  private void refuse(SipRequest received, Flow flow) {
    refusedRequests++;
    SipRequest request = ResponseRoute.stamped(received, flow);
    wire.send(
        ResponseTarget.of(request.topVia(), flow),
        SipWriter.response(503, request, statelessTag).toResponse());
  }

  private void acknowledged(SipRequest ack, Flow flow) {
    InviteServerTransaction invite = inviteOf(ack, flow);
    if (invite == null) {
      acknowledgedElsewhere(ack, flow);
    } else if (invite.acknowledged()) {
      user.onAck(ack, flow);
    }
  }

  private void acknowledgedElsewhere(SipRequest ack, Flow flow) {
    if (statelessTag.equals(ack.toTag())) {
      unmatchedMessages++;
    } else {
      user.onAck(ack, flow);
    }
  }

  /** The transaction that an ACK or CANCEL belongs to by its branch. */
  private @Nullable InviteServerTransaction inviteOf(SipRequest follower, Flow flow) {
    ServerMachine machine = servers.get(TransactionKey.server(follower, "INVITE", null, flow));
    if (machine == null && follower.toTag() != null) {
      machine = servers.get(TransactionKey.server(follower, "INVITE", follower.toTag(), flow));
    }
    return machine instanceof InviteServerTransaction invite && belongs(follower, invite)
        ? invite
        : null;
  }

  /**
   * 17.2.3: from an RFC 2543 client an ACK matches if "the To tag [equals] the tag in the response"
   * as well.
   */
  private static boolean belongs(SipRequest follower, InviteServerTransaction invite) {
    return follower.method() != Method.ACK
        || TransactionKey.isUnique(follower.topVia())
        || Objects.equals(follower.toTag(), invite.toTag());
  }

  private void cancelled(SipRequest cancel, Flow flow) {
    String key = TransactionKey.server(cancel, "CANCEL", cancel.toTag(), flow);
    ServerMachine known = servers.get(key);
    if (known != null) {
      known.retransmitted();
    } else if (isFullFor(cancel)) {
      refuse(cancel, flow);
    } else {
      answerCancel(newServer(key, cancel, flow), inviteOf(cancel, flow));
    }
  }

  /**
   * 9.2: "If the UAS did not find a matching transaction for the CANCEL [...] 481"; otherwise it
   * "answers the CANCEL request itself with a 200 (OK) response", and "if the UAS has already sent
   * a final response for the original request [...] the CANCEL request has no effect". Only INVITEs
   * are looked for: all else is answered at once.
   */
  private void answerCancel(ServerMachine cancel, @Nullable InviteServerTransaction invite) {
    if (invite == null) {
      cancel.respond(SipWriter.response(481, cancel.request(), tokens.token()).toResponse());
      return;
    }
    String toTag = Objects.requireNonNullElseGet(invite.toTag(), tokens::token);
    cancel.respond(SipWriter.response(200, cancel.request(), toTag).toResponse());
    if (!invite.isAnswered()) {
      user.onCancel(invite, cancel.request());
    }
  }

  private ClientMachine start(SipRequest request, Flow flow, ClientTransactionUser requester) {
    ClientMachine machine =
        request.method() == Method.INVITE
            ? new InviteClientTransaction(around, request, flow, requester)
            : new NonInviteClientTransaction(around, request, flow, requester);
    if (clients.putIfAbsent(keyOf(request), machine) != null) {
      throw new IllegalArgumentException("the branch " + request.topVia().branch() + " is in use");
    }
    machine.open();
    return machine;
  }

  private void sendCancel(InviteClientTransaction invite, @Nullable String reason) {
    start(InviteFollowers.cancel(invite.request(), reason), invite.flow(), NOBODY);
  }

  private void requestUndeliverable(SipRequest request) {
    boolean isAck = request.method() == Method.ACK;
    String method = isAck ? "INVITE" : request.methodName();
    ClientMachine client = clients.get(TransactionKey.client(request.topVia().branch(), method));
    if (client != null) {
      client.undeliverable(request);
    }
  }

  private void responseUndeliverable(SipResponse response, Flow flow) {
    ServerMachine server = servers.get(TransactionKey.serverOf(response, flow));
    if (server != null) {
      server.undeliverable(response, flow);
    }
  }

  private static String keyOf(SipRequest request) {
    return TransactionKey.client(request.topVia().branch(), request.methodName());
  }

  private void clientEnded(ClientMachine machine) {
    clients.remove(keyOf(machine.request()));
  }

  private void serverEnded(ServerMachine machine) {
    servers.remove(machine.key());
    String mergeKey = TransactionKey.merged(machine.request());
    if (mergeKey != null) {
      mergeable.remove(mergeKey, machine);
    }
  }

  /** Nobody waits for the answer to a CANCEL: what matters is the INVITE's. */
  private static final class Nobody implements ClientTransactionUser {
    @Override
    public void onResponse(ClientTransaction transaction, SipResponse response) {}

    @Override
    public void onTimeout(ClientTransaction transaction) {}

    @Override
    public void onTransportError(ClientTransaction transaction) {}
  }
}
