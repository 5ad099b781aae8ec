package usher.sip.dialog;

import java.util.function.Predicate;
import javax.sip.address.SipURI;
import org.jspecify.annotations.Nullable;
import usher.sip.dialog.OutgoingInvite.HeaderLine;
import usher.sip.message.Header;
import usher.sip.message.MalformedMessageException;
import usher.sip.message.SipRequest;
import usher.sip.message.SipResponse;
import usher.sip.message.SipWriter;
import usher.sip.transaction.ServerTransaction;
import usher.sip.transport.Flow;

/**
 * One leg: an INVITE and the dialog it makes. {@link DialogState} draws its life; the parts do the
 * work.
 */
public final class Dialog {
  private final Dialogs dialogs;
  private final Peer peer;
  private final Acknowledgements acks;
  private final Invitation invitation;
  private final PeerReinvites peerReinvites = new PeerReinvites(this);
  private final OwnReinvites ownReinvites = new OwnReinvites(this);
  private final Ending ending = new Ending(this);
  private final SessionTimer sessionTimer;
  private DialogState state;

  /** Our side of the session, as the peer was told last; null before. */
  private byte @Nullable [] described;

  private Dialog(Dialogs dialogs, Peer peer, ServerTransaction invite) {
    this.dialogs = dialogs;
    this.peer = peer;
    this.acks = new Acknowledgements(dialogs.transactions());
    this.sessionTimer = new SessionTimer(this, dialogs.sessionExpiresS());
    this.invitation = new ReceivedInvite(this, invite);
    this.state = DialogState.PROCEEDING;
  }

  private Dialog(Dialogs dialogs, Peer peer, OutgoingInvite call) {
    this.dialogs = dialogs;
    this.peer = peer;
    this.acks = new Acknowledgements(dialogs.transactions());
    this.sessionTimer = new SessionTimer(this, dialogs.sessionExpiresS());
    this.described = call.offer();
    this.invitation = new SentInvite(this, call);
    this.state = DialogState.CALLING;
  }

  /** A call that came in. */
  static Dialog incoming(Dialogs dialogs, ServerTransaction invite, String localTag)
      throws MalformedMessageException {
    Dialog dialog = new Dialog(dialogs, Peer.ofCaller(dialogs, invite, localTag), invite);
    dialog.received().expireAsAsked();
    return dialog;
  }

  /** A call of ours, its INVITE not sent yet. */
  static Dialog outgoing(Dialogs dialogs, OutgoingInvite call, DialogId id) {
    return new Dialog(dialogs, Peer.ofCallee(dialogs, call, id), call);
  }

  void sendInvite() {
    sent().send();
  }

  /** The Call-ID. */
  public String callId() {
    return peer.id().callId();
  }

  /**
   * Requests of ours inside this dialog that are challenged are proved so, from now on.
   *
   * @param where over which flows; the far end may name somebody else as who is to be asked next
   */
  public void provesBy(Proof proof, Predicate<Flow> where) {
    peer.provesBy(proof, where);
  }

  /** Over what requests inside the dialog go. */
  public Flow flow() {
    return peer.flow();
  }

  /**
   * The user at the far end has registered this contact, and is reached over this flow now: if it
   * is his phone's in this dialog, what it is sent from now on goes there.
   */
  public void reachedOver(SipURI registered, Flow way) {
    peer.reachedOver(registered, way);
  }

  /** True for a call of ours. */
  public boolean weCall() {
    return invitation instanceof SentInvite;
  }

  /** True once nothing can come of this dialog any more. */
  public boolean isEnded() {
    return state == DialogState.ENDED;
  }

  /**
   * Of a call of ours: does this once, unless its peer says anything before, be it 100, or the call
   * is over.
   */
  public void ifSilent(long delayNs, Runnable then) {
    sent().ifSilent(delayNs, then);
  }

  /** True between the 2xx and the end. */
  public boolean isEstablished() {
    return state == DialogState.ACCEPTED || state == DialogState.CONFIRMED || isAnswerHeld();
  }

  private boolean isAnswerHeld() {
    return state == DialogState.PROCEEDING
        && invitation instanceof ReceivedInvite invite
        && invite.isAnswerHeld();
  }

  // ---- what the user does; what does not fit the state does nothing

  /** 180 Ringing, repeated every minute (RFC 3261 13.3.1.1). */
  public void ring() {
    if (state == DialogState.PROCEEDING && !isAnswerHeld()) {
      received().provisional(180, null);
    }
  }

  /** 183 Session Progress with an early answer, repeated every minute. */
  public void progress(byte[] answer) {
    if (state == DialogState.PROCEEDING && !isAnswerHeld()) {
      received().provisional(183, answer);
    }
  }

