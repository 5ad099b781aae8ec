package usher.routing.theory;

/**
 * A mean and how far it may be from the true one. Successive callers have similar waits, so the
 * sample is cut in batches long enough to be independent of one another, and the spread of their
 * means is what counts.
 */
record BatchMeans(double mean, double halfWidth) {
  /** How many batches a sample is cut in. */
  static final int BATCHES = 40;

  /** Student's t for 99 % on both sides and 39 degrees of freedom. */
  private static final double T_99 = 2.708;

  /** The interval in which the true mean lies with a probability of 99 %. */
  static BatchMeans of(double[] sample, int length) {
    int each = length / BATCHES;
    double[] means = new double[BATCHES];
    double sum = 0;
    for (int batch = 0; batch < BATCHES; batch++) {
      for (int i = batch * each; i < (batch + 1) * each; i++) {
        means[batch] += sample[i] / each;
      }
      sum += means[batch];
    }
    double mean = sum / BATCHES;
    double squares = 0;
    for (double of : means) {
      squares += (of - mean) * (of - mean);
    }
    double deviation = StrictMath.sqrt(squares / (BATCHES - 1));
    return new BatchMeans(mean, T_99 * deviation / StrictMath.sqrt(BATCHES));
  }

  boolean holds(double exact) {
    return StrictMath.abs(mean - exact) <= halfWidth;
  }
}
