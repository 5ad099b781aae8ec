package usher.core;

import usher.core.loop.Inbox;
import usher.core.loop.Input;
import usher.core.loop.LoopDelay;
import usher.sip.message.Overload;
import usher.sip.message.SipMessage;
import usher.sip.netty.SipInbound;
import usher.sip.overload.Screen;
import usher.sip.overload.Screening;
import usher.sip.transport.Flow;

/**
 * One I/O thread's way into the call loop.
 *
 * @param door for what belongs to calls that are there already
 * @param patient for what may wait until they are served
 */
record InboxInbound(
    Inbox<Input>.Door door, Inbox<Input>.Door patient, LoopDelay delay, Screen screen)
    implements SipInbound {
  @Override
  public Screening screen(byte[] message, Flow flow) {
    return screen.screen(
        message, flow.remote().getAddress(), !flow.protocol().reliable(), System.nanoTime());
  }

  @Override
  public Overload load() {
    return screen.load(System.nanoTime());
  }

  @Override
  public boolean message(SipMessage message, Flow flow) {
    Inbox<Input>.Door way = Input.SipArrived.mayWait(message) ? patient : door;
    boolean enters = way.offer(new Input.SipArrived(message, flow, System.nanoTime()));
    if (enters) {
      delay.entered();
    }
    return enters;
  }

  @Override
  public boolean undeliverable(SipMessage message, Flow flow) {
    return door.offer(new Input.Undeliverable(message, flow));
  }

  /** It must not overtake what came over the connection. */
  @Override
  public boolean connectionClosed(Flow flow) {
    return patient.offer(new Input.ConnectionClosed(flow));
  }
}
