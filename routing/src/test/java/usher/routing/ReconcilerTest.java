package usher.routing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import usher.routing.Fault.Part;
import usher.routing.Notes.OfferEnded;
import usher.routing.agent.Work;
import usher.routing.call.CallEnd;
import usher.routing.call.CallState;
import usher.routing.offer.OfferOutcome;
import usher.routing.plan.QueueSpec;
import usher.routing.plan.RoutingPlan;
import usher.routing.plan.WrapUpMode;

/** What the router's own faults would do to its tables, done by hand, is found and put right. */
class ReconcilerTest {
  private static final int NIL = -1;

  /** Everything that is found, repaired as the server does it. */
  private static List<Part> repaired(Centre centre) {
    List<Part> parts = new ArrayList<>();
    for (Fault fault = centre.router.findFault();
        fault != null;
        fault = centre.router.findFault()) {
      assertThat(centre.router.repair(fault, centre.now())).as("repair of %s", fault).isTrue();
      parts.add(fault.part());
    }
    assertThat(centre.router.repairs()).isEqualTo(parts.size());
    centre.pass(0);
    return parts;
  }

  private static Domain tables(Centre centre) {
    return centre.router.domain();
  }

  private static int slot(long call) {
    return (int) call;
  }

  @Test
  void whereNothingIsWrongNothingIsFound() {
    Centre centre = Centre.sales("alice", "bob").atWork("alice", "bob");
    centre.call();
    centre.answers("alice");

    assertThat(centre.router.findFault()).isNull();
    assertThat(centre.router.repair(new Fault(Part.AGENT, 0), centre.now())).isFalse();
    assertThat(centre.router.repair(new Fault(Part.CALL, 77), centre.now())).isFalse();
    assertThat(centre.router.repairs()).isZero();
  }

  @Test
  void aFreeAgentWhomNobodyWouldEverAskIsFoundAndTakesTheCallThatWaits() {
    Centre centre = Centre.sales("alice").atWork("alice");
    tables(centre).idle.remove(centre.agent("alice"));
    long call = centre.router.arrive(0, centre.now());
    assertThat(centre.router.state(call)).isEqualTo(CallState.WAITING);

    assertThat(repaired(centre)).containsExactly(Part.AGENT);
    assertThat(centre.asked(call)).containsExactly("alice");
  }

  @Test
  void aCallThatWaitsBesideAFreeAgentIsOffered() {
    Centre centre = Centre.sales("alice");
    long call = centre.call();
    tables(centre).places.move(tables(centre).calls.firstEntry(slot(call)), NIL);
    centre.router.reachable(0, centre.now());
    centre.router.login(0, centre.now());
    assertThat(centre.asked(call)).isEmpty();

    assertThat(repaired(centre)).containsExactly(Part.CALL);
    assertThat(centre.asked(call)).containsExactly("alice");
  }

  @Test
  void anAgentReservedWithoutAnOfferIsFreeAgainAndTheCallIsAskedForAnew() {
    Centre centre = Centre.sales("alice").atWork("alice");
    long call = centre.call();
    tables(centre).agents.offer(centre.agent("alice"), NIL);

    assertThat(repaired(centre)).contains(Part.AGENT, Part.OFFER);

    assertThat(centre.notes.of(OfferEnded.class).getFirst().outcome())
        .isEqualTo(OfferOutcome.RECOVERY);
    assertThat(centre.asked(call)).containsExactly("alice");
  }

  @Test
  void aPhoneThatWouldRingForEverEndsItsOffer() {
    Centre centre = Centre.sales("alice").atWork("alice");
    long call = centre.call();
    int offer = tables(centre).agents.offer(0);
    tables(centre).timers.cancel(Domain.timer(Domain.OFFER_TIMER, offer));

    assertThat(repaired(centre)).containsExactly(Part.OFFER);
    centre.pass(1);

    assertThat(centre.asked(call)).containsExactly("alice");
  }

  @Test
  void aCallWithAWrongCountOfOffersBeginsAnewAtItsPlace() {
    Centre centre = Centre.sales("alice", "bob").atWork("alice");
    long call = centre.call();
    long later = centre.call();
    tables(centre).calls.removeOffer(slot(call));

    assertThat(repaired(centre)).containsExactly(Part.CALL);

    assertThat(centre.router.position(call)).isEqualTo(1);
    assertThat(centre.router.position(later)).isEqualTo(2);
    centre.pass(1);
    assertThat(centre.asked(call)).containsExactly("alice");
  }

  @Test
  void aWrapUpThatWouldNeverEndEnds() {
    Centre centre = Centre.salesWithWrapUp(WrapUpMode.TIMEBOXED, "alice").atWork("alice");
    centre.call();
    centre.answers("alice");
    centre.hangsUp("alice");
    tables(centre).timers.cancel(Domain.timer(Domain.AGENT_TIMER, 0));
    centre.router.tick(centre.now() + 60 * Centre.SECOND);

    assertThat(repaired(centre)).containsExactly(Part.AGENT);
    centre.pass(61);

    assertThat(centre.work("alice")).isEqualTo(Work.IDLE);
  }

  @Test
  void aCallWhoseTimesWouldNeverComeIsTimedOutAfterAll() {
    Centre centre =
        Centre.of(
            Centre.agents("alice"),
            QueueSpec.named("sales").maxWait(Duration.ofSeconds(20), false).build());
    long call = centre.call();
    tables(centre).timers.cancel(Domain.timer(Domain.CALL_TIMER, slot(call)));

    assertThat(repaired(centre)).containsExactly(Part.CALL);
    centre.pass(20);

    assertThat(centre.router.endedTotal(0, CallEnd.TIMED_OUT)).isEqualTo(1);
  }

  @Test
  void callsThatDoNotAddUpAreCountedAgainAndWhatIsMissingIsLost() {
    Centre centre = Centre.sales("alice");
    centre.call();
    tables(centre).counters.countOffered(0);

    assertThat(repaired(centre)).containsExactly(Part.QUEUE);

    assertThat(centre.router.waiting(0)).isEqualTo(1);
    assertThat(centre.router.endedTotal(0, CallEnd.LOST)).isEqualTo(1);
  }

  @Test
  void aLookTakesInSoMuchAndTheNextOneGoesOn() {
    int agents = Reconciler.MOST_ROWS + 10;
    Router router =
        new Router(
            new RoutingPlan(
                Centre.agents(names(agents)), List.of(QueueSpec.named("sales").build())),
            new SilentEvents());
    router.reachable(agents - 1, 0);
    router.login(agents - 1, 0);
    router.domain().idle.remove(agents - 1);

    assertThat(router.findFault()).isNull();
    assertThat(router.findFault()).isEqualTo(new Fault(Part.AGENT, agents - 1));
  }

  private static String[] names(int count) {
    String[] names = new String[count];
    for (int i = 0; i < count; i++) {
      names[i] = "a" + i;
    }
    return names;
  }
}
