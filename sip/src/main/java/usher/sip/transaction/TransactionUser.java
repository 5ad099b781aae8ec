package usher.sip.transaction;

import usher.sip.message.SipRequest;
import usher.sip.message.SipResponse;
import usher.sip.transport.Flow;

/**
 * What the transaction layer tells the layer above it about requests that come in. Called on the
 * call loop.
 */
public interface TransactionUser {
  /**
   * A request that opened a server transaction; it has to be answered with {@link
   * ServerTransaction#respond}.
   */
  void onRequest(ServerTransaction transaction);

  /** The ACK for a 2xx: it belongs to no transaction (RFC 3261 17.1.1.3). */
  void onAck(SipRequest ack, Flow flow);

  /**
   * A CANCEL for an INVITE that has no final response yet; the CANCEL itself is already answered
   * with 200 (RFC 3261 9.2). The user answers the INVITE with 487 if it still can.
   */
  void onCancel(ServerTransaction invite, SipRequest cancel);

  /**
   * A 2xx to an INVITE whose client transaction is gone: to be acknowledged, and ended with BYE, by
   * who still knows it.
   */
  void onStrayResponse(SipResponse response, Flow flow);

  /**
   * The final non-2xx response was never acknowledged (timer H), or a response could not be
   * delivered.
   *
   * @param flow over what the request had come
   */
  void onServerTransactionFailed(Flow flow);
}
