package usher.sip.transaction;

import usher.sip.message.SipRequest;
import usher.sip.transport.Flow;

/** One request of ours and its responses (RFC 3261 17.1). */
public sealed interface ClientTransaction permits ClientMachine {
  /** The request as it was sent. */
  SipRequest request();

  /** Over what it was sent. */
  Flow flow();

  /** Over what the last response came; as {@link #flow} before there is one. */
  Flow answeredFrom();
}
