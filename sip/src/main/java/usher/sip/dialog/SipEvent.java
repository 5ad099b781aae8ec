package usher.sip.dialog;

import org.jspecify.annotations.Nullable;
import usher.sip.message.SipRequest;
import usher.sip.message.SipResponse;
import usher.sip.transaction.ServerTransaction;

/** What a dialog tells its user. */
public sealed interface SipEvent {
  /** The dialog it happened in. */
  Dialog dialog();

  /** A new INVITE came; who does not answer it within 200 ms need not send 100 Trying himself. */
  record IncomingCall(Dialog dialog, SipRequest invite) implements SipEvent {}

  /**
   * The caller gave up before our final response; the INVITE is already answered with 487. The
   * dialog is over.
   */
  record Cancelled(Dialog dialog) implements SipEvent {}

  /** The ACK of our 2xx came, with the answer where the INVITE had no offer. */
  record Acknowledged(Dialog dialog, SipRequest ack) implements SipEvent {}

  /** A provisional response above 100 to our INVITE. */
  record Progress(Dialog dialog, SipResponse response) implements SipEvent {}

  /**
   * The first 2xx to our INVITE; acknowledged already if our INVITE had the offer. Where the answer
   * came in a reliable provisional response and the 2xx has none, it is that response (RFC 3262 5).
   */
  record Answered(Dialog dialog, SipResponse response) implements SipEvent {}

  /**
   * Our INVITE failed. The dialog is over.
   *
   * @param status the final response's, 408 for silence, 503 where it could not be delivered, 487
   *     after our CANCEL
   * @param response the final response, null where there was none
   */
  record Refused(Dialog dialog, int status, @Nullable SipResponse response) implements SipEvent {}

  /**
   * The peer wants to change the session; answer with {@link Dialog#acceptReinvite} or {@link
   * Dialog#refuseReinvite}.
   */
  record Reinvited(Dialog dialog, ServerTransaction transaction) implements SipEvent {}

  /** The peer's ACK for our answer to its re-INVITE. */
  record ReinviteAcknowledged(Dialog dialog, SipRequest ack) implements SipEvent {}

  /** The peer took its re-INVITE back before we answered it. The session stays as it was. */
  record ReinviteCancelled(Dialog dialog) implements SipEvent {}

  /** Our re-INVITE was answered; acknowledged already if it had the offer. */
  record ReinviteAnswered(Dialog dialog, SipResponse response) implements SipEvent {}

  /** Our re-INVITE was refused with this status. The session stays as it was (RFC 3261 14.1). */
  record ReinviteRefused(Dialog dialog, int status) implements SipEvent {}

  /** An INFO came; answer its transaction. */
  record InfoReceived(Dialog dialog, ServerTransaction transaction) implements SipEvent {}

  /**
   * The peer asks us to call somebody else (RFC 3515); answer the transaction, or accept it by
   * {@link Dialog#acceptReferral}.
   */
  record Referred(Dialog dialog, ServerTransaction transaction) implements SipEvent {}

  /** The final answer to our REFER; 408 for silence, 503 where it could not be delivered. */
  record ReferAnswered(Dialog dialog, int status) implements SipEvent {}

  /** A NOTIFY came; answer its transaction. */
  record Notified(Dialog dialog, ServerTransaction transaction) implements SipEvent {}

  /** An established dialog, or one that waited for its ACK, is over. */
  record Ended(Dialog dialog, EndReason reason) implements SipEvent {}

  /** Why a dialog ended without our doing. */
  enum EndReason {
    /** The peer sent BYE. */
    PEER_HUNG_UP,
    /** Our 2xx was never acknowledged (RFC 3261 13.3.1.4). */
    NO_ACK,
    /** The peer does not know the dialog, or does not answer inside it (RFC 3261 12.2.1.2). */
    PEER_GONE
  }
}
