package usher.routing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import usher.routing.agent.NotReady;
import usher.routing.agent.Work;
import usher.routing.call.NewCall;
import usher.routing.decision.DecisionLog;
import usher.routing.decision.Kind;
import usher.routing.explain.Change;
import usher.routing.explain.Condition;
import usher.routing.explain.Drop;
import usher.routing.explain.Explainer;
import usher.routing.explain.Ranking;
import usher.routing.explain.Reason;
import usher.routing.explain.Trial;
import usher.routing.explain.WhyAgent;
import usher.routing.explain.WhyWaiting;
import usher.routing.offer.OfferOutcome;
import usher.routing.overflow.Opening;
import usher.routing.overflow.Rung;
import usher.routing.overflow.Then;
import usher.routing.overflow.When;
import usher.routing.plan.AgentSpec;
import usher.routing.plan.Membership;
import usher.routing.plan.QueueSpec;
import usher.routing.plan.WrapUpMode;
import usher.routing.skill.SkillExpression;
import usher.routing.skill.SkillExpression.And;
import usher.routing.skill.SkillExpression.AtLeast;
import usher.routing.skill.SkillExpression.Not;
import usher.routing.skill.SkillExpression.Or;
import usher.routing.skill.SkillExpression.TierAtMost;

/** Questions that people ask, and the answers that they get. */
class ExplainerTest {
  private static final AtLeast ENGLISH_5 = new AtLeast("english", 5);

  // ---- Why elsewhere

  private static Centre overflowing(Rung... rungs) {
    return Centre.of(
        Centre.agents("anna"),
        QueueSpec.named("sales").rungs(List.of(rungs)).build(),
        QueueSpec.named("others").membersOnly().build());
  }

  private static List<String> whyRung(Centre centre, long call) {
    return Explainer.of(centre.router).rungsOf(call, centre.now()).stream()
        .flatMap(why -> why.describe().stream())
        .toList();
  }

  @Test
  void aRefusedCallIsToldWhichRungRefusedItAndWhatWouldHaveLetItIn() {
    Centre centre =
        overflowing(
            new Rung(
                List.of(new When.NobodyStaffed(), new When.QueueLength(1)), new Then.Refuse(486)));
    centre.call();
    long refused = centre.call();
    assertThat(whyRung(centre, refused))
        .containsExactly(
            "a call of sales that had waited 0 ms is refused with 486 0 ms ago (rung 1, rules 1)",
            "  since 1 other call or more wait: 1 other call waited; "
                + "it would not have with fewer than 1",
            "  since nobody is at work: nobody is at work; "
                + "it would not have with an agent at work who can serve it");
  }

  @Test
  void aMovedCallIsToldWhatWasFoundAsItMoved() {
    When level = new When.ServiceLevelBelow(80, Duration.ofSeconds(20), Duration.ofMinutes(10), 1);
    Centre centre =
        overflowing(
            Rung.of(new When.Closed(), new Then.Goodbye(480)),
            new Rung(
                List.of(level, new When.Waited(Duration.ofSeconds(30))),
                new Then.Move("others", true)));
    long call = centre.call();
    centre.pass(40);
    assertThat(Explainer.of(centre.router).rungsOf(call, centre.now()).getFirst().inShort())
        .isEqualTo(
            "moves to others: had waited 30 s and 0 of 1 call were in time; rung 2, rules 1");
    assertThat(Explainer.of(centre.router).lastRungs(5, centre.now())).hasSize(1);
    assertThat(whyRung(centre, call).getFirst()).contains("10 s ago");
  }

  @Test
  void withEachConditionGoesAFigureOrItsName() {
    Centre centre =
        overflowing(
            new Rung(
                List.of(
                    new When.Position(1),
                    new When.ExpectedWait(Duration.ofMinutes(5)),
                    new When.NobodyReady(),
                    new When.Closed(),
                    new When.Holiday()),
                new Then.External("sip:home@usher.test", Duration.ofSeconds(20))));
    centre.router.opening(0, Opening.HOLIDAY, centre.now());
    centre.call();
    long second = centre.call();
    assertThat(Explainer.of(centre.router).rungsOf(second, centre.now()).getFirst().inShort())
        .isEqualTo(
            "rings at sip:home@usher.test for 20 s: nobody was at work, its place was 2, "
                + "nobody is ready, the queue is closed and it is a holiday; rung 1, rules 1");
  }

  // ---- Why gone

