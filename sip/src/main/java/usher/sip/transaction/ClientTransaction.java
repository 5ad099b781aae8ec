package usher.sip.transaction;

import usher.sip.transport.Flow;

/** One request of ours and its responses (RFC 3261 17.1). */
public sealed interface ClientTransaction permits ClientMachine {
  /** The request's Call-ID. */
  String callId();

  /** The request's sequence number. */
  long cseq();

  /** Over what it was sent. */
  Flow flow();

  /** Over what the last response came; as {@link #flow} before there is one. */
  Flow answeredFrom();

  /**
   * From now on this one is told of responses; the one before is not known any more. For who has
   * but little to do with what may still come for half a minute.
   */
  void handOver(ClientTransactionUser heir);
}
