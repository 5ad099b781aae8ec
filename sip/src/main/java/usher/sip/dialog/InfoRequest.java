package usher.sip.dialog;

import usher.sip.message.SipResponse;
import usher.sip.message.SipWriter;
import usher.sip.transaction.ClientTransaction;
import usher.sip.transaction.ClientTransactionUser;

/** An INFO of ours (RFC 6086). Only an answer that says that there is no dialog counts. */
final class InfoRequest implements ClientTransactionUser {
  private final Dialog dialog;
  private final String contentType;
  private final byte[] body;

  InfoRequest(Dialog dialog, String contentType, byte[] body) {
    this.dialog = dialog;
    this.contentType = contentType;
    this.body = body;
  }

  void send() {
    dialog.peer().send("INFO", this::write, this);
  }

  private SipWriter write() {
    return dialog.peer().nextRequest("INFO").body(contentType, body);
  }

  @Override
  public void onResponse(ClientTransaction transaction, SipResponse response) {
    if (response.status() == 481 || response.status() == 408) {
      dialog.ending().peerIsGone();
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
    }
  }
}
