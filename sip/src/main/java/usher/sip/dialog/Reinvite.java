package usher.sip.dialog;

import org.jspecify.annotations.Nullable;
import usher.sip.message.SipResponse;
import usher.sip.message.SipWriter;
import usher.sip.transaction.ClientTransaction;
import usher.sip.transaction.ClientTransactionUser;

/** One change of the session that we ask for, over as many INVITEs as glare makes necessary. */
final class Reinvite implements ClientTransactionUser {
  /** Glare that does not end by itself is a fault of the peer. */
  private static final int ATTEMPTS_MAX = 5;

  private final Dialog dialog;
  private final byte @Nullable [] offer;
  private final boolean isRefresh;
  private int attempts;
  private @Nullable DialogRequest underWay;

  /**
   * One not sent yet.
   *
   * @param isRefresh true where it changes nothing, so that the user need not hear of it
   */
  Reinvite(Dialog dialog, byte @Nullable [] offer, boolean isRefresh) {
    this.dialog = dialog;
    this.offer = offer;
    this.isRefresh = isRefresh;
  }

  void send() {
    attempts++;
    underWay = dialog.peer().send("INVITE", this::write, this);
  }

  private SipWriter write() {
    SipWriter writer = dialog.peer().invite();
    dialog.sessionTimer().ask(writer);
    return Peer.withSession(writer, offer);
  }

  /**
   * The dialog is over, and with it what the peer would repeat its answer for: had that been lost,
   * the transaction would wait for ever. A CANCEL gives it an end (RFC 3261 9.1: 64*T1).
   */
  void abandon() {
    if (underWay != null) {
      underWay.cancel();
    }
  }

  @Override
  public void onResponse(ClientTransaction transaction, SipResponse response) {
    if (response.isSuccess()) {
      succeeded(response);
    } else if (!response.isProvisional() && isCurrent()) {
      refusedWith(response);
    }
  }

  private void refusedWith(SipResponse response) {
    boolean tooShort = response.status() == 422 && dialog.sessionTimer().raise(response);
    if (tooShort && attempts < ATTEMPTS_MAX) {
      send();
    } else {
      failed(response.status());
    }
  }

  @Override
  public void onTimeout(ClientTransaction transaction) {
    if (isCurrent()) {
      failed(408);
    }
  }

  @Override
  public void onTransportError(ClientTransaction transaction) {
    if (isCurrent()) {
      sendElsewhere();
    }
  }

  private void sendElsewhere() {
    if (dialog.peer().reroute()) {
      send();
    } else {
      failed(503);
    }
  }

  private boolean isCurrent() {
    return dialog.ownReinvites().isCurrent(this);
  }

  private void succeeded(SipResponse response) {
    if (!dialog.acks().repeat(response)) {
      succeededAnew(response);
    }
  }

  private void succeededAnew(SipResponse response) {
    if (isCurrent()) {
      accepted(response);
    } else {
      // Our BYE was faster; the 2xx is acknowledged all the same (RFC 5407 3.2.3).
      dialog.acks().send(dialog.peer(), response.cseq(), null);
    }
  }

  private void accepted(SipResponse response) {
    dialog.ownReinvites().finished();
    dialog.peer().refresh(response);
    dialog.sessionTimer().answered(response);
    if (offer != null) {
      dialog.described(offer);
      dialog.acks().send(dialog.peer(), response.cseq(), null);
    } else {
      dialog.acks().owe(response);
    }
    dialog.ownReinvites().sendNext();
    if (!isRefresh) {
      dialog.raise(new SipEvent.ReinviteAnswered(dialog, response));
    }
  }

  private void failed(int status) {
    switch (status) {
      case 491 -> glare();
      // RFC 3261 12.2.1.2: "If the response for a request within a dialog is a 481 [...] or a 408
      // [...], the UAC SHOULD terminate the dialog."
      case 408, 481 -> dialog.ending().peerIsGone();
      default -> refused(status);
    }
  }

  private void glare() {
    if (attempts < ATTEMPTS_MAX) {
      dialog.ownReinvites().waitAfterGlare(this);
    } else {
      refused(491);
    }
  }

  private void refused(int status) {
    dialog.ownReinvites().finished();
    dialog.sessionTimer().heard();
    dialog.ownReinvites().sendNext();
    if (!isRefresh) {
      dialog.raise(new SipEvent.ReinviteRefused(dialog, status));
    }
  }
}
