package usher.routing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import usher.routing.Notes.OfferEnded;
import usher.routing.Notes.Offered;
import usher.routing.Notes.Queued;
import usher.routing.agent.Work;
import usher.routing.call.CallEnd;
import usher.routing.call.CallState;
import usher.routing.offer.OfferOutcome;
import usher.routing.plan.AgentSpec;
import usher.routing.plan.Membership;
import usher.routing.plan.Parallel;
import usher.routing.plan.QueueSpec;
import usher.routing.plan.WrapUpMode;

/** What went wrong elsewhere, by the number of its report, does not go wrong here. */
class PublishedFaultsTest {
  private static final Parallel ALL = new Parallel(Parallel.MOST, Duration.ZERO);

  private static Centre ringingAll(String... agents) {
    return Centre.of(Centre.agents(agents), QueueSpec.named("sales").parallel(ALL).build())
        .atWork(agents);
  }

  /** FreeSWITCH 1062, 2540, 1973: agents stuck in Receiving or Reserved. */
  @Test
  void noOfferEndsWithTheAgentStillReserved() {
    for (OfferOutcome outcome : OfferOutcome.values()) {
      if (outcome.isFailure()) {
        Centre centre = Centre.sales("alice").atWork("alice");
        centre.call();
        centre.fails("alice", outcome);

        assertThat(centre.work("alice")).as("%s", outcome).isNotIn(Work.RESERVED, Work.RINGING);
        assertThat(centre.offer("alice")).as("%s", outcome).isEqualTo(Router.NONE);
      }
    }
  }

  /** FreeSWITCH 2540: who loses the race for a call that rings everywhere is free at once. */
  @Test
  void theLosersOfARingAllAreFreeAtOnce() {
    Centre centre = ringingAll("alice", "bob", "carol");
    long call = centre.call();
    assertThat(centre.asked(call)).containsExactly("alice", "bob", "carol");

    centre.answers("bob");

    assertThat(centre.router.isRoutable(centre.agent("alice"))).isTrue();
    assertThat(centre.router.isRoutable(centre.agent("carol"))).isTrue();
    assertThat(centre.work("bob")).isEqualTo(Work.TALKING);
  }

  /** FreeSWITCH 2529: an agent is rung for a caller who has left. */
  @Test
  void noOfferOutlivesItsCaller() {
    Centre centre = ringingAll("alice", "bob");
    long call = centre.call();
    centre.router.abandon(call, centre.now());
    centre.pass(60);

    assertThat(centre.notes.of(Offered.class)).hasSize(2);
    assertThat(centre.notes.of(OfferEnded.class))
        .extracting(OfferEnded::outcome)
        .containsExactly(OfferOutcome.CALLER_GONE, OfferOutcome.CALLER_GONE);
  }

  /** FreeSWITCH 2901, Asterisk 176: one agent is rung twice, or two callers get one agent. */
  @Test
  void ringAllNeverRingsAnAgentForTwoCalls() {
    Centre centre = ringingAll("alice", "bob", "carol");
    long first = centre.call();
    long second = centre.call();
    assertThat(centre.asked(second)).isEmpty();

    centre.fails("bob", OfferOutcome.DECLINED);
    centre.pass(10);

    assertThat(centre.asked(first)).containsExactly("alice", "carol");
    assertThat(centre.asked(second)).containsExactly("bob");
  }

  /** Two agents answer: the first wins, the other one is told so, whoever is connected first. */
  @Test
  void twoWhoAnswerOneCallDoNotBothGetIt() {
    Centre centre = ringingAll("alice", "bob");
    centre.call();
    long alices = centre.offer("alice");
    long bobs = centre.offer("bob");

    assertThat(centre.router.accepted(bobs, centre.now())).isTrue();
    assertThat(centre.router.accepted(alices, centre.now())).isFalse();
    assertThat(centre.router.connected(alices, centre.now())).isFalse();
    assertThat(centre.router.connected(bobs, centre.now())).isTrue();
    assertThat(centre.router.isRoutable(0)).isTrue();
    assertThat(centre.router.endedTotal(0, CallEnd.ANSWERED)).isEqualTo(1);
  }

