package usher.sip.dialog;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import javax.sip.address.SipURI;
import javax.sip.header.ContactHeader;
import javax.sip.header.ExpiresHeader;
import javax.sip.header.FromHeader;
import org.jspecify.annotations.Nullable;
import usher.sip.dialog.SipEvent.EndReason;
import usher.sip.message.Header;
import usher.sip.message.MalformedMessageException;
import usher.sip.message.SipMessage;
import usher.sip.message.SipRequest;
import usher.sip.message.SipResponse;
import usher.sip.message.SipWriter;
import usher.sip.transaction.ClientTransaction;
import usher.sip.transaction.ClientTransactionUser;
import usher.sip.transaction.ServerTransaction;
import usher.sip.transaction.Timers;
import usher.sip.transaction.Transactions;
import usher.sip.transport.Flow;

/**
 * One leg: an INVITE and the dialog it makes.
 *
 * <pre>
 *   a call to us:    PROCEEDING --accept--> ACCEPTED --ACK--> CONFIRMED --BYE, hangUp--> ENDED
 *                     | reject, CANCEL         | no ACK: BYE
 *                     v                        v
 *                    ENDED                    ENDED
 *
 *   a call of ours:  CALLING --2xx: ACK--> CONFIRMED --BYE, hangUp--> ENDED
 *                     | | hangUp
 *                     | +------> CANCELLING --final, or 2xx: ACK, BYE--> ENDED
 *                     | refused
 *                     v
 *                    ENDED
 * </pre>
 *
 * <p>A hang-up in ACCEPTED waits for the ACK (RFC 3261 15: "the callee's UA MUST NOT send a BYE on
 * a confirmed dialog until it has received an ACK for its 2xx response or until the server
 * transaction times out").
 */
public final class Dialog {
  /** RFC 3261 13.3.1.1: "the UAS MUST send a non-100 provisional response at every minute". */
  private static final long PROVISIONAL_AGAIN_NS = TimeUnit.MINUTES.toNanos(1);

  /**
   * RFC 3261 14.1, "in units of 10 ms": 2.1 to 4 s for the owner of the Call-ID, 0 to 2 s for the
   * other.
   */
  private static final int GLARE_OWNER_MIN_MS = 2100;

  private static final int GLARE_OWNER_MAX_MS = 4000;
  private static final int GLARE_OTHER_MAX_MS = 2000;
  private static final int GLARE_UNIT_MS = 10;

  /** Glare that does not end by itself is a fault of the peer. */
  private static final int GLARE_RETRIES_MAX = 5;

  private static final String SDP = "application/sdp";

  /** Which 2xx an ACK answers: that of which fork, to which INVITE. */
  private record AckKey(@Nullable String remoteTag, long cseq) {}

  private static final class LatestAcks extends LinkedHashMap<AckKey, SipRequest> {
    private static final long serialVersionUID = 1L;
    private static final int KEPT_MAX = 8;

    @Override
    protected boolean removeEldestEntry(Map.Entry<AckKey, SipRequest> eldest) {
      return size() > KEPT_MAX;
    }
  }

  private enum State {
    PROCEEDING,
    CALLING,
    CANCELLING,
    ACCEPTED,
    CONFIRMED,
    ENDED
  }

  private final Dialogs dialogs;
  private final DialogId id;
  private final boolean weCall;
  private final String localAddress;

  private State state;
  private Flow flow;
  private String target;
  private RouteSet routes = RouteSet.EMPTY;
  private String remoteAddress;
  private @Nullable String remoteTag;
  private long localCseq;
  private long remoteCseq = -1;
  private boolean hangUpAfterAck;
  private @Nullable String hangUpReason;

  /** The INVITE that made the dialog: the caller's to us, or ours. */
  private @Nullable ServerTransaction received;

  private @Nullable ClientTransaction sent;
  private boolean offeredInInvite;

  private @Nullable AckWait ackWait;
  private Timers.@Nullable Timer provisionalAgain;
  private Timers.@Nullable Timer expiry;

  /** The ACK of each 2xx, to be repeated when the 2xx is (RFC 3261 13.2.2.4). */
  private final Map<AckKey, SipRequest> acks = new LatestAcks();