  private static List<String> whyGone(Centre centre, long call) {
    return Explainer.of(centre.router).whyGone(call, centre.now()).stream()
        .flatMap(why -> why.describe().stream())
        .toList();
  }

  private static Centre impatient() {
    return Centre.of(
        Centre.agents("anna", "ben"),
        QueueSpec.named("sales").maxWait(Duration.ofMinutes(1), false).build());
  }

  @Test
  void aCallThatWaitedTooLongIsToldTheLimitAndWhoCouldHaveServedIt() {
    Centre centre = impatient();
    centre.atWork("anna");
    centre.call();
    centre.answers("anna");
    long early = centre.call();
    centre.pass(1);
    long late = centre.call();
    centre.pass(70);
    assertThat(whyGone(centre, late))
        .containsExactly(
            "a call of sales ended 10 s ago: had waited 1 min, and 1 min is the longest wait of"
                + " sales (rules 1)",
            "  place 1, 1 staffed agent could serve it",
            "  it would have stayed with a longest wait of more than 1 min");
    assertThat(Explainer.of(centre.router).lastGone(5, centre.now()))
        .extracting(why -> why.decision().call())
        .containsExactly(late, early);
  }

  @Test
  void aCallerWhoLeavesWhileAPhoneRingsIsToldWhose() {
    Centre centre = impatient();
    centre.atWork("ben");
    long call = centre.call();
    centre.pass(7);
    centre.router.abandon(call, centre.now());
    assertThat(whyGone(centre, call))
        .containsExactly(
            "a call of sales ended 0 ms ago: the caller left after 7 s (rules 1)",
            "  ben's phone rang",
            "  it would have been served by an answer within 7 s");
    assertThat(Explainer.of(centre.router).offersOf(call, centre.now())).hasSize(1);
  }

  @Test
  void aCallerWhoLeavesWhereNobodyIsAtWorkIsToldSo() {
    Centre centre = impatient();
    centre.call();
    long call = centre.call();
    centre.pass(7);
    centre.router.abandon(call, centre.now());
    assertThat(whyGone(centre, call)).contains("  place 2, nobody staffed could serve it");
  }

  @Test
  void aCallThatARungEndedIsToldTheRung() {
    Centre centre =
        overflowing(Rung.of(new When.Waited(Duration.ofSeconds(30)), new Then.Goodbye(480)));
    long call = centre.call();
    centre.pass(40);
    assertThat(whyGone(centre, call))
        .contains("a call of sales ended 10 s ago: went by a rung of sales after 30 s (rules 1)")
        .anySatisfy(line -> assertThat(line).contains("(rung 1, rules 1)"))
        .anySatisfy(line -> assertThat(line).contains("had waited 30 s"));
  }

  @Test
  void aCallThatWasAnsweredDidNotLeaveUnanswered() {
    Centre centre = impatient();
    centre.atWork("anna");
    long call = centre.call();
    centre.answers("anna");
    assertThat(whyGone(centre, call)).isEmpty();
  }

  @Test
  void twoRungsOfTheSameNumberInTwoQueuesAreToldApart() {
    Centre centre =
        Centre.of(
            Centre.agents("anna"),
            QueueSpec.named("sales")
                .rungs(
                    List.of(
                        Rung.of(
                            new When.Waited(Duration.ofSeconds(5)), new Then.Move("others", true))))
                .build(),
            QueueSpec.named("others")
                .rungs(List.of(Rung.of(new When.NobodyStaffed(), new Then.RaisePoints(3))))
                .membersOnly()
                .build());
    long call = centre.call();
    centre.pass(6);
    DecisionLog decisions = centre.router.view().decisions();
    assertThat(decisions.ofRung(call, 0, 0).orElseThrow().queue()).isEqualTo(0);
    assertThat(decisions.ofRung(call, 1, 0).orElseThrow().queue()).isEqualTo(1);
  }

  // ---- Why this agent

  @Test
  void theOneWhoWasIdleLongestIsToldWithTheFiguresOfBoth() {
    Centre centre = Centre.sales("anna", "ben").atWork("anna", "ben").pass(5);
    centre.call();
    WhyAgent why = whyAgent(centre, "anna");
    assertThat(why.decision().kind()).isEqualTo(Kind.CALL_CHOSE);
    assertThat(why.decision().groups()).isOne();
    assertThat(why.inShort()).isEqualTo("longest-idle: idle for 7 s; rules 1");
    assertThat(why.describe())
        .containsExactly(
            "anna was asked 0 ms ago for a call of sales that had waited 0 ms (step 1): "
                + "longest-idle: idle for 7 s; rules 1",
            "  ben came after anna by longest-idle: idle for 6 s against idle for 7 s");
  }

