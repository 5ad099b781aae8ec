package usher.sip.media;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.List;
import java.util.concurrent.TimeUnit;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class OutgoingStreamTest {
  private static final long FRAME_NS = TimeUnit.MILLISECONDS.toNanos(20);
  private static final int OURS = 0x0c0ffee0;

  private final AudioSource music = aClip();
  private final AudioSource agent = aClip();
  private final OutgoingStream out = new OutgoingStream(OURS, (short) 999, 5000);
  private long nowNs = 1;

  /** Numbers of a source, and where its packets came out; refused ones have sequence -1. */
  private record Sent(int sequence, int timestamp, boolean marker) {}

  @Test
  void aSourceIsShiftedToWhereTheStreamStandsAndItsFirstPacketMarked() {
    assertThat(send(music, 7, 70)).isEqualTo(new Sent(1000, 5000, true));
    assertThat(send(music, 8, 230)).isEqualTo(new Sent(1001, 5160, false));
  }

  @Test
  void theNextSourceFollowsOnWithTheTimeThatHasPassed() {
    send(music, 7, 0);
    nowNs += 4 * FRAME_NS;

    assertThat(send(agent, 60_000, 123_456)).isEqualTo(new Sent(1001, 5000 + 5 * 160, true));
  }

  @Test
  void theNextSourceIsAtLeastAFrameLater() {
    send(music, 7, 0);
    nowNs -= FRAME_NS;

    assertThat(send(agent, 60_000, 123_456)).isEqualTo(new Sent(1001, 5160, true));
  }

  @Test
  void aLossStaysALoss() {
    send(agent, 7, 0);

    assertThat(send(agent, 10, 480)).isEqualTo(new Sent(1003, 5480, false));
  }

  @Test
  void anOvertakenPacketKeepsItsPlace() {
    send(agent, 7, 0);
    send(agent, 9, 320);

    assertThat(send(agent, 8, 160)).isEqualTo(new Sent(1001, 5160, false));
    assertThat(send(agent, 10, 480)).isEqualTo(new Sent(1003, 5480, false));
  }

  @Test
  void aPacketFromBeforeTheSwitchIsRefused() {
    send(music, 7, 0);
    send(agent, 100, 0);

    assertThat(send(agent, 99, -160).sequence()).isEqualTo(-1);
    assertThat(send(agent, 101, 160).sequence()).isEqualTo(1002);
  }

  @Test
  void aPhoneThatChangesItsSsrcIsANewSource() {
    send(agent, 7, 0);
    var packet = packet(40_000, 9, 555);

    assertThat(out.place(packet, agent, nowNs)).isTrue();
    assertThat(Rtp.sequence(packet)).isEqualTo(1001);
    assertThat(Rtp.ssrc(packet)).isEqualTo(OURS);
    assertThat(Rtp.marker(packet)).isTrue();
  }

  @Test
  void aPhoneThatNumbersAnewIsFollowed() {
    send(agent, 30_000, 0);

    assertThat(send(agent, 5, 99)).isEqualTo(new Sent(1001, 5160, true));
    assertThat(send(agent, 6, 259)).isEqualTo(new Sent(1002, 5320, false));
  }

  @Test
  void thePacketsOfOneKeyPressShareTheirTimestampAndTheNextSourceComesAfterIt() {
    send(agent, 1, 0);
    for (int i = 2; i < 12; i++) {
      send(agent, i, 160);
    }

    assertThat(send(music, 0, 0).timestamp()).isGreaterThanOrEqualTo(5000 + 11 * 160);
  }

  @Test
  void reportsAreTranslatedByTheSameShift() {
    send(music, 7, 0);
    send(agent, 100, 1600);

    assertThat(out.isFedBy(agent)).isTrue();
    assertThat(out.sourceSequence(1001)).isEqualTo(100);
    assertThat(out.placedTimestamp(1600)).isEqualTo(5160);
  }

  @Property(seed = "1")
  void whateverFeedsItTheFarEndHearsOneUnbrokenStream(
      @ForAll @Size(min = 1, max = 30) List<@IntRange(min = 1, max = 400) Integer> talks,
      @ForAll short first,
      @ForAll int timestamp) {
    var stream = new OutgoingStream(OURS, first, timestamp);
    int expected = first & 0xffff;
    for (int talk : talks) {
      var source = aClip();
      for (int i = 0; i < talk; i++) {
        var packet = packet(0xfff0 + i, i * 160, 3);
        expected = (expected + 1) & 0xffff;
        assertThat(stream.place(packet, source, nowNs += FRAME_NS)).isTrue();
        assertThat(Rtp.sequence(packet)).isEqualTo(expected);
        assertThat(Rtp.ssrc(packet)).isEqualTo(OURS);
        assertThat(Rtp.marker(packet)).isEqualTo(i == 0);
      }
    }
  }

  private Sent send(AudioSource from, int sequence, int timestamp) {
    var packet = packet(sequence, timestamp, 3);
    nowNs += FRAME_NS;
    if (!out.place(packet, from, nowNs)) {
      return new Sent(-1, 0, false);
    }
    assertThat(Rtp.ssrc(packet)).isEqualTo(OURS);
    return new Sent(Rtp.sequence(packet), Rtp.timestamp(packet), Rtp.marker(packet));
  }

  private static ByteBuf packet(int sequence, int timestamp, int ssrc) {
    var packet = Unpooled.buffer();
    Rtp.begin(packet, 0, sequence & 0xffff, timestamp, ssrc);
    return packet;
  }

  private static AudioSource aClip() {
    return new Playback(AudioClip.of(new short[1]), true);
  }
}
