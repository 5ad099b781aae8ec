package usher.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import usher.routing.Notes.AgentChanged;
import usher.routing.Notes.CallEnded;
import usher.routing.Notes.OfferEnded;
import usher.routing.Notes.Offered;
import usher.routing.Notes.Queued;
import usher.routing.agent.Intent;
import usher.routing.agent.NotReady;
import usher.routing.agent.Work;
import usher.routing.call.CallEnd;
import usher.routing.call.CallState;
import usher.routing.call.NewCall;
import usher.routing.offer.OfferOutcome;
import usher.routing.plan.AgentSpec;
import usher.routing.plan.Membership;
import usher.routing.plan.QueueSpec;
import usher.routing.plan.RoutingPlan;
import usher.routing.plan.WrapUpMode;

class RouterStoriesTest {

  @Test
  void aCallGoesToTheAgentWhoHasBeenIdleLongest() {
    Centre centre = Centre.sales("alice", "bob", "carol").atWork("bob", "alice", "carol");

    assertThat(centre.asked(centre.call())).containsExactly("bob");
    assertThat(centre.asked(centre.call())).containsExactly("alice");
  }

  @Test
  void anArrivingCallIsOfferedInTheSameCommandAndNotAnnouncedAsWaiting() {
    Centre centre = Centre.sales("alice").atWork("alice");
    centre.notes.take();

    long call = centre.call();

    assertThat(centre.notes.all)
        .containsExactly(
            new AgentChanged(0, Intent.READY, NotReady.NONE, Work.RESERVED),
            new Offered(centre.offer("alice"), call, 0, 0, centre.now() + 15 * Centre.SECOND));
  }

  @Test
  void withNobodyFreeCallsQueueInOrderAndHearTheirPlace() {
    Centre centre = Centre.sales("alice");

    long first = centre.call();
    long second = centre.call();

    assertThat(centre.notes.of(Queued.class))
        .containsExactly(new Queued(first, 0, 1), new Queued(second, 0, 2));
    centre.router.abandon(first, centre.now());
    assertThat(centre.router.position(second)).isEqualTo(1);
  }

  @Test
  void anAgentWhoHangsUpIsOfferedTheLongestWaitingCallAtOnce() {
    Centre centre = Centre.sales("alice").atWork("alice");
    centre.call();
    centre.answers("alice");
    long first = centre.call();
    centre.pass(3);
    long second = centre.call();

    centre.hangsUp("alice");

    assertThat(centre.asked(first)).containsExactly("alice");
    assertThat(centre.asked(second)).isEmpty();
    assertThat(centre.router.position(second)).isEqualTo(2);
  }

  @Test
  void onlyAgentsWithTheSkillAreAsked() {
    Centre centre =
        Centre.of(
            List.of(
                AgentSpec.of("novice", Map.of("sales", 2)),
                AgentSpec.of("expert", Map.of("sales", 5))),
            Centre.needing("sales", "sales", 3));
    centre.atWork("novice", "expert");

    assertThat(centre.asked(centre.call())).containsExactly("expert");
    assertThat(centre.asked(centre.call())).isEmpty();
    assertThat(centre.router.staffed(0)).isEqualTo(1);
  }

  @Test
  void aDeclinedCallGoesToTheNextAgentAtItsOldPlace() {
    Centre centre = Centre.sales("alice", "bob").atWork("alice");
    long first = centre.call();
    long second = centre.call();

    centre.fails("alice", OfferOutcome.DECLINED);
    assertThat(centre.router.position(first)).isEqualTo(1);
    centre.atWork("bob");

    assertThat(centre.asked(first)).containsExactly("bob");
    assertThat(centre.router.position(second)).isEqualTo(2);
  }

  @Test
  void aPhoneThatRingsOutCoolsTenSecondsAndTheSecondTimeItsAgentIsNotReady() {
    Centre centre = Centre.sales("alice").atWork("alice");
    centre.call();

    centre.pass(15);
    assertThat(centre.notes.of(OfferEnded.class).getLast().outcome())
        .isEqualTo(OfferOutcome.RING_TIMEOUT);
    assertThat(centre.work("alice")).isEqualTo(Work.IDLE);
    assertThat(centre.router.isRoutable(0)).isFalse();
    centre.pass(10);
    assertThat(centre.work("alice")).isEqualTo(Work.RESERVED);
    centre.pass(15);

    assertThat(centre.router.intent(0)).isEqualTo(Intent.NOT_READY);
    assertThat(centre.router.notReadyReason(0)).isEqualTo(NotReady.RNA);
  }

