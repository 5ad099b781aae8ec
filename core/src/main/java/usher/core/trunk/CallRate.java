package usher.core.trunk;

import java.util.concurrent.TimeUnit;

/** So many in a second, and a second's worth at once (the generic cell rate algorithm). */
final class CallRate {
  private static final long SECOND_NS = TimeUnit.SECONDS.toNanos(1);

  private final long costNs;
  private long dueNs = Long.MIN_VALUE;

  CallRate(int perSecond) {
    this.costNs = SECOND_NS / perSecond;
  }

  /** Whether one more may begin now; it counts if so. */
  boolean takes(long nowNs) {
    long due = Math.max(dueNs, nowNs);
    boolean takes = due - nowNs <= SECOND_NS - costNs;
    if (takes) {
      dueNs = due + costNs;
    }
    return takes;
  }
}
