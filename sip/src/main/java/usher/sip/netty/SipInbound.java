package usher.sip.netty;

import usher.sip.message.Overload;
import usher.sip.message.SipMessage;
import usher.sip.overload.Screening;
import usher.sip.transport.Flow;

/**
 * Takes what one I/O thread has to tell. There is an instance for each I/O thread, called only by
 * that thread, so it may be a ring with a single producer. No method may block; each returns false
 * where there is no room.
 */
public interface SipInbound {
  /** What becomes of a message that came over this flow, before it is read. */
  default Screening screen(byte[] message, Flow flow) {
    return Screening.Quiet.ADMITTED;
  }

  /** What a peer is told that has asked how much it may send, with any answer (RFC 7339). */
  default Overload load() {
    return Overload.NONE;
  }

  /** A message came in over this flow; it has passed the guard. */
  boolean message(SipMessage message, Flow flow);

  /**
   * This message of ours could not be delivered over this flow, as given to {@code send}: not
   * connected, or lost.
   */
  boolean undeliverable(SipMessage message, Flow flow);

  /** A stream connection has ended, whoever closed it. */
  boolean connectionClosed(Flow flow);
}
