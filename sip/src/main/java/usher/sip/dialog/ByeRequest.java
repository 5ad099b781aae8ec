package usher.sip.dialog;

import org.jspecify.annotations.Nullable;
import usher.sip.message.Header;
import usher.sip.message.SipRequest;
import usher.sip.message.SipResponse;
import usher.sip.message.SipWriter;
import usher.sip.transaction.ClientTransaction;
import usher.sip.transaction.ClientTransactionUser;
import usher.sip.transaction.ServerTransaction;

/**
 * The end of a session by us. Whatever comes of the request, "the UAC MUST consider the session
 * terminated [...] once the BYE request is passed to the client transaction" (RFC 3261 15.1.1).
 */
final class ByeRequest implements ClientTransactionUser {
  /** RFC 3326 2: why the other branches of a forked call end. */
  static final String ELSEWHERE = "SIP;cause=200;text=\"Call completed elsewhere\"";

  static final String NO_ACK = "SIP;cause=408;text=\"No ACK\"";

  private final Dialogs dialogs;
  private final Peer peer;
  private final @Nullable String reason;

  /**
   * A BYE not sent yet.
   *
   * @param reason the value of a Reason header field, or null
   */
  ByeRequest(Dialogs dialogs, Peer peer, @Nullable String reason) {
    this.dialogs = dialogs;
    this.peer = peer;
    this.reason = reason;
  }

  void send() {
    dialogs.farewells().add(peer.id(), peer.tag());
    peer.send("BYE", this::write, this);
  }

  /** To the sender of this INVITE, who has not acknowledged its answer. */
  void sendTo(ServerTransaction invite) {
    if (invite.hasValidAddress()) {
      send();
    } else {
      dialogs.farewells().add(peer.id(), peer.tag());
      sendOnce(invite);
    }
  }

  private void sendOnce(ServerTransaction invite) {
    SipRequest bye = write().toRequest();
    if (invite.maySend(bye.bytes().length)) {
      dialogs.transactions().sendStateless(bye, peer.flow());
    }
  }

  private SipWriter write() {
    SipWriter bye = peer.nextRequest("BYE").header(Header.USER_AGENT, dialogs.product());
    return reason == null ? bye : bye.header(Header.REASON, reason);
  }

  @Override
  public void onResponse(ClientTransaction transaction, SipResponse response) {}

  @Override
  public void onTimeout(ClientTransaction transaction) {}

  @Override
  public void onTransportError(ClientTransaction transaction) {
    if (peer.reroute()) {
      send();
    }
  }
}
