package usher.sip.dialog;

import usher.sip.message.SipResponse;
import usher.sip.transaction.ClientTransaction;
import usher.sip.transaction.ClientTransactionUser;

/** Waits for nothing: the outcome of a BYE or INFO changes nothing at our side. */
enum Unheard implements ClientTransactionUser {
  INSTANCE;

  @Override
  public void onResponse(ClientTransaction transaction, SipResponse response) {}

  @Override
  public void onTimeout(ClientTransaction transaction) {}

  @Override
  public void onTransportError(ClientTransaction transaction) {}
}
