package usher.sip.dialog;

import org.jspecify.annotations.Nullable;
import usher.sip.dialog.SipEvent.EndReason;
import usher.sip.transaction.ServerTransaction;

/** How an established dialog ends, by either side; who hung up himself is not told. */
final class Ending {
  /** A wish to hang up that waits for the ACK. */
  private record HangUp(@Nullable String reason) {}

  private final Dialog dialog;
  private @Nullable HangUp held;

  Ending(Dialog dialog) {
    this.dialog = dialog;
  }

  /**
   * RFC 3261 15: "the callee's UA MUST NOT send a BYE on a confirmed dialog until it has received
   * an ACK for its 2xx response or until the server transaction times out".
   */
  void hangUpAfterAck(@Nullable String reason) {
    held = new HangUp(reason);
  }

  boolean isHeld() {
    return held != null;
  }

  /** The ACK has come; false where nobody had wanted to hang up. */
  boolean hangUpNow() {
    if (held != null) {
      sendBye(held.reason());
    }
    return held != null;
  }

  void sendBye(@Nullable String reason) {
    dialog.end();
    new ByeRequest(dialog.dialogs(), dialog.peer(), reason).send();
  }

  /**
   * RFC 3261 13.3.1.4: "the dialog is confirmed, but the session SHOULD be terminated. This is
   * accomplished with a BYE". One BYE is all that somebody gets who may never have called, and that
   * only where the answer was not repeated to him as often as it may be.
   */
  void neverAcknowledged(ServerTransaction invite) {
    dialog.end();
    String reason = held == null ? ByeRequest.NO_ACK : held.reason();
    new ByeRequest(dialog.dialogs(), dialog.peer(), reason).sendTo(invite);
    tell(EndReason.NO_ACK);
  }

  void peerHungUp() {
    dialog.end();
    tell(EndReason.PEER_HUNG_UP);
  }

  /** The peer does not know the dialog, or does not answer any more. */
  void peerIsGone() {
    if (!dialog.isEnded()) {
      sendBye(null);
      tell(EndReason.PEER_GONE);
    }
  }

  private void tell(EndReason reason) {
    if (held == null) {
      dialog.raise(new SipEvent.Ended(dialog, reason));
    }
  }
}
