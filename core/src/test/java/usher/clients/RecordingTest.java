package usher.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecordingTest {
  private static final Tone A = new Tone(440);
  private static final Tone B = new Tone(1_140);
  private static final Duration SECOND = Duration.ofSeconds(1);

  @TempDir Path directory;

  @Test
  void aToneIsHeardAsLongAsItLastsAndAnotherIsNot() {
    Recording recording = new Recording(A.samples(SECOND));
    assertThat(recording.lengthOf(A)).isEqualTo(SECOND);
    assertThat(recording.lengthOf(B)).isZero();
    assertThat(recording).hasToString("1.0 s 440 Hz");
  }

  @Test
  void aToneFiftyHertzAwayIsAnotherTone() {
    assertThat(new Recording(A.samples(SECOND)).lengthOf(new Tone(490))).isZero();
  }

  @Test
  void theOrderOfSilenceMusicAndTonesIsTold() {
    Recording recording =
        new Recording(join(silence(), A.samples(SECOND), silence(), B.samples(SECOND)));
    assertThat(recording).hasToString("1.0 s silence, 1.0 s 440 Hz, 1.0 s silence, 1.0 s 1140 Hz");
    assertThat(recording.length()).isEqualTo(Duration.ofSeconds(4));
    assertThat(recording.lengthOfSound()).isEqualTo(Duration.ofSeconds(2));
    assertThat(recording.before(B).lengthOf(A)).isEqualTo(SECOND);
    assertThat(recording.before(B).length()).isEqualTo(Duration.ofSeconds(3));
    assertThat(recording.from(Duration.ofSeconds(3)).lengthOf(A)).isZero();
    assertThat(recording.from(Duration.ofSeconds(3)).lengthOf(B)).isEqualTo(SECOND);
  }

  @Test
  void theWholeRecordingIsBeforeAToneThatNeverComes() {
    Recording recording = new Recording(A.samples(SECOND));
    assertThat(recording.before(B).length()).isEqualTo(recording.length());
  }

  @Test
  void nothingIsLeftFromAfterTheEnd() {
    Recording recording = new Recording(A.samples(SECOND)).from(Duration.ofSeconds(5));
    assertThat(recording.length()).isZero();
    assertThat(recording).hasToString("nothing");
  }

  @Test
  void noiseAndTwoTonesTogetherAreSoundButNoTone() {
    Recording noise = new Recording(noise());
    assertThat(noise.lengthOfSound()).isEqualTo(SECOND);
    assertThat(noise.lengthOf(A)).isZero();
    Recording chord = new Recording(mix(A.samples(SECOND), B.samples(SECOND), noise()));
    assertThat(chord.lengthOf(A)).isZero();
    assertThat(chord.toString()).contains("mixture");
  }

  @Test
  void aMixOfTwoTonesIsTwoAndNoThird() {
    Tone third = new Tone(2_240);
    Recording two = new Recording(mix(A.samples(SECOND), B.samples(SECOND)));
    assertThat(two.lengthOfMix(A, B)).isEqualTo(SECOND);
    assertThat(two.lengthOfMix(A, third)).isZero();
    assertThat(two.lengthOfTrace(A)).isEqualTo(SECOND);
    assertThat(two.lengthOfTrace(third)).isZero();
    Recording three =
        new Recording(mix(A.samples(SECOND), B.samples(SECOND), third.samples(SECOND)));
    assertThat(three.lengthOfMix(A, B)).isZero();
    assertThat(three.lengthOfTrace(third)).isEqualTo(SECOND);
  }

  @Test
  void aWrittenToneIsReadBackAlsoWhileItsHeaderSaysThatItIsEmpty() throws IOException {
    Path wav = directory.resolve("tone.wav");
    B.write(wav, SECOND);
    assertThat(Recording.read(List.of(wav)).lengthOf(B)).isEqualTo(SECOND);
    byte[] bytes = Files.readAllBytes(wav);
    Arrays.fill(bytes, 40, 44, (byte) 0);
    Files.write(wav, bytes);
    assertThat(Recording.read(List.of(wav, wav)).lengthOf(B)).isEqualTo(Duration.ofSeconds(2));
  }

  @Test
  void aFileThatHasNotEvenAHeaderYetIsEmpty() throws IOException {
    Path wav = Files.write(directory.resolve("begun.wav"), new byte[12]);
    assertThat(Recording.read(List.of(wav)).length()).isZero();
  }

  @Test
  void aToneThatTelephonesCannotCarryIsRefused() {
    assertThatThrownBy(() -> new Tone(4_000)).isInstanceOf(IllegalArgumentException.class);
  }

  private static short[] silence() {
    return new short[Tone.SAMPLES_PER_SECOND];
  }

  private static short[] noise() {
    Random random = new Random(7);
    short[] samples = new short[Tone.SAMPLES_PER_SECOND];
    for (int i = 0; i < samples.length; i++) {
      samples[i] = (short) (random.nextGaussian() * 3_000);
    }
    return samples;
  }

  private static short[] join(short[]... parts) {
    short[] all = new short[Arrays.stream(parts).mapToInt(part -> part.length).sum()];
    int at = 0;
    for (short[] part : parts) {
      System.arraycopy(part, 0, all, at, part.length);
      at += part.length;
    }
    return all;
  }

  private static short[] mix(short[]... parts) {
    short[] sum = new short[parts[0].length];
    for (short[] part : parts) {
      for (int i = 0; i < sum.length; i++) {
        sum[i] = (short) (sum[i] + part[i] / parts.length);
      }
    }
    return sum;
  }
}