  private @Nullable ServerTransaction peersReinvite;
  private @Nullable Reinvite ownReinvite;
  private @Nullable Reinvite nextReinvite;

  /** Runs after glare; until then no re-INVITE of ours goes out. */
  private Timers.@Nullable Timer afterGlare;

  private Dialog(
      Dialogs dialogs,
      DialogId id,
      boolean weCall,
      State state,
      Flow flow,
      String local,
      String remote,
      String target) {
    this.dialogs = dialogs;
    this.id = id;
    this.weCall = weCall;
    this.state = state;
    this.flow = flow;
    this.localAddress = local;
    this.remoteAddress = remote;
    this.target = target;
  }

  /** A call that came in. */
  static Dialog incoming(Dialogs dialogs, ServerTransaction invite, String localTag)
      throws MalformedMessageException {
    SipRequest request = invite.request();
    String local = request.header(Header.TO) + ";tag=" + localTag;
    String remote = String.valueOf(request.header(Header.FROM));
    DialogId id = new DialogId(request.callId(), localTag);
    SipURI contact = callersTarget(request);
    Dialog dialog =
        new Dialog(
            dialogs, id, false, State.PROCEEDING, invite.flow(), local, remote, contact.toString());
    dialog.received = invite;
    dialog.remoteTag = request.fromTag();
    dialog.remoteCseq = request.cseq();
    dialog.routes = RouteSet.ofRequest(request);
    dialog.flow = dialogs.nextFlow(dialog.routes, contact, request, invite.flow());
    dialog.expireAsAsked(request);
    return dialog;
  }

  /** RFC 3261 13.3.1: an INVITE that expires before its final response is answered with 487. */
  private void expireAsAsked(SipRequest invite) throws MalformedMessageException {
    ExpiresHeader expires = invite.first(Header.EXPIRES, ExpiresHeader.class);
    if (expires != null) {
      expiry = timers().schedule(TimeUnit.SECONDS.toNanos(expires.getExpires()), this::cancelled);
    }
  }

  /** A call of ours; its INVITE goes out at once. */
  static Dialog outgoing(Dialogs dialogs, OutgoingInvite call, String callId, String localTag) {
    String local = call.from() + ";tag=" + localTag;
    DialogId id = new DialogId(callId, localTag);
    Dialog dialog =
        new Dialog(
            dialogs, id, true, State.CALLING, call.flow(), local, call.to(), call.requestUri());
    dialog.offeredInInvite = call.offer() != null;
    return dialog;
  }

  void sendInvite(OutgoingInvite call) {
    SipWriter writer =
        newRequest("INVITE", ++localCseq).header(Header.CONTACT, dialogs.contact(flow));
    writer.header(Header.ALLOW, DialogSettings.ALLOW).header(Header.USER_AGENT, dialogs.product());
    for (OutgoingInvite.HeaderLine line : call.headers()) {
      writer.header(line.name(), line.value());
    }
    sent = transactions().send(withBody(writer, call.offer()).toRequest(), flow, new InviteUser());
  }

  /** The transaction of the caller's INVITE, null for a call of ours. */
  @Nullable ServerTransaction receivedInvite() {
    return received;
  }

  DialogId id() {
    return id;
  }

  /** The Call-ID. */
  public String callId() {
    return id.callId();
  }

  /** Over what requests inside the dialog go. */
  public Flow flow() {
    return flow;
  }

  /** True for a call of ours. */
  public boolean weCall() {
    return weCall;
  }

  /** True once nothing can come of this dialog any more. */
  public boolean isEnded() {
    return state == State.ENDED;
  }

  /** True between the 2xx and the end. */
  public boolean isEstablished() {
    return state == State.ACCEPTED || state == State.CONFIRMED;
  }

  // ---- answering a call to us

  /** 180 Ringing, repeated every minute (RFC 3261 13.3.1.1). */
  public void ring() {
    provisional(180, null);
  }

  /** 183 Session Progress with an early answer, repeated every minute. */
  public void progress(byte[] answer) {
    provisional(183, answer);
  }

