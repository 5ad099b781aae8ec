package usher.sip.media;

/**
 * The music that the server brings itself: plucked chords over a bass, I-vi-IV-V twice with two
 * patterns, at a pace for waiting. Everything is written into a circle, so a note that sounds past
 * the end sounds on in the beginning and the loop has no seam.
 */
final class WaitingMusic {
  private static final int RATE = AudioClip.SAMPLE_RATE;

  /** Samples of one eighth note: 100 beats a minute. */
  private static final int EIGHTH = RATE * 3 / 10;

  private static final int EIGHTHS_A_BAR = 8;

  /** Notes as semitones above A at 220 Hz: C, A minor, F, G; from the bottom. */
  private static final int[][] CHORDS = {
    {3, 7, 10, 15}, {0, 7, 12, 15}, {-4, 3, 8, 12}, {-2, 5, 10, 14}
  };

  private static final int[][] PATTERNS = {{0, 1, 2, 3, 2, 1, 2, 3}, {0, 2, 1, 3, 2, 3, 1, 2}};

  /** A rest, or a note of the chord an octave up, for each bar of the melody in quarters. */
  private static final int[][] MELODY = {
    {3, -1, 2, 3}, {2, -1, 1, -1}, {3, 2, -1, 1}, {2, -1, 3, -1},
    {2, 3, -1, 2}, {3, -1, 2, -1}, {1, 2, -1, 3}, {3, -1, -1, 2}
  };

  private static final int BARS = MELODY.length;
  private static final double PEAK = 9000;

  private final double[] circle = new double[BARS * EIGHTHS_A_BAR * EIGHTH];

  private WaitingMusic() {}

  static short[] compose() {
    var music = new WaitingMusic();
    for (int bar = 0; bar < BARS; bar++) {
      music.bar(bar);
    }
    return music.samples();
  }

  private void bar(int bar) {
    int start = bar * EIGHTHS_A_BAR;
    int[] chord = CHORDS[bar % CHORDS.length];
    int[] pattern = PATTERNS[bar / CHORDS.length % PATTERNS.length];
    pluck(start, chord[0] - 12, 0.8, 1.6);
    for (int i = 0; i < EIGHTHS_A_BAR; i++) {
      pluck(start + i, chord[pattern[i]], i == 0 ? 0.55 : 0.4, 0.7);
    }
    for (int quarter = 0; quarter < MELODY[bar].length; quarter++) {
      int note = MELODY[bar][quarter];
      if (note >= 0) {
        pluck(start + 2 * quarter, chord[note] + 12, 0.5, 1.1);
      }
    }
  }

  /** A soft string: three partials, the higher the sooner gone. */
  private void pluck(int eighth, int semitone, double loudness, double seconds) {
    double frequency = 220 * Math.pow(2, semitone / 12.0);
    for (int partial = 1; partial <= 3; partial++) {
      double decay = seconds / partial;
      partial(eighth * EIGHTH, frequency * partial, loudness / (partial * partial), decay);
    }
  }

  private void partial(int start, double frequency, double loudness, double decay) {
    int length = Math.min(circle.length, (int) (4 * decay * RATE));
    double attack = 0.008 * RATE;
    for (int i = 0; i < length; i++) {
      double fade = 1 - (double) i / length;
      double envelope = Math.min(1, i / attack) * Math.exp(-i / (decay * RATE)) * fade;
      double wave = Math.sin(2 * Math.PI * frequency * i / RATE);
      circle[(start + i) % circle.length] += loudness * envelope * wave;
    }
  }

  private short[] samples() {
    double loudest = 0;
    for (double value : circle) {
      loudest = Math.max(loudest, Math.abs(value));
    }
    var samples = new short[circle.length];
    for (int i = 0; i < samples.length; i++) {
      samples[i] = (short) Math.round(circle[i] / loudest * PEAK);
    }
    return samples;
  }
}
