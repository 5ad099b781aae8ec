package usher.sip.netty;

import static usher.sip.message.MessageGuard.MAX_BODY_BYTES;
import static usher.sip.message.MessageGuard.MAX_MESSAGE_BYTES;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import usher.sip.message.ContentLength;
import usher.sip.message.MalformedMessageException;

/**
 * Cuts messages out of a stream (RFC 3261 18.3): header section up to the blank line, then as many
 * octets as its Content-Length says, which on a stream must be there. Empty lines between messages
 * are skipped; two in a row are a ping.
 *
 * <p>What it holds is bounded in size and in time: a message that is not whole {@code wholeMessage}
 * after its first byte ends the connection.
 */
final class SipFramer extends ByteToMessageDecoder {
  private static final int UNKNOWN = -1;
  private static final byte CR = '\r';
  private static final byte LF = '\n';

  private final Duration wholeMessage;

  /**
   * Octets of the message at the reader index that are known to hold no blank line: each is looked
   * at once.
   */
  private int scanned;

  /** Octets of the whole message, once its header section is there. */
  private int length = UNKNOWN;

  private int emptyLines;
  private boolean faulty;
  private @Nullable Future<?> deadline;

  SipFramer(Duration wholeMessage) {
    this.wholeMessage = wholeMessage;
  }

  @Override
  protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) {
    if (faulty) {
      in.skipBytes(in.readableBytes());
    } else if (length != UNKNOWN || (skipEmptyLines(in, out) && headerSectionIsWhole(in, out))) {
      takeMessage(in, out);
    }
  }

  /** Returns false while it cannot tell what comes next. */
  private boolean skipEmptyLines(ByteBuf in, List<Object> out) {
    while (scanned == 0 && in.isReadable() && in.getByte(in.readerIndex()) == CR) {
      if (in.readableBytes() < 2) {
        return false;
      }
      if (in.getByte(in.readerIndex() + 1) != LF) {
        return true;
      }
      in.skipBytes(2);
      countEmptyLine(out);
    }
    return in.isReadable();
  }

  private void countEmptyLine(List<Object> out) {
    emptyLines++;
    if (emptyLines == 2) {
      emptyLines = 0;
      out.add(Frame.Ping.PING);
    }
  }

  private boolean headerSectionIsWhole(ByteBuf in, List<Object> out) {
    emptyLines = 0;
    int end = endOfHeaderSection(in);
    if (end == UNKNOWN) {
      if (in.readableBytes() > MAX_MESSAGE_BYTES) {
        fail(in, MAX_MESSAGE_BYTES, new MalformedMessageException(513, "Message Too Large"), out);
      }
      return false;
    }
    return measure(in, end, out);
  }

  /** Octets up to and with the blank line. */
  private int endOfHeaderSection(ByteBuf in) {
    int start = in.readerIndex();
    int last = Math.min(in.readableBytes(), MAX_MESSAGE_BYTES) - 4;
    while (scanned <= last) {
      if (isBlankLine(in, start + scanned)) {
        return scanned + 4;
      }
      scanned++;
    }
    return UNKNOWN;
  }

  private static boolean isBlankLine(ByteBuf in, int at) {
    return in.getByte(at) == CR
        && in.getByte(at + 1) == LF
        && in.getByte(at + 2) == CR
        && in.getByte(at + 3) == LF;
  }

  private boolean measure(ByteBuf in, int headerSection, List<Object> out) {
    byte[] bytes = new byte[headerSection];
    in.getBytes(in.readerIndex(), bytes);
    try {
      length = headerSection + bodyLength(bytes);
      return true;
    } catch (MalformedMessageException e) {
      fail(in, headerSection, e, out);
      return false;
    }
  }

  private static int bodyLength(byte[] headerSection) throws MalformedMessageException {
    int length = ContentLength.of(headerSection);
    if (length == ContentLength.ABSENT) {
      throw new MalformedMessageException("Missing Content-Length");
    }
    if (length > MAX_BODY_BYTES) {
      throw new MalformedMessageException(413, "Request Entity Too Large");
    }
    return length;
  }

  private void takeMessage(ByteBuf in, List<Object> out) {
    if (in.readableBytes() >= length) {
      byte[] bytes = new byte[length];
      in.readBytes(bytes);
      out.add(new Frame.Message(bytes));
      startOver();
    }
  }

  private void startOver() {
    scanned = 0;
    length = UNKNOWN;
    cancelDeadline();
  }

  private void fail(ByteBuf in, int octets, MalformedMessageException why, List<Object> out) {
    byte[] beginning = new byte[octets];
    in.readBytes(beginning);
    in.skipBytes(in.readableBytes());
    faulty = true;
    out.add(new Frame.Fault(beginning, why));
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext ctx) throws Exception {
    if (actualReadableBytes() > 0 && deadline == null) {
      deadline = Quietly.closeAfter(wholeMessage, ctx);
    }
    super.channelReadComplete(ctx);
  }

  @Override
  protected void handlerRemoved0(ChannelHandlerContext ctx) {
    cancelDeadline();
  }

  private void cancelDeadline() {
    Quietly.cancel(deadline);
    deadline = null;
  }
}