  private void provisional(int status, byte @Nullable [] body) {
    if (state == State.PROCEEDING) {
      SipResponse response = withBody(answerInvite(status), body).toResponse();
      repeatProvisional(response);
    }
  }

  private void repeatProvisional(SipResponse response) {
    stop(provisionalAgain);
    provisionalAgain = timers().schedule(PROVISIONAL_AGAIN_NS, () -> repeatProvisional(response));
    invite().respond(response);
  }

  /** 200 OK with this session description: the answer, or the offer where the INVITE had none. */
  public void accept(byte[] description) {
    if (state != State.PROCEEDING) {
      return;
    }
    SipResponse response = withBody(answerInvite(200), description).toResponse();
    leaveProceeding(State.ACCEPTED);
    waitForAck(invite(), response);
    invite().respond(response);
  }

  /** Refuses the call; the dialog is over. */
  public void reject(int status, OutgoingInvite.HeaderLine... headers) {
    if (state != State.PROCEEDING) {
      return;
    }
    SipWriter writer = SipWriter.response(status, invite().request(), id.localTag());
    for (OutgoingInvite.HeaderLine line : headers) {
      writer.header(line.name(), line.value());
    }
    leaveProceeding(State.ENDED);
    invite().respond(writer.header(Header.SERVER, dialogs.product()).toResponse());
    dialogs.forget(this);
  }

  private void leaveProceeding(State next) {
    stop(provisionalAgain);
    stop(expiry);
    state = next;
  }

  private ServerTransaction invite() {
    ServerTransaction invite = received;
    if (invite == null) {
      throw new IllegalStateException("this is a call of ours");
    }
    return invite;
  }

  private SipWriter answerInvite(int status) {
    return answer(invite(), status);
  }

  /**
   * A response that makes or refreshes the dialog: it has Contact and the request's Record-Route
   * (RFC 3261 12.1.1).
   */
  private SipWriter answer(ServerTransaction transaction, int status) {
    return SipWriter.response(status, transaction.request(), id.localTag())
        .copy(Header.RECORD_ROUTE, transaction.request())
        .header(Header.CONTACT, dialogs.contact(transaction.flow()))
        .header(Header.ALLOW, DialogSettings.ALLOW)
        .header(Header.SERVER, dialogs.product());
  }

  /** The caller's CANCEL, or the time its INVITE's Expires gave it. */
  void cancelled() {
    if (state == State.PROCEEDING) {
      reject(487);
      dialogs.raise(new SipEvent.Cancelled(this));
    }
  }

  private void waitForAck(ServerTransaction transaction, SipResponse response) {
    ackWait = new AckWait(timers(), transaction, response, () -> noAck(transaction));
  }

  /**
   * RFC 3261 13.3.1.4: "the dialog is confirmed, but the session SHOULD be terminated. This is
   * accomplished with a BYE".
   */
  private void noAck(ServerTransaction transaction) {
    ackWait = null;
    boolean known = !hangUpAfterAck;
    if (transaction == received) {
      state = State.CONFIRMED;
    }
    sendBye("no ACK");
    if (known) {
      dialogs.raise(new SipEvent.Ended(this, EndReason.NO_ACK));
    }
  }

  // ---- a call of ours

  /** The responses of the INVITE that makes the dialog. */
  private final class InviteUser implements ClientTransactionUser {
    @Override
    public void onResponse(ClientTransaction transaction, SipResponse response) {
      if (response.isProvisional()) {
        progressed(response);
      } else if (response.isSuccess()) {
        succeeded(response);
      } else {
        refused(response.status(), response);
      }
    }

    @Override
    public void onTimeout(ClientTransaction transaction) {
      refused(408, null);
    }

    @Override
    public void onTransportError(ClientTransaction transaction) {
      refused(503, null);
    }
  }

  private void progressed(SipResponse response) {
    if (response.status() > 100 && state == State.CALLING) {
      dialogs.raise(new SipEvent.Progress(this, response));
    }
  }

  void succeeded(SipResponse response) {
    if (!acknowledgeAgain(response)) {
      succeededAnew(response);
    }
  }

  private boolean acknowledgeAgain(SipResponse response) {
    SipRequest known = acks.get(new AckKey(response.toTag(), response.cseq()));
    if (known != null) {
      transactions().sendStateless(known, flow);
    }
    return known != null;
  }

