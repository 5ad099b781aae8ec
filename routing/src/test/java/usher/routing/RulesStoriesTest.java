package usher.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import usher.routing.Notes.OfferEnded;
import usher.routing.Notes.ReserveChanged;
import usher.routing.agent.Intent;
import usher.routing.agent.Work;
import usher.routing.call.NewCall;
import usher.routing.order.CallOrder;
import usher.routing.order.ServiceObjective;
import usher.routing.order.StrictPriority;
import usher.routing.plan.AgentSpec;
import usher.routing.plan.Membership;
import usher.routing.plan.PlanChange;
import usher.routing.plan.QueueSpec;
import usher.routing.plan.ReservePolicy;
import usher.routing.plan.ReservePolicy.Level;
import usher.routing.plan.ReservePolicy.Limits;
import usher.routing.plan.RoutingPlan;
import usher.routing.skill.SkillExpression;

/** Rules that change while calls wait, agents in reserve, and other orders of calls. */
class RulesStoriesTest {
  private static final QueueSpec SALES = QueueSpec.named("sales").build();

  private static PlanChange publish(
      Centre centre, boolean alsoWaiting, List<AgentSpec> agents, QueueSpec... queues) {
    RoutingPlan running = centre.router.plan();
    RoutingPlan next = running.successor(running.version() + 1, agents, List.of(queues));
    PlanChange change = centre.router.adopt(next, alsoWaiting, centre.now());
    centre.router.audit();
    return change;
  }

  @Test
  void aRingingPhoneRingsOnWhileRulesChange() {
    Centre centre = Centre.sales("alice", "bob").atWork("alice");
    long call = centre.call();
    long waiting = centre.call();

    publish(centre, true, Centre.agents("bob", "alice", "carol"), SALES);

    assertThat(centre.asked(call)).containsExactly("alice");
    assertThat(centre.router.position(waiting)).isEqualTo(2);
    assertThat(centre.answers("alice")).isTrue();
    assertThat(centre.notes.of(OfferEnded.class)).hasSize(1);
  }

  @Test
  void aWaitingCallKeepsWhatItAsksForUnlessToldOtherwise() {
    List<AgentSpec> agents =
        List.of(
            AgentSpec.of("novice", Map.of("sales", 1)), AgentSpec.of("expert", Map.of("sales", 5)));
    for (boolean alsoWaiting : List.of(false, true)) {
      Centre centre = Centre.of(agents, Centre.needing("sales", "sales", 5)).atWork("novice");
      long call = centre.call();

      PlanChange change = publish(centre, alsoWaiting, agents, Centre.needing("sales", "sales", 1));

      assertThat(centre.router.reserveLevel(0)).isZero();
      assertThat(change.entriesKept()).isEqualTo(alsoWaiting ? 0 : 1);
      assertThat(change.entriesMoved()).isEqualTo(alsoWaiting ? 1 : 0);
      assertThat(centre.asked(call)).isEqualTo(alsoWaiting ? List.of("novice") : List.of());
      centre.atWork("expert");
      assertThat(centre.router.waiting(0)).isZero();
    }
  }

  @Test
  void aCallThatFollowsNewRulesIsInTheStepThatItsTimeHasComeTo() {
    List<AgentSpec> agents =
        List.of(AgentSpec.of("novice", Map.of("sales", 1)), AgentSpec.of("x", Map.of("sales", 5)));
    SkillExpression expert = new SkillExpression.AtLeast("sales", 5);
    Centre centre = Centre.of(agents, QueueSpec.named("sales").needs(expert).build());
    centre.atWork("x", "novice");
    centre.call();
    long call = centre.call();
    centre.pass(5);

    publish(
        centre,
        true,
        agents,
        QueueSpec.named("sales")
            .needs(expert)
            .relax(Duration.ofSeconds(8), SkillExpression.ANYBODY)
            .build());
    assertThat(centre.asked(call)).isEmpty();
    centre.pass(3);

    assertThat(centre.asked(call)).containsExactly("novice");
  }

  @Test
  void whoIsNoLongerInThePlanFinishesTheCallAndIsLoggedOut() {
    Centre centre = Centre.sales("alice", "bob").atWork("alice", "bob");
    centre.call();
    centre.answers("alice");

    PlanChange change = publish(centre, false, List.of(), SALES);

    assertThat(change.agentsRetired()).isEqualTo(2);
    assertThat(centre.router.intent(1)).isEqualTo(Intent.LOGGED_OUT);
    assertThat(centre.work("alice")).isEqualTo(Work.TALKING);
    assertThat(centre.router.ready(0, centre.now())).isFalse();
    centre.hangsUp("alice");
    assertThat(centre.router.intent(0)).isEqualTo(Intent.LOGGED_OUT);
    assertThat(centre.router.login(0, centre.now())).isFalse();
  }

  @Test
  void aQueueThatIsGoneServesItsCallsAndRefusesOthers() {
    AgentSpec member = new AgentSpec("m", Map.of(), Map.of("old", Membership.DEFAULT), true, null);
    Centre centre = Centre.of(List.of(member), QueueSpec.named("old").membersOnly().build(), SALES);
    long call = centre.call("old");

    publish(centre, true, Centre.agents("m"), SALES);

    assertThat(centre.router.arrive(0, centre.now())).isEqualTo(Router.NONE);
    assertThat(centre.router.addQueue(call, 0, centre.now())).isFalse();
    centre.atWork("m");
    assertThat(centre.asked(call)).containsExactly("m");
  }

