package usher.core;

import usher.core.loop.Inbox;
import usher.core.loop.Input;
import usher.sip.message.SipMessage;
import usher.sip.netty.SipInbound;
import usher.sip.transport.Flow;

/** One I/O thread's way into the call loop. */
record InboxInbound(Inbox<Input>.Door door) implements SipInbound {
  @Override
  public boolean message(SipMessage message, Flow flow) {
    return door.offer(new Input.SipArrived(message, flow));
  }

  @Override
  public boolean undeliverable(SipMessage message, Flow flow) {
    return door.offer(new Input.Undeliverable(message, flow));
  }

  @Override
  public boolean connectionClosed(Flow flow) {
    return door.offer(new Input.ConnectionClosed(flow));
  }
}