  /** The other phones ring on until there is audio, in case the first to answer hangs up. */
  @Test
  void whenTheWinnerOfARingAllHangsUpTheOthersStillRing() {
    Centre centre = ringingAll("alice", "bob");
    long call = centre.call();
    centre.router.accepted(centre.offer("alice"), centre.now());

    centre.hangsUp("alice");

    assertThat(centre.asked(call)).containsExactly("bob");
    assertThat(centre.answers("bob")).isTrue();
  }

  /** FreeSWITCH PR 800: invite and cancel in a loop when the agent goes unavailable in an offer. */
  @Test
  void anAgentWhoTurnsUnavailableInAnOfferIsNotInvitedOverAndOver() {
    Centre centre = Centre.sales("alice").atWork("alice");
    centre.call();
    for (int i = 0; i < 100; i++) {
      centre.router.notReady(0, 1, centre.now());
      centre.router.ready(0, centre.now());
    }

    assertThat(centre.notes.of(Offered.class)).hasSize(1);
  }

  /** FreeSWITCH 2511: a call with a lower score is answered before one with a higher. */
  @Test
  void theHigherScoreIsAnsweredFirst() {
    Centre centre = Centre.sales("alice");
    long low = centre.router.arrive(0, Router.NORMAL_BAND, 1, 0, centre.now());
    long high = centre.router.arrive(0, Router.NORMAL_BAND, 5, 0, centre.now());

    centre.atWork("alice");

    assertThat(centre.asked(high)).containsExactly("alice");
    assertThat(centre.asked(low)).isEmpty();
  }

  /** FreeSWITCH 1216: top-down reaches the end of its list and stops for good. */
  @Test
  void topDownGoesAroundForAsLongAsTheCallWaits() {
    Centre centre =
        Centre.of(
            Centre.agents("alice", "bob", "carol"),
            QueueSpec.named("sales").strategy("top-down").build());
    centre.atWork("alice", "bob", "carol");
    long call = centre.call();
    List<String> asked = new ArrayList<>();
    for (int round = 0; round < 9; round++) {
      String name = centre.asked(call).getFirst();
      asked.add(name);
      centre.fails(name, OfferOutcome.DECLINED);
      for (int second = 0; second < 60 && centre.asked(call).isEmpty(); second++) {
        centre.pass(1);
      }
    }

    assertThat(asked)
        .containsExactly("alice", "bob", "carol", "alice", "bob", "carol", "alice", "bob", "carol");
  }

  /** Asterisk 1691: a call that joins at position 1 stops all offers. */
  @Test
  void aCallThatJoinsInFrontDoesNotStopTheOthers() {
    Centre centre = Centre.sales("alice", "bob").atWork("alice");
    centre.call();
    long waiting = centre.call();
    long vip = centre.router.arrive(0, 0, 0, 0, centre.now());
    assertThat(centre.router.position(vip)).isEqualTo(1);
    centre.router.abandon(vip, centre.now());

    centre.atWork("bob");

    assertThat(centre.asked(waiting)).containsExactly("bob");
  }

  /** Asterisk 1561: weights of queues starve a queue. */
  @Test
  void aHigherBandStarvesNobodyForLongerThanTheGuardAllows() {
    Centre centre =
        Centre.of(
            Centre.agents("alice"),
            QueueSpec.named("gold").build(),
            QueueSpec.named("plain").maxStarve(Duration.ofSeconds(60)).build());
    centre.atWork("alice");
    centre.router.arrive(0, 2, 0, 0, centre.now());
    centre.answers("alice");
    long plain = centre.call("plain");
    int served = 0;
    while (centre.asked(plain).isEmpty() && served < 100) {
      centre.router.arrive(0, 2, 0, 0, centre.now());
      centre.pass(9);
      centre.hangsUp("alice");
      if (centre.asked(plain).isEmpty()) {
        centre.answers("alice");
      }
      served++;
    }

    assertThat(served).isEqualTo(7);
  }