  @Test
  void theRingTimerRunsFromTheOfferNotFromTheRinging() {
    Centre centre = Centre.sales("alice").atWork("alice");
    centre.call();
    centre.pass(14);
    centre.router.ringing(centre.offer("alice"), centre.now());
    assertThat(centre.work("alice")).isEqualTo(Work.RINGING);

    centre.pass(1);

    assertThat(centre.work("alice")).isEqualTo(Work.IDLE);
  }

  @Test
  void anAnswerInBetweenStartsTheCountOfMissedOffersAnew() {
    Centre centre = Centre.sales("alice").atWork("alice");
    centre.call();
    centre.pass(15 + 10);
    centre.answers("alice");
    centre.hangsUp("alice");
    centre.call();
    centre.pass(15);

    assertThat(centre.router.intent(0)).isEqualTo(Intent.READY);
  }

  @Test
  void decliningIsNotMissingAndBusyCoolsLonger() {
    Centre centre = Centre.sales("alice").atWork("alice");
    centre.call();
    for (int i = 0; i < 3; i++) {
      centre.fails("alice", OfferOutcome.DECLINED);
      centre.pass(10);
      assertThat(centre.work("alice")).isEqualTo(Work.RESERVED);
    }
    centre.fails("alice", OfferOutcome.BUSY);
    centre.pass(29);
    assertThat(centre.work("alice")).isEqualTo(Work.IDLE);
    centre.pass(1);
    assertThat(centre.work("alice")).isEqualTo(Work.RESERVED);
  }

  @Test
  void anUnreachablePhoneIsAskedAgainOnlyAfterItRegistered() {
    Centre centre = Centre.sales("alice").atWork("alice");
    long call = centre.call();

    centre.fails("alice", OfferOutcome.UNREACHABLE);
    centre.pass(3600);
    assertThat(centre.work("alice")).isEqualTo(Work.UNREACHABLE);
    centre.router.reachable(0, centre.now());

    assertThat(centre.asked(call)).containsExactly("alice");
  }

  @Test
  void theAgentWhoFailedIsLeftAloneForHalfAMinuteWhenThereAreOthers() {
    Centre centre = Centre.sales("alice", "bob").atWork("alice", "bob");
    centre.router.notReady(centre.agent("bob"), 7, centre.now());
    long call = centre.call();
    centre.fails("alice", OfferOutcome.DECLINED);

    centre.pass(29);
    assertThat(centre.asked(call)).isEmpty();
    centre.pass(1);

    assertThat(centre.asked(call)).containsExactly("alice");
  }

  @Test
  void theAgentWhoFailedIsAskedAgainWhenTheLastOtherLogsOut() {
    Centre centre = Centre.sales("alice", "bob").atWork("alice", "bob");
    centre.router.notReady(centre.agent("bob"), 7, centre.now());
    long call = centre.call();
    centre.fails("alice", OfferOutcome.DECLINED);
    centre.pass(12);

    centre.router.logout(centre.agent("bob"), centre.now());

    assertThat(centre.asked(call)).containsExactly("alice");
  }

  @Test
  void whoIsAwayForLongNoLongerCountsAsStaffed() {
    Centre centre = Centre.sales("alice", "bob").atWork("alice", "bob");
    centre.router.notReady(centre.agent("bob"), 7, centre.now());
    assertThat(centre.router.staffed(0)).isEqualTo(2);
    centre.pass(300);
    assertThat(centre.router.staffed(0)).isEqualTo(1);

    long call = centre.call();
    centre.fails("alice", OfferOutcome.DECLINED);
    centre.pass(10);

    assertThat(centre.asked(call)).containsExactly("alice");
  }

