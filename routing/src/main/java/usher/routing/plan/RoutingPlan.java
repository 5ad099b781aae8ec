package usher.routing.plan;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.LongStream;
import usher.routing.overflow.Ladder;
import usher.routing.skill.SkillExpression;
import usher.routing.store.Bits;
import usher.routing.strategy.AgentKey;
import usher.routing.strategy.DemandKey;

/**
 * The compiled rules: immutable, and all the router needs to know besides its own state.
 *
 * <p>Agents who have the same skills and belong to queues alike share a <em>profile</em>. Calls
 * that are alike in queue, conditions they bring along, step and phase of their wait share a
 * <em>class</em>. Queues whose chains take the same figures of an agent share an <em>idle
 * order</em>. Rows of bits say which profile can serve which class. Arrays handed out are shared:
 * they are read, never written.
 */
public final class RoutingPlan {
  /** Not ready for longer than this, an agent no longer counts as staffed. */
  public static final Duration LONG_NOT_READY = Duration.ofMinutes(5);

  private final List<AgentSpec> agents;
  private final List<QueueSpec> queues;
  private final Map<String, Integer> agentByName = new LinkedHashMap<>();
  private final Map<String, Integer> queueByName = new LinkedHashMap<>();
  private final int[] profileOfAgent;
  private final long[] ownWrapUpNs;
  private final List<Profile> profiles;
  private final List<List<AgentKey>> idleOrders;
  private final List<DemandKey> demandKeys;
  private final QueueRules[] rules;
  private final ClassTable classes;
  private final long[][] skillsOfProfile;
  private final int[][] idleOrdersOfProfile;
  private final int[][] ranks;
  private final boolean agesAlike;

