package usher.routing.theory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import usher.routing.plan.AgentSpec;
import usher.routing.plan.QueueSpec;
import usher.routing.plan.RoutingPlan;
import usher.routing.skill.SkillExpression;

/**
 * The router has the waits, the abandons and the idle times that theory says, within 99 %
 * confidence; the seeds are fixed, so what holds once holds always. Each interval is narrow, too,
 * or it would hold anything.
 */
class QueueingTheoryTest {
  private static final double CALL_S = 300;
  private static final double FOR_EVER = Double.POSITIVE_INFINITY;

  /** The first callers find the centre empty and are left out. */
  private static final int WARM_UP = 20_000;

  private static final int CALLERS = 400_000;

  @Test
  void theFormulasGiveTheKnownValues() {
    Erlang a = Erlang.a(100, 105, CALL_S, 180);
    assertThat(a.waits()).isCloseTo(.6207, within(.00005));
    assertThat(a.abandons()).isCloseTo(.07212, within(.000005));
    assertThat(a.meanWaitS()).isCloseTo(12.98, within(.005));
    assertThat(Erlang.a(10, 9, CALL_S, 180).abandons()).isCloseTo(.1000, within(.00005));
    assertThat(Erlang.c(1, .5, CALL_S).waits()).isCloseTo(.5, within(1e-12));
    assertThat(Erlang.c(10, 8, CALL_S).waits())
        .as("the same by the way of callers who hardly ever leave")
        .isCloseTo(Erlang.a(10, 8, CALL_S, 1e12).waits(), within(1e-6));
  }

  @Test
  void oneQueueOfEqualSkillsIsTheProductFormOfOneKind() {
    FcfsAlis exact = new FcfsAlis(new double[] {3 / CALL_S}, new int[] {1, 1, 1, 1}, CALL_S);
    Erlang c = Erlang.c(4, 3, CALL_S);
    assertThat(exact.waits(0)).isCloseTo(c.waits(), within(1e-12));
    assertThat(exact.meanWaitS(0)).isCloseTo(c.meanWaitS(), within(1e-9));
    assertThat(exact.idle(2)).isCloseTo(.25, within(1e-12));
  }

  @Test
  void patientCallersWaitAsErlangCSays() {
    int agents = 10;
    double offered = 8;
    SimulatedCentre centre = oneQueue(agents, offered, FOR_EVER, 1);
    Erlang exact = Erlang.c(agents, offered, CALL_S);

    check("waits", exact.waits(), .05, waits(centre, 0, 0));
    check("mean wait", exact.meanWaitS(), .1, waitedS(centre, 0));
    check(
        "waits longer than a minute",
        exact.waitsLonger(60, agents, offered, CALL_S),
        .1,
        waits(centre, 0, 60));
  }

  @Test
  void impatientCallersWaitAndLeaveAsErlangASays() {
    int agents = 10;
    double offered = 9;
    SimulatedCentre centre = oneQueue(agents, offered, 180, 2);
    Erlang exact = Erlang.a(agents, offered, CALL_S, 180);

    check("waits", exact.waits(), .05, waits(centre, 0, 0));
    check("abandons", exact.abandons(), .05, of(centre, 0, centre.abandoned));
    check("mean wait", exact.meanWaitS(), .05, waitedS(centre, 0));
  }

  @Test
  void aLargeOverloadedCentreIsErlangAToo() {
    SimulatedCentre centre = oneQueue(100, 105, 180, 3);
    Erlang exact = Erlang.a(100, 105, CALL_S, 180);

    check("waits", exact.waits(), .05, waits(centre, 0, 0));
    check("abandons", exact.abandons(), .1, of(centre, 0, centre.abandoned));
    check("mean wait", exact.meanWaitS(), .1, waitedS(centre, 0));
  }

  /** Two who can take "a" only, two who can take both. */
  @Test
  void theNDesignIsInItsProductForm() {
    checkDesign(new double[] {1.9, 1.1}, new int[] {0b01, 0b01, 0b11, 0b11}, 4);
  }

