package usher.sip.transaction;

import usher.sip.message.SipRequest;
import usher.sip.message.SipResponse;
import usher.sip.transport.Flow;

/**
 * What the user has in hand of a server transaction: the request, and the machine that answers it.
 * The machine forgets the request once it is answered; the user has it for as long as he likes.
 */
record ReceivedRequest(SipRequest request, ServerMachine machine) implements ServerTransaction {
  @Override
  public Flow flow() {
    return machine.flow();
  }

  @Override
  public void respond(SipResponse response) {
    machine.respond(response);
  }

  @Override
  public boolean hasValidAddress() {
    return machine.hasValidAddress();
  }

  @Override
  public void validated() {
    machine.validated();
  }

  @Override
  public boolean maySend(int bytes) {
    return machine.maySend(bytes);
  }

  @Override
  public boolean isAnswered() {
    return machine.isAnswered();
  }

  @Override
  public String toString() {
    return machine.toString();
  }
}
