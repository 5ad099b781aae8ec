package usher.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import usher.routing.Notes.CallEnded;
import usher.routing.Notes.Fired;
import usher.routing.Notes.Moved;
import usher.routing.Notes.Offered;
import usher.routing.Notes.Queued;
import usher.routing.call.CallEnd;
import usher.routing.call.CallState;
import usher.routing.call.NewCall;
import usher.routing.offer.OfferOutcome;
import usher.routing.overflow.Ladder;
import usher.routing.overflow.Opening;
import usher.routing.overflow.Rung;
import usher.routing.overflow.Then;
import usher.routing.overflow.When;
import usher.routing.plan.AgentSpec;
import usher.routing.plan.QueueSpec;
import usher.routing.skill.SkillExpression;

/** What the rungs of the overflow ladder do to calls, told as stories. */
class OverflowStoriesTest {
  private static final Then TO_OTHERS = new Then.Move("others", true);
  private static final Then BUSY = new Then.Refuse(486);
  private static final Then HOME = new Then.External("home", Duration.ofSeconds(20));

  private static When waited(int seconds) {
    return new When.Waited(Duration.ofSeconds(seconds));
  }

  /** Anna and Bert sell, Olga serves the others. */
  private static Centre centre(Rung... rungs) {
    return Centre.of(
        List.of(seller("anna"), seller("bert"), AgentSpec.of("olga", Map.of("others", 1))),
        QueueSpec.named("sales")
            .needs(new SkillExpression.AtLeast("sales", 1))
            .rungs(List.of(rungs))
            .build(),
        Centre.needing("others", "others", 1));
  }

  private static AgentSpec seller(String name) {
    return AgentSpec.of(name, Map.of("sales", 1));
  }

  private static CallEnd end(Centre centre, long call) {
    return centre.notes.of(CallEnded.class).stream()
        .filter(ended -> ended.call() == call)
        .findFirst()
        .orElseThrow()
        .end();
  }

  // ---- At entry

  @Test
  void aCallIsRefusedWhereNobodyIsStaffedAndDoesNotCountAsOffered() {
    Centre centre = centre(Rung.of(new When.NobodyStaffed(), BUSY)).atWork("olga");
    long call = centre.call();
    assertThat(centre.router.isLive(call)).isFalse();
    assertThat(end(centre, call)).isEqualTo(CallEnd.REFUSED);
    assertThat(centre.notes.of(Fired.class).getFirst().then()).isEqualTo(BUSY);
    assertThat(centre.router.offeredTotal(centre.queue("sales"))).isZero();
    assertThat(centre.router.endedTotal(centre.queue("sales"), CallEnd.REFUSED)).isOne();
  }

  @Test
  void aCallThatIsInAlreadyIsNotRefusedWhenTheLastAgentLeaves() {
    Centre centre = centre(Rung.of(new When.NobodyStaffed(), BUSY)).atWork("anna");
    centre.call();
    long waiting = centre.call();
    centre.answers("anna");
    centre.router.logout(centre.agent("anna"), centre.now());
    centre.hangsUp("anna");
    assertThat(centre.router.state(waiting)).isEqualTo(CallState.WAITING);
  }

  @Test
  void theCallBeyondTheGreatestLengthIsRefused() {
    Centre centre = centre(Rung.of(new When.QueueLength(2), BUSY));
    long first = centre.call();
    long second = centre.call();
    long third = centre.call();
    assertThat(centre.router.isLive(first) && centre.router.isLive(second)).isTrue();
    assertThat(centre.router.isLive(third)).isFalse();
    centre.router.abandon(first, centre.now());
    assertThat(centre.router.isLive(centre.call())).isTrue();
  }

  @Test
  void aCallForAClosedQueueGoesWhereTheLadderSaysAndAHolidayIsACaseOfClosed() {
    Centre centre =
        centre(
                Rung.of(new When.Holiday(), new Then.Refuse(480)),
                Rung.of(new When.Closed(), TO_OTHERS))
            .atWork("anna", "olga");
    int sales = centre.queue("sales");
    centre.router.opening(sales, Opening.CLOSED, centre.now());
    long moved = centre.call();
    assertThat(centre.asked(moved)).containsExactly("olga");
    centre.router.opening(sales, Opening.HOLIDAY, centre.now());
    assertThat(end(centre, centre.call())).isEqualTo(CallEnd.REFUSED);
    centre.router.opening(sales, Opening.OPEN, centre.now());
    assertThat(centre.asked(centre.call())).containsExactly("anna");
  }

