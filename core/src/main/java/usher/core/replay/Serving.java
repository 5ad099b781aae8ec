package usher.core.replay;

import usher.routing.plan.QueueRules;
import usher.routing.plan.RoutingPlan;

/** Who can serve which queue at all. */
final class Serving {
  private Serving() {}

  /** Whether an agent can serve calls of a queue in any step of their wait. */
  static boolean canServe(RoutingPlan plan, int agent, int queue) {
    QueueRules rules = plan.rules(queue);
    for (int i = 0; i < rules.classes(); i++) {
      if (plan.canServe(agent, rules.firstClass() + i)) {
        return true;
      }
    }
    return false;
  }
}