  /** A specialist for each of "a" and "c", and "b" whom both can serve. */
  @Test
  void theWDesignIsInItsProductForm() {
    checkDesign(new double[] {.9, .9, 1.2}, new int[] {0b101, 0b101, 0b110, 0b110}, 5);
  }

  /** Specialists for each of two kinds, and one who can take both. */
  @Test
  void theMDesignIsInItsProductForm() {
    checkDesign(new double[] {1.3, .9}, new int[] {0b01, 0b11, 0b10}, 6);
  }

  private static void checkDesign(double[] offered, int[] serves, long seed) {
    double[] arrivalsPerS = new double[offered.length];
    for (int kind = 0; kind < offered.length; kind++) {
      arrivalsPerS[kind] = offered[kind] / CALL_S;
    }
    FcfsAlis exact = new FcfsAlis(arrivalsPerS, serves, CALL_S);
    SimulatedCentre centre =
        new SimulatedCentre(
                plan(offered.length, serves), arrivalsPerS, CALL_S, FOR_EVER, CALLERS, seed)
            .run();

    for (int kind = 0; kind < offered.length; kind++) {
      check("waits, kind " + kind, exact.waits(kind), .05, waits(centre, kind, 0));
      check("mean wait, kind " + kind, exact.meanWaitS(kind), .1, waitedS(centre, kind));
    }
    for (int agent = 0; agent < serves.length; agent++) {
      double[] idle = centre.idleAtArrival[agent];
      check("idle, agent " + agent, exact.idle(agent), .05, ofAll(idle));
    }
  }

  private static RoutingPlan plan(int kinds, int[] serves) {
    List<QueueSpec> queues = new ArrayList<>();
    for (int kind = 0; kind < kinds; kind++) {
      String skill = "skill" + kind;
      queues.add(
          QueueSpec.named("queue" + kind).needs(new SkillExpression.AtLeast(skill, 1)).build());
    }
    List<AgentSpec> agents = new ArrayList<>();
    for (int skills : serves) {
      Map<String, Integer> levels = new HashMap<>();
      for (int kind = 0; kind < kinds; kind++) {
        levels.put("skill" + kind, skills >> kind & 1);
      }
      agents.add(AgentSpec.of("agent" + agents.size(), levels));
    }
    return new RoutingPlan(agents, queues);
  }

  private static SimulatedCentre oneQueue(int agents, double offered, double patienceS, long seed) {
    int[] serves = new int[agents];
    Arrays.fill(serves, 1);
    double[] arrivalsPerS = {offered / CALL_S};
    return new SimulatedCentre(plan(1, serves), arrivalsPerS, CALL_S, patienceS, CALLERS, seed)
        .run();
  }

  private static void check(String what, double exact, double narrow, BatchMeans found) {
    assertThat(found.halfWidth()).as("%s, narrow: %s", what, found).isLessThan(narrow * exact);
    assertThat(found.holds(exact)).as("%s: %s of %s", what, found, exact).isTrue();
  }

  private static BatchMeans waits(SimulatedCentre centre, int queue, double longerThanS) {
    double[] waits = new double[CALLERS];
    for (int i = 0; i < CALLERS; i++) {
      waits[i] = centre.waitedS[i] > longerThanS ? 1 : 0;
    }
    return of(centre, queue, waits);
  }

  private static BatchMeans waitedS(SimulatedCentre centre, int queue) {
    return of(centre, queue, centre.waitedS);
  }

  private static BatchMeans ofAll(double[] figures) {
    double[] warm = Arrays.copyOfRange(figures, WARM_UP, CALLERS);
    return BatchMeans.of(warm, warm.length);
  }

  private static BatchMeans of(SimulatedCentre centre, int queue, double[] figures) {
    double[] chosen = new double[CALLERS];
    int length = 0;
    for (int i = WARM_UP; i < CALLERS; i++) {
      if (centre.queueOf[i] == queue) {
        chosen[length++] = figures[i];
      }
    }
    return BatchMeans.of(chosen, length);
  }
}
