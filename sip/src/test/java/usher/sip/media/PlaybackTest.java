package usher.sip.media;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import usher.sip.sdp.Codec;

class PlaybackTest {
  private static final int FRAME = Playback.FRAME_SAMPLES;

  @Property(seed = "1")
  void aLoopGoesRoundWithoutLosingASample(@ForAll @IntRange(min = 1, max = 700) int length) {
    var clip = AudioClip.of(ramp(length));
    var playback = new Playback(clip, true);
    var codes = clip.encoded(Codec.PCMA);

    for (int frame = 0; frame < 20; frame++) {
      var heard = payload(playback, 5 + frame, Codec.PCMA);
      for (int i = 0; i < FRAME; i++) {
        assertThat(heard[i]).isEqualTo(codes[(frame * FRAME + i) % length]);
      }
    }
  }

  @Test
  void aClipEndsAndItsLastFrameIsFilledWithSilence() {
    var clip = AudioClip.of(ramp(FRAME + 60));
    var playback = new Playback(clip, false);

    assertThat(playback.ended(9)).isFalse();
    assertThat(playback.ended(10)).isFalse();
    assertThat(payload(playback, 10, Codec.PCMU)).endsWith(new byte[] {-1, -1, -1});
    assertThat(playback.ended(11)).isTrue();
  }

  @Test
  void aFrameThatWasLeftOutIsMissingInTheTimestampsAndNotInTheNumbers() {
    var playback = new Playback(AudioClip.of(ramp(5000)), true);
    payload(playback, 100, Codec.PCMU);
    var packet = Unpooled.buffer();
    playback.write(103, Codec.PCMU, 0, packet);

    assertThat(Rtp.sequence(packet)).isEqualTo(1);
    assertThat(Rtp.timestamp(packet)).isEqualTo(3 * FRAME);
  }

  private static byte[] payload(Playback playback, long frame, Codec codec) {
    assertThat(playback.ended(frame)).isFalse();
    var packet = Unpooled.buffer();
    playback.write(frame, codec, codec.staticPayloadType(), packet);
    assertThat(Rtp.payloadType(packet)).isEqualTo(codec.staticPayloadType());
    return ByteBufUtil.getBytes(packet.skipBytes(Rtp.HEADER_LENGTH));
  }

  private static short[] ramp(int length) {
    var samples = new short[length];
    for (int i = 0; i < length; i++) {
      samples[i] = (short) (i * 97);
    }
    return samples;
  }
}