  private void succeededAnew(SipResponse response) {
    switch (state) {
      case CALLING -> answered(response);
      case CANCELLING -> answeredTooLate(response);
      case CONFIRMED, ENDED -> endFork(response);
      case PROCEEDING, ACCEPTED -> throw new IllegalStateException("a 2xx for a call to us");
    }
  }

  private void answered(SipResponse response) {
    if (!adopt(response)) {
      endFork(response);
      refused(502, response);
      return;
    }
    state = State.CONFIRMED;
    if (offeredInInvite) {
      acknowledge(localCseq, null);
    }
    dialogs.raise(new SipEvent.Answered(this, response));
  }

  /**
   * Takes tag, route set and target from the 2xx (RFC 3261 12.1.2). False where it has none that
   * can be used.
   */
  private boolean adopt(SipResponse response) {
    try {
      SipURI contact = contact(response);
      remoteTag = response.toTag();
      remoteAddress = String.valueOf(response.header(Header.TO));
      routes = RouteSet.ofResponse(response);
      target = contact.toString();
      flow = dialogs.nextFlowOfCallee(routes, contact, requestOf(sent), flow);
      return true;
    } catch (MalformedMessageException e) {
      return false;
    }
  }

  private static SipRequest requestOf(@Nullable ClientTransaction transaction) {
    if (transaction == null) {
      throw new IllegalStateException("this is a call to us");
    }
    return transaction.request();
  }

  /**
   * Our CANCEL and the answer crossed: the session is real and has to be ended (RFC 3261 9.1, 15).
   */
  private void answeredTooLate(SipResponse response) {
    endFork(response);
    refused(487, null);
  }

  /** ACK and BYE for a 2xx that nobody waits for (RFC 3261 13.2.2.4). */
  private void endFork(SipResponse response) {
    Dialog fork =
        new Dialog(dialogs, id, true, State.CONFIRMED, flow, localAddress, remoteAddress, target);
    fork.sent = sent;
    fork.localCseq = localCseq;
    fork.adopt(response);
    fork.remoteTag = response.toTag();
    fork.remoteAddress = String.valueOf(response.header(Header.TO));
    fork.acknowledge(localCseq, null);
    acks.putAll(fork.acks);
    fork.sendBye("Call completed elsewhere");
  }

  private void refused(int status, @Nullable SipResponse response) {
    if (state == State.CALLING || state == State.CANCELLING) {
      int told = state == State.CANCELLING ? 487 : status;
      end();
      dialogs.raise(new SipEvent.Refused(this, told, response));
    }
  }

  /** Acknowledges a 2xx whose INVITE had no offer: this is the answer. */
  public void acknowledge(byte[] answer) {
    acknowledge(localCseq, answer);
  }

  private void acknowledge(long cseq, byte @Nullable [] body) {
    SipRequest ack = withBody(newRequest("ACK", cseq), body).toRequest();
    acks.put(new AckKey(remoteTag, cseq), ack);
    transactions().sendStateless(ack, flow);
  }

  // ---- ending

  /**
   * Ends the leg, whatever state it is in: a call to us that has no final response is refused with
   * 480, a call of ours is cancelled, an established one gets BYE. No event follows, but for a
   * cancelled call {@link SipEvent.Refused}.
   *
   * @param reason a Reason value (RFC 3326), or null
   */
  public void hangUp(@Nullable String reason) {
    switch (state) {
      case PROCEEDING -> reject(480);
      case CALLING -> cancelInvite(reason);
      case ACCEPTED -> {
        hangUpAfterAck = true;
        hangUpReason = reason;
      }
      case CONFIRMED -> sendBye(reason);
      case CANCELLING, ENDED -> {}
    }
  }

  private void cancelInvite(@Nullable String reason) {
    state = State.CANCELLING;
    ClientTransaction invite = sent;
    if (invite != null) {
      transactions().cancel(invite, reason);
    }
  }

