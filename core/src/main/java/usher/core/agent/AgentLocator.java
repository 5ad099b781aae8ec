package usher.core.agent;

import java.util.List;

/** Knows where agents' phones are. */
@FunctionalInterface
public interface AgentLocator {
  /**
   * Where this agent (index in the routing plan) can be rung now, best first; empty where nowhere.
   */
  List<Target> targets(int agent);
}
