package usher.softphone.network;

import usher.sip.message.SipMessage;
import usher.sip.transport.Flow;

/**
 * What runs on a {@link SimulatedHost}. Before anything is given to it, {@link #advance} tells it
 * the time; afterwards it is asked when it has to be called next.
 */
public interface SimulatedNode {
  /** A message came, as {@code usher.sip.netty.SipInbound} would get it. */
  void received(SipMessage message, Flow flow);

  /** This message of ours could not be delivered over this flow, as given to the wire. */
  void undeliverable(SipMessage message, Flow flow);

  /** A stream connection of this host has ended. */
  void connectionClosed(Flow flow);

  /** It is this late now; everything due is to be done. */
  void advance(long nowNs);

  /** When {@link #advance} has to be called next, {@link Long#MAX_VALUE} for never. */
  long nextDeadlineNs();
}
