package usher.routing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import usher.routing.Twins.Rules;
import usher.routing.Twins.Step;
import usher.routing.agent.Work;
import usher.routing.call.CallEnd;
import usher.routing.call.NewCall;
import usher.routing.explain.Candidacy;
import usher.routing.explain.Change;
import usher.routing.explain.Explainer;
import usher.routing.explain.Ranking;
import usher.routing.explain.Reason;
import usher.routing.plan.AgentSpec;
import usher.routing.plan.QueueSpec;
import usher.routing.plan.RoutingPlan;

/** What is said to have changed a result is done, and the result is the one that was said. */
class ChangesProperties {
  private final ExplanationProperties worlds = new ExplanationProperties();

  @Provide
  Arbitrary<List<Rules>> versions() {
    return worlds.versions();
  }

  @Provide
  Arbitrary<List<Step>> steps() {
    return worlds.steps();
  }

  /** Whom a call to a queue would meet after these steps. */
  private record World(Router router, NewCall wish) {
    static World after(List<Rules> versions, List<Step> steps, int which) {
      Rules first = versions.getFirst();
      Twins twins =
          new Twins(new RoutingPlan(first.agents(), first.queues()), versions.reversed()).opened();
      steps.forEach(twins::run);
      everybodyIsFree(twins.router());
      int queue = which % twins.router().plan().queueCount();
      return new World(twins.router(), new NewCall().into(queue));
    }

    /** So that there is somebody to choose among: what they did before stays in their figures. */
    private static void everybodyIsFree(Router router) {
      router.view().calls().forEach(call -> router.leave(call.handle(), CallEnd.LOST, 0));
      for (int agent = 0; agent < router.plan().agentCount(); agent++) {
        router.released(agent, 0);
        router.external(agent, false, 0);
        router.reachable(agent, 0);
        router.login(agent, 0);
        router.ready(agent, 0);
      }
    }

    Ranking ranking() {
      return Explainer.of(router).rank(wish, 0);
    }

    /** Whose lot it is follows from who else draws. */
    boolean drawsLots() {
      return ranking().strategy().getLast().endsWith("random");
    }

    Optional<String> winner() {
      return ranking().winner().map(Candidacy::agent);
    }

    void learns(String agent, String skill, int level) {
      List<AgentSpec> agents = new ArrayList<>();
      List<QueueSpec> queues = new ArrayList<>();
      RoutingPlan plan = router.plan();
      for (int i = 0; i < plan.agentCount(); i++) {
        AgentSpec spec = plan.agent(i);
        Map<String, Integer> skills = new HashMap<>(spec.skills());
        skills.put(skill, level);
        if (!plan.isAgentRetired(i)) {
          agents.add(spec.name().equals(agent) ? spec.withSkills(skills) : spec);
        }
      }
      for (int i = 0; i < plan.queueCount(); i++) {
        if (!plan.isQueueRetired(i)) {
          queues.add(plan.queue(i));
        }
      }
      router.adopt(plan.successor(plan.version() + 1, agents, queues), false, 0);
    }
  }

  @Property(seed = "1")
  void withoutTheBestTheOneWhoIsSaidIsChosen(
      @ForAll("versions") List<Rules> versions,
      @ForAll("steps") List<Step> steps,
      @ForAll @IntRange(max = 63) int which) {
    World world = World.after(versions, steps, which);
    if (world.drawsLots()) {
      return;
    }
    Ranking ranking = world.ranking();
    for (Change change : ranking.changes()) {
      if (change instanceof Change.Instead(String without, String agent)) {
        world.router().notReady(world.router().plan().agentIndex(without), 1, 0);
        assertThat(world.winner().orElse("")).as(ranking.describe().toString()).isEqualTo(agent);
      }
    }
  }

  @Property(seed = "1")
  void whoLackedOneSkillAndLearnsItIsChosen(
      @ForAll("versions") List<Rules> versions,
      @ForAll("steps") List<Step> steps,
      @ForAll @IntRange(max = 63) int which) {
    World world = World.after(versions, steps, which);
    Ranking ranking = world.ranking();
    Optional<Change.Unless> unless =
        ranking.changes().stream()
            .filter(Change.Unless.class::isInstance)
            .map(Change.Unless.class::cast)
            .filter(each -> each.reason() instanceof Reason.LacksSkill)
            .findFirst();
    if (world.drawsLots() || unless.isEmpty()) {
      return;
    }
    String agent = unless.get().agent();
    if (unless.get().reason() instanceof Reason.LacksSkill(String skill, int needed, int _)) {
      world.learns(agent, skill, needed);
    }
    // now that he can, a call that waits may have got him
    if (world.router().work(world.router().plan().agentIndex(agent)) == Work.IDLE) {
      assertThat(world.winner()).as(ranking.describe().toString()).hasValue(agent);
    }
  }
}
