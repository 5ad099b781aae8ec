package usher.sip.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.stream.IntStream;
import javax.sound.sampled.AudioFormat;
import javax.sound.sampled.AudioFormat.Encoding;
import javax.sound.sampled.AudioInputStream;
import javax.sound.sampled.AudioSystem;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import usher.sip.sdp.Codec;

class G711Test {
  private static final int ULAW_LOUDEST = 32_635;

  @ParameterizedTest
  @EnumSource
  void everyCodeMeansWhatTheJdkSaysItMeans(Codec codec) throws IOException {
    var codes = allCodes();

    assertThat(G711.decode(codec, codes)).isEqualTo(decodedByJdk(codec, codes));
  }

  @Test
  void everySampleThatMuLawCanCarryGetsTheCodeThatTheJdkGivesIt() throws IOException {
    var samples = samples(-ULAW_LOUDEST, ULAW_LOUDEST);

    assertThat(G711.encode(Codec.PCMU, samples)).isEqualTo(encodedByJdk(Codec.PCMU, samples));
  }

  /** Where the JDK's code wraps round to silence. */
  @Test
  void whatIsTooLoudForMuLawGetsItsLoudestCode() {
    assertThat(G711.encode(Codec.PCMU, samples(ULAW_LOUDEST, Short.MAX_VALUE))).containsOnly(0x80);
    assertThat(G711.encode(Codec.PCMU, samples(Short.MIN_VALUE, -ULAW_LOUDEST))).containsOnly(0);
  }

  @Test
  void everySampleAboveZeroGetsTheALawCodeThatTheJdkGivesIt() throws IOException {
    var samples = samples(0, Short.MAX_VALUE);

    assertThat(G711.encode(Codec.PCMA, samples)).isEqualTo(encodedByJdk(Codec.PCMA, samples));
  }

  /**
   * ITU-T G.191 mirrors a negative sample by inverting its bits; the JDK takes eight off, not one.
   */
  @Test
  void belowZeroTheJdksALawIsOursSevenSamplesHigher() throws IOException {
    var ours = G711.encode(Codec.PCMA, samples(Short.MIN_VALUE + 7, -1));

    assertThat(ours).isEqualTo(encodedByJdk(Codec.PCMA, samples(Short.MIN_VALUE, -8)));
  }

  @ParameterizedTest
  @EnumSource
  void aCodeThatIsDecodedAndEncodedIsTheSameSample(Codec codec) {
    var samples = G711.decode(codec, allCodes());

    assertThat(G711.decode(codec, G711.encode(codec, samples))).isEqualTo(samples);
  }

  @ParameterizedTest
  @EnumSource
  void convertingTakesTheNearestCodeOfTheOtherForm(Codec from) {
    var table = G711.conversion(from);

    for (byte code : allCodes()) {
      short sample = G711.decode(from, code);
      short converted = G711.decode(from.other(), table[code & 0xff]);
      assertThat((int) converted).isCloseTo(sample, halfAStep(sample));
    }
  }

  @Property(seed = "1")
  void noSampleIsOffByMoreThanHalfAStep(@ForAll short sample, @ForAll Codec codec) {
    short heard = G711.decode(codec, G711.encode(codec, sample));

    assertThat((int) heard).isCloseTo(sample, halfAStep(sample));
  }

  /** 1/32 of the sample with mu-law's bias, at least half of the lowest segment's step. */
  private static Offset<Integer> halfAStep(short sample) {
    int loudness = Math.abs(sample);
    return within(loudness > ULAW_LOUDEST ? 700 : Math.max(16, (loudness + 132) / 31));
  }

  private static short[] samples(int first, int last) {
    var samples = new short[last - first + 1];
    IntStream.range(0, samples.length).forEach(i -> samples[i] = (short) (first + i));
    return samples;
  }

  private static byte[] allCodes() {
    var codes = new byte[256];
    IntStream.range(0, 256).forEach(i -> codes[i] = (byte) i);
    return codes;
  }

  private static AudioFormat linear() {
    return new AudioFormat(8000, 16, 1, true, false);
  }

  private static AudioFormat compressed(Codec codec) {
    var encoding = codec == Codec.PCMU ? Encoding.ULAW : Encoding.ALAW;
    return new AudioFormat(encoding, 8000, 8, 1, 1, 8000, false);
  }

  private static short[] decodedByJdk(Codec codec, byte[] codes) throws IOException {
    var stream =
        new AudioInputStream(new ByteArrayInputStream(codes), compressed(codec), codes.length);
    var bytes = AudioSystem.getAudioInputStream(linear(), stream).readAllBytes();
    var samples = new short[bytes.length / 2];
    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asShortBuffer().get(samples);
    return samples;
  }

  private static byte[] encodedByJdk(Codec codec, short[] samples) throws IOException {
    var bytes = ByteBuffer.allocate(samples.length * 2).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asShortBuffer().put(samples);
    var stream =
        new AudioInputStream(new ByteArrayInputStream(bytes.array()), linear(), samples.length);
    return AudioSystem.getAudioInputStream(compressed(codec), stream).readAllBytes();
  }
}
