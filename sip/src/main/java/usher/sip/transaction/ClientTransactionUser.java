package usher.sip.transaction;

import usher.sip.message.SipResponse;

/** Who waits for the responses of one client transaction. Called on the call loop. */
public interface ClientTransactionUser {
  /**
   * A provisional response, the final one, or for an INVITE one more 2xx (of another fork or
   * repeated; RFC 6026 7.2). The ACK of a final response other than 2xx is the transaction's work,
   * that of a 2xx is the user's.
   */
  void onResponse(ClientTransaction transaction, SipResponse response);

  /** No final response came in time (timer B or F): as if 408 had come (RFC 3261 8.1.3.1). */
  void onTimeout(ClientTransaction transaction);

  /**
   * The request, or the ACK of its final response, could not be delivered: as if 503 had come (RFC
   * 3261 8.1.3.1).
   */
  void onTransportError(ClientTransaction transaction);
}
