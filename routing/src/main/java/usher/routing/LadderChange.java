package usher.routing;

import java.util.List;
import usher.routing.overflow.Ladder;
import usher.routing.plan.RoutingPlan;

/**
 * Where the rungs and the service levels of one plan's ladders are in those of the next. What is
 * the same in both keeps what is known of it: calls that have it behind them, counts.
 */
final class LadderChange {
  private static final int NONE = -1;

  private final RoutingPlan before;
  private final RoutingPlan plan;

  LadderChange(RoutingPlan before, RoutingPlan plan) {
    this.before = before;
    this.plan = plan;
  }

  /** Whether a queue has the ladder that it had. */
  boolean isSame(int queue) {
    return queue < before.queueCount()
        && before.queue(queue).rungs().equals(plan.queue(queue).rungs());
  }

  /** Bits of a queue's rungs under their new numbers. */
  int rungs(int queue, int rungs) {
    if (isSame(queue)) {
      return rungs;
    }
    return moved(rungs, before.queue(queue).rungs(), plan.queue(queue).rungs());
  }

  /** Bits of a queue's service levels under their new numbers. */
  int gauges(int queue, int gauges) {
    int now = 0;
    for (int gauge = 0; gauge < plan.rules(queue).ladder().gauges(); gauge++) {
      int was = gaugeBefore(queue, gauge);
      now |= was != NONE && (gauges & 1 << was) != 0 ? 1 << gauge : 0;
    }
    return now;
  }

  /** The number that a service level had before, or -1. */
  int gaugeBefore(int queue, int gauge) {
    if (queue >= before.queueCount()) {
      return NONE;
    }
    Ladder ladder = before.rules(queue).ladder();
    for (int was = 0; was < ladder.gauges(); was++) {
      if (ladder.gauge(was).equals(plan.rules(queue).ladder().gauge(gauge))) {
        return was;
      }
    }
    return NONE;
  }

  private static int moved(int bits, List<?> from, List<?> to) {
    int now = 0;
    for (int rest = bits; rest != 0; rest &= rest - 1) {
      int index = to.indexOf(from.get(Integer.numberOfTrailingZeros(rest)));
      now |= index < 0 ? 0 : 1 << index;
    }
    return now;
  }
}
