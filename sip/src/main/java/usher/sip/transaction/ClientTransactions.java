package usher.sip.transaction;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import usher.sip.message.Method;
import usher.sip.message.SipRequest;
import usher.sip.message.SipResponse;
import usher.sip.transport.Flow;

/**
 * Our requests that are under way, by what their responses have in common with them (RFC 3261
 * 17.1.3).
 */
final class ClientTransactions {
  /** Who waits for nothing. */
  static final ClientTransactionUser NOBODY = new Nobody();

  private final Surroundings around;
  private final Map<String, ClientMachine> machines = new HashMap<>();
  private final Consumer<ClientMachine> onEnd = this::ended;

  ClientTransactions(Surroundings around) {
    this.around = around;
  }

  int size() {
    return machines.size();
  }

  ClientMachine start(SipRequest request, Flow flow, ClientTransactionUser requester) {
    String key = TransactionKey.client(request.topVia().branch(), request.methodName());
    ClientMachine machine =
        request.method() == Method.INVITE
            ? new InviteClientTransaction(around, key, request, flow, requester, onEnd)
            : new NonInviteClientTransaction(around, key, request, flow, requester, onEnd);
    if (machines.putIfAbsent(key, machine) != null) {
      throw new IllegalArgumentException("the branch " + request.topVia().branch() + " is in use");
    }
    machine.open();
    return machine;
  }

  void cancel(InviteClientTransaction invite, @Nullable String reason) {
    invite.cancel(
        () -> start(InviteFollowers.cancel(invite.unanswered(), reason), invite.flow(), NOBODY));
  }

  @Nullable ClientMachine of(SipResponse response) {
    return machines.get(TransactionKey.client(response.topVia().branch(), response.cseqMethod()));
  }

  void undeliverable(SipRequest request) {
    String method = request.method() == Method.ACK ? "INVITE" : request.methodName();
    ClientMachine machine = machines.get(TransactionKey.client(request.topVia().branch(), method));
    if (machine != null) {
      machine.undeliverable(request);
    }
  }

  private void ended(ClientMachine machine) {
    machines.remove(machine.key());
  }

  /** Nobody waits for the answer to a CANCEL: what matters is the INVITE's. */
  private static final class Nobody implements ClientTransactionUser {
    @Override
    public void onResponse(ClientTransaction transaction, SipResponse response) {}

    @Override
    public void onTimeout(ClientTransaction transaction) {}

    @Override
    public void onTransportError(ClientTransaction transaction) {}
  }
}
