package usher.routing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import usher.routing.Notes.Note;
import usher.routing.Notes.Offered;
import usher.routing.call.CallKey;
import usher.routing.call.CallState;
import usher.routing.plan.QueueSpec;
import usher.routing.plan.RoutingPlan;

/**
 * Nobody starves: once a call has waited as long as the guard allows, only emergencies and calls
 * that came before it are served before it, whatever bands the others are in.
 */
class StarvationProperties {
  private static final long SECOND = 1_000_000_000L;
  private static final long GUARD_NS = 60 * SECOND;

  /** Calls that come, and how long it is until phones are answered. */
  record Turn(List<Integer> bands, int waitS) {}

  @Property(seed = "1")
  void afterTheGuardOnlyEmergenciesAndOlderCallsGoFirst(@ForAll("turns") List<Turn> turns) {
    Counter counter = new Counter();
    turns.forEach(counter::take);
    counter.router.audit();
  }

  private static final class Counter {
    final Notes notes = new Notes();
    final RoutingPlan plan =
        new RoutingPlan(
            Centre.agents("alice", "bob"),
            List.of(QueueSpec.named("sales").maxStarve(Duration.ofNanos(GUARD_NS)).build()));
    final Router router = new Router(plan, notes);
    final Map<Long, Long> since = new HashMap<>();
    final Map<Long, Integer> bands = new HashMap<>();
    final List<Long> calls = new ArrayList<>();
    long nowNs;

    Counter() {
      for (int agent = 0; agent < plan.agentCount(); agent++) {
        router.reachable(agent, nowNs);
        router.login(agent, nowNs);
      }
    }

    void take(Turn turn) {
      for (int band : turn.bands()) {
        List<Long> before = waiting();
        long call = router.arrive(0, band, 0, 0, nowNs);
        since.put(call, nowNs);
        bands.put(call, band);
        calls.add(call);
        check(before);
      }
      nowNs += turn.waitS() * SECOND;
      List<Long> before = waiting();
      router.tick(nowNs);
      check(before);
      for (int agent = 0; agent < plan.agentCount(); agent++) {
        before = waiting();
        router.accepted(router.offerOf(agent), nowNs);
        router.connected(router.offerOf(agent), nowNs);
        router.released(agent, nowNs);
        check(before);
      }
    }

    private List<Long> waiting() {
      return calls.stream().filter(router::isLive).filter(this::isUnasked).toList();
    }

    private boolean isUnasked(long call) {
      return router.state(call) == CallState.WAITING;
    }

    /** Whoever was offered passed nobody who had waited long enough. */
    private void check(List<Long> before) {
      for (Note note : notes.take()) {
        if (note instanceof Offered offered) {
          for (long passed : before) {
            check(offered.call(), passed);
          }
        }
      }
    }

    private void check(long served, long passed) {
      boolean still = passed != served && router.isLive(passed) && isUnasked(passed);
      boolean starved = still && nowNs - since.getOrDefault(passed, nowNs) >= GUARD_NS;
      boolean older = calls.indexOf(served) < calls.indexOf(passed);
      boolean emergency = bands.getOrDefault(served, CallKey.NORMAL_BAND) < CallKey.TOP_NORMAL_BAND;
      assertThat(!starved || older || emergency).as("%d passed %d", served, passed).isTrue();
    }
  }

  @Provide
  Arbitrary<List<Turn>> turns() {
    return Combinators.combine(
            Arbitraries.of(0, 1, 2, 3, 4, 5, 7).list().ofMaxSize(4), Arbitraries.of(0, 3, 5, 9, 14))
        .as(Turn::new)
        .list()
        .ofMinSize(5)
        .ofMaxSize(40);
  }
}
