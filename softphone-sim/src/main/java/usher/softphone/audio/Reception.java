package usher.softphone.audio;

/**
 * One source of packets as it is heard (RFC 3550 A.1, A.3, A.8). What was numbered before the first
 * packet that came, or after the last one, is not known of.
 */
final class Reception {
  /**
   * RFC 3550 A.1: a greater step forward, or one further back, is no step but another beginning.
   */
  private static final int DROPOUT_MAX = 3_000;

  private static final int MISORDER_MAX = 100;
  private static final int NUMBERS = 1 << 16;

  /** G.711: units of timestamps in a second. */
  private static final double UNITS_PER_S = 8_000;

  private static final double NS_PER_S = 1e9;
  private static final double US_PER_S = 1e6;

  /** RFC 3550 6.4.1: each packet moves the jitter by this share of what it differs. */
  private static final double GAIN = 1 / 16.0;

  private final int source;
  private final int first;
  private long highest;
  private long received = 1;
  private long late;
  private long lastNs;
  private long lastTimestamp;
  private double jitter;

  /** The first packet of a source. */
  Reception(long nowNs, Packet packet) {
    this.source = packet.source();
    this.first = packet.number();
    this.highest = packet.number();
    this.lastNs = nowNs;
    this.lastTimestamp = packet.timestamp();
  }

  /**
   * Another packet came.
   *
   * @return false where it is of another source, or of one that began anew: nothing is counted
   */
  boolean heard(long nowNs, Packet packet) {
    int step = (packet.number() - (int) highest) & (NUMBERS - 1);
    boolean early = step < DROPOUT_MAX;
    boolean behind = step >= NUMBERS - MISORDER_MAX;
    if (packet.source() != source || !(early || behind)) {
      return false;
    }
    received++;
    if (behind) {
      late++;
    } else {
      highest += step;
    }
    measureJitter(nowNs, packet.timestamp());
    return true;
  }

  /** RFC 3550 A.8: how much the distance to the packet before differs from what it was to be. */
  private void measureJitter(long nowNs, long timestamp) {
    double cameAfter = (nowNs - lastNs) * UNITS_PER_S / NS_PER_S;
    // Timestamps have 32 bits, and go on from zero.
    double sentAfter = (int) (timestamp - lastTimestamp);
    jitter += (Math.abs(cameAfter - sentAfter) - jitter) * GAIN;
    lastNs = nowNs;
    lastTimestamp = timestamp;
  }

  /** Packets numbered from the first one to the highest. */
  long expected() {
    return highest - first + 1;
  }

  /** Packets that came, repeated ones included, as RFC 3550 counts them. */
  long received() {
    return received;
  }

  /** Of these, those that came after one that was sent later. */
  long late() {
    return late;
  }

  /** How unevenly they came, in us. */
  long jitterUs() {
    return Math.round(jitter / UNITS_PER_S * US_PER_S);
  }
}
