package usher.routing.facts;

import usher.routing.plan.QueueSpec;

/**
 * A call's place in a queue, or with an agent whom it prefers. Times are nanoseconds since the
 * router's first command.
 *
 * @param slot the router's number for it, or -1 for a place that is only supposed
 * @param queue number in the plan
 * @param spec the queue by the rules that hold for the call
 * @param variant the condition that the call brought along, 0 for none
 * @param step of its wait, 0 for the first
 * @param stepUntilNs when the step ends; {@link Long#MAX_VALUE} for never
 * @param wanted the agent whom this place is for, or -1 when it is for the queue
 * @param score how much the call wants the agent
 * @param reserve how many levels of the queue's reserve have joined
 */
public record EntryFacts(
    int slot,
    int queue,
    QueueSpec spec,
    int variant,
    int step,
    long stepUntilNs,
    int wanted,
    int score,
    int reserve) {
  /** Whether this is a place with one agent. */
  public boolean isForAgent() {
    return wanted >= 0;
  }
}
