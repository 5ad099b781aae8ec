package usher.routing.facts;

import usher.routing.agent.Intent;
import usher.routing.agent.Work;
import usher.routing.plan.AgentSpec;

/**
 * An agent at one instant. Times are nanoseconds since the router's first command.
 *
 * @param index number in the plan
 * @param spec as configured
 * @param reason goes with NOT_READY
 * @param workQueue the queue whose call the agent is asked for, has or wraps up, or -1
 * @param workUntilNs when wrap-up or ringing ends by itself; {@link Long#MAX_VALUE} for never
 * @param call handle of the call that the agent is asked for or connects to, or 0
 * @param coolUntilNs no offers before this instant
 * @param staffed logged in and not away for long
 * @param otherWork work items besides calls that the agent has
 */
public record AgentFacts(
    int index,
    AgentSpec spec,
    Intent intent,
    int reason,
    Work work,
    int workQueue,
    long workUntilNs,
    long call,
    long coolUntilNs,
    boolean staffed,
    int otherWork) {
  /** Whether there is room for a call beside the other work. */
  public boolean hasCapacity() {
    return otherWork + AgentSpec.VOICE <= spec.capacity();
  }
}
