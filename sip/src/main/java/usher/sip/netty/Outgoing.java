package usher.sip.netty;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import org.jspecify.annotations.Nullable;
import usher.sip.message.SipMessage;
import usher.sip.transport.Flow;

/** Bytes on their way out, and the message they are, unless nobody remembers it. */
final class Outgoing {
  private final Flow flow;
  private final byte[] bytes;
  private final @Nullable SipMessage message;

  private Outgoing(Flow flow, byte[] bytes, @Nullable SipMessage message) {
    this.flow = flow;
    this.bytes = bytes;
    this.message = message;
  }

  static Outgoing of(Flow flow, SipMessage message) {
    return new Outgoing(flow, message.bytes(), message);
  }

  static Outgoing stateless(Flow flow, byte[] bytes) {
    return new Outgoing(flow, bytes, null);
  }

  /** As it was given to us, also where it went another way in the end. */
  Flow flow() {
    return flow;
  }

  @Nullable SipMessage message() {
    return message;
  }

  ByteBuf encode(ByteBufAllocator allocator) {
    return allocator.ioBuffer(bytes.length).writeBytes(bytes);
  }
}
