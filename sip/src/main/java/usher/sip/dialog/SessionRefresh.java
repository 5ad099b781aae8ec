package usher.sip.dialog;

import usher.sip.message.Header;
import usher.sip.message.SipResponse;
import usher.sip.message.SipWriter;
import usher.sip.transaction.ClientTransaction;
import usher.sip.transaction.ClientTransactionUser;

/** An UPDATE without an offer, which changes nothing: is the peer still there? (RFC 4028 7.4) */
final class SessionRefresh implements ClientTransactionUser {
  private final Dialog dialog;

  SessionRefresh(Dialog dialog) {
    this.dialog = dialog;
  }

  void send() {
    dialog.peer().send("UPDATE", this::write, this);
  }

  private SipWriter write() {
    SipWriter update =
        dialog
            .peer()
            .nextRequest("UPDATE")
            .header(Header.CONTACT, dialog.dialogs().contact(dialog.flow()))
            .header(Header.USER_AGENT, dialog.dialogs().product());
    dialog.sessionTimer().ask(update);
    return update;
  }

  @Override
  public void onResponse(ClientTransaction transaction, SipResponse response) {
    if (!response.isProvisional() && !dialog.isEnded()) {
      answered(response);
    }
  }

  private void answered(SipResponse response) {
    switch (response.status()) {
      case 200 -> {
        dialog.peer().refresh(response);
        dialog.sessionTimer().answered(response);
      }
      case 408, 481 -> dialog.ending().peerIsGone();
      case 422 -> {
        if (dialog.sessionTimer().raise(response)) {
          send();
        }
      }
      case 405, 501 -> {
        dialog.sessionTimer().refusesUpdates();
        dialog.sessionTimer().heard();
      }
      default -> dialog.sessionTimer().heard();
    }
  }

  @Override
  public void onTimeout(ClientTransaction transaction) {
    dialog.ending().peerIsGone();
  }

  @Override
  public void onTransportError(ClientTransaction transaction) {
    if (!dialog.isEnded() && dialog.peer().reroute()) {
      send();
    } else {
      dialog.ending().peerIsGone();
    }
  }
}
