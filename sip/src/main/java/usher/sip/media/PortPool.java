package usher.sip.media;

import java.util.ArrayDeque;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Queue;

/**
 * The port numbers of one media thread: each is free, taken or resting. A number rests after use,
 * for as long as the last far end may still be sending to it, and the one longest unused is taken
 * first. Time comes in as an argument; belongs to one thread.
 */
final class PortPool {
  private final Queue<Resting> free = new ArrayDeque<>();
  private final long restNs;

  private record Resting(int port, long untilNs) {}

  PortPool(long restNs) {
    this.restNs = restNs;
  }

  /** Adds an RTP port that has never been used; the RTCP port above it goes with it. */
  void add(int port, long nowNs) {
    free.add(new Resting(port, nowNs));
  }

  /** An RTP port that may be bound; empty when all are taken or resting. */
  OptionalInt take(long nowNs) {
    var longest = free.peek();
    if (longest == null || longest.untilNs() - nowNs > 0) {
      return OptionalInt.empty();
    }
    free.remove();
    return OptionalInt.of(longest.port());
  }

  /** Gives back a port that was taken. */
  void rest(int port, long nowNs) {
    free.add(new Resting(port, nowNs + restNs));
  }

  /**
   * How long until {@link #take} can succeed without a port being given back; empty when all are
   * taken.
   */
  OptionalLong waitNs(long nowNs) {
    var longest = free.peek();
    return longest == null
        ? OptionalLong.empty()
        : OptionalLong.of(Math.max(0, longest.untilNs() - nowNs));
  }

  int size() {
    return free.size();
  }
}
