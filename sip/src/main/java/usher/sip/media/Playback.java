package usher.sip.media;

import io.netty.buffer.ByteBuf;
import usher.sip.sdp.Codec;

/**
 * One clip on its way to one listener. Where it stands follows from the player's frame counter, so
 * that frames which a late thread had to leave out are left out of the sound, and the rest stays in
 * time.
 */
final class Playback implements AudioSource {
  /** 20 ms at 8000 a second. */
  static final int FRAME_SAMPLES = 160;

  private static final long NOT_BEGUN = -1;

  private final AudioClip clip;
  private final boolean loop;
  private long firstFrame = NOT_BEGUN;
  private int sequence;

  Playback(AudioClip clip, boolean loop) {
    this.clip = clip;
    this.loop = loop;
  }

  /** Whether nothing is left for this frame; the first frame asked for is where the clip begins. */
  boolean ended(long frame) {
    if (firstFrame == NOT_BEGUN) {
      firstFrame = frame;
    }
    return !loop && position(frame) >= clip.samples();
  }

  private long position(long frame) {
    return (frame - firstFrame) * FRAME_SAMPLES;
  }

  /** Writes the packet of a frame, numbered in a stream of its own that begins at zero. */
  void write(long frame, Codec codec, int payloadType, ByteBuf packet) {
    int position = (int) position(frame);
    Rtp.begin(packet, payloadType, sequence++ & 0xffff, position, 0);
    copy(clip.encoded(codec), (int) (position(frame) % clip.samples()), codec, packet);
  }

  private void copy(byte[] codes, int from, Codec codec, ByteBuf packet) {
    int start = from;
    int missing = FRAME_SAMPLES;
    while (missing > 0) {
      int length = Math.min(missing, codes.length - start);
      packet.writeBytes(codes, start, length);
      missing -= length;
      start = 0;
      if (!loop && missing > 0) {
        fill(G711.silence(codec), missing, packet);
        return;
      }
    }
  }

  private static void fill(byte code, int count, ByteBuf packet) {
    for (int i = 0; i < count; i++) {
      packet.writeByte(code);
    }
  }
}
