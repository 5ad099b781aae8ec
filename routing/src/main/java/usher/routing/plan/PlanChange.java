package usher.routing.plan;

import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * What the adoption of a plan changed.
 *
 * @param before the version until then
 * @param version the version from then on
 * @param agentsAdded agents who are new or back
 * @param agentsRetired agents who are gone
 * @param queuesAdded queues that are new or back
 * @param queuesRetired queues that are gone
 * @param entriesMoved places of calls in queues whose rules changed, that follow the new rules
 * @param entriesKept places of calls in queues whose rules changed, that keep the rules they had
 */
public record PlanChange(
    long before,
    long version,
    int agentsAdded,
    int agentsRetired,
    int queuesAdded,
    int queuesRetired,
    int entriesMoved,
    int entriesKept) {

  /** What changes from one plan to its successor. */
  public static PlanChange between(
      RoutingPlan before, RoutingPlan next, int entriesMoved, int entriesKept) {
    return new PlanChange(
        before.version(),
        next.version(),
        count(next.agentCount(), a -> !next.isAgentRetired(a) && !before.hasAgent(a)),
        count(next.agentCount(), a -> next.isAgentRetired(a) && before.hasAgent(a)),
        count(next.queueCount(), q -> !next.isQueueRetired(q) && !before.hasQueue(q)),
        count(next.queueCount(), q -> next.isQueueRetired(q) && before.hasQueue(q)),
        entriesMoved,
        entriesKept);
  }

  private static int count(int of, IntPredicate which) {
    return (int) IntStream.range(0, of).filter(which).count();
  }
}