  @Test
  void anAgentWhoGoesNotReadyWhileRingingGivesTheCallBack() {
    Centre centre = Centre.sales("alice", "bob").atWork("alice", "bob");
    long call = centre.call();

    centre.router.notReady(0, 3, centre.now());

    assertThat(centre.asked(call)).containsExactly("bob");
    assertThat(centre.router.notReadyReason(0)).isEqualTo(3);
    assertThat(centre.notes.of(OfferEnded.class).getLast().outcome())
        .isEqualTo(OfferOutcome.WITHDRAWN);
  }

  @Test
  void readyAgainAtOnceTheAgentRestsASecondSoThatNothingLoops() {
    Centre centre = Centre.sales("alice").atWork("alice");
    long call = centre.call();
    centre.router.notReady(0, 3, centre.now());
    centre.router.ready(0, centre.now());

    assertThat(centre.asked(call)).isEmpty();
    centre.pass(1);
    assertThat(centre.asked(call)).containsExactly("alice");
  }

  @Test
  void aWishInACallIsGrantedWhenTheWorkIsOver() {
    Centre centre = Centre.salesWithWrapUp(WrapUpMode.TIMEBOXED, "alice").atWork("alice");
    centre.call();
    centre.answers("alice");

    centre.router.notReady(0, 5, centre.now());
    assertThat(centre.router.intent(0)).isEqualTo(Intent.READY);
    centre.hangsUp("alice");
    assertThat(centre.work("alice")).isEqualTo(Work.WRAPUP);
    centre.pass(20);

    assertThat(centre.router.intent(0)).isEqualTo(Intent.NOT_READY);
    assertThat(centre.router.notReadyReason(0)).isEqualTo(5);
  }

  @Test
  void aLateAnswerIsToldThatItIsLate() {
    Centre centre = Centre.sales("alice", "bob").atWork("alice", "bob");
    long call = centre.call();
    long stale = centre.offer("alice");
    centre.pass(15);
    assertThat(centre.asked(call)).containsExactly("bob");

    assertThat(centre.router.accepted(stale, centre.now())).isFalse();
    assertThat(centre.answers("bob")).isTrue();
  }

  @Test
  void whenTheCallerLeavesWhileItRingsTheOfferEndsAndTheAgentIsSoonFree() {
    Centre centre = Centre.sales("alice").atWork("alice");
    long call = centre.call();
    long offer = centre.offer("alice");

    assertThat(centre.router.abandon(call, centre.now())).isTrue();

    assertThat(centre.notes.of(OfferEnded.class))
        .containsExactly(new OfferEnded(offer, call, 0, OfferOutcome.CALLER_GONE));
    assertThat(centre.notes.of(CallEnded.class))
        .containsExactly(new CallEnded(call, 0, CallEnd.ABANDONED));
    assertThat(centre.router.abandon(call, centre.now())).isFalse();
    assertThat(centre.router.accepted(offer, centre.now())).isFalse();
    centre.pass(1);
    assertThat(centre.router.isRoutable(0)).isTrue();
  }

  @Test
  void anAgentWhoLeavesBeforeThereIsAudioPutsTheCallBackAtItsPlace() {
    Centre centre = Centre.sales("alice", "bob").atWork("alice");
    long first = centre.call();
    centre.call();
    long offer = centre.offer("alice");
    assertThat(centre.router.accepted(offer, centre.now())).isTrue();
    assertThat(centre.router.state(first)).isEqualTo(CallState.CONNECTING);

    centre.hangsUp("alice");

    assertThat(centre.router.position(first)).isEqualTo(1);
    assertThat(centre.router.connected(offer, centre.now())).isFalse();
    assertThat(centre.router.endedTotal(0, CallEnd.ANSWERED)).isZero();
    centre.atWork("bob");
    assertThat(centre.asked(first)).containsExactly("bob");
  }