  @Test
  void theSecondOfTheSameGroupIsToldWithItsOwnFigures() {
    QueueSpec sales = QueueSpec.named("sales").strategy("tier", "longest-idle").build();
    Centre centre = Centre.of(Centre.agents("anna", "ben"), sales).atWork("anna", "ben").pass(5);
    centre.call();
    assertThat(whyAgent(centre, "anna").describe())
        .contains("  ben came after anna by longest-idle: idle for 6 s against idle for 7 s");
  }

  @Test
  void anAgentWhoBecameFreeTookTheFirstCall() {
    Centre centre = Centre.sales("anna");
    centre.call();
    centre.pass(8).atWork("anna");
    WhyAgent why = whyAgent(centre, "anna");
    assertThat(why.decision().kind()).isEqualTo(Kind.AGENT_CHOSE);
    assertThat(why.waited()).isEqualTo(Duration.ofSeconds(8));
    assertThat(why.runnerUp()).isEmpty();
    assertThat(why.inShort()).isEqualTo("the first call when the agent became free; rules 1");
  }

  @Test
  void aTracedQueueKeepsEverybodyWhoWasLookedAt() {
    Centre centre = english("anna 5", "ben 7", "carl 3", "dora 6").atWork("anna", "ben", "carl");
    Explainer explainer = Explainer.of(centre.router);
    explainer.traceQueue(0, true);
    centre.call();
    long offer = centre.offer("ben");
    Ranking full = explainer.whyAgent(offer, centre.now()).orElseThrow().full().orElseThrow();
    assertThat(full.candidates()).extracting("agent").containsExactly("ben", "anna");
    assertThat(full.describe())
        .contains(
            "  carl has english at level 3 (needs 5)",
            "  dora is logged out",
            "  without ben, anna would have been chosen");
    assertThat(explainer.whyPassedOver(offer, centre.agent("anna")))
        .contains(
            new Reason.Outranked(
                "ben",
                "most-skilled",
                "level 5 in the skills asked for",
                "level 7 in the skills asked for"));
    assertThat(explainer.whyPassedOver(offer, centre.agent("dora")))
        .contains(new Reason.LoggedOut());
  }

  @Test
  void withoutATraceTheRunnerUpIsKnownAndNobodyElse() {
    Centre centre = english("anna 5", "ben 7", "carl 3").atWork("anna", "ben", "carl");
    centre.call();
    Explainer explainer = Explainer.of(centre.router);
    long offer = centre.offer("ben");
    assertThat(explainer.whyAgent(offer, centre.now()).orElseThrow().full()).isEmpty();
    assertThat(explainer.whyPassedOver(offer, centre.agent("anna"))).isPresent();
    assertThat(explainer.whyPassedOver(offer, centre.agent("carl"))).isEmpty();
    assertThat(explainer.whyAgent(offer + 1, centre.now())).isEmpty();
  }

  @Test
  void aTracedCallIsKeptInFullUntilItIsTracedNoLonger() {
    Centre centre = Centre.sales("anna", "ben");
    Explainer explainer = Explainer.of(centre.router);
    long call = centre.call();
    explainer.traceCall(call, true);
    centre.atWork("anna");
    assertThat(explainer.whyAgent(centre.offer("anna"), centre.now()).orElseThrow().full())
        .isPresent();
    explainer.traceCall(call, false);
    centre.fails("anna", OfferOutcome.DECLINED);
    centre.atWork("ben");
    assertThat(explainer.whyAgent(centre.offer("ben"), centre.now()).orElseThrow().full())
        .isEmpty();
  }

  @Test
  void aSkillThatWasMissingByALittleWouldHaveChangedTheResult() {
    Centre centre =
        Centre.of(
                agents("anna 5", "ben 3"),
                QueueSpec.named("sales").needs(ENGLISH_5).strategy("least-skilled").build())
            .atWork("anna", "ben");
    Ranking ranking = Explainer.of(centre.router).rank(new NewCall().into(0), centre.now());
    assertThat(ranking.changes())
        .contains(new Change.Instead("anna", ""))
        .doesNotContain(new Change.Unless("ben", new Reason.LacksSkill("english", 5, 3)));

    Centre other = english("anna 4", "ben 6").atWork("anna", "ben");
    other.call();
    assertThat(Explainer.of(other.router).rank(new NewCall().into(0), other.now()).changes())
        .contains(new Change.Unless("anna", new Reason.LacksSkill("english", 5, 4)));
  }

