package usher.sip.dialog;

import usher.sip.message.SipResponse;
import usher.sip.transaction.ClientTransaction;
import usher.sip.transaction.ClientTransactionUser;

/**
 * Who hears what still comes to an INVITE of ours after its dialog is over: the 2xx that was
 * acknowledged before, or that of a fork which was slower (RFC 3261 13.2.2.4).
 */
final class LateAnswers implements ClientTransactionUser {
  private final Invited invited;
  private final Acknowledgements acks;
  private final ProvisionalAcks provisionalAcks;

  LateAnswers(Invited invited, Acknowledgements acks, ProvisionalAcks provisionalAcks) {
    this.invited = invited;
    this.acks = acks;
    this.provisionalAcks = provisionalAcks;
  }

  @Override
  public void onResponse(ClientTransaction transaction, SipResponse response) {
    if (response.isSuccess() && !acks.repeat(response)) {
      endFork(response);
    }
  }

  /** ACK and BYE for a 2xx that nobody waits for. */
  void endFork(SipResponse response) {
    Peer fork = Peer.ofFork(invited, response);
    provisionalAcks.precede(fork);
    acks.send(fork, response.cseq(), null);
    new ByeRequest(invited.dialogs(), fork, ByeRequest.ELSEWHERE).send();
  }

  @Override
  public void onTimeout(ClientTransaction transaction) {}

  @Override
  public void onTransportError(ClientTransaction transaction) {}
}
