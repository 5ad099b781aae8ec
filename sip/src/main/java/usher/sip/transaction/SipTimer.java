package usher.sip.transaction;

import usher.sip.transport.TransportProtocol;

/**
 * The timers of RFC 3261 table 4 and RFC 6026, by the letters they have there. C is missing: it
 * belongs to proxies.
 *
 * <p>Over a reliable transport the timers that retransmit are not set at all, and those that wait
 * for retransmissions of the peer last zero, because there are none.
 */
public enum SipTimer {
  /** An INVITE is sent again: T1, then twice as long each time (17.1.1.2). */
  A(SipTimer.T1_NS, SipTimer.NOT_SET),
  /** The caller gives up an INVITE that nobody answers (17.1.1.2). */
  B(SipTimer.TIMEOUT_NS, SipTimer.TIMEOUT_NS),
  /**
   * The ACK is kept ready for repeated final responses other than 2xx; at least 32 s (17.1.1.2).
   */
  D(SipTimer.TIMEOUT_NS, 0),
  /** A request other than INVITE is sent again: T1, doubled up to T2 (17.1.2.2). */
  E(SipTimer.T1_NS, SipTimer.NOT_SET),
  /** A request other than INVITE is given up (17.1.2.2). */
  F(SipTimer.TIMEOUT_NS, SipTimer.TIMEOUT_NS),
  /** A final response other than 2xx to an INVITE is sent again: T1, doubled up to T2 (17.2.1). */
  G(SipTimer.T1_NS, SipTimer.NOT_SET),
  /** The callee gives up waiting for the ACK of such a response (17.2.1). */
  H(SipTimer.TIMEOUT_NS, SipTimer.TIMEOUT_NS),
  /** Repeated ACKs are absorbed (17.2.1). */
  I(SipTimer.T4_NS, 0),
  /** Repeated requests other than INVITE get the final response again (17.2.2). */
  J(SipTimer.TIMEOUT_NS, 0),
  /** Repeated final responses to a request other than INVITE are absorbed (17.1.2.2). */
  K(SipTimer.T4_NS, 0),
  /** Repeated INVITEs are absorbed after a 2xx (RFC 6026 7.1). */
  L(SipTimer.TIMEOUT_NS, SipTimer.TIMEOUT_NS),
  /** Further 2xx, repeated or of other forks, reach the caller (RFC 6026 7.2). */
  M(SipTimer.TIMEOUT_NS, SipTimer.TIMEOUT_NS);

  /** T1, an estimate of the round-trip time: 500 ms (RFC 3261 17.1.1.1). */
  public static final long T1_NS = 500_000_000L;

  /** T2, the longest interval between retransmissions: 4 s. */
  public static final long T2_NS = 8 * T1_NS;

  /** T4, how long a message may stay in the network: 5 s. */
  public static final long T4_NS = 10 * T1_NS;

  /** 64*T1, after which a peer that says nothing is given up: 32 s. */
  public static final long TIMEOUT_NS = 64 * T1_NS;

  private static final long NOT_SET = -1;

  private final long unreliableNs;
  private final long reliableNs;

  SipTimer(long unreliableNs, long reliableNs) {
    this.unreliableNs = unreliableNs;
    this.reliableNs = reliableNs;
  }

  /** False for the timers that retransmit, where the transport does that itself. */
  public boolean isSetOver(TransportProtocol protocol) {
    return ns(protocol) != NOT_SET;
  }

  /**
   * How long it runs, the first time; 0 where there is nothing to wait for. Only for a timer that
   * is set.
   */
  public long ns(TransportProtocol protocol) {
    return protocol.reliable() ? reliableNs : unreliableNs;
  }

  /** The longest interval of a timer that retransmits. */
  long longestNs() {
    return this == A ? Long.MAX_VALUE : T2_NS;
  }
}
