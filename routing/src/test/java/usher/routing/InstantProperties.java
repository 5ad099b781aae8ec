package usher.routing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import usher.routing.Notes.Offered;
import usher.routing.call.NewCall;
import usher.routing.plan.AgentSpec;
import usher.routing.plan.QueueSpec;
import usher.routing.plan.RoutingPlan;
import usher.routing.plan.WrapUpMode;

/**
 * What the order of events within one instant can change where they are not gathered, see {@link
 * GatheredInstantProperties}. A command is settled before it returns, so who can be served by the
 * first of two commands is not kept for the second. Beyond that the order means nothing: commands
 * after which nobody can be served may come in any order, and everything that timers make possible
 * at one instant is matched together. Calls alike in everything are served in the order in which
 * they came.
 */
class InstantProperties {
  private static final long SECOND = 1_000_000_000L;
  private static final Duration WRAP_UP = Duration.ofSeconds(10);
  private static final String WARM_UP = "warm-up";

  /** A call that arrives while everybody is busy. */
  record Arrival(int queue, int band, int points, boolean elsewhereToo) {}

  @Property(seed = "1")
  void whateverCameFirstWhoMeetAtOneInstantAreTheSame(
      @ForAll("plans") RoutingPlan plan,
      @ForAll("arrivals") @Size(min = 1, max = 8) List<Arrival> arrivals,
      @ForAll("waits") int waitS,
      @ForAll Random orders) {
    Set<String> pairs = new Rush(plan, arrivals, waitS, new Random(1)).pairs();
    for (int i = 0; i < 3; i++) {
      assertThat(new Rush(plan, arrivals, waitS, orders).pairs()).isEqualTo(pairs);
    }
  }

  /** Everybody logs in, is busy, and is done at one instant; calls wait for it. */
  private static final class Rush {
    private final Notes notes = new Notes();
    private final Router router;
    private final RoutingPlan plan;
    private final List<Arrival> arrivals;
    private final Random orders;
    private final long[] calls;
    private long nowNs;

    Rush(RoutingPlan plan, List<Arrival> arrivals, int waitS, Random orders) {
      this.plan = plan;
      this.arrivals = arrivals;
      this.orders = orders;
      router = new Router(plan, notes, Router.MAX_CALLS, 7);
      calls = new long[arrivals.size()];
      order(plan.agentCount()).forEach(this::comesToWork);
      order(plan.agentCount()).forEach(this::isBusy);
      nowNs += SECOND;
      order(plan.agentCount()).forEach(agent -> router.released(agent, nowNs));
      long doneNs = nowNs + WRAP_UP.toNanos();
      nowNs = doneNs - waitS * SECOND;
      router.tick(nowNs);
      order(arrivals.size()).forEach(this::arrive);
      assertThat(notes.of(Offered.class)).hasSize(plan.agentCount());
      nowNs = doneNs;
      router.tick(nowNs);
      router.audit();
    }

    private List<Integer> order(int count) {
      List<Integer> order = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        order.add(orders.nextInt(i + 1), i);
      }
      return order;
    }

    private void comesToWork(int agent) {
      router.reachable(agent, nowNs);
      router.login(agent, nowNs);
    }

    private void isBusy(int agent) {
      router.assign(router.arrive(plan.queueIndex(WARM_UP), nowNs), agent, nowNs);
      router.accepted(router.offerOf(agent), nowNs);
      router.connected(router.offerOf(agent), nowNs);
      router.ready(agent, nowNs);
    }

    /** A little credit each, so that no two are alike. */
    private void arrive(int index) {
      Arrival arrival = arrivals.get(index);
      int queue = arrival.queue() % (plan.queueCount() - 1);
      NewCall call =
          new NewCall()
              .into(queue)
              .band(arrival.band())
              .points(arrival.points())
              .creditNs(index * 1_000L);
      if (arrival.elsewhereToo()) {
        call.alsoInto((queue + 1) % (plan.queueCount() - 1));
      }
      calls[index] = router.arrive(call, nowNs);
    }

    Set<String> pairs() {
      Set<String> pairs = new TreeSet<>();
      for (Offered offer : notes.of(Offered.class)) {
        for (int index = 0; index < calls.length; index++) {
          if (offer.call() == calls[index]) {
            pairs.add("call " + index + " to " + offer.agent() + " in " + offer.queue());
          }
        }
      }
      return pairs;
    }
  }

  /**
   * Plans whose agents all have the same wrap-up, with a queue for keeping them busy. At a queue's
   * greatest age calls become alike, so there is none. Nobody is kept in reserve: whether calls are
   * enough for the reserve to join is decided at each of them, and those before may have gone a
   * step on by then because nobody was there.
   */
  @Provide
  Arbitrary<RoutingPlan> plans() {
    return new DifferentialProperties()
        .plans()
        .map(plan -> {
          List<AgentSpec> agents =
              Variations.agents(plan).stream()
                  .map(a -> new AgentSpec(a.name(), a.skills(), a.queues(), false, null))
                  .toList();
          List<QueueSpec> queues = new ArrayList<>(Variations.withoutMaxAgeAndReserve(plan));
          queues.add(
              QueueSpec.named(WARM_UP).wrapUp(WrapUpMode.TIMEBOXED, WRAP_UP).membersOnly().build());
          return new RoutingPlan(agents, queues);
        });
  }

  @Provide
  Arbitrary<List<Arrival>> arrivals() {
    return Combinators.combine(
            Arbitraries.integers().between(0, 2),
            Arbitraries.of(4, 4, 4, 3, 5),
            Arbitraries.of(0, 0, 0, 1),
            Arbitraries.of(true, false, false))
        .as(Arrival::new)
        .list();
  }

  /** Some of them end steps at the very instant at which everybody becomes free. */
  @Provide
  Arbitrary<Integer> waits() {
    return Arbitraries.of(1, 3, 4, 7, 9);
  }

  @Test
  void aCommandIsSettledBeforeTheNextOneOfTheSameInstant() {
    Centre centre = Centre.sales("alice", "bob").atWork("alice");

    long plain = centre.call();
    long vip = centre.router.arrive(0, 1, 0, 0, centre.now());

    assertThat(centre.asked(plain)).containsExactly("alice");
    assertThat(centre.asked(vip)).isEmpty();
  }
}
