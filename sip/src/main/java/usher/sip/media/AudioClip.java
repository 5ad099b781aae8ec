package usher.sip.media;

import java.io.IOException;
import java.nio.file.Path;
import usher.sip.sdp.Codec;

/**
 * Audio to be played: 8 kHz, mono, held ready in both forms of G.711, so that playing is copying.
 * Immutable, and shared by all who hear it.
 */
public final class AudioClip {
  /** Samples a second. */
  public static final int SAMPLE_RATE = Codec.CLOCK_RATE;

  private final byte[] pcmu;
  private final byte[] pcma;

  private AudioClip(short[] samples) {
    pcmu = G711.encode(Codec.PCMU, samples);
    pcma = G711.encode(Codec.PCMA, samples);
  }

  /**
   * A clip of linear samples of 16 bits at {@link #SAMPLE_RATE}.
   *
   * @throws IllegalArgumentException without any sample
   */
  public static AudioClip of(short[] samples) {
    if (samples.length == 0) {
      throw new IllegalArgumentException("a clip without samples");
    }
    return new AudioClip(samples);
  }

  /**
   * Reads a WAV file (or AU, AIFF) of any rate and number of channels, up to 30 minutes. Reads the
   * whole file, so it is not for the call loop.
   *
   * @throws IOException naming the file and what is wrong with it
   */
  public static AudioClip load(Path file) throws IOException {
    return of(AudioFile.read(file));
  }

  /**
   * Waiting music for those who have none of their own: a calm loop without a seam, made by code.
   * The same object each time.
   */
  public static AudioClip defaultMusic() {
    return DefaultMusic.CLIP;
  }

  /** Made when first asked for. */
  private static final class DefaultMusic {
    static final AudioClip CLIP = of(WaitingMusic.compose());
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