  // ---- Why not me

  @Test
  void everyConditionIsSaidInWords() {
    Centre centre = Centre.sales("anna", "ben").atWork("anna");
    Explainer explainer = Explainer.of(centre.router);
    int anna = centre.agent("anna");
    assertThat(whyNot(explainer, centre, "ben")).isEqualTo("is logged out");
    centre.router.notReady(anna, 4, centre.now());
    assertThat(whyNot(explainer, centre, "anna")).isEqualTo("is not ready (reason 4)");
    centre.router.ready(anna, centre.now());
    centre.router.external(anna, true, centre.now());
    assertThat(whyNot(explainer, centre, "anna")).isEqualTo("is in a call of the agent's own");
    centre.router.external(anna, false, centre.now());
    centre.router.unreachable(anna, centre.now());
    assertThat(whyNot(explainer, centre, "anna")).isEqualTo("cannot be reached");
    centre.router.reachable(anna, centre.now());
    long call = centre.call();
    assertThat(whyNot(explainer, centre, "anna"))
        .isEqualTo("is being asked for a call of sales, for at most 15 s");
    assertThat(explainer.whyNot(call, anna, centre.now()).orElseThrow().describe())
        .containsExactly("sales: anna is being asked for this call, for at most 15 s");
    centre.fails("anna", OfferOutcome.DECLINED);
    assertThat(whyNot(explainer, centre, "anna"))
        .isEqualTo("pauses for 10 s after an offer that failed");
  }

  @Test
  void anAgentWhoFailedTheCallIsToldForHowLongItStaysAway() {
    Centre centre = Centre.sales("anna", "ben").atWork("anna", "ben");
    long call = centre.call();
    centre.fails("anna", OfferOutcome.DECLINED);
    centre.pass(12);
    assertThat(
            Explainer.of(centre.router)
                .whyNot(call, centre.agent("anna"), centre.now())
                .orElseThrow()
                .first())
        .isEqualTo(new Reason.FailedBefore(Duration.ofSeconds(18)));
  }

  @Test
  void anAgentWhoLetThePhoneRingIsTold() {
    Centre centre = Centre.sales("anna").atWork("anna");
    centre.call();
    centre.pass(60);
    assertThat(whyNot(Explainer.of(centre.router), centre, "anna"))
        .isEqualTo("is not ready: let the phone ring too often");
    assertThat(centre.router.notReadyReason(0)).isEqualTo(NotReady.RNA);
  }

  @Test
  void wrapUpIsSaidWithTheTimeThatIsLeft() {
    Centre centre = Centre.salesWithWrapUp(WrapUpMode.TIMEBOXED, "anna").atWork("anna");
    centre.call();
    centre.answers("anna");
    centre.hangsUp("anna");
    centre.pass(5);
    assertThat(whyNot(Explainer.of(centre.router), centre, "anna"))
        .isEqualTo("wraps up a call of sales, for at most 15 s");
    assertThat(centre.work("anna")).isEqualTo(Work.WRAPUP);
  }

  @Test
  void whoDoesNotBelongOrLacksATierOrASkillIsTold() {
    Map<String, Membership> inTier2 = Map.of("sales", Membership.inTier(2));
    List<AgentSpec> agents =
        List.of(
            AgentSpec.of("anna", Map.of("english", 5)),
            new AgentSpec("ben", Map.of("english", 5), inTier2, true, null),
            new AgentSpec("carl", Map.of("french", 1), inTier2, true, null));
    Or needs =
        new Or(
            List.of(
                new And(List.of(ENGLISH_5, new TierAtMost(1))), new Not(new AtLeast("french", 1))));
    QueueSpec sales = QueueSpec.named("sales").needs(needs).membersOnly().build();
    Centre centre = Centre.of(agents, sales).atWork("anna", "ben", "carl");
    Explainer explainer = Explainer.of(centre.router);
    assertThat(whyNot(explainer, centre, "anna")).isEqualTo("does not belong to sales");
    assertThat(whyNot(explainer, centre, "carl"))
        .isEqualTo("lacks english (needs level 5) and has what is ruled out: french >= 1");
    assertThat(explainer.rank(new NewCall().into(0), centre.now()).needs())
        .isEqualTo("(english >= 5 and tier <= 1) or not french >= 1");
  }