  @Test
  void aCallWithoutAnybodyReadyIsTheOnlyOneThatGoesElsewhere() {
    Centre centre = centre(Rung.of(new When.NobodyReady(), TO_OTHERS)).atWork("anna", "olga");
    centre.router.notReady(centre.agent("anna"), 1, centre.now());
    assertThat(centre.asked(centre.call())).containsExactly("olga");
    centre.router.ready(centre.agent("anna"), centre.now());
    assertThat(centre.asked(centre.call())).containsExactly("anna");
  }

  @Test
  void aCallFarBackInTheLineIsMoved() {
    Centre centre = centre(Rung.of(new When.Position(2), TO_OTHERS));
    centre.call();
    centre.call();
    long third = centre.call();
    assertThat(centre.notes.of(Moved.class)).containsExactly(new Moved(third, 0, 1));
    assertThat(centre.router.position(third)).isOne();
  }

  @Test
  void aCallThatIsOvertakenBeyondItsPlaceIsMoved() {
    Centre centre = centre(Rung.of(new When.Position(2), TO_OTHERS));
    centre.call();
    long second = centre.call();
    long vip = centre.router.arrive(centre.queue("sales"), 1, 0, 0, centre.now());
    assertThat(centre.router.position(vip)).isOne();
    assertThat(centre.notes.of(Moved.class)).containsExactly(new Moved(second, 0, 1));
  }

  // ---- After a while

  @Test
  void aCallIsMovedAfterAWhileWithItsAgeAndCountsAsOfferedAnew() {
    Centre centre = centre(Rung.of(waited(30), TO_OTHERS));
    long old = centre.call();
    centre.pass(10);
    long young = centre.call("others");
    centre.pass(19);
    assertThat(centre.notes.of(Moved.class)).isEmpty();
    centre.pass(1);
    assertThat(centre.notes.of(Moved.class)).containsExactly(new Moved(old, 0, 1));
    assertThat(centre.router.position(old)).isOne();
    assertThat(centre.router.position(young)).isEqualTo(2);
    assertThat(centre.router.endedTotal(centre.queue("sales"), CallEnd.MOVED)).isOne();
    assertThat(centre.router.offeredTotal(centre.queue("others"))).isEqualTo(2);
    centre.atWork("olga");
    assertThat(centre.asked(old)).containsExactly("olga");
  }

  @Test
  void aCallThatIsMovedWithoutItsAgeStandsBehindThoseWhoWereThere() {
    Centre centre = centre(Rung.of(waited(30), new Then.Move("others", false)));
    long old = centre.call();
    centre.pass(10);
    centre.call("others");
    centre.pass(20);
    assertThat(centre.router.position(old)).isEqualTo(2);
  }

  @Test
  void aCallWaitsInOneMoreQueueAfterAWhileAndKeepsTheFirst() {
    Centre centre = centre(Rung.of(waited(20), new Then.AddQueue("others"))).atWork("olga");
    long call = centre.call();
    centre.pass(19);
    assertThat(centre.asked(call)).isEmpty();
    centre.pass(1);
    assertThat(centre.asked(call)).containsExactly("olga");
    centre.fails("olga", OfferOutcome.DECLINED);
    centre.atWork("anna");
    assertThat(centre.asked(call)).containsExactly("anna");
  }

  @Test
  void pointsLetACallOvertake() {
    Centre centre =
        Centre.of(
            List.of(seller("anna")),
            QueueSpec.named("sales")
                .rungs(List.of(Rung.of(waited(20), new Then.RaisePoints(3))))
                .build(),
            QueueSpec.named("others").build());
    long older = centre.call("others");
    centre.pass(60);
    long raised = centre.call();
    centre.pass(20).atWork("anna");
    assertThat(centre.asked(raised)).containsExactly("anna");
    assertThat(centre.asked(older)).isEmpty();
  }

  @Test
  void aRungGoesOnToTheNextStepBeforeItsTime() {
    Centre centre =
        Centre.of(
            List.of(AgentSpec.of("expert", Map.of("a", 5)), AgentSpec.of("novice", Map.of())),
            QueueSpec.named("sales")
                .needs(new SkillExpression.AtLeast("a", 5))
                .relax(Duration.ofMinutes(10), SkillExpression.ANYBODY)
                .rungs(List.of(Rung.of(new When.QueueLength(1), new Then.Relax())))
                .build());
    centre.atWork("expert", "novice");
    assertThat(centre.asked(centre.call())).containsExactly("expert");
    assertThat(centre.asked(centre.call())).containsExactly("novice");
  }

  @Test
  void aCallIsSaidGoodbyeToAfterAWhile() {
    Centre centre = centre(Rung.of(waited(45), new Then.Goodbye(480)));
    long call = centre.call();
    centre.pass(45);
    assertThat(end(centre, call)).isEqualTo(CallEnd.OVERFLOWED);
  }

