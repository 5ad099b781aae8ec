package usher.sip.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.sound.sampled.AudioFileFormat;
import javax.sound.sampled.AudioFormat;
import javax.sound.sampled.AudioFormat.Encoding;
import javax.sound.sampled.AudioInputStream;
import javax.sound.sampled.AudioSystem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import usher.sip.sdp.Codec;

class AudioClipTest {
  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({"8000, 1", "8000, 2", "16000, 1", "44100, 2", "48000, 1", "11025, 1"})
  void aFileOfAnyRateAndChannelsIsHeardAtItsPitchAndLoudness(int rate, int channels)
      throws IOException {
    var clip = AudioClip.load(wav(tone(rate, channels, 440), rate, channels));
    var heard = G711.decode(Codec.PCMU, clip.encoded(Codec.PCMU));

    assertThat(clip.samples()).isCloseTo(8000, within(2));
    assertThat(level(heard, 440)).isCloseTo(8000, within(300.0));
    assertThat(level(heard, 880)).isLessThan(200);
  }

  @Test
  void whatEightKilohertzCannotCarryDoesNotComeBackAsANote() throws IOException {
    var clip = AudioClip.load(wav(tone(48_000, 1, 7000), 48_000, 1));
    var heard = G711.decode(Codec.PCMU, clip.encoded(Codec.PCMU));

    assertThat(level(heard, 1000)).isLessThan(40);
  }

  @ParameterizedTest
  @CsvSource({"ULAW", "ALAW"})
  void aFileThatIsG711AlreadyIsTaken(String encoding) throws IOException {
    var linear = stream(tone(8000, 1, 440), 8000, 1);
    var format = new AudioFormat(new Encoding(encoding), 8000, 8, 1, 1, 8000, false);
    var file = folder.resolve("music.wav");
    AudioSystem.write(
        AudioSystem.getAudioInputStream(format, linear), AudioFileFormat.Type.WAVE, file.toFile());
    var clip = AudioClip.load(file);

    assertThat(level(G711.decode(Codec.PCMA, clip.encoded(Codec.PCMA)), 440))
        .isCloseTo(8000, within(300.0));
  }

  @Test
  void bothFormsSoundAlike() {
    var clip = AudioClip.of(tone(8000, 1, 440));

    assertThat(level(G711.decode(Codec.PCMA, clip.encoded(Codec.PCMA)), 440))
        .isCloseTo(level(G711.decode(Codec.PCMU, clip.encoded(Codec.PCMU)), 440), within(50.0));
  }

  @Test
  void aFileThatIsNotThereIsNamed() {
    var file = folder.resolve("gone.wav");

    assertThatIOException()
        .isThrownBy(() -> AudioClip.load(file))
        .withMessage(file + ": no such file");
  }

  @Test
  void aFileThatIsNoAudioIsNamed() throws IOException {
    var file = Files.writeString(folder.resolve("letter.wav"), "Dear Sir or Madam");

    assertThatIOException()
        .isThrownBy(() -> AudioClip.load(file))
        .withMessage(file + ": not a WAV, AU or AIFF file");
  }

  @Test
  void aFileWithoutAnyAudioIsNamed() throws IOException {
    var file = wav(new short[0], 8000, 1);

    assertThatIOException()
        .isThrownBy(() -> AudioClip.load(file))
        .withMessage(file + ": no audio in it");
  }

  @Test
  void aClipHasAtLeastOneSample() {
    assertThatThrownBy(() -> AudioClip.of(new short[0])).hasMessageContaining("without samples");
  }

  @Test
  void theDefaultMusicIsMusicWithoutASeam() {
    var music = G711.decode(Codec.PCMU, AudioClip.defaultMusic().encoded(Codec.PCMU));

    assertThat(music.length).isBetween(5 * 8000, 60 * 8000);
    int seam = Math.abs(music[0] - music[music.length - 1]);
    assertThat(seam).isLessThanOrEqualTo(largestStep(music));
    for (int second = 0; second + 1 < music.length / 8000; second++) {
      assertThat(loudness(music, second * 8000)).as("second %d", second).isBetween(300.0, 8000.0);
    }
    assertThat(notesHeard(music)).isGreaterThan(8);
  }

  private static int largestStep(short[] samples) {
    int largest = 0;
    for (int i = 1; i < samples.length; i++) {
      largest = Math.max(largest, Math.abs(samples[i] - samples[i - 1]));
    }
    return largest;
  }

  private static double loudness(short[] samples, int from) {
    double sum = 0;
    for (int i = from; i < from + 8000; i++) {
      sum += (double) samples[i] * samples[i];
    }
    return Math.sqrt(sum / 8000);
  }

  private static long notesHeard(short[] samples) {
    long heard = 0;
    for (int semitone = -12; semitone < 30; semitone++) {
      if (level(samples, 220 * Math.pow(2, semitone / 12.0)) > 100) {
        heard++;
      }
    }
    return heard;
  }

  /** How loud one frequency is in a sound. */
  private static double level(short[] samples, double frequency) {
    double sine = 0;
    double cosine = 0;
    for (int i = 0; i < samples.length; i++) {
      double angle = 2 * Math.PI * frequency * i / 8000;
      sine += samples[i] * Math.sin(angle);
      cosine += samples[i] * Math.cos(angle);
    }
    return 2 * Math.hypot(sine, cosine) / samples.length;
  }

  /** One second. */
  private static short[] tone(int rate, int channels, double frequency) {
    var samples = new short[rate * channels];
    for (int i = 0; i < samples.length; i++) {
      int frame = i / channels;
      double angle = 2 * Math.PI * frequency * frame / rate;
      samples[i] = (short) Math.round(8000 * Math.sin(angle));
    }
    return samples;
  }

  private Path wav(short[] samples, int rate, int channels) throws IOException {
    var file = folder.resolve("music.wav");
    AudioSystem.write(stream(samples, rate, channels), AudioFileFormat.Type.WAVE, file.toFile());
    return file;
  }

  private static AudioInputStream stream(short[] samples, int rate, int channels) {
    var bytes = ByteBuffer.allocate(2 * samples.length).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asShortBuffer().put(samples);
    var format = new AudioFormat(rate, 16, channels, true, false);
    return new AudioInputStream(
        new ByteArrayInputStream(bytes.array()), format, samples.length / channels);
  }
}
