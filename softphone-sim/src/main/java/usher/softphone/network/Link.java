package usher.softphone.network;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/** One way from one host to another, with its own lots. */
final class Link {
  /** What a stream waits before it sends a lost segment again, at first; then twice as long. */
  static final long RESEND_NS = 200_000_000L;

  /** A stream gives up after so many losses in a row. */
  static final int RESENDS_MAX = 8;

  /** What {@link #streamDelayNs} says when the stream broke. */
  static final long BROKEN = -1;

  /** A datagram that arrives. */
  record Arrival(long delayNs, boolean copy, boolean heldBack) {}

  private final RandomGenerator random;
  private LinkQuality quality;

  Link(LinkQuality quality, RandomGenerator random) {
    this.quality = quality;
    this.random = random;
  }

  void quality(LinkQuality newQuality) {
    quality = newQuality;
  }

  /** How often, and when, a datagram sent now arrives. */
  List<Arrival> datagram() {
    List<Arrival> arrivals = new ArrayList<>(2);
    if (!happens(quality.loss())) {
      arrivals.add(arrival(false));
      if (happens(quality.duplication())) {
        arrivals.add(arrival(true));
      }
    }
    return arrivals;
  }

  private Arrival arrival(boolean copy) {
    boolean heldBack = happens(quality.reordering());
    long delayNs = quality.delay().sampleNs(random);
    return new Arrival(
        heldBack ? delayNs + quality.heldBack().sampleNs(random) : delayNs, copy, heldBack);
  }

  /** How long what is written to a stream now takes, lost segments included. */
  long streamDelayNs() {
    long delayNs = quality.delay().sampleNs(random);
    long againNs = RESEND_NS;
    for (int resends = 0; happens(quality.loss()); resends++) {
      if (resends == RESENDS_MAX) {
        return BROKEN;
      }
      delayNs += againNs;
      againNs *= 2;
    }
    return delayNs;
  }

  private boolean happens(double rate) {
    return rate > 0 && random.nextDouble() < rate;
  }
}
