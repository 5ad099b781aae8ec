package usher.sip.transaction;

import usher.sip.message.SipRequest;
import usher.sip.message.SipResponse;
import usher.sip.transport.Flow;

/** One received request to be answered (RFC 3261 17.2). */
public interface ServerTransaction {
  /** The request that opened it. */
  SipRequest request();

  /** Over what the request came. */
  Flow flow();

  /**
   * Sends a provisional or final response. Provisional responses after a final one, and a second final one, are
   * ignored, except that a 2xx to an INVITE may be sent again (RFC 6026 7.1: "Accepted").
   */
  void respond(SipResponse response);

  /** True once a final response was given. */
  boolean isAnswered();
}
