package usher.softphone.bulk;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.handler.codec.TooLongFrameException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Messages of a stream, told apart by their Content-Length (RFC 3261 18.3). */
final class MessageDecoder extends ByteToMessageDecoder {
  private static final int MESSAGE_BYTES_MAX = 64 * 1024;
  private static final int END_BYTES = 4;
  private static final Pattern LENGTH =
      Pattern.compile("\r\n(?:Content-Length|l)[ \t]*:[ \t]*(\\d{1,6})", Pattern.CASE_INSENSITIVE);

  @Override
  protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
    skipLineEnds(in);
    int headBytes = headBytes(in);
    if (headBytes > 0) {
      String head = in.toString(in.readerIndex(), headBytes, StandardCharsets.ISO_8859_1);
      int bytes = headBytes + contentLength(head);
      if (in.readableBytes() >= bytes) {
        out.add(in.readCharSequence(bytes, StandardCharsets.ISO_8859_1).toString());
      }
    } else if (in.readableBytes() > MESSAGE_BYTES_MAX) {
      throw new TooLongFrameException("a message without an end");
    }
  }

  /** Line ends between messages keep a connection alive (RFC 5626 4.4.1). */
  private static void skipLineEnds(ByteBuf in) {
    while (in.isReadable() && isLineEnd(in.getByte(in.readerIndex()))) {
      in.skipBytes(1);
    }
  }

  private static boolean isLineEnd(byte octet) {
    return octet == '\r' || octet == '\n';
  }

  /** How long it is up to its empty line, that included; 0 where that has not come yet. */
  private static int headBytes(ByteBuf in) {
    int last = in.writerIndex() - END_BYTES;
    for (int i = in.readerIndex(); i <= last; i++) {
      if (in.getByte(i) == '\r' && in.getInt(i) == 0x0D0A0D0A) {
        return i + END_BYTES - in.readerIndex();
      }
    }
    return 0;
  }

  private static int contentLength(String head) {
    Matcher length = LENGTH.matcher(head);
    return length.find() ? Integer.parseInt(length.group(1)) : 0;
  }
}
