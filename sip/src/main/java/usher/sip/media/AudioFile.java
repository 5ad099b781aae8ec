package usher.sip.media;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import javax.sound.sampled.AudioFormat;
import javax.sound.sampled.AudioFormat.Encoding;
import javax.sound.sampled.AudioInputStream;
import javax.sound.sampled.AudioSystem;
import javax.sound.sampled.UnsupportedAudioFileException;

/**
 * Brings an operator's file to 8 kHz mono. The JDK reads and decodes it; mixing and resampling are
 * ours.
 */
final class AudioFile {
  private static final int MAX_SECONDS = 30 * 60;
  private static final int MAX_CHANNELS = 8;
  private static final float MAX_RATE = 192_000;

  private AudioFile() {}

  static short[] read(Path file) throws IOException {
    try (var stream = open(file)) {
      var pcm = decoded(stream);
      var format = pcm.getFormat();
      check(format, file);
      var mono = mono(bytes(pcm, format, file), format.getChannels());
      if (mono.length == 0) {
        throw new IOException(file + ": no audio in it");
      }
      return Resampler.resample(mono, format.getSampleRate(), AudioClip.SAMPLE_RATE);
    } catch (IllegalArgumentException unknownEncoding) {
      throw new IOException(file + ": " + unknownEncoding.getMessage(), unknownEncoding);
    }
  }

  @SuppressWarnings("resource") // Closed with the audio stream.
  private static AudioInputStream open(Path file) throws IOException {
    try {
      return AudioSystem.getAudioInputStream(new BufferedInputStream(Files.newInputStream(file)));
    } catch (NoSuchFileException missing) {
      throw new IOException(file + ": no such file", missing);
    } catch (UnsupportedAudioFileException unknown) {
      throw new IOException(file + ": not a WAV, AU or AIFF file", unknown);
    } catch (IOException unreadable) {
      throw new IOException(file + ": cannot be read: " + unreadable.getMessage(), unreadable);
    }
  }

  private static AudioInputStream decoded(AudioInputStream stream) {
    var from = stream.getFormat();
    int channels = from.getChannels();
    float rate = from.getSampleRate();
    var linear =
        new AudioFormat(Encoding.PCM_SIGNED, rate, 16, channels, 2 * channels, rate, false);
    return AudioSystem.getAudioInputStream(linear, stream);
  }

  private static void check(AudioFormat format, Path file) throws IOException {
    boolean fits =
        format.getChannels() <= MAX_CHANNELS
            && format.getSampleRate() >= 1000
            && format.getSampleRate() <= MAX_RATE;
    if (!fits) {
      throw new IOException(
          file + ": " + format.getChannels() + " channels at " + format.getSampleRate() + " Hz");
    }
  }

  private static byte[] bytes(AudioInputStream pcm, AudioFormat format, Path file)
      throws IOException {
    long frames = (long) (MAX_SECONDS * format.getSampleRate());
    long most = frames * format.getFrameSize();
    int limit = (int) Math.min(most, Integer.MAX_VALUE - 16);
    byte[] bytes = pcm.readNBytes(limit);
    if (bytes.length == limit) {
      throw new IOException(file + ": longer than " + MAX_SECONDS / 60 + " minutes");
    }
    return bytes;
  }

  private static float[] mono(byte[] bytes, int channels) {
    var samples = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asShortBuffer();
    var mono = new float[samples.remaining() / channels];
    for (int i = 0; i < mono.length; i++) {
      float sum = 0;
      for (int c = 0; c < channels; c++) {
        sum += samples.get();
      }
      mono[i] = sum / channels;
    }
    return mono;
  }
}