  @Test
  void aCallThatWaitedTooLongLeavesButARingingPhoneMayFinish() {
    Centre centre =
        Centre.of(
            Centre.agents("alice"),
            QueueSpec.named("sales").maxWait(Duration.ofSeconds(20), false).build());
    long waiting = centre.call();
    centre.pass(19);
    assertThat(centre.router.isLive(waiting)).isTrue();
    centre.pass(1);
    assertThat(centre.notes.of(CallEnded.class))
        .containsExactly(new CallEnded(waiting, 0, CallEnd.TIMED_OUT));

    centre.atWork("alice");
    centre.router.notReady(0, 1, centre.now());
    long ringing = centre.call();
    centre.pass(15);
    centre.router.ready(0, centre.now());
    centre.pass(14);
    assertThat(centre.router.state(ringing)).isEqualTo(CallState.OFFERING);
    centre.pass(1);
    assertThat(centre.router.isLive(ringing)).isFalse();
    assertThat(centre.router.endedTotal(0, CallEnd.TIMED_OUT)).isEqualTo(2);
  }

  @Test
  void reachingTheMaximumWaitCutsTheRingingWhereTheQueueSaysSo() {
    Centre centre =
        Centre.of(
            Centre.agents("alice"),
            QueueSpec.named("sales").maxWait(Duration.ofSeconds(10), true).build());
    centre.atWork("alice");
    centre.call();

    centre.pass(10);

    assertThat(centre.notes.of(OfferEnded.class).getLast().outcome())
        .isEqualTo(OfferOutcome.WITHDRAWN);
    assertThat(centre.router.endedTotal(0, CallEnd.TIMED_OUT)).isEqualTo(1);
  }

  @Test
  void aLowerBandIsServedFirstWhateverTheAge() {
    Centre centre = Centre.sales("alice");
    centre.call();
    centre.pass(600);
    long vip = centre.router.arrive(0, 1, 0, 0, centre.now());

    assertThat(centre.router.position(vip)).isEqualTo(1);
    centre.atWork("alice");
    assertThat(centre.asked(vip)).containsExactly("alice");
  }

  @Test
  void aPointIsWorthAMinuteAndCreditIsWorthItsTime() {
    Centre centre = Centre.sales("alice");
    long plain = centre.call();
    centre.pass(59);
    long point = centre.router.arrive(0, Router.NORMAL_BAND, 1, 0, centre.now());
    centre.pass(2);
    long late = centre.router.arrive(0, Router.NORMAL_BAND, 1, 0, centre.now());
    long credit = centre.router.arrive(0, Router.NORMAL_BAND, 0, 63 * Centre.SECOND, centre.now());

    assertThat(centre.router.position(credit)).isEqualTo(1);
    assertThat(centre.router.position(point)).isEqualTo(2);
    assertThat(centre.router.position(plain)).isEqualTo(3);
    assertThat(centre.router.position(late)).isEqualTo(4);
  }

  @Test
  void aQueueThatAgesFasterOvertakesAnOlderCallOfAnother() {
    Centre centre =
        Centre.of(
            Centre.agents("alice"),
            QueueSpec.named("slow").build(),
            QueueSpec.named("fast").acceleration(3000).build());
    long slow = centre.call("slow");
    centre.pass(10);
    long fast = centre.call("fast");
    centre.pass(6);

    centre.atWork("alice");

    assertThat(centre.asked(fast)).containsExactly("alice");
    assertThat(centre.router.state(slow)).isEqualTo(CallState.WAITING);
  }

  @Test
  void ofTwoWhoWaitForTheSameAgentTheOneWhoseQueueAgesFasterGoesFirst() {
    Centre centre =
        Centre.of(
            Centre.agents("alice"),
            QueueSpec.named("slow").acceleration(500).build(),
            QueueSpec.named("fast").build());
    centre.atWork("alice");
    centre.router.notReady(0, 1, centre.now());
    long slow = centre.router.arrive(wanting(0), centre.now());
    long fast = centre.router.arrive(wanting(1), centre.now());
    centre.pass(4);

    centre.router.ready(0, centre.now());

    assertThat(centre.asked(fast)).containsExactly("alice");
    assertThat(centre.asked(slow)).isEmpty();
  }

