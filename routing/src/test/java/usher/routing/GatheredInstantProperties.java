package usher.routing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import usher.routing.Notes.Offered;
import usher.routing.call.CallEnd;
import usher.routing.call.CallState;
import usher.routing.call.NewCall;
import usher.routing.offer.OfferOutcome;
import usher.routing.plan.RoutingPlan;

/**
 * Where the commands of an instant are gathered, their order decides nothing: who gets which call
 * is the same whichever came first. What each command does to its own agent or call is not decided
 * but done at once; so every agent and every call has one command here. Two things are left out,
 * because they are looked at when a call enters: whether anybody is at work, and how many calls
 * wait for a reserve or a rung.
 */
class GatheredInstantProperties {
  private static final long SECOND = 1_000_000_000L;
  private static final int QUEUES = 3;
  private static final int MOST_ARRIVALS = 8;

  /** What an agent does, as far as the agent's state lets it. */
  enum Deed {
    READY,
    NOT_READY,
    DONE,
    DECLINES,
    IS_BUSY,
    ANSWERS,
    RELEASED,
    REACHABLE,
    OWN_CALL_BEGINS,
    OWN_CALL_ENDS,
    OTHER_WORK_BEGINS,
    OTHER_WORK_ENDS
  }

  /** A command; target and detail choose among what is there. */
  record Turn(Deed deed, int target, int detail) {}

  /** A call that comes in the instant. */
  record Arrival(int queue, int band, int points, boolean elsewhereToo, int preferred) {}

  @Property(seed = "1")
  void theOrderWithinAnInstantDecidesNothing(
      @ForAll("plans") RoutingPlan plan,
      @ForAll("turns") List<Turn> before,
      @ForAll("turns") List<Turn> within,
      @ForAll("arrivals") List<Arrival> arrivals,
      @ForAll Random orders) {
    Set<String> first = new Day(plan, before).instant(within, arrivals, null);
    for (int i = 0; i < 3; i++) {
      assertThat(new Day(plan, before).instant(within, arrivals, orders)).isEqualTo(first);
    }
  }

  @Test
  void aCommandOfALaterInstantFindsWhatCameBeforeDecided() {
    Centre centre = Centre.sales("alice").atWork("alice");
    centre.router.gather(true, centre.now());
    long plain = centre.router.arrive(0, centre.now());
    long vip = centre.router.arrive(0, 1, 0, 0, centre.now());

    assertThat(centre.asked(vip)).isEmpty();
    assertThat(centre.router.nextDeadlineNs()).isEqualTo(centre.now());
    long late = centre.router.arrive(0, 0, 0, 0, centre.now() + 1);

    assertThat(centre.asked(vip)).containsExactly("alice");
    assertThat(centre.asked(plain)).isEmpty();
    assertThat(centre.asked(late)).isEmpty();
  }

  @Test
  void withoutGatheringEachCommandIsDecidedAtOnce() {
    Centre centre = Centre.sales("alice").atWork("alice");
    centre.router.gather(true, centre.now());
    centre.router.gather(false, centre.now());

    long call = centre.call();

    assertThat(centre.asked(call)).containsExactly("alice");
  }

  /** A router with some past. */
  private static final class Day {
    private final Notes notes = new Notes();
    private final RoutingPlan plan;
    private final Router router;
    private final List<Long> calls = new ArrayList<>();
    private long nowNs;

    Day(RoutingPlan plan, List<Turn> before) {
      this.plan = plan;
      router = new Router(plan, notes, Router.MAX_CALLS, 7);
      router.gather(true, nowNs);
      for (int agent = 0; agent < plan.agentCount(); agent++) {
        router.reachable(agent, nowNs);
        router.login(agent, nowNs);
        router.ready(agent, nowNs);
      }
      for (Turn turn : before) {
        nowNs += turn.detail() % 4 * SECOND;
        router.tick(nowNs);
        if (turn.target() % 2 == 0) {
          calls.add(router.arrive(turn.detail() % plan.queueCount(), nowNs));
        } else {
          agentDoes(turn.deed(), turn.target() % plan.agentCount());
        }
        router.tick(nowNs);
        router.audit();
      }
      nowNs += 3 * SECOND;
      router.tick(nowNs);
      notes.take();
    }

