package usher.sip.media;

import usher.sip.sdp.Codec;

/**
 * Audio to be played: 8 kHz, mono, held ready in both forms of G.711. Immutable, and shared by all
 * who hear it.
 */
public final class AudioClip {
  private final byte[] pcmu;
  private final byte[] pcma;

  private AudioClip(short[] samples) {
    pcmu = G711.encode(Codec.PCMU, samples);
    pcma = G711.encode(Codec.PCMA, samples);
  }

  /**
   * A clip of linear samples, 16 bit.
   *
   * @throws IllegalArgumentException without any sample
   */
  public static AudioClip of(short[] samples) {
    if (samples.length == 0) {
      throw new IllegalArgumentException("a clip without samples");
    }
    return new AudioClip(samples);
  }

  /** Its length in samples of 125 us. */
  public int samples() {
    return pcmu.length;
  }

  /** One byte a sample; not to be written to. */
  byte[] encoded(Codec codec) {
    return switch (codec) {
      case PCMU -> pcmu;
      case PCMA -> pcma;
    };
  }
}
