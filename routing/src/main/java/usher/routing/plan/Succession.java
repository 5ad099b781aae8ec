package usher.routing.plan;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a plan is compiled of: the agents and queues as configured, and what the plan before leaves
 * behind. An agent or a queue keeps its index for good: what is new gets the next one, what is gone
 * keeps a retired slot.
 *
 * <p>Calls that wait when the rules change go on asking for what they asked for when they came. So
 * for each queue that asks for something else now, a set of rules is kept that asks for what the
 * queue used to; in all other respects (order, strategy, ring time) the kept set follows the queue,
 * so that all calls of a queue can be compared. At most {@link #MOST_KEPT} sets are kept for each
 * queue, the latest first: a call that waits through more changes than that follows the queue.
 */
final class Succession {
  /** The most sets of rules that are kept for the calls of one queue. */
  static final int MOST_KEPT = 4;

  /** The rule set of a plan that has no counterpart in the next. */
  static final int FORGOTTEN = -1;

  /** What calls of a queue ask for that came before it changed. */
  record Kept(int queue, QueueSpec rules) {}

  final long version;
  final List<AgentSpec> agents = new ArrayList<>();
  final BitSet retiredAgents = new BitSet();
  final List<QueueSpec> queues = new ArrayList<>();
  final BitSet retiredQueues = new BitSet();
  final List<Kept> kept = new ArrayList<>();

  /** By rule set of the plan before: the rule set in this one, or {@link #FORGOTTEN}. */
  final int[] fromBefore;

  final long versionBefore;

  private Succession(long version, long versionBefore, int ruleSetsBefore) {
    this.version = version;
    this.versionBefore = versionBefore;
    fromBefore = new int[ruleSetsBefore];
    Arrays.fill(fromBefore, FORGOTTEN);
  }

  /** Of a first plan. */
  static Succession first(List<AgentSpec> agents, List<QueueSpec> queues) {
    Succession first = new Succession(RoutingPlan.FIRST_VERSION, 0, 0);
    first.agents.addAll(named(agents).values());
    first.queues.addAll(byName(queues).values());
    return first;
  }

  /** Of the plan after another. */
  static Succession after(
      RoutingPlan before, long version, List<AgentSpec> agents, List<QueueSpec> queues) {
    if (version <= before.version()) {
      throw new IllegalArgumentException(
          "version " + version + " after version " + before.version());
    }
    Succession next = new Succession(version, before.version(), before.ruleSetCount());
    next.succeedQueues(before, byName(queues));
    next.succeedAgents(before, named(agents));
    next.keepRules(before);
    return next;
  }

  private static Map<String, AgentSpec> named(List<AgentSpec> agents) {
    Map<String, AgentSpec> named = new LinkedHashMap<>();
    agents.forEach(agent -> unique("agent", agent.name(), named.put(agent.name(), agent)));
    return named;
  }

  private static Map<String, QueueSpec> byName(List<QueueSpec> queues) {
    Map<String, QueueSpec> named = new LinkedHashMap<>();
    queues.forEach(queue -> unique("queue", queue.name(), named.put(queue.name(), queue)));
    return named;
  }

  private static void unique(String what, String name, @Nullable Object other) {
    if (other != null) {
      throw new IllegalArgumentException(what + " " + name + " is there twice");
    }
  }

  private void succeedQueues(RoutingPlan before, Map<String, QueueSpec> next) {
    for (int queue = 0; queue < before.queueCount(); queue++) {
      QueueSpec was = before.queue(queue);
      QueueSpec is = next.remove(was.name());
      retiredQueues.set(queue, is == null);
      queues.add(is == null ? was : is);
    }
    queues.addAll(next.values());
  }

  private void succeedAgents(RoutingPlan before, Map<String, AgentSpec> next) {
    for (int agent = 0; agent < before.agentCount(); agent++) {
      AgentSpec was = before.agent(agent);
      AgentSpec is = next.remove(was.name());
      retiredAgents.set(agent, is == null);
      agents.add(is == null ? was : withRetiredQueues(is, was));
    }
    agents.addAll(next.values());
  }

  /** Calls still waiting in a queue that is gone are served by those who belonged to it. */
  private AgentSpec withRetiredQueues(AgentSpec is, AgentSpec was) {
    Map<String, Membership> all = new TreeMap<>(is.queues());
    retiredQueues.stream()
        .mapToObj(queues::get)
        .map(QueueSpec::name)
        .forEach(name -> {
          Membership had = was.queues().get(name);
          if (had != null) {
            all.putIfAbsent(name, had);
          }
        });
    return is.withQueues(all);
  }

  private void keepRules(RoutingPlan before) {
    for (int queue = 0; queue < before.queueCount(); queue++) {
      int keptHere = 0;
      for (int set : before.ruleSetsOf(queue)) {
        int index = find(queue, before.asking(set));
        if (index == FORGOTTEN && keptHere < MOST_KEPT) {
          keptHere++;
          index = queues.size() + kept.size();
          kept.add(new Kept(queue, queues.get(queue).but().asking(before.asking(set)).build()));
        }
        fromBefore[set] = index;
      }
    }
  }

  private int find(int queue, QueueSpec asked) {
    if (queues.get(queue).asksLike(asked)) {
      return queue;
    }
    for (int i = 0; i < kept.size(); i++) {
      if (kept.get(i).queue() == queue && kept.get(i).rules().asksLike(asked)) {
        return queues.size() + i;
      }
    }
    return FORGOTTEN;
  }
}
