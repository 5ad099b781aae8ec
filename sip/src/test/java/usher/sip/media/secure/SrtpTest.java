package usher.sip.media.secure;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import usher.sip.sdp.SrtpKey;
import usher.sip.sdp.SrtpSuite;

/** What one side protects the other opens, and nobody else can say anything. */
class SrtpTest {
  private static final int SSRC = 0x12345678;
  private static final SrtpSuite USUAL = SrtpSuite.AES_CM_128_HMAC_SHA1_80;

  @BeforeAll
  static void prepare() {
    Libraries.prepare();
  }

  @ParameterizedTest
  @EnumSource
  void theOtherSideHearsWhatWasSaid(SrtpSuite suite) {
    var sender = new SrtpSender(key(suite, 1), SSRC);
    var receiver = new SrtpReceiver(key(suite, 1));
    for (int i = 0; i < 100; i++) {
      var packet = packet(SSRC, 65_500 + i);
      var said = ByteBufUtil.getBytes(packet);
      assertThat(sender.protect(packet)).isTrue();
      assertThat(ByteBufUtil.getBytes(packet)).isNotEqualTo(said).hasSizeGreaterThan(said.length);
      assertThat(receiver.unprotect(packet)).isTrue();
      assertThat(ByteBufUtil.getBytes(packet)).isEqualTo(said);
    }
  }

  @ParameterizedTest
  @EnumSource
  void reportsAreProtectedToo(SrtpSuite suite) {
    var sender = new SrtpSender(key(suite, 1), SSRC);
    var receiver = new SrtpReceiver(key(suite, 1));
    for (int i = 0; i < 3; i++) {
      var report = report();
      assertThat(sender.protectReport(report)).isTrue();
      assertThat(receiver.unprotectReport(report)).isTrue();
      assertThat(ByteBufUtil.hexDump(report)).isEqualTo(ByteBufUtil.hexDump(report()));
    }
  }

  /** RFC 3711 B.3 gives the session keys of this master key; libsrtp's tests give the packet. */
  @Test
  void aPacketLooksAsOthersWriteIt() {
    var material =
        HexFormat.of().parseHex("e1f97a0d3e018be0d64fa32c06de41390ec675ad498afeebb6960b3aabe6");
    var packet = Unpooled.buffer();
    packet.writeBytes(HexFormat.of().parseHex("800f1234decafbadcafebabe"));
    packet.writeBytes(HexFormat.of().parseHex("ab".repeat(16)));

    new SrtpSender(new SrtpKey(USUAL, material), 0xcafebabe).protect(packet);

    assertThat(ByteBufUtil.hexDump(packet))
        .isEqualTo("800f1234decafbadcafebabe4e55dc4ce79978d88ca4d215949d2402b78d6acc99ea179b8dbb");
  }

  @Test
  void whatWasThereBeforeIsRefused() {
    var sender = new SrtpSender(key(USUAL, 1), SSRC);
    var receiver = new SrtpReceiver(key(USUAL, 1));
    var packet = packet(SSRC, 7);
    sender.protect(packet);
    var copy = packet.copy();

    assertThat(receiver.unprotect(packet)).isTrue();
    assertThat(receiver.unprotect(copy)).isFalse();
  }

  @Test
  void anotherKeyOpensNothing() {
    var packet = packet(SSRC, 7);
    new SrtpSender(key(USUAL, 1), SSRC).protect(packet);

    assertThat(new SrtpReceiver(key(USUAL, 2)).unprotect(packet)).isFalse();
  }

  @Test
  void openPacketsAndShortOnesAreRefused() {
    var receiver = new SrtpReceiver(key(USUAL, 1));

    assertThat(receiver.unprotect(packet(SSRC, 7))).isFalse();
    assertThat(receiver.unprotect(Unpooled.wrappedBuffer(new byte[13]))).isFalse();
    assertThat(receiver.unprotectReport(report())).isFalse();
    assertThat(receiver.unprotectReport(Unpooled.wrappedBuffer(new byte[9]))).isFalse();
  }

  @Test
  void everyChangedBitIsSeen() {
    var receiver = new SrtpReceiver(key(USUAL, 1));
    var packet = packet(SSRC, 7);
    new SrtpSender(key(USUAL, 1), SSRC).protect(packet);
    for (int bit = 0; bit < packet.readableBytes() * 8; bit++) {
      var changed = packet.copy();
      changed.setByte(bit / 8, changed.getByte(bit / 8) ^ (1 << bit % 8));
      assertThat(receiver.unprotect(changed)).as("bit %d", bit).isFalse();
    }

    assertThat(receiver.unprotect(packet)).isTrue();
  }

  @Test
  void aFarEndMayBeginAnotherStream() {
    var receiver = new SrtpReceiver(key(USUAL, 1));
    for (int ssrc = 1; ssrc <= 40; ssrc++) {
      var packet = packet(ssrc, 7);
      new SrtpSender(key(USUAL, 1), ssrc).protect(packet);
      assertThat(receiver.unprotect(packet)).isTrue();
    }
  }

  private static SrtpKey key(SrtpSuite suite, int fill) {
    var material = new byte[SrtpKey.lengthOf(suite)];
    Arrays.fill(material, (byte) fill);
    return new SrtpKey(suite, material);
  }

  private static ByteBuf packet(int ssrc, int sequence) {
    var packet = Unpooled.buffer();
    packet.writeByte(0x80).writeByte(0).writeShort(sequence).writeInt(sequence * 160);
    return packet.writeInt(ssrc).writeBytes(new byte[160]);
  }

  private static ByteBuf report() {
    return Unpooled.buffer().writeInt(0x80c90001).writeInt(SSRC);
  }
}
