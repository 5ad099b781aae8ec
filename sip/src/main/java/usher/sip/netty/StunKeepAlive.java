package usher.sip.netty;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * Answers the STUN requests with which a phone keeps its way through a NAT open and learns when its
 * address there has changed (RFC 5626 4.4.2 and 8, RFC 5389). They come to the port of SIP; their
 * first two bits are zero, as in no SIP message.
 */
final class StunKeepAlive {
  private static final int BINDING_REQUEST = 0x0001;
  private static final int BINDING_SUCCESS = 0x0101;
  private static final int MAGIC_COOKIE = 0x2112A442;
  private static final int HEADER_BYTES = 20;
  private static final int TRANSACTION_BYTES = 12;
  private static final int XOR_MAPPED_ADDRESS = 0x0020;
  private static final int IPV4 = 1;
  private static final int IPV6 = 2;

  /** Attributes from here on may be passed over by who does not know them. */
  private static final int OPTIONAL = 0x8000;

  private StunKeepAlive() {}

  /** The answer to a datagram; null where it is no Binding request that we understand whole. */
  static @Nullable ByteBuf answer(
      ByteBuf datagram, InetSocketAddress source, ByteBufAllocator allocator) {
    return isBindingRequest(datagram) ? mapped(datagram, source, allocator) : null;
  }

  private static boolean isBindingRequest(ByteBuf datagram) {
    int start = datagram.readerIndex();
    return datagram.readableBytes() >= HEADER_BYTES
        && datagram.getUnsignedShort(start) == BINDING_REQUEST
        && datagram.getUnsignedShort(start + 2) == datagram.readableBytes() - HEADER_BYTES
        && datagram.getInt(start + 4) == MAGIC_COOKIE
        && allOptional(datagram, start + HEADER_BYTES);
  }

  /** A phone sends none; what demands to be understood gets no answer, as from who has no STUN. */
  private static boolean allOptional(ByteBuf datagram, int first) {
    int at = first;
    while (at + 4 <= datagram.writerIndex()) {
      if (datagram.getUnsignedShort(at) < OPTIONAL) {
        return false;
      }
      at += 4 + (datagram.getUnsignedShort(at + 2) + 3) / 4 * 4;
    }
    return at == datagram.writerIndex();
  }

  /** RFC 5389 15.2: port and address, each hidden from meddling NATs by cookie and transaction. */
  private static ByteBuf mapped(
      ByteBuf request, InetSocketAddress source, ByteBufAllocator allocator) {
    byte[] address = source.getAddress().getAddress();
    int start = request.readerIndex();
    ByteBuf answer = allocator.ioBuffer(HEADER_BYTES + 8 + address.length);
    answer.writeShort(BINDING_SUCCESS).writeShort(8 + address.length).writeInt(MAGIC_COOKIE);
    answer.writeBytes(request, start + 8, TRANSACTION_BYTES);
    answer.writeShort(XOR_MAPPED_ADDRESS).writeShort(4 + address.length);
    answer.writeShort(address.length == 4 ? IPV4 : IPV6);
    answer.writeShort(source.getPort() ^ MAGIC_COOKIE >>> 16);
    for (int i = 0; i < address.length; i++) {
      answer.writeByte(address[i] ^ request.getByte(start + 4 + i));
    }
    return answer;
  }
}
