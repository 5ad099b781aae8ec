package usher.sip.netty;

/** What {@link SocketCounters} counts. */
public enum SocketEvent {
  /** Messages given to the call loop. */
  RECEIVED,
  /** Messages written to a socket. */
  SENT,
  /** Requests that the guard answered itself. */
  REFUSED,
  /** Messages that the guard threw away. */
  DROPPED,
  /** Keep-alives, CRLF or STUN, and other datagrams that cannot be SIP. */
  KEEP_ALIVE,
  /** New requests answered 503 because there was too much to do, or the ring was full. */
  OVERLOAD_REFUSED,
  /** ACKs to such answers. */
  OVERLOAD_ABSORBED,
  /** Other messages and notices lost because the ring was full. */
  OVERLOAD_DROPPED,
  /** Messages of ours that could not be delivered. */
  UNDELIVERABLE,
  /** Messages of ours thrown away because an I/O thread was too far behind. */
  BACKLOG_DROPPED,
  /** Connections accepted or made. */
  CONNECTED,
  /** Connections not taken because there were too many, or no file was left for one. */
  CONNECTIONS_EXHAUSTED,
  /** Connections closed by us because of what came, or did not come, over them. */
  CONNECTION_FAULT
}
