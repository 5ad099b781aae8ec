package usher.routing.store;

/** A sequence of numbers that looks like chance and follows from a seed (SplitMix64). */
public final class SplitMix {
  private static final long GAMMA = 0x9E3779B97F4A7C15L;

  private long state;

  /** The sequence of a seed. */
  public SplitMix(long seed) {
    state = seed;
  }

  /** The next number, 0 to {@code bound - 1}. */
  public long below(long bound) {
    return Math.unsignedMultiplyHigh(next(), bound);
  }

  /** What the rest of the sequence follows from. */
  public long state() {
    return state;
  }

  private long next() {
    state += GAMMA;
    long z = state;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}
