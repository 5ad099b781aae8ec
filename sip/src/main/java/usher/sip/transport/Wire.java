package usher.sip.transport;

import usher.sip.message.SipMessage;

/**
 * Takes messages to the peer. Called on the call loop only; never blocks. What cannot be delivered
 * (connection refused or lost) comes back later as an input of the loop, never as an exception
 * here.
 */
@FunctionalInterface
public interface Wire {
  /** Sends this message over this flow, after all that was sent over it before. */
  void send(Flow flow, SipMessage message);
}