    /** What is decided in one instant, its commands in the given order or in any. */
    Set<String> instant(List<Turn> turns, List<Arrival> arrivals, @Nullable Random orders) {
      List<Runnable> commands = new ArrayList<>();
      long[] arrived = new long[arrivals.size()];
      for (int agent = 0; agent < Math.min(turns.size(), plan.agentCount()); agent++) {
        int who = agent;
        Turn turn = turns.get(agent);
        // an answer is a command for the call as well, which others may be asked for
        if (turn.deed() != Deed.ANSWERS) {
          commands.add(() -> agentDoes(turn.deed(), who));
        }
      }
      IntStream.range(0, arrivals.size())
          .forEach(
              index -> commands.add(() -> arrived[index] = arrive(arrivals.get(index), index)));
      calls.stream()
          .filter(this::waits)
          .skip(2)
          .findFirst()
          .ifPresent(call -> commands.add(() -> router.leave(call, CallEnd.ABANDONED, nowNs)));
      if (orders != null) {
        Collections.shuffle(commands, orders);
      }
      commands.forEach(Runnable::run);
      router.tick(nowNs);
      router.audit();
      return decided(arrived);
    }

    private boolean waits(long call) {
      return router.isLive(call) && router.state(call) == CallState.WAITING;
    }

    private void agentDoes(Deed deed, int agent) {
      switch (deed) {
        case READY -> router.ready(agent, nowNs);
        case NOT_READY -> router.notReady(agent, 1, nowNs);
        case DONE -> router.wrapUpDone(agent, nowNs);
        case DECLINES -> fail(agent, OfferOutcome.DECLINED);
        case IS_BUSY -> fail(agent, OfferOutcome.BUSY);
        case ANSWERS -> answer(agent);
        case RELEASED -> router.released(agent, nowNs);
        case REACHABLE -> router.reachable(agent, nowNs);
        case OWN_CALL_BEGINS -> router.external(agent, true, nowNs);
        case OWN_CALL_ENDS -> router.external(agent, false, nowNs);
        case OTHER_WORK_BEGINS -> router.otherWork(agent, 1, nowNs);
        case OTHER_WORK_ENDS -> router.otherWork(agent, 0, nowNs);
      }
    }

    private void fail(int agent, OfferOutcome outcome) {
      if (router.work(agent).inOffer()) {
        router.offerFailed(router.offerOf(agent), outcome, nowNs);
      }
    }

    private void answer(int agent) {
      if (router.work(agent).inOffer()) {
        router.accepted(router.offerOf(agent), nowNs);
        router.connected(router.offerOf(agent), nowNs);
      }
    }

    /** Points of its own each, so that no two are alike by any order of calls. */
    private long arrive(Arrival arrival, int index) {
      NewCall call =
          new NewCall()
              .into(arrival.queue() % plan.queueCount())
              .band(arrival.band())
              .points(arrival.points() * MOST_ARRIVALS + index)
              .creditNs(arrival.points() * SECOND);
      if (arrival.elsewhereToo()) {
        call.alsoInto((arrival.queue() + 1) % plan.queueCount());
      }
      if (arrival.preferred() > 0) {
        call.prefer(arrival.preferred() % plan.agentCount(), 1).patienceNs(4 * SECOND);
      }
      return router.arrive(call, nowNs);
    }

    private Set<String> decided(long[] arrived) {
      Set<String> decided = new TreeSet<>();
      for (Offered offer : notes.of(Offered.class)) {
        decided.add(name(offer.call(), arrived) + " to " + offer.agent() + " in " + offer.queue());
      }
      for (int agent = 0; agent < plan.agentCount(); agent++) {
        decided.add(agent + " " + router.intent(agent) + " " + router.work(agent));
      }
      return decided;
    }

    private static String name(long call, long[] arrived) {
      return IntStream.range(0, arrived.length)
          .filter(index -> arrived[index] == call)
          .mapToObj(index -> "new " + index)
          .findFirst()
          .orElse("old " + call);
    }
  }

  @Provide
  Arbitrary<RoutingPlan> plans() {
    return new DifferentialProperties()
        .plans()
        .map(plan ->
            new RoutingPlan(
                Variations.agents(plan), Variations.withoutMaxAgeAndReserve(plan), plan.order()));
  }

  @Provide
  Arbitrary<List<Turn>> turns() {
    return Combinators.combine(
            Arbitraries.of(Deed.class),
            Arbitraries.integers().between(0, 63),
            Arbitraries.integers().between(0, 63))
        .as(Turn::new)
        .list()
        .ofMaxSize(25);
  }

  @Provide
  Arbitrary<List<Arrival>> arrivals() {
    return Combinators.combine(
            Arbitraries.integers().between(0, QUEUES - 1),
            Arbitraries.of(4, 4, 4, 3, 5),
            Arbitraries.of(0, 0, 0, 1),
            Arbitraries.of(true, false, false),
            Arbitraries.of(0, 0, 0, 1, 2))
        .as(Arrival::new)
        .list()
        .ofMinSize(1)
        .ofMaxSize(MOST_ARRIVALS);
  }
}
