package usher.sip.dialog;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import usher.sip.dialog.OutgoingInvite.HeaderLine;
import usher.sip.message.SipResponse;
import usher.sip.message.SipWriter;
import usher.sip.transaction.ClientTransaction;
import usher.sip.transaction.ClientTransactionUser;

/**
 * A request of ours inside a dialog. Where its receiver wants to know who sends it, and the dialog
 * has a {@link Proof}, it is sent once more with credentials before its user hears of anything.
 */
final class DialogRequest implements ClientTransactionUser {
  /** One for the challenge, one for a nonce that is old by then. */
  private static final int ATTEMPTS_MAX = 3;

  private final Peer peer;
  private final String method;
  private final Supplier<SipWriter> writing;
  private final ClientTransactionUser user;
  private @Nullable ClientTransaction underWay;
  private boolean proved;
  private boolean abandoned;
  private int attempts;

  /**
   * One not sent yet.
   *
   * @param writing begins it, with the next number of the dialog each time
   */
  DialogRequest(Peer peer, String method, Supplier<SipWriter> writing, ClientTransactionUser user) {
    this.peer = peer;
    this.method = method;
    this.writing = writing;
    this.user = user;
  }

  /** Sends it, and says who we are at once where that was asked before. */
  DialogRequest send() {
    attempts++;
    SipWriter writer = writing.get();
    HeaderLine credentials = peer.credentials(method, writer);
    proved = credentials != null;
    if (credentials != null) {
      writer.header(credentials.name(), credentials.value());
    }
    underWay = peer.transactions().send(writer.toRequest(), peer.flow(), this);
    return this;
  }

  /** Asks for an end of it, and sends it no more. */
  void cancel() {
    abandoned = true;
    if (underWay != null) {
      peer.transactions().cancel(underWay);
    }
  }

  @Override
  public void onResponse(ClientTransaction transaction, SipResponse response) {
    if (isToBeProved(response)) {
      send();
    } else {
      user.onResponse(transaction, response);
    }
  }

  private boolean isToBeProved(SipResponse response) {
    boolean asked = response.status() == 401 || response.status() == 407;
    return asked && !abandoned && attempts < ATTEMPTS_MAX && peer.isToBeProved(response, proved);
  }

  @Override
  public void onTimeout(ClientTransaction transaction) {
    user.onTimeout(transaction);
  }

  @Override
  public void onTransportError(ClientTransaction transaction) {
    user.onTransportError(transaction);
  }
}
