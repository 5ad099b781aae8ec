package usher.perf.decision;

/** A quick source of numbers that look like chance (xorshift64*), the same in every run. */
final class Random64 {
  private long state;

  Random64(long seed) {
    state = seed * 0x9E3779B97F4A7C15L + 1;
  }

  int below(int bound) {
    state ^= state >>> 12;
    state ^= state << 25;
    state ^= state >>> 27;
    long high = (state * 0x2545F4914F6CDD1DL) >>> 33;
    return (int) ((high * bound) >>> 31);
  }
}
