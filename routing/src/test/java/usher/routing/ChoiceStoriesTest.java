package usher.routing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import usher.routing.call.CallState;
import usher.routing.call.NewCall;
import usher.routing.plan.AgentSpec;
import usher.routing.plan.Membership;
import usher.routing.plan.Parallel;
import usher.routing.plan.QueueSpec;
import usher.routing.skill.SkillExpression;

/** Each way to choose among free agents, where another way would choose somebody else. */
class ChoiceStoriesTest {

  private static Centre choosing(String strategy, String... agents) {
    return Centre.of(
            Centre.agents(agents),
            QueueSpec.named("sales").strategy(strategy, "longest-idle").build())
        .atWork(agents);
  }

  /** With a strategy that leaves nothing to decide after it. */
  private static Centre turns(String strategy, String... agents) {
    return Centre.of(Centre.agents(agents), QueueSpec.named("sales").strategy(strategy).build())
        .atWork(agents);
  }

  /** An agent has a call for some seconds, by a supervisor's hand where it must be. */
  private static void serves(Centre centre, String name, int seconds) {
    long call = centre.call();
    if (!centre.asked(call).equals(List.of(name))) {
      centre.router.assign(call, centre.agent(name), centre.now());
    }
    assertThat(centre.answers(name)).isTrue();
    centre.pass(seconds).hangsUp(name);
    centre.pass(2);
  }

  /** Who is asked for the next call, which then is served in no time. */
  private static String next(Centre centre) {
    String asked = centre.asked(centre.call()).getFirst();
    centre.answers(asked);
    centre.hangsUp(asked);
    return asked;
  }

  private static List<String> next(Centre centre, int calls) {
    List<String> asked = new ArrayList<>();
    for (int i = 0; i < calls; i++) {
      asked.add(next(centre));
    }
    return asked;
  }

  @Test
  void theLeastOccupiedIsAskedThoughAnotherOneHasBeenIdleForLonger() {
    Centre centre = choosing("least-occupied", "alice", "bob");
    serves(centre, "alice", 300);
    serves(centre, "bob", 10);
    assertThat(next(centre)).isEqualTo("bob");
  }

  @Test
  void whoHadFewestCallsIsAsked() {
    Centre centre = choosing("fewest-calls", "alice", "bob");
    serves(centre, "bob", 1);
    serves(centre, "bob", 1);
    serves(centre, "alice", 1);
    assertThat(next(centre)).isEqualTo("alice");
  }

  @Test
  void whoTalkedLeastIsAskedHoweverManyCallsThatWere() {
    Centre centre = choosing("least-talk", "alice", "bob");
    serves(centre, "bob", 100);
    serves(centre, "alice", 10);
    serves(centre, "alice", 10);
    assertThat(next(centre)).isEqualTo("alice");
  }

  @Test
  void roundRobinAsksTheOneAfterTheOneWhoWasAskedLast() {
    Centre centre = turns("round-robin", "alice", "bob", "carol");
    assertThat(next(centre, 4)).containsExactly("alice", "bob", "carol", "alice");
    centre.router.logout(centre.agent("bob"), centre.now());
    assertThat(next(centre, 2)).containsExactly("carol", "alice");
  }

  @Test
  void linearBeginsAtTheTopForEachCall() {
    Centre centre = turns("linear", "alice", "bob");
    assertThat(next(centre, 3)).containsExactly("alice", "alice", "alice");
  }

  @Test
  void randomAsksEverybodySoonerOrLaterAndTheSameWithTheSameSeed() {
    List<String> asked = next(turns("random", "alice", "bob", "carol"), 60);
    assertThat(asked).contains("alice", "bob", "carol");
    assertThat(next(turns("random", "alice", "bob", "carol"), 60)).isEqualTo(asked);
  }

