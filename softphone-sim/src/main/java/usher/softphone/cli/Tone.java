package usher.softphone.cli;

import usher.sip.media.AudioClip;
import usher.sip.sdp.Codec;

/** A sine. */
final class Tone {
  /** Half of full scale: loud enough to measure, far from clipping. */
  private static final double AMPLITUDE = 16_384;

  private Tone() {}

  /** One second, which a whole number of periods fills, so it can be played without end. */
  static AudioClip clip(int hz) {
    short[] samples = new short[Codec.CLOCK_RATE];
    for (int i = 0; i < samples.length; i++) {
      double turns = (double) hz * i / Codec.CLOCK_RATE;
      samples[i] = (short) Math.round(AMPLITUDE * Math.sin(2 * Math.PI * turns));
    }
    return AudioClip.of(samples);
  }
}