  @Test
  void anAgentWithADelayIsToldWhenTheCallIsOldEnough() {
    Map<String, Membership> later = Map.of("sales", Membership.after(Duration.ofSeconds(20)));
    List<AgentSpec> agents = List.of(new AgentSpec("anna", Map.of(), later, true, null));
    Centre centre = Centre.of(agents, QueueSpec.named("sales").build()).atWork("anna");
    long call = centre.call();
    centre.pass(5);
    assertThat(Explainer.of(centre.router).whyNot(call, 0, centre.now()).orElseThrow().first())
        .isEqualTo(new Reason.TooEarly(Duration.ofSeconds(20), Duration.ofSeconds(15)));
  }

  @Test
  void anAgentTakesACallOfAQueueThatTheAgentPrefers() {
    Map<String, Membership> ranks = Map.of("sales", Membership.withRank(3));
    List<AgentSpec> agents = List.of(new AgentSpec("anna", Map.of(), ranks, true, null));
    Centre centre =
        Centre.of(agents, QueueSpec.named("sales").build(), QueueSpec.named("vip").build())
            .atWork("anna");
    NewCall wish = new NewCall().into(0).alsoInto(1);
    Ranking ranking = Explainer.of(centre.router).rank(wish, centre.now());
    assertThat(ranking.queue()).isEqualTo("vip");
    assertThat(ranking.winner().orElseThrow().agent()).isEqualTo("anna");
  }

  // ---- Why is this call still waiting

  @Test
  void nobodyIsStaffedAndTheConditionsAreCounted() {
    Centre centre = english("anna 5", "ben 3", "carl 2", "dora 7").atWork("ben");
    long call = centre.call();
    WhyWaiting why = Explainer.of(centre.router).whyWaiting(call, centre.now()).orElseThrow();
    assertThat(why.verdict()).isEqualTo("nobody is staffed who could serve it");
    assertThat(why.queues().getFirst().drops())
        .containsExactly(new Drop(Condition.ABLE, 2), new Drop(Condition.LOGGED_IN, 2));
    assertThat(why.expectedLeft()).isEmpty();
  }

  @Test
  void allAreBusyAndTheCallsAheadAndTheNextEventsAreNamed() {
    Centre centre = Centre.sales("anna").atWork("anna");
    centre.call();
    centre.answers("anna");
    centre.pass(1);
    centre.router.arrive(0, 1, 0, 0, centre.now());
    centre.call();
    centre.pass(1);
    long call = centre.call();
    WhyWaiting why = Explainer.of(centre.router).whyWaiting(call, centre.now()).orElseThrow();
    assertThat(why.position()).isEqualTo(3);
    assertThat(why.ahead())
        .extracting("why")
        .containsExactly("is in band 1, before band 4", "waits longer");
    assertThat(why.verdict()).isEqualTo("nobody who could serve it is free for it");
    assertThat(why.describe())
        .contains(
            "  sales, step 1 (anybody): 1 could serve it, 1 of them staffed;"
                + " not asked: 1 busy");
  }

  @Test
  void theNextStepIsToldWithWhomItAdmits() {
    QueueSpec sales =
        QueueSpec.named("sales")
            .needs(ENGLISH_5)
            .relax(Duration.ofSeconds(30), new AtLeast("english", 2))
            .maxWait(Duration.ofMinutes(5), false)
            .build();
    Centre centre = Centre.of(agents("anna 5", "ben 3", "carl 2"), sales).atWork("anna", "ben");
    centre.call();
    long call = centre.call();
    centre.pass(3);
    WhyWaiting why = Explainer.of(centre.router).whyWaiting(call, centre.now()).orElseThrow();
    assertThat(why.queues().getFirst().next())
        .contains(new Change.Widens(Duration.ofSeconds(27), "sales", 2, 2, 1));
    assertThat(why.events())
        .extracting("what")
        .containsSubsequence("step 2 of sales", "the longest wait that its queue allows is over");
  }

  @Test
  void aCallThatWaitsForItsPreferredAgentSaysSo() {
    Centre centre = Centre.sales("anna", "ben").atWork("anna", "ben");
    centre.call();
    long call =
        centre.router.arrive(
            new NewCall().into(0).prefer(0, 1).patienceNs(20 * Centre.SECOND), centre.now());
    Explainer explainer = Explainer.of(centre.router);
    assertThat(explainer.whyWaiting(call, centre.now()).orElseThrow().verdict())
        .isEqualTo("it waits for anna for 20 s longer");
    assertThat(explainer.whyNot(call, centre.agent("ben"), centre.now()).orElseThrow().first())
        .isEqualTo(new Reason.OthersPreferred(List.of("anna"), Duration.ofSeconds(20)));
  }

