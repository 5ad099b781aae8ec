package usher.clients;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * What a phone heard, cut into windows of 50 ms. A window holds a tone, when nearly all its power
 * is at that frequency; it holds sound, when it is not silent. Time in which no packet came is not
 * in it: a phone that hears nothing at all has a recording that does not grow.
 */
final class Recording {
  private static final int WINDOW = 400;
  private static final Duration WINDOW_LENGTH =
      Duration.ofMillis(1_000L * WINDOW / Tone.SAMPLES_PER_SECOND);

  /** Half of a window's power: a tone through G.711 has 0.999, music and speech spread theirs. */
  private static final double DOMINANT = 0.5;

  /** Of a window's power, in a mix of two that are said equally loud. */
  private static final double LEAST_OF_TWO = 0.3;

  /** What is left is the noise of G.711 and of a packet that came late. */
  private static final double PURE = 0.9;

  /** Root mean square of a sample below which we call it silence: the noise of G.711 is about 8. */
  private static final double SILENCE = 100;

  private static final int WAV_HEADER_BYTES = 44;
  private static final int BIN_HZ = Tone.SAMPLES_PER_SECOND / WINDOW;

  private final short[] samples;

  Recording(short[] samples) {
    this.samples = samples.clone();
  }

  /**
   * Reads WAV files of 8 kHz and 16 bits, one after the other, even while they are being written
   * (with a length of 0).
   */
  static Recording read(List<Path> wavs) {
    int[] all = wavs.stream().flatMapToInt(Recording::samplesOf).toArray();
    short[] samples = new short[all.length];
    for (int i = 0; i < all.length; i++) {
      samples[i] = (short) all[i];
    }
    return new Recording(samples);
  }

  private static IntStream samplesOf(Path wav) {
    try {
      byte[] bytes = Files.readAllBytes(wav);
      int data = Math.max(0, bytes.length - WAV_HEADER_BYTES) / 2;
      ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
      return IntStream.range(0, data).map(i -> buffer.getShort(WAV_HEADER_BYTES + 2 * i));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Duration length() {
    return Duration.ofMillis(samples.length * 1_000L / Tone.SAMPLES_PER_SECOND);
  }

  /** The part from {@code start} on. */
  Recording from(Duration start) {
    int first = (int) (start.toMillis() * Tone.SAMPLES_PER_SECOND / 1_000);
    int length = Math.max(0, samples.length - first);
    short[] part = new short[length];
    System.arraycopy(samples, samples.length - length, part, 0, length);
    return new Recording(part);
  }

  /** The part before the first window of {@code tone}; all of it when the tone never comes. */
  Recording before(Tone tone) {
    int window = windows(w -> holds(tone, w)).findFirst().orElse(windowCount());
    short[] part = new short[window * WINDOW];
    System.arraycopy(samples, 0, part, 0, part.length);
    return new Recording(part);
  }

  /** How long {@code tone} is heard, all its windows together. */
  Duration lengthOf(Tone tone) {
    return lengthOf(window -> holds(tone, window));
  }

  /** How long two tones are heard at once, about as loud as each other, and nothing else. */
  Duration lengthOfMix(Tone one, Tone other) {
    return lengthOf(window -> isLoud(window) && mixes(one.hz(), other.hz(), window));
  }

  private boolean mixes(int oneHz, int otherHz, int window) {
    double one = share(oneHz, window);
    double other = share(otherHz, window);
    return Math.min(one, other) > LEAST_OF_TWO && one + other > PURE;
  }

  /** How long {@code tone} is heard, be it among others. */
  Duration lengthOfTrace(Tone tone) {
    return lengthOf(window -> isLoud(window) && share(tone.hz(), window) > 1 - PURE);
  }

  /** How long anything is heard that is not silence. */
  Duration lengthOfSound() {
    return lengthOf(this::isLoud);
  }

  private Duration lengthOf(IntPredicate wanted) {
    return WINDOW_LENGTH.multipliedBy(windows(wanted).count());
  }

  private IntStream windows(IntPredicate wanted) {
    return IntStream.range(0, windowCount()).filter(wanted);
  }

  private int windowCount() {
    return samples.length / WINDOW;
  }

  private boolean isLoud(int window) {
    return power(window) > SILENCE * SILENCE;
  }

  private boolean holds(Tone tone, int window) {
    return isLoud(window) && share(tone.hz(), window) > DOMINANT;
  }

  /** The part of a window's power that is at {@code hz}: 1 for a pure tone of that frequency. */
  private double share(int hz, int window) {
    return goertzel(hz, window) * 2 / ((double) WINDOW * WINDOW) / power(window);
  }

  /** The squared magnitude of one bin of the Fourier transform. */
  private double goertzel(int hz, int window) {
    double coefficient = 2 * Math.cos(2 * Math.PI * hz / Tone.SAMPLES_PER_SECOND);
    double last = 0;
    double beforeLast = 0;
    for (int i = window * WINDOW; i < (window + 1) * WINDOW; i++) {
      double next = samples[i] + coefficient * last - beforeLast;
      beforeLast = last;
      last = next;
    }
    return last * last + beforeLast * beforeLast - coefficient * last * beforeLast;
  }

  /** The mean of the squared samples of a window. */
  private double power(int window) {
    double sum = 0;
    for (int i = window * WINDOW; i < (window + 1) * WINDOW; i++) {
      sum += (double) samples[i] * samples[i];
    }
    return sum / WINDOW;
  }

  private int strongestHz(int window) {
    return IntStream.range(1, WINDOW / 2)
        .map(bin -> bin * BIN_HZ)
        .reduce((a, b) -> goertzel(a, window) >= goertzel(b, window) ? a : b)
        .orElseThrow();
  }

  /** What is heard when, such as {@code 0.65 s 440 Hz, 1.2 s silence}. */
  @Override
  public String toString() {
    List<String> runs = new ArrayList<>();
    int start = 0;
    for (int w = 1; w <= windowCount(); w++) {
      if (w == windowCount() || !name(w).equals(name(start))) {
        runs.add((w - start) * WINDOW_LENGTH.toMillis() / 1_000.0 + " s " + name(start));
        start = w;
      }
    }
    return runs.isEmpty() ? "nothing" : String.join(", ", runs);
  }

  private String name(int window) {
    if (!isLoud(window)) {
      return "silence";
    }
    int hz = strongestHz(window);
    return share(hz, window) > DOMINANT ? hz + " Hz" : "mixture around " + hz + " Hz";
  }
}