  /**
   * Compiles; throws IllegalArgumentException when a name occurs twice or a chain makes no sense.
   */
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
    ownWrapUpNs =
        this.agents.stream().mapToLong(agent -> QueueRules.limit(agent.wrapUp())).toArray();
    profiles = groupAgents();
    ChainCompiler chains = new ChainCompiler(this.agents);
    rules = compileQueues(chains);
    idleOrders = List.copyOf(chains.idleOrders);
    demandKeys = List.copyOf(chains.demandKeys);
    classes = new ClassTable(this.queues, List.of(rules), profiles, skillNames());
    skillsOfProfile =
        profiles.stream()
            .map(profile -> classes.bits(profile.skills().keySet()))
            .toArray(long[][]::new);
    idleOrdersOfProfile = idleOrdersOfProfiles();
    ranks = ranksOfProfiles();
    agesAlike = ageAlike();
  }

  private static void index(Map<String, Integer> byName, String name, String what) {
    if (byName.put(name, byName.size()) != null) {
      throw new IllegalArgumentException(what + " " + name + " is there twice");
    }
  }

  private List<Profile> groupAgents() {
    Map<Profile, Integer> known = new LinkedHashMap<>();
    for (int agent = 0; agent < profileOfAgent.length; agent++) {
      Profile profile = Profile.of(agents.get(agent));
      known.putIfAbsent(profile, known.size());
      profileOfAgent[agent] = known.getOrDefault(profile, -1);
    }
    return List.copyOf(known.keySet());
  }

  private QueueRules[] compileQueues(ChainCompiler chains) {
    QueueRules[] compiled = new QueueRules[queues.size()];
    int firstClass = 0;
    for (int queue = 0; queue < compiled.length; queue++) {
      QueueSpec spec = queues.get(queue);
      Ladder ladder = Ladder.of(spec.rungs(), this::queueIndex);
      compiled[queue] =
          QueueRules.of(spec, chains.compile(spec, queue), firstClass, phases(spec), ladder);
      firstClass += compiled[queue].classes();
    }
    return compiled;
  }

  private Spans phases(QueueSpec queue) {
    LongStream delays = profiles.stream().mapToLong(profile -> profile.in(queue).delay().toNanos());
    return new Spans(LongStream.concat(LongStream.of(0), delays).sorted().distinct().toArray());
  }

  private List<String> skillNames() {
    Set<String> names = new TreeSet<>();
    for (QueueSpec queue : queues) {
      queue.steps().forEach(step -> step.needs().collectSkills(names));
      for (SkillExpression variant : queue.variants()) {
        variant.collectSkills(names);
      }
    }
    profiles.forEach(profile -> names.addAll(profile.skills().keySet()));
    return List.copyOf(names);
  }

  private int[][] idleOrdersOfProfiles() {
    int[][] orders = new int[profiles.size()][];
    for (int profile = 0; profile < orders.length; profile++) {
      Set<Integer> used = new TreeSet<>();
      for (int callClass = 0; callClass < classCount(); callClass++) {
        if (Bits.get(classes.profilesOf[callClass], profile)) {
          used.add(rules[classes.queueOf[callClass]].chain().idleOrder());
        }
      }
      orders[profile] = used.stream().mapToInt(Integer::intValue).toArray();
    }
    return orders;
  }

  /** By profile and queue; empty when nobody ranks queues. */
  private int[][] ranksOfProfiles() {
    boolean ranked =
        profiles.stream().flatMap(p -> p.queues().values().stream()).anyMatch(m -> m.rank() > 0);
    List<int[]> rows = new ArrayList<>();
    for (int profile = 0; ranked && profile < profiles.size(); profile++) {
      Profile of = profiles.get(profile);
      rows.add(queues.stream().mapToInt(queue -> of.in(queue).rank()).toArray());
    }
    return rows.toArray(int[][]::new);
  }

  private boolean ageAlike() {
    return queues.stream().mapToInt(QueueSpec::acceleration).distinct().count() <= 1
        && queues.stream().allMatch(queue -> queue.maxAge() == null);
  }

  // ---- How many
  // ----------------------------------------------------------------------------------

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
    return classes.queueOf.length;
  }

  /** How many idle orders there are. */
  public int idleOrderCount() {
    return idleOrders.size();
  }

  // ---- Agents and queues
  // -------------------------------------------------------------------------

  /** An agent as configured. */
  public AgentSpec agent(int agent) {
    return agents.get(agent);
  }

  /** A queue as configured. */
  public QueueSpec queue(int queue) {
    return queues.get(queue);
  }

  /** A queue as compiled. */
  public QueueRules rules(int queue) {
    return rules[queue];
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

  /** An agent's own wrap-up, or {@link Long#MAX_VALUE} for the queue's. */
  public long ownWrapUpNs(int agent) {
    return ownWrapUpNs[agent];
  }

  /** How an agent belongs to a queue. */
  public Membership membership(int agent, int queue) {
    return profiles.get(profileOfAgent[agent]).in(queues.get(queue));
  }

  /** Whether any chain looks at occupancy. */
  public boolean usesOccupancy() {
    return idleOrders.stream().flatMap(List::stream).anyMatch(AgentKey::usesOccupancy);
  }

  /** Whether any chain compares figures of the shift. */
  public boolean usesShiftFigures() {
    return idleOrders.stream().flatMap(List::stream).anyMatch(AgentKey::usesShiftFigures);
  }

  // ---- Profiles and classes
  // ----------------------------------------------------------------------

  /** The queue a class belongs to. */
  public int queueOfClass(int callClass) {
    return classes.queueOf[callClass];
  }

  /** How long the step of a class lasts, or {@link Long#MAX_VALUE}. */
  public long stepNs(int callClass) {
    return classes.stepNsOf[callClass];
  }

  /** The step of a class. */
  public int stepOfClass(int callClass) {
    return classes.stepOf[callClass];
  }

  /** The same class in the phase in which nobody's delay stands in the way any more. */
  public int undelayed(int callClass) {
    return classes.lastPhaseOf[callClass];
  }

  /** The figures of an idle order, most significant first. */
  public List<AgentKey> idleOrder(int order) {
    return idleOrders.get(order);
  }

  /** The idle orders that choose among agents of a profile. */
  public int[] idleOrdersOf(int profile) {
    return idleOrdersOfProfile[profile];
  }

  /** Bit row over profiles: who can serve a class. */
  public long[] profilesOf(int callClass) {
    return classes.profilesOf[callClass];
  }

  /** Bit row over classes: whom a profile can serve. */
  public long[] classesOf(int profile) {
    return classes.classesOf[profile];
  }

  /** A profile key of a class's chain, by profile. */
  public long[] profileKey(int callClass, int key) {
    return classes.profileKeys[callClass][key];
  }

  /** A demand key. */
  public DemandKey demandKey(int key) {
    return demandKeys.get(key);
  }

  /** Bit row over skills: what a class asks for. */
  public long[] skillsOfClass(int callClass) {
    return classes.skillsOf[callClass];
  }

  /** Bit row over skills: what a profile has. */
  public long[] skillsOfProfile(int profile) {
    return skillsOfProfile[profile];
  }

  /** Bit row over skills: those of these names. */
  public long[] skillBits(Set<String> names) {
    return classes.bits(names);
  }

  /** Whether an agent can serve a class. */
  public boolean canServe(int agent, int callClass) {
    return Bits.get(classes.profilesOf[callClass], profileOfAgent[agent]);
  }

  /** Whether calls age alike in all queues, so that the keys of calls compare across queues. */
  public boolean agesAlike() {
    return agesAlike;
  }

  /** Whether anybody ranks queues. */
  public boolean hasRanks() {
    return ranks.length > 0;
  }

  /** How an agent's profile ranks a queue; 0 comes first. */
  public int rank(int agent, int queue) {
    return ranks.length == 0 ? 0 : ranks[profileOfAgent[agent]][queue];
  }

  @Override
  public String toString() {
    return agents + " " + queues;
  }
}
