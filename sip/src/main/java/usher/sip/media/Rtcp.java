package usher.sip.media;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The reports of RTCP (RFC 3550 6.4), which alone are passed on: reception quality and the clock
 * that goes with a stream. Names (SDES) stay behind, being nobody's business on the other side of a
 * back-to-back user agent, and so do BYE, as the stream goes on with whoever comes next, and types
 * that are not understood.
 */
final class Rtcp {
  /** How many blocks the five-bit count can announce. */
  private static final int MAX_BLOCKS = 31;

  private static final int LOWEST_TYPE = 192;
  private static final int HIGHEST_TYPE = 223;
  private static final int SENDER_REPORT = 200;
  private static final int RECEIVER_REPORT = 201;
  private static final int SOURCE_DESCRIPTION = 202;
  private static final int CNAME = 1;
  private static final int HEADER_LENGTH = 4;
  private static final int SENDER_LENGTH = 20;
  private static final int BLOCK_LENGTH = 24;

  private Rtcp() {}

  /**
   * A sender or receiver report.
   *
   * @param ssrc who reports
   * @param sender null in a receiver report
   */
  record Report(int ssrc, @Nullable Sender sender, List<Block> blocks) {}

  /** What a sender says of its own stream. */
  record Sender(long ntpTime, int timestamp, int packets, int octets) {}

  /**
   * What a receiver says of a stream it hears.
   *
   * @param lost fraction and cumulative number, as on the wire
   * @param highest extended highest sequence number received
   */
  record Block(int ssrc, int lost, int highest, int jitter, int lastReport, int sinceReport) {
    /** The lower 24 bits, with a sign: below 0 where copies came. */
    int cumulativeLost() {
      return lost << 8 >> 8;
    }
  }

  /** Whether it is RTCP, among the RTP packets of one port (RFC 5761 4). */
  static boolean isReport(ByteBuf packet) {
    if (packet.readableBytes() < HEADER_LENGTH) {
      return false;
    }
    int type = packet.getUnsignedByte(packet.readerIndex() + 1);
    return type >= LOWEST_TYPE && type <= HIGHEST_TYPE;
  }

  /** The first report of a compound packet; null when there is none or it is malformed. */
  static @Nullable Report read(ByteBuf packet) {
    int index = packet.readerIndex();
    while (packet.writerIndex() - index >= HEADER_LENGTH) {
      int length = HEADER_LENGTH + 4 * packet.getUnsignedShort(index + 2);
      if (packet.getUnsignedByte(index) >> 6 != 2 || index + length > packet.writerIndex()) {
        return null;
      }
      int type = packet.getUnsignedByte(index + 1);
      if (type == SENDER_REPORT || type == RECEIVER_REPORT) {
        return read(packet.slice(index, length), type == SENDER_REPORT);
      }
      index += length;
    }
    return null;
  }

  private static @Nullable Report read(ByteBuf report, boolean sends) {
    int count = report.readUnsignedByte() & 0x1f;
    int needed = 4 + (sends ? SENDER_LENGTH : 0) + count * BLOCK_LENGTH;
    report.skipBytes(3);
    if (report.readableBytes() < needed) {
      return null;
    }
    int ssrc = report.readInt();
    var sender = sends ? readSender(report) : null;
    var blocks = new ArrayList<Block>(count);
    for (int i = 0; i < count; i++) {
      blocks.add(readBlock(report));
    }
    return new Report(ssrc, sender, blocks);
  }

  private static Sender readSender(ByteBuf report) {
    return new Sender(report.readLong(), report.readInt(), report.readInt(), report.readInt());
  }

  private static Block readBlock(ByteBuf report) {
    return new Block(
        report.readInt(),
        report.readInt(),
        report.readInt(),
        report.readInt(),
        report.readInt(),
        report.readInt());
  }

  /** Writes a compound packet: the report and, as RFC 3550 6.1 demands, a name for its sender. */
  static void write(Report report, String cname, ByteBuf into) {
    var sender = report.sender();
    int blocks = Math.min(report.blocks().size(), MAX_BLOCKS);
    int length = 4 + (sender == null ? 0 : SENDER_LENGTH) + blocks * BLOCK_LENGTH;
    header(into, blocks, sender == null ? RECEIVER_REPORT : SENDER_REPORT, length);
    into.writeInt(report.ssrc());
    if (sender != null) {
      into.writeLong(sender.ntpTime()).writeInt(sender.timestamp());
      into.writeInt(sender.packets()).writeInt(sender.octets());
    }
    report.blocks().stream().limit(blocks).forEach(block -> write(block, into));
    writeName(report.ssrc(), cname, into);
  }

  private static void write(Block block, ByteBuf into) {
    into.writeInt(block.ssrc()).writeInt(block.lost()).writeInt(block.highest());
    into.writeInt(block.jitter()).writeInt(block.lastReport()).writeInt(block.sinceReport());
  }

  private static void writeName(int ssrc, String cname, ByteBuf into) {
    // One to four zero bytes end the list and fill the last word (RFC 3550 6.5).
    int item = 2 + cname.length();
    int filled = (item / 4 + 1) * 4;
    header(into, 1, SOURCE_DESCRIPTION, 4 + filled);
    into.writeInt(ssrc).writeByte(CNAME).writeByte(cname.length());
    into.writeCharSequence(cname, US_ASCII);
    into.writeZero(filled - item);
  }

  private static void header(ByteBuf into, int count, int type, int length) {
    into.writeByte(0x80 | count).writeByte(type).writeShort(length / 4);
  }
}
