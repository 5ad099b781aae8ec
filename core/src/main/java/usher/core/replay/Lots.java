package usher.core.replay;

import java.util.List;
import usher.routing.store.SplitMix;

/**
 * Chance that follows from a seed and from what it is drawn for, not from the order of drawing: a
 * caller has the same patience whatever happens to others, so that two simulations differ by their
 * rules alone.
 */
final class Lots {
  /** What is drawn. */
  enum Of {
    PATIENCE(1),
    TALK(2),
    REACTION(3),
    WRAP_UP(4);

    private final int salt;

    Of(int salt) {
      this.salt = salt;
    }
  }

  private static final long PARTS = 1L << 53;
  private static final long SPREAD = 0x9E3779B97F4A7C15L;

  private final long seed;

  Lots(long seed) {
    this.seed = seed;
  }

  /** Above 0, up to 1. */
  double share(Of what, long whose) {
    return (draw(what, whose, PARTS) + 1) / (double) PARTS;
  }

  /** One of several; there is at least one. */
  <T> T one(List<T> among, Of what, long whose) {
    return among.get((int) draw(what, whose, among.size()));
  }

  private long draw(Of what, long whose, long bound) {
    return new SplitMix((seed * SPREAD + what.salt) * SPREAD + whose).below(bound);
  }
}
