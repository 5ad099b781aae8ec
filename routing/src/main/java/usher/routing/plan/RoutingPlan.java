package usher.routing.plan;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import usher.routing.store.Bits;
import usher.routing.strategy.AgentKey;
import usher.routing.strategy.Strategies;

/**
 * The compiled rules: immutable, and all the router needs to know besides its own state.
 *
 * <p>Agents with the same skills share a <em>profile</em>. Calls with the same needs in the same
 * queue share a <em>class</em>. Queues whose chains take the same figures of an agent share an
 * <em>idle order</em>. Rows of bits say which profile can serve which class. Arrays handed out are
 * shared: they are read, never written.
 */
public final class RoutingPlan {
  /** Not ready for longer than this, an agent no longer counts as staffed. */
  public static final Duration LONG_NOT_READY = Duration.ofMinutes(5);

  private final List<AgentSpec> agents;
  private final List<QueueSpec> queues;
  private final Map<String, Integer> agentByName = new LinkedHashMap<>();
  private final Map<String, Integer> queueByName = new LinkedHashMap<>();
  private final int[] profileOfAgent;
  private final List<Map<String, Integer>> profiles;
  private final List<List<AgentKey>> idleOrders = new ArrayList<>();
  private final int[] idleOrderOfQueue;
  private final int[] queueOfClass;
  private final long[][] profilesOfClass;
  private final long[][] classesOfProfile;

  /** Compiles; throws IllegalArgumentException when a name occurs twice. */
  public RoutingPlan(List<AgentSpec> agents, List<QueueSpec> queues) {
    this.agents = List.copyOf(agents);
    this.queues = List.copyOf(queues);
    for (AgentSpec agent : this.agents) {
      index(agentByName, agent.name(), "agent");
    }
    for (QueueSpec queue : this.queues) {
      index(queueByName, queue.name(), "queue");
    }
    profileOfAgent = new int[this.agents.size()];
    profiles = groupAgents();
    idleOrderOfQueue = new int[this.queues.size()];
    for (int queue = 0; queue < this.queues.size(); queue++) {
      idleOrderOfQueue[queue] = idleOrder(this.queues.get(queue));
    }
    queueOfClass = new int[this.queues.size()];
    for (int queue = 0; queue < this.queues.size(); queue++) {
      queueOfClass[queue] = queue;
    }
    profilesOfClass = new long[classCount()][];
    classesOfProfile = new long[profileCount()][];
    matchProfiles();
  }

  private static void index(Map<String, Integer> byName, String name, String what) {
    if (byName.put(name, byName.size()) != null) {
      throw new IllegalArgumentException(what + " " + name + " is there twice");
    }
  }

  private List<Map<String, Integer>> groupAgents() {
    Map<Map<String, Integer>, Integer> known = new LinkedHashMap<>();
    for (int agent = 0; agent < profileOfAgent.length; agent++) {
      Map<String, Integer> profile = agents.get(agent).profile();
      known.putIfAbsent(profile, known.size());
      profileOfAgent[agent] = known.get(profile);
    }
    return List.copyOf(known.keySet());
  }

  private int idleOrder(QueueSpec queue) {
    List<AgentKey> keys =
        queue.strategy().stream().map(Strategies::named).map(AgentKey.class::cast).toList();
    if (!idleOrders.contains(keys)) {
      idleOrders.add(keys);
    }
    return idleOrders.indexOf(keys);
  }

  private void matchProfiles() {
    for (int profile = 0; profile < profileCount(); profile++) {
      classesOfProfile[profile] = Bits.row(classCount());
    }
    for (int callClass = 0; callClass < classCount(); callClass++) {
      profilesOfClass[callClass] = Bits.row(profileCount());
      QueueSpec queue = queues.get(queueOfClass[callClass]);
      for (int profile = 0; profile < profileCount(); profile++) {
        if (queue.needs().matches(profiles.get(profile))) {
          Bits.set(profilesOfClass[callClass], profile);
          Bits.set(classesOfProfile[profile], callClass);
        }
      }
    }
  }

  /** How many agents there are. */
  public int agentCount() {
    return agents.size();
  }

  /** How many queues there are. */
  public int queueCount() {
    return queues.size();
  }

  /** How many profiles there are. */
  public int profileCount() {
    return profiles.size();
  }

  /** How many classes there are. */
  public int classCount() {
    return queueOfClass.length;
  }

  /** How many idle orders there are. */
  public int idleOrderCount() {
    return idleOrders.size();
  }

  /** An agent as configured. */
  public AgentSpec agent(int agent) {
    return agents.get(agent);
  }

  /** A queue as configured. */
  public QueueSpec queue(int queue) {
    return queues.get(queue);
  }

  /** The agent of a name, or -1. */
  public int agentIndex(String name) {
    return agentByName.getOrDefault(name, -1);
  }

  /** The queue of a name, or -1. */
  public int queueIndex(String name) {
    return queueByName.getOrDefault(name, -1);
  }

  /** The profile of an agent. */
  public int profileOf(int agent) {
    return profileOfAgent[agent];
  }

  /** The class of a call that enters a queue. */
  public int classOf(int queue) {
    return queue;
  }

  /** The queue a class belongs to. */
  public int queueOfClass(int callClass) {
    return queueOfClass[callClass];
  }

  /** The idle order a queue chooses by. */
  public int idleOrderOf(int queue) {
    return idleOrderOfQueue[queue];
  }

  /** The figures of an idle order, most significant first. */
  public List<AgentKey> idleOrder(int order) {
    return idleOrders.get(order);
  }

  /** Bit row over profiles: who can serve a class. */
  public long[] profilesOf(int callClass) {
    return profilesOfClass[callClass];
  }

  /** Bit row over classes: whom a profile can serve. */
  public long[] classesOf(int profile) {
    return classesOfProfile[profile];
  }

  /** Whether an agent's skills suffice for a class. */
  public boolean canServe(int agent, int callClass) {
    return Bits.get(profilesOfClass[callClass], profileOfAgent[agent]);
  }

  @Override
  public String toString() {
    return agents + " " + queues;
  }
}
