package usher.softphone.chance;

import java.time.Duration;
import java.util.random.RandomGenerator;

/** A length of time that varies from one draw to the next. */
public sealed interface Spread {
  /** An exponential draw beyond so many times its mean is cut there: one in half a billion. */
  int EXPONENTIAL_LIMIT = 20;

  /** What {@link #sampleNs} says for "it does not happen at all". */
  long NEVER_NS = Long.MAX_VALUE;

  /** No time at all. */
  Spread NONE = new Fixed(0);

  /** It does not happen. */
  Spread NEVER = new Fixed(NEVER_NS);

  /** Draws one, in ns, never negative. */
  long sampleNs(RandomGenerator random);

  /** Always the same. */
  record Fixed(long ns) implements Spread {
    public Fixed {
      requireNotNegative(ns);
    }

    @Override
    public long sampleNs(RandomGenerator random) {
      return ns;
    }
  }

  /** Any length from one bound to the other, both included, equally likely. */
  record Uniform(long fromNs, long toNs) implements Spread {
    public Uniform {
      requireNotNegative(fromNs);
      if (toNs < fromNs || toNs == NEVER_NS) {
        throw new IllegalArgumentException("a range ends where it begins or later");
      }
    }

    @Override
    public long sampleNs(RandomGenerator random) {
      return random.nextLong(fromNs, toNs + 1);
    }
  }

  /** Exponential, as waiting for something that may come at any moment: arrivals, patience. */
  record Exponential(long meanNs) implements Spread {
    public Exponential {
      requireNotNegative(meanNs);
    }

    @Override
    public long sampleNs(RandomGenerator random) {
      return (long) (meanNs * Math.min(random.nextExponential(), EXPONENTIAL_LIMIT));
    }
  }

  /** Always this long. */
  static Spread fixed(Duration length) {
    return new Fixed(length.toNanos());
  }

  /** Between these, equally likely. */
  static Spread between(Duration shortest, Duration longest) {
    return new Uniform(shortest.toNanos(), longest.toNanos());
  }

  /** Exponential with this mean. */
  static Spread exponential(Duration mean) {
    return new Exponential(mean.toNanos());
  }

  /**
   * Reads {@code 5s} (always), {@code 2s-8s} (equally likely), {@code exp:30s} (exponential with
   * that mean) or {@code never}; units are {@code ms}, {@code s}, {@code m} and {@code h}.
   *
   * @throws IllegalArgumentException saying what was expected
   */
  static Spread parse(String text) {
    if (text.equals("never")) {
      return NEVER;
    }
    if (text.startsWith("exp:")) {
      return exponential(Lengths.parse(text.substring("exp:".length())));
    }
    int dash = text.indexOf('-');
    return dash < 0
        ? fixed(Lengths.parse(text))
        : between(Lengths.parse(text.substring(0, dash)), Lengths.parse(text.substring(dash + 1)));
  }

  private static void requireNotNegative(long ns) {
    if (ns < 0) {
      throw new IllegalArgumentException("a negative length of time");
    }
  }
}
