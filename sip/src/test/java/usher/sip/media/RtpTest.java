package usher.sip.media;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class RtpTest {

  @Test
  void theHeadersFieldsAreWhereRfc3550PutsThem() {
    var packet = bytes(0x80, 0x88, 0x12, 0x34, 0, 0, 1, 0, 0xde, 0xad, 0xbe, 0xef, 7, 7);

    assertThat(Rtp.isValid(packet)).isTrue();
    assertThat(Rtp.payloadType(packet)).isEqualTo(8);
    assertThat(Rtp.marker(packet)).isTrue();
    assertThat(Rtp.sequence(packet)).isEqualTo(0x1234);
    assertThat(Rtp.timestamp(packet)).isEqualTo(256);
    assertThat(Rtp.ssrc(packet)).isEqualTo(0xdeadbeef);
    assertThat(Rtp.payloadStart(packet)).isEqualTo(12);
    assertThat(Rtp.payloadEnd(packet)).isEqualTo(14);
  }

  @Test
  void contributorsExtensionAndPaddingAreNotPayload() {
    var packet =
        bytes(
            0xb1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 1, 9, 9, 9, 9, 0xbe, 0xde, 0, 1, 5, 5, 5, 5, 42, 43,
            0, 2);

    assertThat(Rtp.isValid(packet)).isTrue();
    assertThat(Rtp.payloadStart(packet)).isEqualTo(24);
    assertThat(Rtp.payloadEnd(packet)).isEqualTo(26);
  }

  @Test
  void whatIsNotRtpIsSeen() {
    assertThat(Rtp.isValid(bytes())).as("nothing").isFalse();
    assertThat(Rtp.isValid(bytes(0, 1, 0, 0, 0x21, 0x12, 0xa4, 0x42, 0, 0, 0, 0, 0)))
        .as("STUN")
        .isFalse();
    assertThat(Rtp.isValid(bytes(0x80, 200, 0, 6, 0, 0, 0, 0, 0, 0, 0, 0))).as("RTCP").isFalse();
    assertThat(Rtp.isValid(bytes(0x8f, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)))
        .as("contributors beyond the end")
        .isFalse();
    assertThat(Rtp.isValid(bytes(0x90, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 9)))
        .as("an extension beyond the end")
        .isFalse();
    assertThat(Rtp.isValid(bytes(0xa0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 200)))
        .as("more padding than packet")
        .isFalse();
  }

  @Property(seed = "1")
  void noBytesLeadReadingAstray(@ForAll @Size(max = 60) byte[] bytes) {
    var packet = Unpooled.wrappedBuffer(bytes);

    if (Rtp.isValid(packet)) {
      Rtp.convert(packet, new byte[256]);
      assertThat(Rtp.payloadStart(packet)).isLessThanOrEqualTo(Rtp.payloadEnd(packet));
    }
    assertThat(packet.readableBytes()).isEqualTo(bytes.length);
  }

  private static ByteBuf bytes(int... values) {
    var buffer = Unpooled.buffer();
    for (int value : values) {
      buffer.writeByte(value);
    }
    return buffer;
  }
}
