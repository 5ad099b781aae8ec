package usher.core.call;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Who last talked to whom, for callers who are to come back to the same agent. */
final class LastAgents {
  /** Callers who have not called for longest are forgotten first. */
  private static final int CALLERS_MAX = 100_000;

  private static final int NOBODY = -1;

  private final Map<String, Integer> agentByCaller = new LinkedHashMap<>();

  void talked(String caller, int agent) {
    if (caller.isEmpty()) {
      return;
    }
    agentByCaller.remove(caller);
    agentByCaller.put(caller, agent);
    if (agentByCaller.size() > CALLERS_MAX) {
      agentByCaller.remove(agentByCaller.keySet().iterator().next());
    }
  }

  /** The agent's index, or -1. */
  int of(String caller) {
    return Optional.ofNullable(agentByCaller.get(caller)).orElse(NOBODY);
  }
}
