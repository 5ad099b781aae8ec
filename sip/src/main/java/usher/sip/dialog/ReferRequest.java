package usher.sip.dialog;

import usher.sip.message.Header;
import usher.sip.message.SipResponse;
import usher.sip.message.SipWriter;
import usher.sip.transaction.ClientTransaction;
import usher.sip.transaction.ClientTransactionUser;

/** A REFER of ours (RFC 3515): the peer is asked to call somebody else. */
final class ReferRequest implements ClientTransactionUser {
  private final Dialog dialog;
  private final String referTo;

  ReferRequest(Dialog dialog, String referTo) {
    this.dialog = dialog;
    this.referTo = referTo;
  }

  void send() {
    dialog.peer().send("REFER", this::write, this);
  }

  private SipWriter write() {
    return dialog
        .peer()
        .nextRequest("REFER")
        .header(Header.CONTACT, dialog.dialogs().contact(dialog.flow()))
        .header(Header.REFER_TO, referTo);
  }

  @Override
  public void onResponse(ClientTransaction transaction, SipResponse response) {
    if (!response.isProvisional()) {
      tell(response.status());
    }
  }

  @Override
  public void onTimeout(ClientTransaction transaction) {
    tell(408);
  }

  @Override
  public void onTransportError(ClientTransaction transaction) {
    tell(503);
  }

  private void tell(int status) {
    if (!dialog.isEnded()) {
      dialog.raise(new SipEvent.ReferAnswered(dialog, status));
    }
  }
}
