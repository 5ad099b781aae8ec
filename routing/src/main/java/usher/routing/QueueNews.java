package usher.routing;

import usher.routing.plan.QueueRules;
import usher.routing.plan.RoutingPlan;
import usher.routing.store.Bits;

/**
 * Of which queues something has changed that a rung of their ladder or their reserve may ask for,
 * in the command that runs. Queues without either are not watched and cost a look at a flag.
 */
final class QueueNews {
  /** Calls came or went, a service level has counted, the hours have changed. */
  static final int COUNTS = 1;

  /** Agents came or went. */
  static final int STAFF = 2;

  /** A call got a place before another one, or is expected to wait otherwise. */
  static final int ORDER = 4;

  private final boolean[] watched;
  private final int[] reasons;
  private final long[] queues;
  private int count;

  QueueNews(RoutingPlan plan) {
    watched = new boolean[plan.queueCount()];
    for (int queue = 0; queue < watched.length; queue++) {
      QueueRules rules = plan.rules(queue);
      watched[queue] = rules.ladder().size() > 0 || rules.reserve().levels() > 0;
    }
    reasons = new int[plan.queueCount()];
    queues = Bits.row(plan.queueCount());
  }

  boolean watches(int queue) {
    return watched[queue];
  }

  void tell(int queue, int reason) {
    if (watched[queue]) {
      count += reasons[queue] == 0 ? 1 : 0;
      reasons[queue] |= reason;
      Bits.set(queues, queue);
    }
  }

  boolean any() {
    return count > 0;
  }

  /** The lowest queue with news; there is one. */
  int first() {
    return Bits.first(queues);
  }

  /** Takes the reasons of a queue with news. */
  int take(int queue) {
    int taken = reasons[queue];
    reasons[queue] = 0;
    Bits.clear(queues, queue);
    count--;
    return taken;
  }
}