  @Test
  void aPhoneThatRingsMayRingToItsEndBeforeTheCallIsMoved() {
    Centre centre = centre(Rung.of(waited(5), TO_OTHERS)).atWork("anna", "bert");
    long call = centre.call();
    centre.pass(10);
    assertThat(centre.asked(call)).containsExactly("anna");
    centre.pass(5);
    assertThat(centre.notes.of(Moved.class)).hasSize(1);
    assertThat(centre.notes.of(Offered.class)).hasSize(1);
  }

  @Test
  void aCallThatAnAgentAnswersWhileARungIsDueIsAnswered() {
    Centre centre = centre(Rung.of(waited(5), TO_OTHERS)).atWork("anna");
    long call = centre.call();
    centre.pass(10);
    assertThat(centre.answers("anna")).isTrue();
    assertThat(end(centre, call)).isEqualTo(CallEnd.ANSWERED);
  }

  // ---- When something changes

  @Test
  void callsThatWaitGoElsewhereWhenTheLastAgentLeaves() {
    Centre centre = centre(Rung.of(new When.NobodyStaffed(), TO_OTHERS)).atWork("anna");
    centre.call();
    long second = centre.call();
    centre.answers("anna");
    centre.router.logout(centre.agent("anna"), centre.now());
    assertThat(centre.notes.of(Moved.class)).isEmpty();
    centre.hangsUp("anna");
    assertThat(centre.notes.of(Moved.class)).containsExactly(new Moved(second, 0, 1));
  }

  @Test
  void allConditionsOfARungMustHold() {
    Rung rung = new Rung(List.of(waited(10), new When.QueueLength(1)), TO_OTHERS);
    Centre centre = centre(rung);
    long first = centre.call();
    centre.pass(20);
    assertThat(centre.notes.of(Moved.class)).isEmpty();
    long second = centre.call();
    assertThat(centre.notes.of(Moved.class)).containsExactly(new Moved(first, 0, 1));
    centre.pass(20);
    assertThat(centre.router.position(second)).isOne();
    assertThat(centre.notes.of(Moved.class)).hasSize(1);
  }

  @Test
  void aBadServiceLevelSendsCallsElsewhereUntilItIsGoodAgain() {
    When level = new When.ServiceLevelBelow(80, Duration.ofSeconds(20), Duration.ofMinutes(10), 2);
    Centre centre = centre(Rung.of(level, TO_OTHERS));
    long first = centre.call();
    long second = centre.call();
    centre.pass(20);
    assertThat(centre.notes.of(Moved.class)).as("20 s are in time").isEmpty();
    centre.pass(1);
    assertThat(centre.notes.of(Moved.class))
        .as("both are late, hence 0 %")
        .containsExactlyInAnyOrder(new Moved(first, 0, 1), new Moved(second, 0, 1));
    assertThat(centre.router.position(centre.call())).isEqualTo(3);
    centre.pass(660);
    centre.notes.take();
    centre.call();
    assertThat(centre.notes.of(Moved.class)).as("the window has passed").isEmpty();
  }

