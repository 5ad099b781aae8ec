package usher.routing.plan;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import usher.routing.order.CallOrder;
import usher.routing.order.QueueAge;
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

  /** The version of a plan that succeeds none. */
  public static final long FIRST_VERSION = 1;

  /** The length of each list of profiles is a multiple of this. */
  public static final int LIST_STEP = 8;

  private final Succession succession;
  private final CallOrder order;
  private final List<AgentSpec> agents;
  private final List<QueueSpec> queues;
  private final List<QueueSpec> ruleSpecs;
  private final Map<String, Integer> agentByName = new LinkedHashMap<>();
  private final Map<String, Integer> queueByName = new LinkedHashMap<>();
  private final int[] profileOfAgent;
  private final long[] ownWrapUpNs;
  private final List<Profile> profiles;
  private final List<List<AgentKey>> idleOrders;
  private final List<DemandKey> demandKeys;
  private final QueueRules[] rules;
  private final int[] queueOfRules;
  private final int[][] ruleSetsOfQueue;
  private final ClassTable classes;
  private final long[][] skillsOfProfile;
  private final int[][] idleOrdersOfProfile;
  private final int[][] ranks;
  private final boolean agesAlike;
  private final boolean[] wrapsUp;

  /**
   * Compiles a first plan; throws IllegalArgumentException when a name occurs twice or a chain
   * makes no sense.
   */
  public RoutingPlan(List<AgentSpec> agents, List<QueueSpec> queues) {
    this(agents, queues, CallOrder.DEFAULT);
  }

  /** The same with an order of calls. */
  public RoutingPlan(List<AgentSpec> agents, List<QueueSpec> queues, CallOrder order) {
    this(Succession.first(agents, queues), order);
  }

  private RoutingPlan(Succession succession, CallOrder order) {
    this.succession = succession;
    this.order = order;
    agents = List.copyOf(succession.agents);
    queues = List.copyOf(succession.queues);
    ruleSpecs = new ArrayList<>(queues);
    succession.kept.forEach(kept -> ruleSpecs.add(kept.rules()));
    agents.forEach(agent -> agentByName.put(agent.name(), agentByName.size()));
    queues.forEach(queue -> queueByName.put(queue.name(), queueByName.size()));
    profileOfAgent = new int[agents.size()];
    ownWrapUpNs = agents.stream().mapToLong(agent -> QueueRules.limit(agent.wrapUp())).toArray();
    profiles = groupAgents();
    queueOfRules = queuesOfRules();
    ruleSetsOfQueue = ruleSetsOfQueues();
    ChainCompiler chains = new ChainCompiler(agents);
    rules = compileRules(chains);
    idleOrders = List.copyOf(chains.idleOrders);
    demandKeys = List.copyOf(chains.demandKeys);
    classes = new ClassTable(ruleSpecs, List.of(rules), profiles, skillNames());
    skillsOfProfile =
        profiles.stream()
            .map(profile -> classes.bits(profile.skills().keySet()))
            .toArray(long[][]::new);
    idleOrdersOfProfile = idleOrdersOfProfiles();
    ranks = ranksOfProfiles();
    agesAlike = ageAlike();
    wrapsUp = wrapsUp();
  }

  /**
   * Compiles the plan that comes after this one: agents and queues keep their indices by name, new
   * ones get the next, and those that are gone stay as retired slots. Calls that wait go on asking
   * for what they asked for, unless the router is told otherwise when it adopts the plan. This plan
   * is not changed; any thread may compile.
   *
   * @param nextVersion above this plan's
   * @throws IllegalArgumentException when a name occurs twice, a chain makes no sense or the
   *     version is not above
   */
  public RoutingPlan successor(
      long nextVersion, List<AgentSpec> nextAgents, List<QueueSpec> nextQueues) {
    return successor(nextVersion, nextAgents, nextQueues, order);
  }

  /** The same with another order of calls. */
  public RoutingPlan successor(
      long nextVersion,
      List<AgentSpec> nextAgents,
      List<QueueSpec> nextQueues,
      CallOrder nextOrder) {
    return new RoutingPlan(Succession.after(this, nextVersion, nextAgents, nextQueues), nextOrder);
  }

  private List<Profile> groupAgents() {
    Map<Profile, Integer> known = new LinkedHashMap<>();
    for (int agent = 0; agent < profileOfAgent.length; agent++) {
      Profile profile = Profile.of(agents.get(agent), succession.retiredAgents.get(agent));
      known.putIfAbsent(profile, known.size());
      profileOfAgent[agent] = known.getOrDefault(profile, -1);
    }
    return List.copyOf(known.keySet());
  }

  private int[] queuesOfRules() {
    int[] of = new int[ruleSpecs.size()];
    for (int set = 0; set < of.length; set++) {
      of[set] = set < queues.size() ? set : succession.kept.get(set - queues.size()).queue();
    }
    return of;
  }

  private int[][] ruleSetsOfQueues() {
    return IntStream.range(0, queues.size())
        .mapToObj(queue ->
            IntStream.range(0, queueOfRules.length)
                .filter(set -> queueOfRules[set] == queue)
                .toArray())
        .toArray(int[][]::new);
  }

  /** Kept rules choose among agents like the queue that they are kept for. */
  private QueueRules[] compileRules(ChainCompiler chains) {
    QueueRules[] compiled = new QueueRules[ruleSpecs.size()];
    int firstClass = 0;
    for (int set = 0; set < compiled.length; set++) {
      QueueSpec spec = ruleSpecs.get(set);
      int queue = queueOfRules[set];
      boolean own = set == queue;
      Chain chain = own ? chains.compile(spec, queue) : compiled[queue].chain();
      Ladder ladder = own ? ladder(queue) : compiled[queue].ladder();
      compiled[set] =
          QueueRules.of(
              spec,
              chain,
              firstClass,
              phases(spec),
              ladder,
              order.acceleration(age(spec), quickest()),
              order.isCapped());
      firstClass += compiled[set].classes();
    }
    return compiled;
  }

  private static QueueAge age(QueueSpec queue) {
    return new QueueAge(queue.acceleration(), queue.objective().toNanos());
  }

  /** Of all queues, the one whose calls are to be answered soonest. */
  private QueueAge quickest() {
    return queues.stream()
        .map(RoutingPlan::age)
        .min(Comparator.comparingLong(QueueAge::objectiveNs))
        .orElseThrow();
  }

  /** Rungs of a queue that is there lead to queues that are; those of a retired one to any. */
  private Ladder ladder(int queue) {
    return Ladder.of(
        queues.get(queue).rungs(),
        queues.get(queue).reserve().gauges(),
        name -> {
          int index = queueIndex(name);
          return hasQueue(queue) && !hasQueue(index) ? -1 : index;
        });
  }

  private Spans phases(QueueSpec queue) {
    LongStream delays = profiles.stream().mapToLong(profile -> profile.in(queue).delay().toNanos());
    return new Spans(LongStream.concat(LongStream.of(0), delays).sorted().distinct().toArray());
  }

  private List<String> skillNames() {
    Set<String> names = new TreeSet<>();
    for (QueueSpec queue : ruleSpecs) {
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
          used.add(rules[classes.rulesOf[callClass]].chain().idleOrder());
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
    return Arrays.stream(rules).mapToInt(QueueRules::acceleration).distinct().count() <= 1
        && Arrays.stream(rules).allMatch(queue -> queue.maxAgeNs() == Long.MAX_VALUE);
  }

  private boolean[] wrapsUp() {
    boolean ofAgents = Arrays.stream(ownWrapUpNs).anyMatch(ns -> ns != Long.MAX_VALUE);
    boolean[] row = new boolean[rules.length];
    for (int set = 0; set < row.length; set++) {
      row[set] =
          switch (rules[set].wrapUpMode()) {
            case NONE -> false;
            case DISCRETIONARY -> true;
            case OPTIONAL, TIMEBOXED, TIMEBOXED_NO_EXIT, ON_REQUEST ->
                ofAgents || rules[set].wrapUpNs() > 0;
          };
    }
    return row;
  }

  // ---- Versions
  // ----------------------------------------------------------------------------------

  /** The version; a successor's is higher. */
  public long version() {
    return succession.version;
  }

  /** The order of calls. */
  public CallOrder order() {
    return order;
  }

  /** The version of the plan that this one succeeds, or 0. */
  public long versionBefore() {
    return succession.versionBefore;
  }

  /** Whether an agent is no longer configured: gone as soon as the present work is done. */
  public boolean isAgentRetired(int agent) {
    return succession.retiredAgents.get(agent);
  }

  /** Whether an index is that of an agent who is configured. */
  boolean hasAgent(int agent) {
    return agent < agentCount() && !isAgentRetired(agent);
  }

  /** Whether an index is that of a queue that is configured. */
  boolean hasQueue(int queue) {
    return queue >= 0 && queue < queueCount() && !isQueueRetired(queue);
  }

  /** Whether a queue is no longer configured: its waiting calls are served, others refused. */
  public boolean isQueueRetired(int queue) {
    return succession.retiredQueues.get(queue);
  }

  /**
   * How many rule sets there are. A queue's own has the queue's index; behind those are the ones
   * kept for calls that came before their queue changed.
   */
  public int ruleSetCount() {
    return rules.length;
  }

  /** The rule sets of a queue, its own first. */
  public int[] ruleSetsOf(int queue) {
    return ruleSetsOfQueue[queue];
  }

  /** The rule set here that asks for what a rule set of the plan before did; -1 when forgotten. */
  public int ruleSetFromBefore(int set) {
    return succession.fromBefore[set];
  }

  /** What a rule set asks for, as configured. */
  public QueueSpec asking(int set) {
    return ruleSpecs.get(set);
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
    return classes.rulesOf.length;
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

  /** A queue as compiled, or a rule set kept for earlier calls. */
  public QueueRules rules(int ruleSet) {
    return rules[ruleSet];
  }

  /** The agent of a name, retired or not, or -1. */
  public int agentIndex(String name) {
    return agentByName.getOrDefault(name, -1);
  }

  /** The queue of a name, retired or not, or -1. */
  public int queueIndex(String name) {
    return queueByName.getOrDefault(name, -1);
  }

  /** The profile of an agent. */
  public int profileOf(int agent) {
    return profileOfAgent[agent];
  }

  /** Whether a call of a queue can be followed by wrap-up. */
  public boolean wrapsUp(int queue) {
    return wrapsUp[queue];
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
    return queueOfRules[classes.rulesOf[callClass]];
  }

  /** The rule set a class belongs to. */
  public int rulesOfClass(int callClass) {
    return classes.rulesOf[callClass];
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

  /** Whether an idle order alone decides wherever it is used. */
  public boolean decidesAlone(int order) {
    return Arrays.stream(rules)
        .map(QueueRules::chain)
        .allMatch(chain -> chain.isPlain() || chain.idleOrder() != order);
  }

  /** The idle orders that choose among agents of a profile. */
  public int[] idleOrdersOf(int profile) {
    return idleOrdersOfProfile[profile];
  }

  /** Bit row over profiles: who can serve a class. */
  public long[] profilesOf(int callClass) {
    return classes.profilesOf[callClass];
  }

  /** Whether there are few enough profiles to list them. */
  public boolean hasProfileLists() {
    return profiles.size() <= Character.MAX_VALUE;
  }

  /**
   * The same as a list, where there are such lists; filled up with {@link #profileCount}, which is
   * nobody's, to a multiple of {@value #LIST_STEP}.
   */
  public char[] profileListOf(int callClass) {
    return classes.profileListOf[callClass];
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
