package usher.routing;

import java.util.Arrays;
import usher.routing.overflow.Ladder;
import usher.routing.store.Bits;

/**
 * The queues that calls were moved out of, and which of their rungs they have behind them, so that
 * no rung fires twice for a call that comes back. Holds nothing for calls that were never moved.
 */
final class Visits {
  private static final int ROW = Ladder.MOST_MOVES + 1;

  /** By call: how many there were, then each as queue and rungs. */
  private long[] rows = new long[0];

  /** A new call has this slot. */
  void clear(int call) {
    if (call * ROW < rows.length) {
      rows[call * ROW] = 0;
    }
  }

  /** How often the call was moved. */
  int count(int call) {
    return call * ROW < rows.length ? (int) rows[call * ROW] : 0;
  }

  /** The call is moved out of a queue; there is room for one visit more. */
  void add(int call, int queue, int rungs) {
    if (call * ROW >= rows.length) {
      rows = Arrays.copyOf(rows, Math.max((call + 1) * ROW, rows.length * 2));
    }
    int count = (int) ++rows[call * ROW];
    rows[call * ROW + count] = Bits.pack(queue, rungs);
  }

  /** The rungs of a queue that the call has behind it. */
  int rungsOf(int call, int queue) {
    for (int visit = count(call); visit > 0; visit--) {
      long known = rows[call * ROW + visit];
      if (Bits.high(known) == queue) {
        return (int) known;
      }
    }
    return 0;
  }

  /** The rungs of queues have other numbers now. */
  void renumber(int call, LadderChange change) {
    for (int visit = count(call); visit > 0; visit--) {
      long known = rows[call * ROW + visit];
      int queue = Bits.high(known);
      rows[call * ROW + visit] = Bits.pack(queue, change.rungs(queue, (int) known));
    }
  }

  long hash(int call, long hash) {
    long folded = hash;
    for (int visit = 0; visit <= count(call) && call * ROW < rows.length; visit++) {
      folded = folded * 31 + rows[call * ROW + visit];
    }
    return folded;
  }
}
