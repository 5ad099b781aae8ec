package usher.routing;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import usher.routing.Notes.Offered;
import usher.routing.agent.Work;
import usher.routing.offer.OfferOutcome;
import usher.routing.plan.AgentSpec;
import usher.routing.plan.OfferPolicy;
import usher.routing.plan.QueueSpec;
import usher.routing.plan.RoutingPlan;
import usher.routing.plan.WrapUpMode;
import usher.routing.skill.SkillExpression;

/** A small call centre for telling stories: names instead of indices, seconds that pass. */
final class Centre {
  static final long SECOND = 1_000_000_000L;

  final Notes notes = new Notes();
  final Router router;
  final RoutingPlan plan;
  private long nowNs = 1_000 * SECOND;

  private Centre(RoutingPlan plan) {
    this.plan = plan;
    router = new Router(plan, notes);
  }

  static Centre of(List<AgentSpec> agents, QueueSpec... queues) {
    return new Centre(new RoutingPlan(agents, List.of(queues)));
  }

  /** One queue "sales" that everybody named can serve. */
  static Centre sales(String... agents) {
    return of(agents(agents), QueueSpec.named("sales").build());
  }

  /** The same with wrap-up. */
  static Centre salesWithWrapUp(WrapUpMode mode, String... agents) {
    return of(
        agents(agents), QueueSpec.named("sales").wrapUp(mode, Duration.ofSeconds(20)).build());
  }

  static List<AgentSpec> agents(String... names) {
    List<AgentSpec> specs = new ArrayList<>();
    for (String name : names) {
      specs.add(AgentSpec.of(name, Map.of()));
    }
    return specs;
  }

  static QueueSpec needing(String queue, String skill, int level) {
    return QueueSpec.named(queue).needs(new SkillExpression.AtLeast(skill, level)).build();
  }

  static OfferPolicy policy() {
    return OfferPolicy.DEFAULT;
  }

  /** Logs agents in with a contact, one second apart, in this order. */
  Centre atWork(String... names) {
    for (String name : names) {
      router.reachable(agent(name), now());
      router.login(agent(name), now());
      pass(1);
    }
    return this;
  }

  int agent(String name) {
    int index = plan.agentIndex(name);
    if (index < 0) {
      throw new IllegalArgumentException(name);
    }
    return index;
  }

  int queue(String name) {
    return plan.queueIndex(name);
  }

  long now() {
    return nowNs;
  }

  /** Lets seconds pass, with every timer at its instant. */
  Centre pass(long seconds) {
    long untilNs = nowNs + seconds * SECOND;
    while (router.nextDeadlineNs() <= untilNs) {
      nowNs = router.nextDeadlineNs();
      router.tick(nowNs);
      router.audit();
    }
    nowNs = untilNs;
    router.tick(nowNs);
    router.audit();
    return this;
  }

  long call() {
    return call("sales");
  }

  long call(String queue) {
    return audited(router.arrive(queue(queue), now()));
  }

  /** The agent's offer must exist; the agent answers it and has audio. */
  boolean answers(String name) {
    long offer = offer(name);
    boolean won = router.accepted(offer, now()) && router.connected(offer, now());
    router.audit();
    return won;
  }

  void fails(String name, OfferOutcome outcome) {
    router.offerFailed(offer(name), outcome, now());
    router.audit();
  }

  void hangsUp(String name) {
    router.released(agent(name), now());
    router.audit();
  }

  long offer(String name) {
    return router.offerOf(agent(name));
  }

  Work work(String name) {
    return router.work(agent(name));
  }

  /** Who is being asked for a call now. */
  List<String> asked(long call) {
    List<String> names = new ArrayList<>();
    for (int agent = 0; agent < plan.agentCount(); agent++) {
      long offer = router.offerOf(agent);
      if (offer != Router.NONE && callOf(offer) == call) {
        names.add(plan.agent(agent).name());
      }
    }
    return names;
  }

  private long callOf(long offer) {
    return notes.of(Offered.class).stream()
        .filter(o -> o.offer() == offer)
        .findFirst()
        .orElseThrow()
        .call();
  }

  private long audited(long handle) {
    router.audit();
    return handle;
  }
}