  /** OpenSIPS: a declined call jumps over calls of higher priority. */
  @Test
  void aDeclinedCallReturnsBehindTheHigherBand() {
    Centre centre = Centre.sales("alice", "bob").atWork("alice");
    long plain = centre.call();
    long vip = centre.router.arrive(0, 1, 0, 0, centre.now());

    centre.fails("alice", OfferOutcome.DECLINED);

    assertThat(centre.router.position(vip)).isEqualTo(1);
    assertThat(centre.router.position(plain)).isEqualTo(2);
    centre.atWork("bob");
    assertThat(centre.asked(vip)).containsExactly("bob");
  }

  /** OpenSIPS 2679: one free agent is released per tick. */
  @Test
  void allAgentsWhoseWrapUpEndsAtOnceAreOfferedCallsAtOnce() {
    Centre centre =
        Centre.of(
            Centre.agents("alice", "bob", "carol"),
            QueueSpec.named("sales").wrapUp(WrapUpMode.TIMEBOXED, Duration.ofSeconds(10)).build());
    centre.atWork("alice", "bob", "carol");
    for (String name : List.of("alice", "bob", "carol")) {
      centre.call();
      centre.answers(name);
    }
    List<String> all = List.of("alice", "bob", "carol");
    all.forEach(centre::hangsUp);
    List<Long> waiting = List.of(centre.call(), centre.call(), centre.call());

    centre.pass(10);

    for (int i = 0; i < 3; i++) {
      assertThat(centre.asked(waiting.get(i))).containsExactly(all.get(i));
    }
  }

  /** OpenSIPS 2886: a decline drops the caller. */
  @Test
  void aDeclineByTheLastAgentLeavesTheCallWaiting() {
    Centre centre = Centre.sales("alice").atWork("alice");
    long call = centre.call();
    centre.notes.take();

    centre.fails("alice", OfferOutcome.DECLINED);

    assertThat(centre.router.state(call)).isEqualTo(CallState.WAITING);
    assertThat(centre.notes.of(Queued.class)).containsExactly(new Queued(call, 0, 1));
  }

  /** A break resets "fewest calls", so who comes back from lunch gets every call. */
  @Test
  void aBreakDoesNotResetFewestCalls() {
    Centre centre =
        Centre.of(
            Centre.agents("alice", "bob"),
            QueueSpec.named("sales").strategy("fewest-calls", "longest-idle").build());
    centre.atWork("alice", "bob");
    for (int i = 0; i < 2; i++) {
      centre.call();
      centre.answers("alice");
      centre.hangsUp("alice");
      centre.call();
      centre.answers("bob");
      centre.hangsUp("bob");
    }
    centre.call();
    centre.answers("alice");
    centre.hangsUp("alice");
    centre.router.notReady(0, 1, centre.now());
    centre.pass(1800);
    centre.router.ready(0, centre.now());

    assertThat(centre.asked(centre.call())).containsExactly("bob");
  }

  /** A newcomer with a count of zero is given every call. */
  @Test
  void aNewcomerStartsWhereThePeersAre() {
    Centre centre =
        Centre.of(
            Centre.agents("alice", "bob"),
            QueueSpec.named("sales").strategy("fewest-calls", "longest-idle").build());
    centre.atWork("alice");
    for (int i = 0; i < 5; i++) {
      centre.call();
      centre.answers("alice");
      centre.hangsUp("alice");
    }
    centre.pass(5);
    centre.atWork("bob");

    assertThat(centre.asked(centre.call())).containsExactly("alice");
    assertThat(centre.asked(centre.call())).containsExactly("bob");
  }

  /** The position of an agent in a tier is lost when the agent is removed and added again. */
  @Test
  void theLowerTierIsAskedFirstEvenWhenItIsBusierOfLate() {
    Centre centre =
        Centre.of(
            List.of(
                new AgentSpec(
                    "second", Map.of(), Map.of("sales", Membership.inTier(1)), true, null),
                AgentSpec.of("first", Map.of())),
            QueueSpec.named("sales").strategy("tier", "longest-idle").build());
    centre.atWork("second");
    centre.pass(100);
    centre.atWork("first");

    assertThat(centre.asked(centre.call())).containsExactly("first");
    assertThat(centre.asked(centre.call())).containsExactly("second");
  }
}