  private static Centre members(String strategy, Membership alice, Membership bob) {
    List<AgentSpec> agents =
        List.of(
            new AgentSpec("alice", Map.of(), Map.of("sales", alice), true, null),
            new AgentSpec("bob", Map.of(), Map.of("sales", bob), true, null));
    return Centre.of(agents, QueueSpec.named("sales").strategy(strategy).build())
        .atWork("alice", "bob");
  }

  @Test
  void byWeightsOneIsDrawnNineTimesAsOftenAsTheOther() {
    Membership heavy = new Membership(0, 0, Duration.ZERO, 9, 1);
    List<String> asked = next(members("weighted-random", heavy, Membership.DEFAULT), 500);
    assertThat(Collections.frequency(asked, "alice")).isBetween(430, 470);
  }

  @Test
  void byPercentAllocationCallsAreSharedOutExactly() {
    Membership most = new Membership(0, 0, Duration.ZERO, 1, 3);
    Centre centre =
        Centre.of(
                List.of(
                    new AgentSpec("alice", Map.of(), Map.of("sales", most), true, null),
                    AgentSpec.of("bob", Map.of())),
                QueueSpec.named("sales").strategy("percent-allocation", "longest-idle").build())
            .atWork("alice", "bob");
    assertThat(Collections.frequency(next(centre, 40), "alice")).isEqualTo(30);
  }

  @Test
  void onlySkillsThatAreAskedForCountWhetherExpertsAreWantedOrSaved() {
    List<AgentSpec> agents =
        List.of(
            AgentSpec.of("novice", Map.of("sales", 2, "english", 10)),
            AgentSpec.of("expert", Map.of("sales", 8)));
    QueueSpec.Builder sales =
        QueueSpec.named("sales").needs(new SkillExpression.AtLeast("sales", 1));

    QueueSpec wanted = sales.strategy("most-skilled", "longest-idle").build();
    assertThat(next(Centre.of(agents, wanted).atWork("novice", "expert"))).isEqualTo("expert");

    QueueSpec saved = sales.strategy("least-skilled", "longest-idle").build();
    assertThat(next(Centre.of(agents, saved).atWork("expert", "novice"))).isEqualTo("novice");
  }

  @Test
  void whoIsWantedElsewhereIsSaved() {
    Centre centre =
        Centre.of(
                List.of(
                    AgentSpec.of("alice", Map.of("sales", 1, "law", 1)),
                    AgentSpec.of("bob", Map.of("sales", 1, "cooking", 9))),
                QueueSpec.named("sales")
                    .needs(new SkillExpression.AtLeast("sales", 1))
                    .strategy("least-versatile", "longest-idle")
                    .build(),
                Centre.needing("law", "law", 5))
            .atWork("alice", "bob");
    assertThat(next(centre)).isEqualTo("alice");
    centre.call("law");
    centre.router.assign(centre.call(), centre.agent("bob"), centre.now());
    centre.answers("bob");
    centre.pass(1).hangsUp("bob");

    assertThat(next(centre)).isEqualTo("bob");
  }

  // ---- Preferred agents

  private static NewCall forBob(Centre centre) {
    return new NewCall()
        .into(centre.queue("sales"))
        .prefer(centre.agent("bob"), 1)
        .patienceNs(10 * Centre.SECOND);
  }

  @Test
  void aCallWaitsForItsLastAgentAsLongAsItsPatienceLasts() {
    Centre centre = turns("linear", "alice", "bob");
    serves(centre, "bob", 1);
    centre.router.external(centre.agent("bob"), true, centre.now());
    long call = centre.router.arrive(forBob(centre), centre.now());
    centre.pass(9);
    assertThat(centre.asked(call)).isEmpty();
    centre.pass(1);
    assertThat(centre.asked(call)).containsExactly("alice");
  }

  @Test
  void aCallDoesNotWaitForALastAgentWhoIsNotAtWork() {
    Centre centre = Centre.sales("alice", "bob").atWork("alice");
    assertThat(centre.asked(centre.router.arrive(forBob(centre), centre.now())))
        .containsExactly("alice");
  }

