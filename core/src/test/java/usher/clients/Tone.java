package usher.clients;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.time.Duration;
import javax.sound.sampled.AudioFileFormat;
import javax.sound.sampled.AudioFormat;
import javax.sound.sampled.AudioInputStream;
import javax.sound.sampled.AudioSystem;

/**
 * The sine that one phone says all the time, by which the far end knows whom it hears.
 *
 * @param hz its frequency, below 4,000
 */
record Tone(int hz) {
  static final int SAMPLES_PER_SECOND = 8_000;
  private static final int AMPLITUDE = 12_000;

  Tone {
    if (hz <= 0 || hz >= SAMPLES_PER_SECOND / 2) {
      throw new IllegalArgumentException("G.711 cannot carry " + hz + " Hz");
    }
  }

  /** The tone as 16-bit samples. */
  short[] samples(Duration length) {
    short[] samples = new short[(int) (length.toMillis() * SAMPLES_PER_SECOND / 1_000)];
    for (int i = 0; i < samples.length; i++) {
      samples[i] = (short) (AMPLITUDE * Math.sin(2 * Math.PI * hz * i / SAMPLES_PER_SECOND));
    }
    return samples;
  }

  /** Writes the tone as a WAV file: 8 kHz, 16 bit, one channel. */
  void write(Path wav, Duration length) {
    short[] samples = samples(length);
    ByteBuffer bytes = ByteBuffer.allocate(2 * samples.length).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asShortBuffer().put(samples);
    AudioFormat format = new AudioFormat(SAMPLES_PER_SECOND, 16, 1, true, false);
    var in = new ByteArrayInputStream(bytes.array());
    try (var audio = new AudioInputStream(in, format, samples.length)) {
      AudioSystem.write(audio, AudioFileFormat.Type.WAVE, wav.toFile());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public String toString() {
    return hz + " Hz";
  }
}
