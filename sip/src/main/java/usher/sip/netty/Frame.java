package usher.sip.netty;

import usher.sip.message.MalformedMessageException;

/** What {@link SipFramer} finds in a stream. */
sealed interface Frame {
  /** One whole message. */
  final class Message implements Frame {
    final byte[] bytes;

    Message(byte[] bytes) {
      this.bytes = bytes;
    }
  }

  /** The double CRLF by which a peer asks whether we still live (RFC 5626 3.5.1). */
  enum Ping implements Frame {
    PING
  }

  /**
   * Something after which nobody can tell where the next message begins: the connection has to go.
   */
  final class Fault implements Frame {
    final byte[] beginning;
    final MalformedMessageException why;

    Fault(byte[] beginning, MalformedMessageException why) {
      this.beginning = beginning;
      this.why = why;
    }
  }
}