  @Test
  void ofTwoPreferredAgentsTheOneWithTheHigherScoreIsAsked() {
    Centre centre = turns("linear", "alice", "bob", "carol");
    NewCall call = forBob(centre).prefer(centre.agent("carol"), 5);
    assertThat(centre.asked(centre.router.arrive(call, centre.now()))).containsExactly("carol");
  }

  // ---- Parallel offers

  @Test
  void ringAllRingsAsManyAsItSaysAndTheFirstWhoAnswersWins() {
    Centre centre =
        Centre.of(
                Centre.agents("alice", "bob", "carol"),
                QueueSpec.named("sales").parallel(new Parallel(2, Duration.ZERO)).build())
            .atWork("alice", "bob", "carol");
    long call = centre.call();
    assertThat(centre.asked(call)).containsExactly("alice", "bob");
    assertThat(centre.answers("bob")).isTrue();
    assertThat(centre.router.isRoutable(centre.agent("alice"))).isTrue();
    assertThat(centre.router.isLive(call)).isFalse();
  }

  @Test
  void progressiveRingsOneMoreEveryFewSeconds() {
    Centre centre =
        Centre.of(
                Centre.agents("alice", "bob", "carol"),
                QueueSpec.named("sales").parallel(new Parallel(1, Duration.ofSeconds(4))).build())
            .atWork("alice", "bob", "carol");
    long call = centre.call();
    assertThat(centre.asked(call)).containsExactly("alice");
    centre.pass(4);
    assertThat(centre.asked(call)).containsExactly("alice", "bob");
    centre.pass(4);
    assertThat(centre.asked(call)).containsExactly("alice", "bob", "carol");
  }

  // ---- By hand

  @Test
  void aSupervisorGivesAnyWaitingCallToAnybodyWithAPhone() {
    Centre centre =
        Centre.of(Centre.agents("alice"), Centre.needing("sales", "sales", 1)).atWork("alice");
    centre.router.notReady(centre.agent("alice"), 1, centre.now());
    long first = centre.call();
    long second = centre.call();

    assertThat(centre.router.assign(second, centre.agent("alice"), centre.now())).isTrue();

    assertThat(centre.asked(second)).containsExactly("alice");
    assertThat(centre.router.assign(first, centre.agent("alice"), centre.now())).isFalse();
    assertThat(centre.router.state(first)).isEqualTo(CallState.WAITING);
  }

  @Test
  void aCallThatIsMadeMoreUrgentWhileItWaitsOvertakes() {
    Centre centre = Centre.sales("alice");
    long first = centre.call();
    long second = centre.call();
    centre.router.reprioritise(second, Router.NORMAL_BAND, 2, centre.now());
    assertThat(centre.router.position(second)).isOne();
    assertThat(centre.router.position(first)).isEqualTo(2);
  }

  // ---- Steps

  @Test
  void aStepAdmitsMoreAgentsAfterItsTimeAndIsPassedAtOnceWhereNobodyCouldServeIt() {
    SkillExpression expert = new SkillExpression.AtLeast("sales", 5);
    QueueSpec sales =
        QueueSpec.named("sales")
            .needs(expert)
            .relax(Duration.ofSeconds(20), SkillExpression.ANYBODY)
            .build();
    List<AgentSpec> agents =
        List.of(
            AgentSpec.of("expert", Map.of("sales", 5)), AgentSpec.of("novice", Map.of("sales", 1)));

    Centre centre = Centre.of(agents, sales).atWork("expert", "novice");
    serves(centre, "expert", 1);
    centre.router.external(centre.agent("expert"), true, centre.now());
    long call = centre.call();
    centre.pass(19);
    assertThat(centre.asked(call)).isEmpty();
    centre.pass(1);
    assertThat(centre.asked(call)).containsExactly("novice");

    Centre alone = Centre.of(agents, sales).atWork("novice");
    assertThat(alone.asked(alone.call())).containsExactly("novice");
  }
}