  private void sendBye(@Nullable String reason) {
    if (state == State.ENDED) {
      return;
    }
    SipWriter bye = newRequest("BYE", ++localCseq);
    if (reason != null) {
      bye.header(
          Header.REASON,
          reason.indexOf(';') < 0 ? "SIP;cause=200;text=\"" + reason + "\"" : reason);
    }
    SipRequest request = bye.header(Header.USER_AGENT, dialogs.product()).toRequest();
    end();
    transactions().send(request, flow, Unheard.INSTANCE);
  }

  /**
   * Nothing of ours may stay behind: timers, and re-INVITEs that will never be answered (RFC 3261
   * 15.1.2).
   */
  private void end() {
    stop(provisionalAgain);
    stop(expiry);
    stopAckWait();
    state = State.ENDED;
    ServerTransaction pending = peersReinvite;
    peersReinvite = null;
    if (pending != null && !pending.isAnswered()) {
      pending.respond(SipWriter.response(487, pending.request(), id.localTag()).toResponse());
    }
    stop(afterGlare);
    if (ownReinvite != null) {
      ownReinvite.abandon();
    }
    nextReinvite = null;
    dialogs.forget(this);
  }

  private void stopAckWait() {
    if (ackWait != null) {
      ackWait.stop();
      ackWait = null;
    }
  }

  private void peerEnds(EndReason reason) {
    boolean known = !hangUpAfterAck;
    end();
    if (known) {
      dialogs.raise(new SipEvent.Ended(this, reason));
    }
  }

  // ---- requests of the peer inside the dialog

  /** RFC 3261 12.2.2: a request with the right tags and a CSeq above all before it. */
  boolean takes(SipRequest request) {
    return Objects.equals(request.fromTag(), remoteTag);
  }

  /** RFC 3261 12.2.2: lower "is out of order and MUST be rejected with a 500". */
  boolean isInOrder(SipRequest request) {
    boolean inOrder = request.cseq() > remoteCseq;
    remoteCseq = Math.max(remoteCseq, request.cseq());
    return inOrder;
  }

  void onBye(ServerTransaction bye) {
    dialogs.answer(bye, 200, id.localTag());
    switch (state) {
      // a caller may end its early dialog by BYE too (RFC 3261 15)
      case PROCEEDING -> cancelled();
      case ACCEPTED, CONFIRMED -> peerEnds(EndReason.PEER_HUNG_UP);
      case CALLING, CANCELLING, ENDED -> {}
    }
  }

  void onAck(SipRequest ack) {
    AckWait awaited = ackWait;
    if (awaited == null || awaited.cseq() != ack.cseq()) {
      return;
    }
    stopAckWait();
    if (state == State.ACCEPTED) {
      state = State.CONFIRMED;
      confirmed(ack);
    } else {
      peersReinvite = null;
      dialogs.raise(new SipEvent.ReinviteAcknowledged(this, ack));
      sendNextReinvite();
    }
  }

  private void confirmed(SipRequest ack) {
    if (hangUpAfterAck) {
      sendBye(hangUpReason);
    } else {
      dialogs.raise(new SipEvent.Acknowledged(this, ack));
      sendNextReinvite();
    }
  }

  void onInfo(ServerTransaction info) {
    dialogs.raise(new SipEvent.InfoReceived(this, info));
  }

  void onReinvite(ServerTransaction transaction) {
    if (state != State.CONFIRMED || ownReinvite != null || ackWait != null) {
      // RFC 3261 14.2: "while an INVITE it had sent on that dialog is in progress MUST return a
      // 491"
      dialogs.answer(transaction, 491, id.localTag());
    } else if (peersReinvite != null) {
      // RFC 3261 14.2: a second INVITE before the first is answered gets a 500 with Retry-After of
      // 0 to 10 s
      transaction.respond(
          SipWriter.response(500, transaction.request(), id.localTag())
              .header(Header.RETRY_AFTER, Integer.toString(dialogs.random(11)))
              .toResponse());
    } else {
      peersReinvite = transaction;
      refreshTarget(transaction.request(), transaction.flow());
      dialogs.raise(new SipEvent.Reinvited(this, transaction));
    }
  }

