package usher.perf.decision;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import usher.routing.plan.AgentSpec;
import usher.routing.plan.OfferPolicy;
import usher.routing.plan.QueueSpec;
import usher.routing.plan.RoutingPlan;
import usher.routing.skill.SkillExpression;
import usher.routing.store.Bits;

/**
 * A centre of a size: agents who share skill profiles, queues that need one to three skills at a
 * level, each such that some profile can serve it, and that relax the level after a while.
 */
final class CentreShape {
  /** How many queues there are. */
  static final int QUEUES = 256;

  private static final int SKILLS_PER_PROFILE = 6;
  static final Duration RELAX_AFTER = Duration.ofSeconds(30);
  private static final Duration MAX_WAIT = Duration.ofDays(100);

  final RoutingPlan plan;
  final int agents;

  private final Demand demand;

  CentreShape(int agents, int skills, int profiles) {
    this.agents = agents;
    Random64 random = new Random64(skills * 31L + profiles);
    List<Map<String, Integer>> levels = new ArrayList<>();
    for (int profile = 0; profile < Math.min(agents, profiles); profile++) {
      levels.add(profile(random, skills));
    }
    List<AgentSpec> specs = new ArrayList<>();
    for (int agent = 0; agent < agents; agent++) {
      specs.add(AgentSpec.of("agent" + agent, levels.get(agent % levels.size())));
    }
    List<QueueSpec> queues = new ArrayList<>();
    for (int queue = 0; queue < QUEUES; queue++) {
      queues.add(queue(queue, random, levels.get(random.below(levels.size()))));
    }
    plan = new RoutingPlan(specs, queues);
    demand = new Demand(shares(levels.size()));
  }

  /** Each profile that can serve anything spreads as much over the queues that it can serve. */
  private double[] shares(int profiles) {
    double[] shares = new double[QUEUES];
    for (int agent = 0; agent < profiles; agent++) {
      List<Integer> servable = servable(plan.profileOf(agent));
      servable.forEach(queue -> shares[queue] += 1.0 / servable.size());
    }
    return shares;
  }

  /** A queue that a random agent can serve from the first moment on. */
  int anyQueue(Random64 random) {
    return demand.draw(random);
  }

  private static Map<String, Integer> profile(Random64 random, int skills) {
    Map<String, Integer> levels = new HashMap<>();
    while (levels.size() < Math.min(SKILLS_PER_PROFILE, skills)) {
      levels.put("skill" + random.below(skills), 1 + random.below(SkillExpression.MAX_LEVEL));
    }
    return levels;
  }

  private static QueueSpec queue(int number, Random64 random, Map<String, Integer> servedBy) {
    List<String> skills = new ArrayList<>(servedBy.keySet().stream().sorted().toList());
    List<SkillExpression> strict = new ArrayList<>();
    List<SkillExpression> relaxed = new ArrayList<>();
    int wanted = 1 + random.below(3);
    while (strict.size() < wanted) {
      String skill = skills.remove(random.below(skills.size()));
      int level = 1 + random.below(servedBy.getOrDefault(skill, 1));
      strict.add(new SkillExpression.AtLeast(skill, level));
      relaxed.add(new SkillExpression.AtLeast(skill, Math.max(1, level - 2)));
    }
    return QueueSpec.named("queue" + number)
        .needs(new SkillExpression.And(strict))
        .relax(RELAX_AFTER, new SkillExpression.And(relaxed))
        .offers(OfferPolicy.DEFAULT)
        .maxWait(MAX_WAIT, false)
        .build();
  }

  private List<Integer> servable(int profile) {
    List<Integer> servable = new ArrayList<>();
    for (int queue = 0; queue < plan.queueCount(); queue++) {
      int callClass = plan.rules(queue).classOf(0, 0, 0);
      if (Bits.get(plan.classesOf(profile), callClass)) {
        servable.add(queue);
      }
    }
    return servable;
  }
}