  @Test
  void aServiceLevelFallsWhenGoodCallsLeaveItsWindowAndNothingElseHappens() {
    When level = new When.ServiceLevelBelow(50, Duration.ofSeconds(20), Duration.ofMinutes(2), 1);
    Centre centre = centre(Rung.of(level, TO_OTHERS)).atWork("anna");
    centre.call();
    centre.answers("anna");
    centre.pass(69);
    long late = centre.call();
    centre.pass(49);
    assertThat(centre.notes.of(Moved.class)).as("one of two was in time").isEmpty();
    centre.pass(1);
    assertThat(centre.notes.of(Moved.class))
        .as("the good one came more than two minutes ago")
        .containsExactly(new Moved(late, 0, 1));
    centre.pass(180);
    assertThat(centre.router.nextDeadlineNs())
        .as("nothing more to forget")
        .isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void aLongExpectedWaitSendsACallElsewhere() {
    Centre centre =
        centre(Rung.of(new When.ExpectedWait(Duration.ofMinutes(5)), TO_OTHERS)).atWork("anna");
    centre.call();
    centre.answers("anna");
    long second = centre.call();
    long third = centre.call();
    assertThat(centre.router.expectedWaitNs(second)).isEqualTo(180 * Centre.SECOND);
    assertThat(centre.notes.of(Moved.class)).containsExactly(new Moved(third, 0, 1));
    centre.router.logout(centre.agent("anna"), centre.now());
    centre.hangsUp("anna");
    assertThat(centre.notes.of(Moved.class)).contains(new Moved(second, 0, 1));
  }

  // ---- Outside

  @Test
  void aCallThatRingsOutsideKeepsItsPlaceAndIsNotOffered() {
    Centre centre = centre(Rung.of(waited(10), HOME));
    long call = centre.call();
    centre.pass(10);
    assertThat(centre.router.state(call)).isEqualTo(CallState.OUTSIDE);
    centre.atWork("anna");
    assertThat(centre.asked(call)).isEmpty();
    assertThat(centre.asked(centre.call())).containsExactly("anna");
    assertThat(centre.router.position(call)).isOne();
    assertThat(centre.router.outsideAnswered(call, centre.now())).isTrue();
    assertThat(end(centre, call)).isEqualTo(CallEnd.OVERFLOWED);
    assertThat(centre.router.outsideFailed(call, centre.now())).isFalse();
  }

  @Test
  void aCallReturnsToItsOldPlaceWhenNobodyOutsideIsThere() {
    Centre centre = centre(Rung.of(waited(10), HOME));
    long call = centre.call();
    centre.pass(10);
    centre.call();
    assertThat(centre.router.outsideFailed(call, centre.now())).isTrue();
    assertThat(centre.router.position(call)).isOne();
    centre.pass(60).atWork("anna");
    assertThat(centre.asked(call)).containsExactly("anna");
    assertThat(centre.notes.of(Fired.class)).filteredOn(fired -> fired.call() == call).hasSize(1);
  }

  @Test
  void theNextRungFollowsWhenNobodyOutsideIsThere() {
    Centre centre =
        centre(Rung.of(waited(10), HOME), Rung.of(waited(20), TO_OTHERS)).atWork("olga");
    long call = centre.call();
    centre.pass(25);
    assertThat(centre.router.state(call)).isEqualTo(CallState.OUTSIDE);
    centre.router.outsideFailed(call, centre.now());
    assertThat(centre.asked(call)).containsExactly("olga");
  }

  @Test
  void aCallerWhoLeavesWhileItRingsOutsideHasAbandoned() {
    Centre centre = centre(Rung.of(new When.NobodyStaffed(), HOME));
    long call = centre.call();
    assertThat(centre.router.state(call)).isEqualTo(CallState.OUTSIDE);
    assertThat(centre.router.beingOffered(centre.queue("sales"))).isOne();
    centre.router.abandon(call, centre.now());
    assertThat(centre.router.beingOffered(centre.queue("sales"))).isZero();
    assertThat(end(centre, call)).isEqualTo(CallEnd.ABANDONED);
  }

  // ---- The ladder as a whole

  @Test
  void aRungFiresOncePerCallAlsoWhenTheCallComesBack() {
    Centre centre =
        Centre.of(
            List.of(seller("anna")),
            QueueSpec.named("sales").rungs(List.of(Rung.of(waited(10), TO_OTHERS))).build(),
            QueueSpec.named("others")
                .rungs(List.of(Rung.of(waited(10), new Then.Move("sales", true))))
                .build());
    centre.call();
    centre.pass(300);
    assertThat(centre.notes.of(Moved.class)).hasSize(2);
  }

  @Test
  void aCallIsMovedFiveTimesAtMost() {
    QueueSpec[] queues = new QueueSpec[8];
    for (int i = 0; i < queues.length; i++) {
      Then next = new Then.Move("queue" + Math.min(i + 1, queues.length - 1), true);
      queues[i] = QueueSpec.named("queue" + i).rungs(List.of(Rung.of(waited(10), next))).build();
    }
    Centre centre = Centre.of(List.of(seller("anna")), queues);
    long call = centre.call("queue0");
    centre.pass(300);
    assertThat(centre.notes.of(Moved.class)).hasSize(Ladder.MOST_MOVES);
    assertThat(centre.router.state(call)).isEqualTo(CallState.WAITING);
  }

  @Test
  void aCallThatIsFreeOfItsFirstQueueCanStillBeRefusedByTheSecondAtTheSameInstant() {
    Centre centre =
        Centre.of(
            List.of(seller("anna")),
            QueueSpec.named("sales")
                .rungs(List.of(Rung.of(new When.NobodyStaffed(), TO_OTHERS)))
                .build(),
            QueueSpec.named("others")
                .rungs(List.of(Rung.of(new When.NobodyStaffed(), BUSY)))
                .build());
    assertThat(end(centre, centre.call())).isEqualTo(CallEnd.REFUSED);
  }

  @Test
  void theLongestWaitOfAQueueBeginsAnewInTheNext() {
    Centre centre =
        Centre.of(
            List.of(seller("anna")),
            QueueSpec.named("sales").rungs(List.of(Rung.of(waited(30), TO_OTHERS))).build(),
            QueueSpec.named("others").maxWait(Duration.ofSeconds(20), false).build());
    long call = centre.call();
    centre.pass(49);
    assertThat(centre.router.isLive(call)).isTrue();
    centre.pass(1);
    assertThat(end(centre, call)).isEqualTo(CallEnd.TIMED_OUT);
  }

  @Test
  void manyCallsAreLookedAtInSeveralCommandsThatFollowAtOnce() {
    Centre centre = centre(Rung.of(new When.Closed(), TO_OTHERS));
    int calls = 3 * Ladders.MOST_LOOKS;
    for (int i = 0; i < calls; i++) {
      centre.call();
    }
    centre.router.opening(centre.queue("sales"), Opening.CLOSED, centre.now());
    assertThat(centre.notes.of(Moved.class)).hasSize(Ladders.MOST_LOOKS);
    assertThat(centre.router.nextDeadlineNs()).isEqualTo(centre.now());
    centre.pass(0);
    assertThat(centre.notes.of(Moved.class)).hasSize(calls);
    assertThat(centre.notes.of(Moved.class).stream().map(Moved::call).toList())
        .isEqualTo(centre.notes.of(Queued.class).stream().map(Queued::call).limit(calls).toList());
  }

  @Test
  void aCallInSeveralQueuesLeavesAllOfThemWhenItIsMoved() {
    Centre centre = centre(Rung.of(waited(10), TO_OTHERS));
    NewCall both = new NewCall().into(centre.queue("sales")).alsoInto(centre.queue("others"));
    long call = centre.router.arrive(both, centre.now());
    centre.pass(10).atWork("anna", "olga");
    assertThat(centre.asked(call)).containsExactly("olga");
  }

  @Test
  void aLadderThatLeadsNowhereIsNoPlan() {
    assertThatThrownBy(() ->
            Centre.of(
                List.of(),
                QueueSpec.named("sales")
                    .rungs(List.of(Rung.of(waited(10), new Then.Move("nowhere", true))))
                    .build()))
        .hasMessageContaining("nowhere");
  }

  // ---- Rungs that wait for the end of the ringing

  @Test
  void aRungWaitsBehindOneThatWouldTakeARingingCallAwayOnlyAsLongAsThatIsDue() {
    Centre centre =
        centre(Rung.of(new When.Closed(), TO_OTHERS), Rung.of(waited(3), new Then.RaisePoints(5)))
            .atWork("anna");
    long call = centre.call();
    centre.router.opening(centre.queue("sales"), Opening.CLOSED, centre.now());

    centre.pass(4);
    assertThat(centre.notes.of(Fired.class)).isEmpty();
    centre.router.opening(centre.queue("sales"), Opening.OPEN, centre.now());

    assertThat(rungsOf(centre, call)).containsExactly(1);
    assertThat(centre.asked(call)).containsExactly("anna");
  }

  @Test
  void aRungThatMayMoveACallNoMoreHoldsUpNobody() {
    List<QueueSpec> queues = new ArrayList<>();
    for (int hop = 0; hop <= Ladder.MOST_MOVES; hop++) {
      Rung on = Rung.of(waited(1), new Then.Move("hop" + (hop + 1), true));
      Rung then = Rung.of(waited(3), new Then.RaisePoints(5));
      queues.add(needing("hop" + hop, "hop" + hop, List.of(on, then)));
    }
    queues.add(QueueSpec.named("hop" + queues.size()).build());
    AgentSpec agent = AgentSpec.of("anna", Map.of("hop" + Ladder.MOST_MOVES, 1));
    Centre centre = Centre.of(List.of(agent), queues.toArray(QueueSpec[]::new)).atWork("anna");

    long call = centre.call("hop0");
    centre.pass(Ladder.MOST_MOVES + 4);

    assertThat(centre.notes.of(Moved.class)).hasSize(Ladder.MOST_MOVES);
    assertThat(centre.asked(call)).containsExactly("anna");
    assertThat(rungsOf(centre, call)).endsWith(1).hasSize(Ladder.MOST_MOVES + 1);
  }

  private static QueueSpec needing(String queue, String skill, List<Rung> rungs) {
    return QueueSpec.named(queue).needs(new SkillExpression.AtLeast(skill, 1)).rungs(rungs).build();
  }

  private static List<Integer> rungsOf(Centre centre, long call) {
    return centre.notes.of(Fired.class).stream()
        .filter(fired -> fired.call() == call)
        .map(Fired::rung)
        .toList();
  }
}
