package usher.sip.overload;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import usher.sip.message.Overload;

/** Looks at every message before anything else does. Belongs to one I/O thread. */
public final class Screen {
  private static final int MOST_RETRY_AFTER_S = 10;
  private static final long NS_PER_SEQUENCE = 10_000_000;

  /** Nobody repeats a request for longer (64 times T1, RFC 3261 17). */
  private static final long REPEATED_FOR_NS = TimeUnit.SECONDS.toNanos(32);

  private final LaneScanner scanner;
  private final Admission admission;
  private final SourceBuckets sources;
  private final Repeats refused = new Repeats();
  private long refusalsCountUntilNs = Long.MIN_VALUE;

  /** A screen that has seen nothing. */
  public Screen(LaneScanner scanner, Backlog backlog, SourceRates rates, ProvedSources proved) {
    this.scanner = scanner;
    this.sources = new SourceBuckets(rates, proved);
    this.admission = new Admission(backlog);
  }

  /**
   * What becomes of a message.
   *
   * @param source where it came from
   * @param mayRepeat whether it may be a copy of one that came before, as over UDP
   */
  public Screening screen(byte[] message, InetAddress source, boolean mayRepeat, long nowNs) {
    Lane lane = scanner.laneOf(message);
    if (lane == Lane.ABSORBED) {
      return Screening.Quiet.ABSORBED;
    }
    if (!(mayRepeat && wasRefused(lane, message, nowNs))
        && isWithinShare(lane, message, source, mayRepeat, nowNs)
        && admission.admits(lane, message, mayRepeat, nowNs)) {
      return Screening.Quiet.ADMITTED;
    }
    return refused(lane, message, mayRepeat, nowNs);
  }

  /**
   * Who was told that his call is refused is gone: what he repeated before he knew is no call that
   * may be let in, however much room there is by now.
   */
  private boolean wasRefused(Lane lane, byte[] message, long nowNs) {
    return nowNs < refusalsCountUntilNs && !lane.always() && refused.isKnown(message);
  }

  /** A request that was let in is not counted once more when it is repeated. */
  private boolean isWithinShare(
      Lane lane, byte[] message, InetAddress source, boolean mayRepeat, long nowNs) {
    return lane.always()
        || !sources.limits(source)
        || (mayRepeat && admission.isKnown(message))
        || sources.take(source, lane, nowNs);
  }

  private Screening refused(Lane lane, byte[] message, boolean mayRepeat, long nowNs) {
    if (mayRepeat) {
      refusalsCountUntilNs = nowNs + REPEATED_FOR_NS;
      refused.remember(message);
    }
    return new Screening.Refused(overload(lane.isCall() ? 0 : retryAfterS(message), nowNs));
  }

  /** What a peer is told that has asked how much it may send, whatever becomes of its request. */
  public Overload load(long nowNs) {
    return overload(0, nowNs);
  }

  private Overload overload(int retryAfterS, long nowNs) {
    return new Overload(retryAfterS, admission.refusedPercent(), Math.abs(nowNs / NS_PER_SEQUENCE));
  }

  /** Phones that were refused together shall not come back together. */
  private static int retryAfterS(byte[] message) {
    return 1 + Math.floorMod(Arrays.hashCode(message), MOST_RETRY_AFTER_S);
  }
}
