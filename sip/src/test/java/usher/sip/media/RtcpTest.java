package usher.sip.media;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import usher.sip.media.Rtcp.Block;
import usher.sip.media.Rtcp.Report;
import usher.sip.media.Rtcp.Sender;

class RtcpTest {

  @Property(seed = "1")
  void aReportIsWrittenAndReadAlike(
      @ForAll int ssrc, @ForAll @IntRange(max = 31) int blocks, @ForAll boolean sends) {
    var report = new Report(ssrc, sends ? new Sender(-1L, 2, 3, 4) : null, blocks(blocks));
    var packet = Unpooled.buffer();
    Rtcp.write(report, "a name", packet);

    assertThat(Rtcp.read(packet)).isEqualTo(report);
    assertThat(packet.readableBytes() % 4).isZero();
  }

  @Property(seed = "1")
  void theNameFollowsInWholeWordsAndEndsWithAZero(@ForAll @IntRange(max = 40) int length) {
    var packet = Unpooled.buffer();
    Rtcp.write(new Report(7, null, List.of()), "x".repeat(length), packet);
    var name = packet.slice(8, packet.readableBytes() - 8);

    assertThat(name.getUnsignedByte(1)).isEqualTo((short) 202);
    assertThat(4 + 4 * name.getUnsignedShort(2)).isEqualTo(name.readableBytes());
    assertThat(name.getInt(4)).isEqualTo(7);
    assertThat(name.getUnsignedByte(9)).isEqualTo((short) length);
    assertThat(name.getByte(name.readableBytes() - 1)).isZero();
  }

  @Test
  void theReportIsFoundBehindOtherPackets() {
    var packet = Unpooled.buffer().writeInt(0x80cb0000);
    var report = new Report(5, null, blocks(2));
    Rtcp.write(report, "n", packet);

    assertThat(Rtcp.read(packet)).isEqualTo(report);
  }

  @Test
  void aReportThatAnnouncesMoreThanItHoldsIsNone() {
    var packet = Unpooled.buffer().writeInt(0x82c90001).writeInt(5);

    assertThat(Rtcp.read(packet)).isNull();
  }

  @Property(seed = "1")
  void noBytesLeadReadingAstray(@ForAll @Size(max = 80) byte[] bytes) {
    var packet = Unpooled.wrappedBuffer(bytes);
    Rtcp.read(packet);

    assertThat(packet.readableBytes()).isEqualTo(bytes.length);
  }

  private static List<Block> blocks(int count) {
    return IntStream.range(0, count).mapToObj(i -> new Block(i, 1, 2, 3, 4, 5)).toList();
  }
}
