package usher.sip.overload;

import java.net.InetAddress;
import java.util.Arrays;
import usher.sip.message.Overload;

/** Looks at every message before anything else does. Belongs to one I/O thread. */
public final class Screen {
  private static final int MOST_RETRY_AFTER_S = 10;
  private static final long NS_PER_SEQUENCE = 10_000_000;

  private final LaneScanner scanner;
  private final Admission admission;
  private final SourceBuckets sources;

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
    return isWithinShare(lane, message, source, mayRepeat, nowNs)
            && admission.admits(lane, message, mayRepeat, nowNs)
        ? Screening.Quiet.ADMITTED
        : refused(lane, message, nowNs);
  }

  /** A request that was let in is not counted once more when it is repeated. */
  private boolean isWithinShare(
      Lane lane, byte[] message, InetAddress source, boolean mayRepeat, long nowNs) {
    return lane.always()
        || !sources.limits(source)
        || (mayRepeat && admission.isKnown(message))
        || sources.take(source, lane, nowNs);
  }

  private Screening refused(Lane lane, byte[] message, long nowNs) {
    return new Screening.Refused(
        new Overload(
            lane.isCall() ? 0 : retryAfterS(message),
            admission.refusedPercent(),
            Math.abs(nowNs / NS_PER_SEQUENCE)));
  }

  /** Phones that were refused together shall not come back together. */
  private static int retryAfterS(byte[] message) {
    return 1 + Math.floorMod(Arrays.hashCode(message), MOST_RETRY_AFTER_S);
  }
}