  @Test
  void onlyThePlanThatSucceedsTheRunningOneIsTaken() {
    Centre centre = Centre.sales("alice");
    RoutingPlan stranger = new RoutingPlan(List.of(), List.of(SALES));

    assertThatIllegalArgumentException()
        .isThrownBy(() -> centre.router.adopt(stranger, false, centre.now()));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> stranger.successor(1, List.of(), List.of(SALES)));
  }

  // ---- Reserve

  private static Centre withReserve(Level... levels) {
    AgentSpec helper =
        new AgentSpec("helper", Map.of(), Map.of("sales", Membership.inReserve(1)), true, null);
    ReservePolicy policy =
        new ReservePolicy(List.of(levels), Duration.ofSeconds(20), Duration.ofMinutes(15));
    return Centre.of(
        List.of(helper, AgentSpec.of("alice", Map.of())),
        QueueSpec.named("sales").reserve(policy).build());
  }

  @Test
  void theReserveJoinsWhenCallsWaitLongAndLeavesWhenNoneDoes() {
    Centre centre =
        withReserve(
            new Level(Limits.wait(Duration.ofSeconds(30)), Limits.wait(Duration.ofSeconds(5))));
    centre.atWork("helper");
    long call = centre.call();

    centre.pass(29);
    assertThat(centre.asked(call)).isEmpty();
    centre.pass(1);
    assertThat(centre.asked(call)).containsExactly("helper");
    centre.answers("helper");

    assertThat(centre.router.reserveLevel(0)).isZero();
    assertThat(centre.notes.of(ReserveChanged.class))
        .containsExactly(new ReserveChanged(0, 1), new ReserveChanged(0, 0));
  }

  @Test
  void betweenTheLimitsTheReserveStaysAsItIs() {
    Centre centre = withReserve(new Level(Limits.waiting(3), Limits.waiting(2)));
    centre.atWork("helper");
    centre.call();
    centre.call();
    assertThat(centre.router.reserveLevel(0)).isZero();
    centre.call();
    assertThat(centre.router.reserveLevel(0)).isEqualTo(1);
    centre.answers("helper");

    assertThat(centre.router.reserveLevel(0)).isEqualTo(1);
    centre.hangsUp("helper");
    centre.answers("helper");
    assertThat(centre.router.reserveLevel(0)).isZero();
    centre.hangsUp("helper");
    assertThat(centre.work("helper")).isEqualTo(Work.IDLE);
  }

  @Test
  void aReserveThatLeavesLaterThanItJoinsIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Level(Limits.waiting(2), Limits.waiting(3)));
  }

  // ---- Order of calls

  private static Centre ordered(CallOrder order, QueueSpec... queues) {
    Centre centre = Centre.of(Centre.agents("alice"), queues);
    RoutingPlan next = centre.plan.successor(2, Centre.agents("alice"), List.of(queues), order);
    centre.router.adopt(next, false, centre.now());
    return centre;
  }

  @Test
  void byStrictPriorityNoWaitIsLongEnoughToPassMorePoints() {
    Centre centre = ordered(new StrictPriority(), SALES);
    long plain = centre.call();
    centre.pass(3600);
    long favoured = centre.router.arrive(0, Router.NORMAL_BAND, 1, 0, centre.now());

    assertThat(centre.router.position(favoured)).isEqualTo(1);
    assertThat(centre.router.position(plain)).isEqualTo(2);
  }

  @Test
  void byObjectiveWhoHasUsedUpMostOfItGoesFirst() {
    Centre centre =
        ordered(
            new ServiceObjective(),
            QueueSpec.named("fast").objective(Duration.ofSeconds(10)).build(),
            QueueSpec.named("slow").objective(Duration.ofSeconds(60)).build());
    centre.call("slow");
    centre.pass(20);
    long fast = centre.call("fast");
    centre.pass(5);

    centre.atWork("alice");

    assertThat(centre.asked(fast)).containsExactly("alice");
  }

  @Test
  void anInitialPriorityThatGrowsPerMinuteUpToALimitIsPointsAccelerationAndGreatestAge() {
    Centre centre =
        Centre.of(
            Centre.agents("alice"),
            QueueSpec.named("sales").acceleration(2000).maxAge(Duration.ofMinutes(6)).build());
    long plain = centre.call();
    centre.pass(60);
    long three = centre.router.arrive(0, Router.NORMAL_BAND, 3, 0, centre.now());
    assertThat(centre.router.position(three)).isEqualTo(1);

    centre.pass(180);
    assertThat(centre.router.position(plain)).isEqualTo(1);
  }

  /** The tick is late, and the reserve of another queue leaves before the patience is looked at. */
  @Test
  void patienceThatEndedUnseenWhileAReserveLeftIsNoticed() {
    ReservePolicy.Limits two = ReservePolicy.Limits.waiting(2);
    ReservePolicy.Limits one = ReservePolicy.Limits.waiting(1);
    QueueSpec help =
        QueueSpec.named("help")
            .membersOnly()
            .maxWait(Duration.ofSeconds(12), true)
            .reserve(
                new ReservePolicy(
                    List.of(new ReservePolicy.Level(two, one)),
                    Duration.ofSeconds(20),
                    Duration.ofMinutes(15)))
            .build();
    Centre centre = Centre.of(Centre.agents("alice", "bob"), SALES, help).atWork("alice", "bob");
    centre.router.notReady(centre.agent("alice"), 0, centre.now());
    centre.call("help");
    centre.call("help");
    centre.pass(5);
    NewCall wish = new NewCall().into(0).alsoInto(1).prefer(centre.agent("alice"), 1);
    long call = centre.router.arrive(wish.patienceNs(8 * Centre.SECOND), centre.now());

    centre.router.tick(centre.now() + 10 * Centre.SECOND);

    centre.router.audit();
    assertThat(centre.asked(call)).containsExactly("bob");
  }
}
