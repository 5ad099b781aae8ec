package usher.core.call;

import usher.routing.agent.Intent;
import usher.routing.agent.Work;

/** Hears what agents want and do, after the router said so. */
@FunctionalInterface
public interface AgentListener {
  /** This agent changed. */
  void agentChanged(int agent, Intent intent, int reason, Work work);
}