  /** INVITE is a target refresh request (RFC 3261 12.2.2). */
  private void refreshTarget(SipMessage message, Flow cameOver) {
    try {
      SipURI contact = contact(message);
      target = contact.toString();
      flow = dialogs.nextFlow(routes, contact, message, cameOver);
    } catch (MalformedMessageException e) {
      // "If present": a re-INVITE without a usable Contact leaves the target as it is
    }
  }

  /** Answers the peer's re-INVITE with this description. */
  public void acceptReinvite(byte[] description) {
    ServerTransaction pending = peersReinvite;
    if (pending != null && !pending.isAnswered()) {
      SipResponse response = withBody(answer(pending, 200), description).toResponse();
      waitForAck(pending, response);
      pending.respond(response);
    }
  }

  /** Refuses the peer's re-INVITE; the session stays as it was. */
  public void refuseReinvite(int status) {
    ServerTransaction pending = peersReinvite;
    if (pending != null && !pending.isAnswered()) {
      peersReinvite = null;
      dialogs.answer(pending, status, id.localTag());
      sendNextReinvite();
    }
  }

  /** A CANCEL for this transaction. True where it was ours. */
  boolean onCancel(ServerTransaction cancelled) {
    if (cancelled == received) {
      cancelled();
      return true;
    }
    if (cancelled == peersReinvite && !cancelled.isAnswered()) {
      refuseReinvite(487);
      dialogs.raise(new SipEvent.ReinviteCancelled(this));
      return true;
    }
    return false;
  }

  // ---- re-INVITEs of ours

  /**
   * Offers the peer another session, or asks for its offer when {@code offer} is null. While
   * another INVITE is under way in this dialog, and after glare (RFC 3261 14.1), it waits; a later
   * call takes the place of one that waits.
   */
  public void reinvite(byte @Nullable [] offer) {
    if (isEstablished()) {
      nextReinvite = new Reinvite(offer);
      sendNextReinvite();
    }
  }

  private void sendNextReinvite() {
    Reinvite next = nextReinvite;
    boolean free =
        state == State.CONFIRMED
            && ownReinvite == null
            && peersReinvite == null
            && ackWait == null
            && afterGlare == null;
    if (next != null && free) {
      nextReinvite = null;
      ownReinvite = next;
      next.send();
    }
  }

  /** One change of the session that we ask for, over as many INVITEs as glare makes necessary. */
  private final class Reinvite implements ClientTransactionUser {
    private final byte @Nullable [] offer;
    private int attempts;
    private @Nullable ClientTransaction underWay;

    Reinvite(byte @Nullable [] offer) {
      this.offer = offer;
    }

    void send() {
      attempts++;
      SipWriter writer = newRequest("INVITE", ++localCseq);
      writer
          .header(Header.CONTACT, dialogs.contact(flow))
          .header(Header.ALLOW, DialogSettings.ALLOW);
      underWay = transactions().send(withBody(writer, offer).toRequest(), flow, this);
    }

    /**
     * The dialog is over, and with it what the peer would repeat its answer for: had that been
     * lost, the transaction would wait for ever. A CANCEL gives it an end (RFC 3261 9.1: 64*T1).
     */
    void abandon() {
      ClientTransaction transaction = underWay;
      if (transaction != null) {
        transactions().cancel(transaction);
      }
    }

    @Override
    public void onResponse(ClientTransaction transaction, SipResponse response) {
      if (response.isProvisional()) {
        return;
      }
      if (response.isSuccess()) {
        accepted(transaction, response);
      } else if (state == State.CONFIRMED && ownReinvite == this) {
        failed(response.status());
      }
    }

    private void accepted(ClientTransaction transaction, SipResponse response) {
      boolean repeated = ownReinvite != this || state != State.CONFIRMED;
      if (repeated) {
        acknowledgeAgain(response);
        return;
      }
      ownReinvite = null;
      refreshTarget(response, flow);
      if (offer != null) {
        acknowledge(transaction.request().cseq(), null);
      }
      dialogs.raise(new SipEvent.ReinviteAnswered(Dialog.this, response));
      sendNextReinvite();
    }

    @Override
    public void onTimeout(ClientTransaction transaction) {
      if (ownReinvite == this) {
        failed(408);
      }
    }