  @Test
  void ofTwoWhoWaitForTheSameAgentTheOneInTheQueueOfBetterRankGoesFirst() {
    Map<String, Membership> ranks = Map.of("second", Membership.withRank(1));
    Centre centre =
        Centre.of(
            List.of(new AgentSpec("alice", Map.of(), ranks, true, null)),
            QueueSpec.named("second").build(),
            QueueSpec.named("first").build());
    centre.atWork("alice");
    centre.router.notReady(0, 1, centre.now());
    long older = centre.router.arrive(wanting(0), centre.now());
    long younger = centre.router.arrive(wanting(1), centre.now());

    centre.pass(2).router.ready(0, centre.now());

    assertThat(centre.asked(younger)).containsExactly("alice");
    assertThat(centre.asked(older)).isEmpty();
  }

  private static NewCall wanting(int queue) {
    return new NewCall().into(queue).prefer(0, 0).patienceNs(60 * Centre.SECOND);
  }

  @Test
  void atTheGreatestAgeCallsAreEqualAndTheFirstToArriveGoesFirst() {
    Centre centre =
        Centre.of(
            Centre.agents("alice"),
            QueueSpec.named("sales").maxAge(Duration.ofSeconds(100)).build());
    long plain = centre.call();
    long favoured = centre.router.arrive(0, Router.NORMAL_BAND, 1, 0, centre.now());
    centre.pass(99);
    assertThat(centre.router.position(favoured)).isEqualTo(1);

    centre.pass(1);
    assertThat(centre.router.position(plain)).isEqualTo(1);
  }

  @Test
  void theTransferReleasesTheAgentAndHoldAndConsultKeepTheAgentBusy() {
    Centre centre = Centre.sales("alice").atWork("alice");
    centre.call();
    centre.answers("alice");
    long next = centre.call();

    assertThat(centre.router.held(0, centre.now())).isTrue();
    assertThat(centre.router.consulting(0, centre.now())).isTrue();
    assertThat(centre.router.retrieved(0, centre.now())).isTrue();
    assertThat(centre.router.retrieved(0, centre.now())).isFalse();
    assertThat(centre.asked(next)).isEmpty();
    centre.router.consulting(0, centre.now());
    centre.hangsUp("alice");

    assertThat(centre.asked(next)).containsExactly("alice");
  }

  @Test
  void anAgentsOwnCallKeepsOffersAwayAndDoesNotTouchTheIdleClock() {
    Centre centre = Centre.sales("alice", "bob").atWork("alice", "bob");
    centre.router.external(0, true, centre.now());
    assertThat(centre.work("alice")).isEqualTo(Work.EXTERNAL);
    long call = centre.call();
    assertThat(centre.asked(call)).containsExactly("bob");
    centre.answers("bob");
    centre.pass(5);
    centre.hangsUp("bob");
    centre.router.external(0, false, centre.now());

    assertThat(centre.asked(centre.call())).containsExactly("alice");
  }

  @Test
  void whereTheSettingSaysSoAnAgentsOwnCallRestartsTheIdleClock() {
    AgentSpec alice = AgentSpec.of("alice", Map.of()).withOwnCallsRestartingIdle(true);
    Centre centre =
        Centre.of(List.of(alice, AgentSpec.of("bob", Map.of())), QueueSpec.named("sales").build())
            .atWork("alice", "bob");
    centre.router.external(0, true, centre.now());
    centre.pass(5).router.external(0, false, centre.now());

    assertThat(centre.asked(centre.call())).containsExactly("bob");
  }

  @Test
  void anAgentWhoseOtherWorkLeavesNoRoomForACallIsNotAsked() {
    AgentSpec alice = AgentSpec.of("alice", Map.of()).withCapacity(3);
    Centre centre = Centre.of(List.of(alice), QueueSpec.named("sales").build()).atWork("alice");
    centre.router.otherWork(0, 3, centre.now());
    long call = centre.call();
    assertThat(centre.asked(call)).isEmpty();
    assertThat(centre.router.isRoutable(0)).isFalse();
    assertThat(centre.router.assign(call, 0, centre.now())).isFalse();

    centre.router.otherWork(0, 2, centre.now());

    assertThat(centre.asked(call)).containsExactly("alice");
    centre.router.otherWork(0, 4, centre.now());
    assertThat(centre.answers("alice")).isTrue();
    centre.hangsUp("alice");
    assertThat(centre.router.isRoutable(0)).isFalse();
  }

