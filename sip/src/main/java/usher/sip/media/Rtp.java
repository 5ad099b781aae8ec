package usher.sip.media;

import io.netty.buffer.ByteBuf;

/**
 * The RTP header (RFC 3550 5.1) read and written in place. Offsets count from the buffer's reader
 * index, which stays at the packet's first byte.
 *
 * <pre>
 *  0                   1                   2                   3
 * |V=2|P|X|  CC   |M|     PT      |       sequence number         |
 * |                           timestamp                           |
 * |           synchronization source (SSRC) identifier            |
 * </pre>
 */
final class Rtp {
  static final int HEADER_LENGTH = 12;

  private static final int VERSION_2 = 0x80;
  private static final int MARKER = 0x80;
  private static final int LOWEST_RTCP_TYPE = 64;
  private static final int HIGHEST_RTCP_TYPE = 95;

  private Rtp() {}

  /**
   * Whether it is an RTP packet whose parts lie inside it. STUN, DTLS and RTCP, told apart by RFC
   * 7983 and RFC 5761 4, are not.
   */
  static boolean isValid(ByteBuf packet) {
    int size = packet.readableBytes();
    if (size < HEADER_LENGTH || (first(packet) & 0xc0) != VERSION_2) {
      return false;
    }
    int type = payloadType(packet);
    return !(type >= LOWEST_RTCP_TYPE && type <= HIGHEST_RTCP_TYPE) && hasPayload(packet, size);
  }

  private static boolean hasPayload(ByteBuf packet, int size) {
    int start = fixedAndSources(packet);
    if (hasExtension(packet)) {
      if (start + 4 > size) {
        return false;
      }
      start = payloadStart(packet);
    }
    return start <= size && start <= payloadEnd(packet);
  }

  private static int first(ByteBuf packet) {
    return packet.getUnsignedByte(packet.readerIndex());
  }

  private static int fixedAndSources(ByteBuf packet) {
    return HEADER_LENGTH + 4 * (first(packet) & 0x0f);
  }

  private static boolean hasExtension(ByteBuf packet) {
    return (first(packet) & 0x10) != 0;
  }

  /** Where the payload begins. */
  static int payloadStart(ByteBuf packet) {
    int start = fixedAndSources(packet);
    if (!hasExtension(packet)) {
      return start;
    }
    return start + 4 + 4 * packet.getUnsignedShort(packet.readerIndex() + start + 2);
  }

  /** Where the padding begins, or the packet ends. */
  static int payloadEnd(ByteBuf packet) {
    boolean padded = (first(packet) & 0x20) != 0;
    return packet.readableBytes() - (padded ? packet.getUnsignedByte(packet.writerIndex() - 1) : 0);
  }

  static int payloadType(ByteBuf packet) {
    return packet.getByte(packet.readerIndex() + 1) & 0x7f;
  }

  static boolean marker(ByteBuf packet) {
    return (packet.getByte(packet.readerIndex() + 1) & MARKER) != 0;
  }

  static int sequence(ByteBuf packet) {
    return packet.getUnsignedShort(packet.readerIndex() + 2);
  }

  static int timestamp(ByteBuf packet) {
    return packet.getInt(packet.readerIndex() + 4);
  }

  static int ssrc(ByteBuf packet) {
    return packet.getInt(packet.readerIndex() + 8);
  }

  /** Writes a packet's header at its beginning; the payload follows. */
  static void begin(ByteBuf packet, int payloadType, int sequence, int timestamp, int ssrc) {
    packet.writeByte(VERSION_2).writeByte(payloadType).writeShort(sequence);
    packet.writeInt(timestamp).writeInt(ssrc);
  }

  static void payloadType(ByteBuf packet, int payloadType) {
    int index = packet.readerIndex() + 1;
    packet.setByte(index, (packet.getByte(index) & MARKER) | payloadType);
  }

  static void mark(ByteBuf packet) {
    int index = packet.readerIndex() + 1;
    packet.setByte(index, packet.getByte(index) | MARKER);
  }

  /** Gives the packet its place in another stream. */
  static void place(ByteBuf packet, int sequence, int timestamp, int ssrc) {
    int index = packet.readerIndex();
    packet.setShort(index + 2, sequence).setInt(index + 4, timestamp).setInt(index + 8, ssrc);
  }

  /** Replaces each byte of the payload. */
  static void convert(ByteBuf packet, byte[] table) {
    int base = packet.readerIndex();
    int end = base + payloadEnd(packet);
    for (int i = base + payloadStart(packet); i < end; i++) {
      packet.setByte(i, table[packet.getUnsignedByte(i)]);
    }
  }
}
