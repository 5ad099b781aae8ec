package usher.sip.media;

/**
 * Counts what a far end sends as RFC 3550 does: by sequence numbers what should have come (A.1,
 * A.3), by timestamps how evenly it came (A.8). A new SSRC, or a jump in the numbers, begins
 * another count and is no loss: phones change both when they are put on hold or passed on. Time
 * comes in as an argument; belongs to one thread.
 */
final class Reception {
  /** RFC 3550 A.1 MAX_MISORDER. */
  private static final int MAX_MISORDER = 100;

  /** RFC 3550 A.1 MAX_DROPOUT. */
  private static final int MAX_DROPOUT = 3000;

  /** One unit of the timestamps of G.711. */
  private static final long UNIT_NS = 125_000;

  private boolean begun;
  private int ssrc;
  private int highest;

  /** Of all sources. */
  private long expected;

  private boolean timed;
  private int transit;

  /** In sixteenths of a unit, as in A.8. */
  private int jitter;

  private int jitterMax;

  /** One packet; a {@code steady} one's timestamp is that of its audio, as is not so for events. */
  void received(int source, int sequence, int timestamp, boolean steady, long nowNs) {
    int step = (short) (sequence - highest);
    if (!begun || source != ssrc || step < -MAX_MISORDER || step > MAX_DROPOUT) {
      begin(source, sequence);
    } else if (step > 0) {
      expected += step;
      highest = sequence;
    }
    if (steady) {
      time((int) (nowNs / UNIT_NS) - timestamp);
    }
  }

  private void begin(int source, int sequence) {
    begun = true;
    ssrc = source;
    highest = sequence;
    expected++;
    timed = false;
  }

  private void time(int newTransit) {
    if (timed) {
      jitter += Math.abs(newTransit - transit) - ((jitter + 8) >> 4);
      jitterMax = Math.max(jitterMax, jitter);
    }
    timed = true;
    transit = newTransit;
  }

  /** Packets that should have come. */
  long expected() {
    return expected;
  }

  long jitterUs() {
    return us(jitter >> 4);
  }

  long jitterMaxUs() {
    return us(jitterMax >> 4);
  }

  /** So many units of a timestamp. */
  static long us(long units) {
    return units * (UNIT_NS / 1000);
  }
}
