package usher.sip.media;

import io.netty.buffer.ByteBuf;
import usher.sip.sdp.Codec;

/**
 * One leg in a mixer: what its far end says, and what it hears of the others as a source of its
 * outgoing stream. Two threads, each with its own half: the mixer's, and the leg's.
 */
final class MixedVoice implements AudioSource {
  private final RtpMixer mixer;
  private final RtpLeg leg;

  // the mixer's
  private final VoiceBuffer said = new VoiceBuffer();
  private final short[] frame = new short[VoiceBuffer.FRAME];

  // the leg's
  private int sequence;

  MixedVoice(RtpMixer mixer, RtpLeg leg) {
    this.mixer = mixer;
    this.leg = leg;
  }

  RtpMixer mixer() {
    return mixer;
  }

  RtpLeg leg() {
    return leg;
  }

  /** On the mixer's thread. */
  void says(int ssrc, int timestamp, short[] samples) {
    said.write(ssrc, timestamp, samples);
  }

  /** Adds the next 20 ms to what all say. On the mixer's thread. */
  void addTo(int[] sum) {
    said.read(frame);
    for (int i = 0; i < sum.length; i++) {
      sum[i] += frame[i];
    }
  }

  /** What the others say. Loud ones together are cut at what 16 bits hold, not folded over. */
  short[] others(int[] sum) {
    var samples = new short[sum.length];
    for (int i = 0; i < sum.length; i++) {
      samples[i] = (short) Math.clamp(sum[i] - frame[i], Short.MIN_VALUE, Short.MAX_VALUE);
    }
    return samples;
  }

  /** Writes the packet of a frame, numbered in a stream of its own. On the leg's thread. */
  void write(short[] samples, long frameNumber, Codec codec, int payloadType, ByteBuf packet) {
    int timestamp = (int) (frameNumber * VoiceBuffer.FRAME);
    Rtp.begin(packet, payloadType, sequence++ & 0xffff, timestamp, 0);
    packet.writeBytes(G711.encode(codec, samples));
  }
}
