package usher.sip.dialog;

import org.jspecify.annotations.Nullable;
import usher.sip.message.Header;
import usher.sip.message.Method;
import usher.sip.message.SipRequest;
import usher.sip.message.SipResponse;
import usher.sip.message.SipWriter;
import usher.sip.transaction.ServerTransaction;

/**
 * Re-INVITEs that the peer sends: one at a time, each until its ACK (RFC 3261 14.2); and UPDATEs
 * with an offer, to which the same rules apply, but for the ACK (RFC 3311 5.2).
 */
final class PeerReinvites {
  /**
   * RFC 3261 14.2: "a Retry-After header field with a randomly chosen value of between 0 and 10".
   */
  private static final int RETRY_AFTER_MAX_S = 10;

  private final Dialog dialog;
  private @Nullable ServerTransaction pending;
  private @Nullable AckWait ackWait;

  PeerReinvites(Dialog dialog) {
    this.dialog = dialog;
  }

  boolean isIdle() {
    return pending == null && ackWait == null;
  }

  void received(ServerTransaction transaction) {
    if (pending != null || dialog.state() == DialogState.PROCEEDING) {
      refuseSecond(transaction);
    } else if (isCrossing()) {
      dialog.dialogs().answer(transaction, 491, null);
    } else {
      begin(transaction);
    }
  }

  /**
   * RFC 3261 14.2: "A UAS that receives a second INVITE before it sends the final response to a
   * first INVITE with a lower CSeq sequence number on the same dialog MUST return a 500".
   */
  private void refuseSecond(ServerTransaction transaction) {
    int seconds = dialog.dialogs().random(RETRY_AFTER_MAX_S + 1);
    transaction.respond(
        SipWriter.response(500, transaction.request(), null)
            .header(Header.RETRY_AFTER, Integer.toString(seconds))
            .header(Header.SERVER, dialog.dialogs().product())
            .toResponse());
  }

  /**
   * RFC 3261 14.2: "while an INVITE it had sent on that dialog is in progress MUST return a 491".
   * So does an offer of ours that the peer was to answer in an ACK (RFC 5407 3.1.5). A missing ACK
   * alone is no reason: who sends the next INVITE has got our 2xx (RFC 5407 3.1.4).
   */
  private boolean isCrossing() {
    boolean offerUnanswered = ackWait != null && ackWait.awaitsAnswer();
    return offerUnanswered || dialog.isInvitationUnfinished() || dialog.ownReinvites().isUnderWay();
  }

  /**
   * An offer in a PRACK, after we have answered that of the INVITE (RFC 3262 5): to be answered at
   * once, as the PRACK has to be.
   */
  void offeredByPrack(ServerTransaction prack) {
    if (pending != null) {
      dialog.dialogs().answer(prack, 491, null);
      return;
    }
    begin(prack);
    refuse(491);
  }

  private void begin(ServerTransaction transaction) {
    stopAckWait();
    pending = transaction;
    dialog.raise(new SipEvent.Reinvited(dialog, transaction));
  }

  /** The target changes with the acceptance: a refused re-INVITE changes nothing (RFC 6141). */
  void accept(byte[] description) {
    ServerTransaction invite = pending;
    if (invite != null) {
      pending = null;
      dialog.peer().refresh(invite);
      SipWriter writer = dialog.peer().response(invite, 200);
      if (invite.request().method() != Method.PRACK) {
        dialog.sessionTimer().answer(invite.request(), writer);
      }
      SipResponse response = Peer.withSession(writer, description).toResponse();
      if (invite.request().method() == Method.INVITE) {
        awaitAck(invite, response);
      }
      invite.respond(response);
      dialog.ownReinvites().sendNext();
    }
  }

  private void awaitAck(ServerTransaction invite, SipResponse response) {
    ackWait =
        new AckWait(
            dialog.dialogs().timers(),
            invite,
            response,
            () -> dialog.ending().neverAcknowledged(invite));
  }

  void refuse(int status) {
    ServerTransaction invite = pending;
    if (invite != null) {
      pending = null;
      dialog.dialogs().answer(invite, status, null);
      dialog.ownReinvites().sendNext();
    }
  }

  /** A CANCEL for this INVITE. False where it is none that waits for us. */
  boolean cancelled(ServerTransaction invite) {
    if (!invite.equals(pending)) {
      return false;
    }
    refuse(487);
    dialog.raise(new SipEvent.ReinviteCancelled(dialog));
    return true;
  }

  void acknowledged(SipRequest ack) {
    if (ackWait != null && ackWait.cseq() == ack.cseq()) {
      stopAckWait();
      dialog.ownReinvites().sendNext();
      dialog.raise(new SipEvent.ReinviteAcknowledged(dialog, ack));
    }
  }

  /** RFC 3261 15.1.2: "The UAS MUST still respond to any pending requests", best with a 487. */
  void stop() {
    stopAckWait();
    ServerTransaction invite = pending;
    if (invite != null) {
      pending = null;
      dialog.dialogs().answer(invite, 487, null);
    }
  }

  private void stopAckWait() {
    if (ackWait != null) {
      ackWait.stop();
      ackWait = null;
    }
  }
}