    @Override
    public void onTransportError(ClientTransaction transaction) {
      if (ownReinvite == this) {
        failed(503);
      }
    }

    private void failed(int status) {
      switch (status) {
        case 491 -> glare();
        // RFC 3261 12.2.1.2: "If the response for a request within a dialog is a 481 or a 408, the
        // UAC SHOULD terminate"
        case 481 -> peerIsGone();
        case 408 -> {
          ownReinvite = null;
          sendBye(null);
          dialogs.raise(new SipEvent.Ended(Dialog.this, EndReason.PEER_GONE));
        }
        default -> refused(status);
      }
    }

    private void peerIsGone() {
      ownReinvite = null;
      peerEnds(EndReason.PEER_GONE);
    }

    private void refused(int status) {
      ownReinvite = null;
      dialogs.raise(new SipEvent.ReinviteRefused(Dialog.this, status));
      sendNextReinvite();
    }

    private void glare() {
      if (attempts >= GLARE_RETRIES_MAX) {
        refused(491);
        return;
      }
      ownReinvite = null;
      if (nextReinvite == null) {
        nextReinvite = this;
      }
      afterGlare =
          timers().schedule(TimeUnit.MILLISECONDS.toNanos(glareDelayMs()), Dialog.this::glareOver);
    }
  }

  private void glareOver() {
    afterGlare = null;
    sendNextReinvite();
  }

  private int glareDelayMs() {
    int units =
        weCall
            ? GLARE_OWNER_MIN_MS / GLARE_UNIT_MS
                + dialogs.random((GLARE_OWNER_MAX_MS - GLARE_OWNER_MIN_MS) / GLARE_UNIT_MS + 1)
            : dialogs.random(GLARE_OTHER_MAX_MS / GLARE_UNIT_MS + 1);
    return units * GLARE_UNIT_MS;
  }

  // ---- other requests of ours

  /** Sends an INFO inside the dialog; its response is not waited for. */
  public void info(String contentType, byte[] body) {
    if (state == State.CONFIRMED) {
      SipRequest info = newRequest("INFO", ++localCseq).body(contentType, body).toRequest();
      transactions().send(info, flow, Unheard.INSTANCE);
    }
  }

  /** RFC 3261 12.2.1.1: how every request inside a dialog begins. */
  private SipWriter newRequest(String method, long cseq) {
    SipWriter writer =
        SipWriter.request(method, routes.requestUri(target))
            .header(Header.VIA, Transactions.via(flow, dialogs.tokens().branch()))
            .header(Header.MAX_FORWARDS, "70")
            .header(Header.FROM, localAddress)
            .header(Header.TO, remoteAddress)
            .header(Header.CALL_ID, id.callId())
            .header(Header.CSEQ, cseq + " " + method);
    routes.writeTo(writer, target);
    return writer;
  }

  private static SipWriter withBody(SipWriter writer, byte @Nullable [] sdp) {
    return sdp == null ? writer : writer.body(SDP, sdp);
  }

  /** An INVITE of RFC 2543 need not have a Contact; its caller is then reached where it is From. */
  private static SipURI callersTarget(SipRequest invite) throws MalformedMessageException {
    FromHeader from = invite.first(Header.FROM, FromHeader.class);
    return !invite.has(Header.CONTACT)
            && from != null
            && from.getAddress().getURI() instanceof SipURI uri
        ? uri
        : contact(invite);
  }

  private static SipURI contact(SipMessage message) throws MalformedMessageException {
    ContactHeader contact = message.first(Header.CONTACT, ContactHeader.class);
    if (contact == null
        || contact.getAddress() == null
        || !(contact.getAddress().getURI() instanceof SipURI uri)) {
      throw new MalformedMessageException("Missing or unusable Contact");
    }
    return uri;
  }

  private static void stop(Timers.@Nullable Timer timer) {
    if (timer != null) {
      timer.cancel();
    }
  }

  private Timers timers() {
    return dialogs.timers();
  }

  private Transactions transactions() {
    return dialogs.transactions();
  }

  /** For logs: which leg this is. */
  @Override
  public String toString() {
    return (weCall ? "to " : "from ") + remoteAddress + " (" + state + ")";
  }
}
