package usher.sip.transaction;

import usher.sip.message.SipRequest;
import usher.sip.message.SipResponse;
import usher.sip.transport.Flow;

/** One received request to be answered (RFC 3261 17.2). */
public sealed interface ServerTransaction permits ReceivedRequest {
  /**
   * The request that opened it. Its top Via has {@code received} and {@code rport} where the
   * responses need them (RFC 3261 18.2.1, RFC 3581 4).
   */
  SipRequest request();

  /** Over what the request came. */
  Flow flow();

  /**
   * Sends a provisional or final response. Provisional responses after a final one, and a second
   * final one, are ignored, except that a 2xx to an INVITE may be sent again (RFC 6026 7.1:
   * "Accepted").
   *
   * <p>To a request other than INVITE only what RFC 4320 allows is sent: no provisional response
   * but 100, that one over datagrams not before 3.5 s, and no 408, with which the transaction ends
   * in silence.
   */
  void respond(SipResponse response);

  /** True where its sender is known to receive what is sent to where it came from. */
  boolean hasValidAddress();

  /** Its sender has repeated what only a response to it told him, and so receives what we send. */
  void validated();

  /**
   * Whether so much more may be sent to where it came from; it is counted if so. Over UDP who has
   * not shown that he receives it gets three times what he sent: a few responses, and few of them
   * again.
   */
  boolean maySend(int bytes);

  /** True once a final response was given, or it is too late to give one. */
  boolean isAnswered();
}
