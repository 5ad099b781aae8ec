package usher.sip.media;

/**
 * Changes a sample rate by a Hann-windowed sinc, cut off a little below half the lower rate, so
 * that what 8 kHz cannot carry does not come back as noise.
 */
final class Resampler {
  /** Zero crossings of the sinc on each side. */
  private static final int CROSSINGS = 16;

  private static final double CUT_OFF = 0.92;

  private Resampler() {}

  static short[] resample(float[] samples, float fromRate, float toRate) {
    double step = (double) fromRate / toRate;
    // Of the source's rate: 1 is all that it has.
    double band = fromRate == toRate ? 1 : Math.min(1, toRate / (double) fromRate) * CUT_OFF;
    var result = new short[Math.max(1, (int) Math.round(samples.length / step))];
    for (int i = 0; i < result.length; i++) {
      double value = fromRate == toRate ? samples[i] : at(samples, i * step, band);
      result[i] = (short) Math.clamp(Math.round(value), Short.MIN_VALUE, Short.MAX_VALUE);
    }
    return result;
  }

  private static double at(float[] samples, double position, double band) {
    double reach = CROSSINGS / band;
    int first = Math.max(0, (int) Math.ceil(position - reach));
    int last = Math.min(samples.length - 1, (int) Math.floor(position + reach));
    double sum = 0;
    for (int i = first; i <= last; i++) {
      double distance = i - position;
      sum += samples[i] * sinc(distance * band) * hann(distance / reach);
    }
    return sum * band;
  }

  private static double sinc(double x) {
    return x == 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x);
  }

  private static double hann(double x) {
    return 0.5 + 0.5 * Math.cos(Math.PI * x);
  }
}
