package usher.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import usher.routing.ewt.Pace;
import usher.routing.ewt.Promises;
import usher.routing.plan.AgentSpec;

/** What callers can be told about their wait, and what becomes of it. */
class ExpectedWaitStoriesTest {
  private static final long PRIOR_NS = Pace.PRIOR.toNanos();

  /** Anna and Bert in a call each. */
  private static Centre busy() {
    Centre centre = Centre.sales("anna", "bert").atWork("anna", "bert");
    centre.call();
    centre.call();
    centre.answers("anna");
    centre.answers("bert");
    return centre;
  }

  @Test
  void withAFreeAgentThereIsNoWaitAndWithNobodyThereIsNoEnd() {
    Centre centre = Centre.sales("anna");
    assertThat(centre.router.expectedWaitOnArrivalNs(0)).isEqualTo(Long.MAX_VALUE);
    centre.atWork("anna");
    assertThat(centre.router.expectedWaitOnArrivalNs(0)).isZero();
  }

  @Test
  void eachCallAheadCostsAShareOfACall() {
    Centre centre = busy();
    assertThat(centre.router.expectedWaitOnArrivalNs(0)).isEqualTo(PRIOR_NS / 2);
    long first = centre.call();
    long second = centre.call();
    assertThat(centre.router.expectedWaitNs(first)).isEqualTo(PRIOR_NS / 2);
    assertThat(centre.router.expectedWaitNs(second)).isEqualTo(PRIOR_NS);
    assertThat(centre.router.expectedWaitOnArrivalNs(0)).isEqualTo(PRIOR_NS * 3 / 2);
    assertThat(centre.router.expectedWaitNs(second, 0.8)).isGreaterThan(PRIOR_NS);
  }

  @Test
  void theExpectedWaitIsThatOfTheHour() {
    Centre centre = busy();
    centre.router.hour(9, centre.now());
    centre.pass(30);
    centre.hangsUp("anna");
    centre.call();
    centre.answers("anna");
    long waiting = centre.call();
    long inTheMorning = centre.router.expectedWaitNs(waiting);
    assertThat(inTheMorning).isLessThan(PRIOR_NS / 2);
    for (int call = 0; call < 20; call++) {
      centre.router.hour(20, centre.now());
      centre.pass(1_000);
      centre.hangsUp("bert");
      centre.call();
      centre.answers("bert");
    }
    assertThat(centre.router.expectedWaitOnArrivalNs(0)).isGreaterThan(PRIOR_NS);
    centre.router.hour(9, centre.now());
    assertThat(centre.router.expectedWaitOnArrivalNs(0)).isLessThan(2 * PRIOR_NS);
    assertThatThrownBy(() -> centre.router.hour(24, centre.now())).hasMessage("hour 24");
  }

  @Test
  void aCallOfHigherBandIsAheadAndAnAgentWhoLeavesIsMissed() {
    Centre centre = busy();
    long normal = centre.call();
    centre.router.arrive(0, 1, 0, 0, centre.now());
    assertThat(centre.router.expectedWaitNs(normal)).isEqualTo(PRIOR_NS);
    centre.router.logout(centre.agent("bert"), centre.now());
    centre.hangsUp("bert");
    assertThat(centre.router.expectedWaitNs(normal)).isGreaterThan(PRIOR_NS);
  }

  @Test
  void anAgentOfTwoQueuesWithWaitingCallsCountsHalfForEach() {
    Centre centre =
        Centre.of(
                List.of(AgentSpec.of("anna", Map.of("sales", 1, "others", 1))),
                Centre.needing("sales", "sales", 1),
                Centre.needing("others", "others", 1))
            .atWork("anna");
    centre.call("sales");
    centre.answers("anna");
    long sales = centre.call("sales");
    assertThat(centre.router.expectedWaitNs(sales)).isEqualTo(PRIOR_NS);
    long others = centre.pass(1).call("others");
    assertThat(centre.router.expectedWaitNs(sales)).isEqualTo(2 * PRIOR_NS);
    assertThat(centre.router.expectedWaitNs(others)).as("one is ahead").isEqualTo(4 * PRIOR_NS);
  }

  @Test
  void nothingIsPromisedToACallerWhoIsBeingOfferedOrWhomNobodyServes() {
    Centre centre = Centre.sales("anna");
    long waiting = centre.call();
    assertThat(centre.router.promise(waiting, centre.now())).isEqualTo(Promises.SILENCE);
    centre.atWork("anna");
    assertThat(centre.asked(waiting)).containsExactly("anna");
    assertThat(centre.router.promise(waiting, centre.now())).isEqualTo(Promises.SILENCE);
  }

  @Test
  void whatWasPromisedIsHeldAgainstWhatCameTrue() {
    Centre centre = busy();
    long call = centre.call();
    long promised = centre.router.promise(call, centre.now());
    assertThat(promised).isEqualTo(180 * Centre.SECOND);
    centre.pass(100);
    centre.hangsUp("anna");
    centre.answers("anna");
    assertThat(centre.router.promiseAccuracy(0))
        .isEqualTo(new Promises.Accuracy(1, 1, -80 * Centre.SECOND, 80 * Centre.SECOND));
  }
}