  /** 200 OK with this session description: the answer, or the offer where the INVITE had none. */
  public void accept(byte[] description) {
    if (state == DialogState.PROCEEDING && !isAnswerHeld()) {
      described = description;
      received().accept(description);
    }
  }

  /** Refuses the call; the dialog is over. */
  public void reject(int status, HeaderLine... headers) {
    if (state == DialogState.PROCEEDING) {
      received().reject(status, headers);
    }
  }

  /** Acknowledges a 2xx whose INVITE had no offer: this is the answer. */
  public void acknowledge(byte[] answer) {
    if (acks.isOwed()) {
      described = answer;
    }
    acks.settle(peer, answer);
    ownReinvites.sendNext();
  }

  /**
   * Offers the peer another session, or asks for its offer when {@code offer} is null. While
   * another INVITE is under way in this dialog, and after glare (RFC 3261 14.1), it waits; a later
   * call takes the place of one that waits.
   */
  public void reinvite(byte @Nullable [] offer) {
    if (isEstablished() && !hasHungUp()) {
      ownReinvites.ask(offer);
    }
  }

  /** Answers the peer's re-INVITE or UPDATE with this description. */
  public void acceptReinvite(byte[] description) {
    described = description;
    peerReinvites.accept(description);
  }

  /** Refuses the peer's re-INVITE or UPDATE; the session stays as it was. */
  public void refuseReinvite(int status) {
    peerReinvites.refuse(status);
  }

  /** Sends an INFO inside the dialog. Its response is not waited for. */
  public void info(String contentType, byte[] body) {
    if (isEstablished() && !hasHungUp()) {
      new InfoRequest(this, contentType, body).send();
    }
  }

  /** Asks the peer to call somebody else (RFC 3515). */
  public void refer(String referTo) {
    if (isEstablished() && !hasHungUp()) {
      new ReferRequest(this, referTo).send();
    }
  }

  /** How the far end is told of this dialog, null before it has told us of itself. */
  public @Nullable Replaces named() {
    String tag = peer.heardTag();
    return tag == null ? null : new Replaces(callId(), tag, id().localTag(), false);
  }

  /** Accepts the peer's REFER; what is returned tells it how the other call fares. */
  public Referral acceptReferral(ServerTransaction refer) {
    return Referral.accept(this, refer);
  }

  /** Answers another request inside the dialog. */
  public void answer(ServerTransaction request, int status) {
    dialogs.answer(request, status, null);
  }

  /**
   * Ends the leg, whatever state it is in: a call to us that has no final response is refused with
   * 480, a call of ours is cancelled, an established one gets BYE. No event follows, but for a
   * cancelled call {@link SipEvent.Refused}.
   *
   * @param reason the value of a Reason header field (RFC 3326), or null
   */
  public void hangUp(@Nullable String reason) {
    switch (state) {
      case PROCEEDING -> received().reject(480);
      case CALLING -> sent().cancel(reason);
      case ACCEPTED -> ending.hangUpAfterAck(reason);
      case CONFIRMED -> ending.sendBye(reason);
      case CANCELLING, ENDED -> {}
    }
  }

  // ---- what the peer sends

  void onBye(ServerTransaction bye) {
    switch (state) {
      // a caller may end its early dialog by BYE too (RFC 3261 15)
      case PROCEEDING -> {
        dialogs.answer(bye, 200, null);
        received().cancelled();
      }
      case ACCEPTED, CONFIRMED -> {
        dialogs.answer(bye, 200, null);
        ending.peerHungUp();
      }
      // RFC 3261 15: the callee "MUST NOT send a BYE on early dialogs"
      case CALLING, CANCELLING, ENDED -> dialogs.answer(bye, 481, null);
    }
  }

  void onAck(SipRequest ack) {
    boolean ofInvitation = invitation instanceof ReceivedInvite invite && invite.acknowledged(ack);
    if (!ofInvitation) {
      peerReinvites.acknowledged(ack);
    }
  }

  /** Nothing can come from the peer any more. */
  void unreachable() {
    if (invitation instanceof SentInvite sent) {
      sent.unreachable();
    }
  }

  /** The ACK of our 2xx has come. */
  void confirmed(SipRequest ack) {
    state = DialogState.CONFIRMED;
    if (!ending.hangUpNow()) {
      ownReinvites.sendNext();
      raise(new SipEvent.Acknowledged(this, ack));
    }
  }

  void onInfo(ServerTransaction info) {
    if (hasHungUp()) {
      dialogs.answer(info, 481, null);
    } else if (info.request().has(Header.INFO_PACKAGE)) {
      dialogs.refusePackage(info);
    } else {
      raise(new SipEvent.InfoReceived(this, info));
    }
  }