  @Test
  void otherWorkThatLeavesRoomForACallIsPartOfTheState() {
    assertThat(stateAfterOtherWork(1)).isNotEqualTo(stateAfterOtherWork(0));
    assertThat(stateAfterOtherWork(1, 0)).isEqualTo(stateAfterOtherWork(2, 0));
  }

  private static long stateAfterOtherWork(int... items) {
    AgentSpec alice = AgentSpec.of("alice", Map.of()).withCapacity(3);
    Centre centre = Centre.of(List.of(alice), QueueSpec.named("sales").build()).atWork("alice");
    for (int count : items) {
      centre.router.otherWork(0, count, centre.now());
    }
    return centre.router.stateHash();
  }

  @Test
  void aRegistrationLostInACallShowsAfterIt() {
    Centre centre = Centre.sales("alice").atWork("alice");
    centre.call();
    centre.answers("alice");
    centre.router.unreachable(0, centre.now());
    assertThat(centre.work("alice")).isEqualTo(Work.TALKING);

    centre.hangsUp("alice");

    assertThat(centre.work("alice")).isEqualTo(Work.UNREACHABLE);
  }

  @Test
  void wrapUpModesDifferInWhoMayEndIt() {
    for (WrapUpMode mode : WrapUpMode.values()) {
      Centre centre = Centre.salesWithWrapUp(mode, "alice").atWork("alice");
      centre.call();
      centre.answers("alice");
      centre.router.requestWrapUp(0, centre.now());
      centre.hangsUp("alice");

      boolean wrapsUp = mode != WrapUpMode.NONE;
      assertThat(centre.work("alice")).as("%s", mode).isEqualTo(wrapsUp ? Work.WRAPUP : Work.IDLE);
      centre.router.ready(0, centre.now());
      boolean stays = wrapsUp && mode != WrapUpMode.OPTIONAL;
      assertThat(centre.work("alice")).as("%s", mode).isEqualTo(stays ? Work.WRAPUP : Work.IDLE);
      boolean ended = centre.router.wrapUpDone(0, centre.now());
      assertThat(ended).as("%s", mode).isEqualTo(stays && mode != WrapUpMode.TIMEBOXED_NO_EXIT);
      centre.pass(20);
      assertThat(centre.work("alice")).as("%s", mode).isEqualTo(Work.IDLE);
    }
  }

  @Test
  void withoutBeingAskedForThereIsNoWrapUpOnRequest() {
    Centre centre = Centre.salesWithWrapUp(WrapUpMode.ON_REQUEST, "alice").atWork("alice");
    centre.call();
    centre.answers("alice");
    centre.hangsUp("alice");

    assertThat(centre.work("alice")).isEqualTo(Work.IDLE);
  }

  @Test
  void theRouterRefusesMoreCallsThanItsLimit() {
    RoutingPlan plan =
        new RoutingPlan(Centre.agents("alice"), List.of(QueueSpec.named("sales").build()));
    Router router = new Router(plan, new Notes(), 2, 0);

    assertThat(router.arrive(0, 0)).isNotEqualTo(Router.NONE);
    assertThat(router.arrive(0, 0)).isNotEqualTo(Router.NONE);
    assertThat(router.arrive(0, 0)).isEqualTo(Router.NONE);
    assertThat(router.offeredTotal(0)).isEqualTo(2);
  }

  @Test
  void whoCallsTheRouterFromInsideAnEventIsStopped() {
    Router[] router = new Router[1];
    Notes meddling =
        new Notes() {
          @Override
          public void queued(long call, int queue, int position) {
            router[0].tick(0);
          }
        };
    router[0] =
        new Router(new RoutingPlan(List.of(), List.of(QueueSpec.named("sales").build())), meddling);

    assertThatIllegalStateException().isThrownBy(() -> router[0].arrive(0, 0));
  }

  @Test
  void outcomesThatAreTheRoutersOwnAreRefused() {
    Centre centre = Centre.sales("alice").atWork("alice");
    centre.call();

    assertThatIllegalArgumentException()
        .isThrownBy(() -> centre.fails("alice", OfferOutcome.LOST_RACE));
  }

  @Test
  void namesAreUnique() {
    assertThatIllegalArgumentException().isThrownBy(() -> Centre.sales("alice", "alice"));
  }
}
