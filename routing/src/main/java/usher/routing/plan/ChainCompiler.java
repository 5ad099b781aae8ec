package usher.routing.plan;

import java.util.ArrayList;
import java.util.List;
import usher.routing.strategy.AgentKey;
import usher.routing.strategy.DemandKey;
import usher.routing.strategy.Draw;
import usher.routing.strategy.ProfileKey;
import usher.routing.strategy.Strategies;

/** Makes chains of strategy names; queues with the same figures of agents share an idle order. */
final class ChainCompiler {
  final List<List<AgentKey>> idleOrders = new ArrayList<>();
  final List<DemandKey> demandKeys = new ArrayList<>();
  private final List<AgentSpec> agents;

  ChainCompiler(List<AgentSpec> agents) {
    this.agents = agents;
  }

  Chain compile(QueueSpec queue, int index) {
    checkLength(queue);
    List<Chain.Link> links = new ArrayList<>();
    List<AgentKey> agentKeys = new ArrayList<>();
    int profileKeys = 0;
    Draw draw = null;
    for (String name : queue.strategy()) {
      if (draw != null) {
        throw new IllegalArgumentException(
            queue.name() + ": nothing is left to decide for " + name);
      }
      switch (Strategies.named(name)) {
        case AgentKey key -> {
          links.add(new Chain.Link(name, Chain.Source.AGENT, agentKeys.size()));
          agentKeys.add(key.isPerQueue() ? key.inQueue(index, shares(queue)) : key);
        }
        case ProfileKey key -> links.add(new Chain.Link(name, Chain.Source.PROFILE, profileKeys++));
        case DemandKey key -> links.add(new Chain.Link(name, Chain.Source.DEMAND, demand(key)));
        case Draw last -> draw = last;
      }
    }
    boolean countsCalls = agentKeys.stream().anyMatch(AgentKey::isPerQueue);
    return new Chain(links, idleOrder(agentKeys), draw, countsCalls);
  }

  private static void checkLength(QueueSpec queue) {
    int length = queue.strategy().size();
    if (length == 0 || length > Chain.MOST) {
      throw new IllegalArgumentException(queue.name() + ": " + length + " strategies");
    }
  }

  private int[] shares(QueueSpec queue) {
    return agents.stream().mapToInt(agent -> agent.in(queue).share()).toArray();
  }

  private int demand(DemandKey key) {
    demandKeys.add(key);
    return demandKeys.size() - 1;
  }

  private int idleOrder(List<AgentKey> keys) {
    if (!idleOrders.contains(keys)) {
      idleOrders.add(keys);
    }
    return idleOrders.indexOf(keys);
  }

  /** The profile keys of a queue's chain, in the sequence of its links. */
  static List<ProfileKey> profileKeys(QueueSpec queue) {
    List<ProfileKey> keys = new ArrayList<>();
    for (String name : queue.strategy()) {
      if (Strategies.named(name) instanceof ProfileKey key) {
        keys.add(key);
      }
    }
    return keys;
  }
}