  void onRefer(ServerTransaction refer) {
    if (isEstablished() && !hasHungUp()) {
      raise(new SipEvent.Referred(this, refer));
    } else {
      dialogs.answer(refer, 481, null);
    }
  }

  void onNotify(ServerTransaction notify) {
    if (isEstablished() && !hasHungUp()) {
      raise(new SipEvent.Notified(this, notify));
    } else {
      dialogs.answer(notify, 481, null);
    }
  }

  void onPrack(ServerTransaction prack) {
    if (invitation instanceof ReceivedInvite invite) {
      invite.pracked(prack);
    } else {
      dialogs.answer(prack, 481, null);
    }
  }

  void onReinvite(ServerTransaction transaction) {
    if (!refusesInterval(transaction)) {
      peerReinvites.received(transaction);
    }
  }

  /**
   * RFC 3311 5.2. Before there is a session an UPDATE can offer nothing here: the offer of the
   * INVITE is still open.
   */
  void onUpdate(ServerTransaction update) {
    if (hasHungUp()) {
      dialogs.answer(update, 481, null);
    } else if (update.request().hasBody()) {
      onReinvite(update);
    } else if (!refusesInterval(update)) {
      peer.refresh(update);
      SipWriter response = peer.response(update, 200);
      if (isEstablished()) {
        sessionTimer.answer(update.request(), response);
      }
      update.respond(response.toResponse());
    }
  }

  /** RFC 4028 8.1, 9. */
  private boolean refusesInterval(ServerTransaction transaction) {
    boolean tooSmall = SessionTimer.isTooSmall(transaction.request());
    if (tooSmall) {
      dialogs.refuseInterval(transaction, peer.id().localTag());
    }
    return tooSmall;
  }

  /** A CANCEL for this transaction. True where it was ours. */
  boolean onCancel(ServerTransaction cancelled) {
    if (state == DialogState.PROCEEDING && cancelled.equals(receivedInvite())) {
      received().cancelled();
      return true;
    }
    return peerReinvites.cancelled(cancelled);
  }

  /** A 2xx to an INVITE of ours whose transaction is over. */
  void onStraySuccess(SipResponse response) {
    if (!acks.repeat(response) && invitation instanceof SentInvite invite) {
      invite.strayed(response);
    }
  }

  /** Nothing of ours may stay behind: timers, ACKs that are owed, INVITEs without an answer. */
  void end() {
    acks.settle(peer, null);
    invitation.stop();
    sessionTimer.stop();
    peerReinvites.stop();
    ownReinvites.stop();
    state = DialogState.ENDED;
    dialogs.forget(this);
  }

  // ---- for the parts

  DialogState state() {
    return state;
  }

  void enter(DialogState next) {
    state = next;
  }

  /** True while an INVITE of the peer would cross our own, its answer or our BYE. */
  boolean isInvitationUnfinished() {
    boolean ofOurs = state == DialogState.CALLING;
    boolean ofPeer = invitation instanceof ReceivedInvite invite && invite.awaitsAnswer();
    return ofOurs || ofPeer || hasHungUp();
  }

  /** True where the user has hung up, but the peer could not be told yet. */
  private boolean hasHungUp() {
    return state == DialogState.CANCELLING || ending.isHeld();
  }

  /** The transaction of the caller's INVITE, null for a call of ours. */
  @Nullable ServerTransaction receivedInvite() {
    return invitation instanceof ReceivedInvite invite ? invite.transaction() : null;
  }

  private ReceivedInvite received() {
    return switch (invitation) {
      case ReceivedInvite invite -> invite;
      case SentInvite _ -> throw new IllegalStateException("this is a call of ours");
    };
  }

  private SentInvite sent() {
    return switch (invitation) {
      case SentInvite invite -> invite;
      case ReceivedInvite _ -> throw new IllegalStateException("this is a call to us");
    };
  }

  DialogId id() {
    return peer.id();
  }

  Peer peer() {
    return peer;
  }

  Acknowledgements acks() {
    return acks;
  }

  SessionTimer sessionTimer() {
    return sessionTimer;
  }

  byte @Nullable [] described() {
    return described;
  }

  /** The peer has accepted what we said about our side. */
  void described(byte[] description) {
    described = description;
  }

  PeerReinvites peerReinvites() {
    return peerReinvites;
  }

  OwnReinvites ownReinvites() {
    return ownReinvites;
  }

  Dialogs dialogs() {
    return dialogs;
  }

  Ending ending() {
    return ending;
  }

  void raise(SipEvent event) {
    dialogs.raise(event);
  }

  /** For logs: which leg this is. */
  @Override
  public String toString() {
    return (weCall() ? "to " : "from ") + peer + " (" + state + ")";
  }
}
