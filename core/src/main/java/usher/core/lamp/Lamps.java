package usher.core.lamp;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import usher.core.config.EntryConfig;
import usher.core.config.UsherConfig;
import usher.core.config.Way;
import usher.core.entry.NumberPattern;
import usher.routing.Router;
import usher.routing.agent.Intent;
import usher.routing.agent.Work;
import usher.sip.subscription.Lamp;
import usher.sip.subscription.LampSource;
import usher.sip.subscription.Light;
import usher.sip.subscription.Subscriptions;

/**
 * The lamps of a centre. Agents are watched under their names, queues under their names and under
 * the numbers of entries that lead to nothing but that queue:
 *
 * <pre>
 *   agent   absent   logged out, or no phone that could be rung
 *           away     not ready, or in wrap-up
 *           free     a call would reach him
 *           ringing  a call is offered
 *           in call  in a call, held or asking somebody else too
 *   queue   ringing  calls wait, those included that ring at an agent
 *           free     none does
 * </pre>
 */
public final class Lamps implements LampSource {
  private static final Lamp NOBODY_WAITS = new Lamp(Light.FREE, 0);

  private final Router router;
  private final Subscriptions subscriptions;
  private final BitSet changedAgents = new BitSet();

  /** The queues that somebody has asked for since the rules changed, and what was seen there. */
  private final BitSet askedQueues = new BitSet();

  private int[] waitingSeen = {};
  private Map<String, Integer> queuesByName = Map.of();
  private List<List<String>> namesOfQueues = List.of();
  private Map<String, List<String>> lists = Map.of();

  /** The lamps of this configuration, of which the router's plan was made. */
  public Lamps(UsherConfig config, Router router, Subscriptions.Surroundings around) {
    this.router = router;
    this.subscriptions = new Subscriptions(around, this);
    index(config);
  }

  /** Who answers SUBSCRIBE. */
  public Subscriptions subscriptions() {
    return subscriptions;
  }

  /** Follows the router to a later plan: what is watched and gone is watched no more. */
  public void adopt(UsherConfig config) {
    index(config);
    subscriptions.allChanged();
  }

  private void index(UsherConfig config) {
    queuesByName = new TreeMap<>();
    namesOfQueues = new ArrayList<>();
    for (int queue = 0; queue < router.plan().queueCount(); queue++) {
      namesOfQueues.add(new ArrayList<>());
    }
    config.entries().stream().filter(EntryConfig::takesAll).forEach(this::nameByNumbers);
    config.queues().keySet().forEach(name -> name(name, router.plan().queueIndex(name)));
    lists = config.lampLists();
    askedQueues.clear();
    waitingSeen = Arrays.copyOf(waitingSeen, namesOfQueues.size());
  }

  private void nameByNumbers(EntryConfig entry) {
    if (entry.way() instanceof Way.ToQueue(String queue)) {
      entry.to().stream()
          .filter(number -> !number.prefix())
          .map(NumberPattern::text)
          .forEach(number -> name(number, router.plan().queueIndex(queue)));
    }
  }

  /** The first entry for a number counts, as for a call; only then the queue of that name. */
  private void name(String name, int queue) {
    if (queue >= 0 && queuesByName.putIfAbsent(name, queue) == null) {
      namesOfQueues.get(queue).add(name);
    }
  }

  /** This agent wants or does something else than before. */
  public void agentChanged(int agent) {
    changedAgents.set(agent);
  }

  /** After commands to the router: tells those who watch what has changed. */
  public void show() {
    if (subscriptions.size() > 0) {
      showAgents();
      showQueues();
    }
    changedAgents.clear();
  }

  private void showAgents() {
    for (int agent = changedAgents.nextSetBit(0); agent >= 0; ) {
      subscriptions.changed(router.plan().agent(agent).name());
      agent = changedAgents.nextSetBit(agent + 1);
    }
  }

  private void showQueues() {
    for (int queue = askedQueues.nextSetBit(0); queue >= 0; ) {
      int waiting = waiting(queue);
      if (waiting != waitingSeen[queue]) {
        waitingSeen[queue] = waiting;
        namesOfQueues.get(queue).forEach(subscriptions::changed);
      }
      queue = askedQueues.nextSetBit(queue + 1);
    }
  }

  private int waiting(int queue) {
    return router.waiting(queue) + router.beingOffered(queue);
  }

  @Override
  public @Nullable Lamp lamp(String resource) {
    int agent = router.plan().agentIndex(resource);
    if (agent >= 0 && !router.plan().isAgentRetired(agent)) {
      return new Lamp(light(router.intent(agent), router.work(agent)), 0);
    }
    Integer queue = queuesByName.get(resource);
    return queue == null ? null : lampOfQueue(queue);
  }

  @Override
  public @Nullable List<String> members(String list) {
    return lists.get(list);
  }

  private Lamp lampOfQueue(int queue) {
    if (!askedQueues.get(queue)) {
      askedQueues.set(queue);
      waitingSeen[queue] = waiting(queue);
    }
    int waiting = waiting(queue);
    return waiting == 0 ? NOBODY_WAITS : new Lamp(Light.RINGING, waiting);
  }

  private static Light light(Intent intent, Work work) {
    return switch (work) {
      case RESERVED, RINGING -> Light.RINGING;
      case TALKING, HELD, CONSULT, EXTERNAL -> Light.IN_CALL;
      case UNREACHABLE -> Light.ABSENT;
      case WRAPUP -> intent == Intent.LOGGED_OUT ? Light.ABSENT : Light.AWAY;
      case IDLE -> whenIdle(intent);
    };
  }

  private static Light whenIdle(Intent intent) {
    return switch (intent) {
      case LOGGED_OUT -> Light.ABSENT;
      case NOT_READY -> Light.AWAY;
      case READY -> Light.FREE;
    };
  }
}