  // ---- What would the rules do

  @Test
  void aTrialShowsTheStepsWithTheirTimesAndRankings() {
    QueueSpec sales =
        QueueSpec.named("sales")
            .needs(ENGLISH_5)
            .relax(Duration.ofSeconds(30), new AtLeast("english", 2))
            .strategy("most-skilled", "longest-idle")
            .build();
    Centre centre = Centre.of(agents("anna 5", "ben 3", "carl 9"), sales);
    Trial trial = Explainer.trial(centre.plan, new NewCall().into(0));
    assertThat(trial.stages())
        .extracting("from")
        .containsExactly(Duration.ZERO, Duration.ofSeconds(30));
    assertThat(trial.stages().getFirst().ranking().candidates())
        .extracting("agent")
        .containsExactly("carl", "anna");
    assertThat(trial.stages().getLast().ranking().candidates())
        .extracting("agent")
        .containsExactly("carl", "anna", "ben");
    assertThat(trial.describe())
        .contains(
            "after 0 ms",
            "  sales, step 1 (english >= 5), rules 1: carl comes first of 2 agents"
                + " by most-skilled then longest-idle",
            "after 30 s");
  }

  @Test
  void aStepThatNobodyCouldServeIsPassedInATrial() {
    QueueSpec sales =
        QueueSpec.named("sales")
            .needs(new AtLeast("greek", 1))
            .relax(Duration.ofSeconds(30), SkillExpression.ANYBODY)
            .build();
    Centre centre = Centre.of(agents("anna 5"), sales);
    Trial trial = Explainer.trial(centre.plan, new NewCall().into(0));
    assertThat(trial.stages()).hasSize(1);
    assertThat(trial.stages().getFirst().ranking().step()).isEqualTo(2);
  }

  // ---- The log

  @Test
  void theLogKeepsTheLastDecisionsAndForgetsTheOldest() {
    Centre centre = Centre.sales();
    for (int i = 0; i < DecisionLog.KEPT / 2 + 5; i++) {
      long call = centre.router.arrive(0, centre.now());
      centre.router.abandon(call, centre.now());
    }
    DecisionLog log = centre.router.view().decisions();
    assertThat(log.made()).isEqualTo(DecisionLog.KEPT + 10);
    assertThat(log.get(9)).isEmpty();
    assertThat(log.get(10).orElseThrow().kind()).isEqualTo(Kind.QUEUED);
    assertThat(log.get(log.made())).isEmpty();
    assertThat(log.last(DecisionLog.KEPT * 2)).hasSize(DecisionLog.KEPT);
  }

  // ---- Helpers

  private static WhyAgent whyAgent(Centre centre, String agent) {
    return Explainer.of(centre.router).whyAgent(centre.offer(agent), centre.now()).orElseThrow();
  }

  private static String whyNot(Explainer explainer, Centre centre, String agent) {
    return explainer
        .rank(new NewCall().into(0), centre.now())
        .whyNot(centre.agent(agent))
        .orElseThrow()
        .describe();
  }

  /** Agents as "name level-of-english". */
  private static List<AgentSpec> agents(String... named) {
    List<AgentSpec> specs = new ArrayList<>();
    for (String each : named) {
      int space = each.indexOf(' ');
      int level = Integer.parseInt(each.substring(space + 1));
      specs.add(AgentSpec.of(each.substring(0, space), Map.of("english", level)));
    }
    return specs;
  }

  private static Centre english(String... named) {
    return Centre.of(
        agents(named), QueueSpec.named("sales").needs(ENGLISH_5).strategy("most-skilled").build());
  }

  /**
   * Whom a call prefers it meets through its first queue, even where it counts as older elsewhere.
   */
  @Test
  void aRankingForACallThatPrefersSomebodyIsThatOfItsFirstQueue() {
    QueueSpec capped = QueueSpec.named("capped").maxAge(Duration.ofSeconds(20)).build();
    QueueSpec open = QueueSpec.named("open").build();
    Centre centre = Centre.of(Centre.agents("anna"), capped, open).atWork("anna");
    NewCall wish =
        new NewCall().into(0).alsoInto(1).points(1).prefer(0, 1).patienceNs(4 * Centre.SECOND);

    Ranking ranking = Explainer.of(centre.router).rank(wish, centre.now());
    centre.router.arrive(wish, centre.now());

    assertThat(ranking.queue()).isEqualTo("capped");
    assertThat(whyAgent(centre, "anna").queue()).isEqualTo("capped");
  }
}
