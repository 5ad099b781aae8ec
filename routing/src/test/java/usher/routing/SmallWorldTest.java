package usher.routing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import usher.routing.agent.Intent;
import usher.routing.agent.Work;
import usher.routing.call.CallEnd;
import usher.routing.call.CallState;
import usher.routing.call.EntryTable;
import usher.routing.call.Exclusions;
import usher.routing.offer.OfferOutcome;
import usher.routing.offer.OfferTable;
import usher.routing.plan.AgentSpec;
import usher.routing.plan.QueueSpec;
import usher.routing.plan.RoutingPlan;
import usher.routing.skill.SkillExpression;

/**
 * Two agents, two calls, two skills, and everything that can happen to them, in every order, ten
 * events deep. Worlds that differ only in when they came about are looked at once. After each event
 * every invariant holds; and from every world, when phones are answered again, both agents become
 * free and both calls are answered: nobody is stuck and no call is lost.
 */
class SmallWorldTest {
  private static final int DEPTH = Integer.getInteger("smallWorld.depth", 10);
  private static final long SECOND = 1_000_000_000L;

  private static final RoutingPlan PLAN =
      new RoutingPlan(
          List.of(
              AgentSpec.of("alice", Map.of("a", 1)), AgentSpec.of("bob", Map.of("a", 1, "b", 1))),
          List.of(
              QueueSpec.named("a").needs(new SkillExpression.AtLeast("a", 1)).build(),
              QueueSpec.named("b").needs(new SkillExpression.AtLeast("b", 1)).build()));

  private enum Event {
    ARRIVE_A,
    ARRIVE_B,
    ABANDON_FIRST,
    ABANDON_SECOND,
    TIME_PASSES,
    ALICE_ANSWERS,
    ALICE_DECLINES,
    ALICE_NOT_READY,
    ALICE_READY,
    ALICE_UNREGISTERS,
    ALICE_REGISTERS,
    ALICE_HANGS_UP,
    BOB_ANSWERS,
    BOB_DECLINES,
    BOB_NOT_READY,
    BOB_READY,
    BOB_UNREGISTERS,
    BOB_REGISTERS,
    BOB_HANGS_UP
  }

  private static final class Silence implements RoutingEvents {
    @Override
    public void queued(long call, int queue, int position) {}

    @Override
    public void offered(long offer, long call, int agent, int queue, long ringUntilNs) {}

    @Override
    public void offerEnded(long offer, long call, int agent, OfferOutcome outcome) {}

    @Override
    public void agentChanged(int agent, Intent intent, int reason, Work work) {}

    @Override
    public void callEnded(long call, int queue, CallEnd end) {}
  }

  /** A world and how it came about. */
  private static final class World {
    final Router router = new Router(PLAN, new Silence(), 4, 0);
    final List<Long> calls = new ArrayList<>();
    long nowNs;

    World() {
      for (int agent = 0; agent < 2; agent++) {
        router.reachable(agent, nowNs);
        router.login(agent, nowNs++);
      }
    }

    static World after(Event[] history) {
      World world = new World();
      for (Event event : history) {
        world.happen(event);
      }
      return world;
    }

    /** Whether anything changed. */
    boolean happen(Event event) {
      return switch (event) {
        case ARRIVE_A -> arrive(0);
        case ARRIVE_B -> arrive(1);
        case ABANDON_FIRST -> !calls.isEmpty() && router.abandon(calls.getFirst(), nowNs);
        case ABANDON_SECOND -> calls.size() > 1 && router.abandon(calls.get(1), nowNs);
        case TIME_PASSES -> pass();
        case ALICE_ANSWERS -> answer(0);
        case ALICE_DECLINES -> decline(0);
        case ALICE_NOT_READY -> router.notReady(0, 0, nowNs);
        case ALICE_READY -> router.ready(0, nowNs);
        case ALICE_UNREGISTERS -> router.unreachable(0, nowNs);
        case ALICE_REGISTERS -> router.reachable(0, nowNs);
        case ALICE_HANGS_UP -> router.released(0, nowNs);
        case BOB_ANSWERS -> answer(1);
        case BOB_DECLINES -> decline(1);
        case BOB_NOT_READY -> router.notReady(1, 0, nowNs);
        case BOB_READY -> router.ready(1, nowNs);
        case BOB_UNREGISTERS -> router.unreachable(1, nowNs);
        case BOB_REGISTERS -> router.reachable(1, nowNs);
        case BOB_HANGS_UP -> router.released(1, nowNs);
      };
    }

    private boolean arrive(int queue) {
      return calls.size() < 2 && calls.add(router.arrive(queue, nowNs));
    }

    private boolean pass() {
      boolean due = router.nextDeadlineNs() != Long.MAX_VALUE;
      if (due) {
        nowNs = router.nextDeadlineNs();
        router.tick(nowNs);
      }
      return due;
    }

    private boolean answer(int agent) {
      long offer = router.offerOf(agent);
      return router.accepted(offer, nowNs) && router.connected(offer, nowNs);
    }

    private boolean decline(int agent) {
      return router.offerFailed(router.offerOf(agent), OfferOutcome.DECLINED, nowNs);
    }

    /** Everything that the future depends on, with time as seen from now. */
    String situation() {
      Domain domain = router.domain();
      StringBuilder text = new StringBuilder();
      boolean aliceFirst = domain.agents.idleSinceNs(0) <= domain.agents.idleSinceNs(1);
      text.append(calls.size()).append(aliceFirst);
      for (int agent = 0; agent < 2; agent++) {
        long awayNs = domain.nowNs - domain.agents.intentSinceNs(agent);
        text.append('|')
            .append(domain.agents.intent(agent))
            .append(domain.agents.nextIntent(agent))
            .append(domain.agents.work(agent))
            .append(domain.agents.reachable(agent))
            .append(domain.agents.missedInARow(agent))
            .append(domain.agents.staffed(agent))
            .append(left(domain.agents.coolUntilNs(agent)))
            .append(domain.agents.intent(agent) == Intent.NOT_READY ? awayNs : 0);
      }
      calls.stream().map(domain.calls::slotOf).forEach(call -> describe(domain, call, text));
      return text.toString();
    }

    private void describe(Domain domain, int call, StringBuilder text) {
      if (call < 0) {
        text.append("|gone");
        return;
      }
      text.append('|').append(domain.calls.queue(call)).append(domain.calls.state(call));
      for (int n = domain.exclusions.first(call);
          n != Exclusions.NIL;
          n = domain.exclusions.next(n)) {
        text.append(domain.exclusions.agent(n)).append(left(domain.exclusions.untilNs(n)));
      }
      for (int o = domain.calls.firstOffer(call); o != OfferTable.NIL; o = domain.offers.next(o)) {
        text.append(domain.offers.agent(o)).append(left(domain.offers.ringUntilNs(o)));
      }
      for (int e = domain.calls.firstEntry(call); e != EntryTable.NIL; e = domain.entries.next(e)) {
        text.append(domain.entries.callClass(e));
      }
    }

    private String left(long untilNs) {
      return "," + Math.max(0, untilNs - router.domain().nowNs);
    }

    /** Phones are answered again: all that is left must come to a good end. */
    void heal() {
      for (int agent = 0; agent < 2; agent++) {
        router.reachable(agent, nowNs);
        router.ready(agent, nowNs);
      }
      for (int round = 0; round < 8; round++) {
        for (int agent = 0; agent < 2; agent++) {
          answer(agent);
          router.released(agent, nowNs);
          router.ready(agent, nowNs);
        }
        nowNs += 31 * SECOND;
        router.tick(nowNs);
      }
      router.audit();
    }
  }

  @Test
  void nothingIsLostOrStuckWhateverHappens() {
    Set<String> known = new HashSet<>();
    List<Event[]> frontier = new ArrayList<>();
    frontier.add(new Event[0]);
    known.add(new World().situation());
    for (int depth = 0; depth < DEPTH; depth++) {
      List<Event[]> next = new ArrayList<>();
      for (Event[] history : frontier) {
        explore(history, known, next);
      }
      frontier = next;
    }
    assertThat(known).as("worlds").hasSizeGreaterThan(1000);
  }

  /** An event that changes nothing leaves the world as it was for the next one. */
  private static void explore(Event[] history, Set<String> known, List<Event[]> next) {
    World world = World.after(history);
    for (Event event : Event.values()) {
      try {
        if (world.happen(event)) {
          world.router.audit();
          visit(world, history, event, known, next);
          world = World.after(history);
        }
      } catch (IllegalStateException | AssertionError e) {
        throw new AssertionError(Arrays.toString(history) + " then " + event, e);
      }
    }
  }

  private static void visit(
      World world, Event[] history, Event event, Set<String> known, List<Event[]> next) {
    if (known.add(world.situation())) {
      Event[] longer = Arrays.copyOf(history, history.length + 1);
      longer[history.length] = event;
      next.add(longer);
      checkThatAllEndsWell(world);
    }
  }

  private static void checkThatAllEndsWell(World world) {
    world.heal();
    for (int agent = 0; agent < 2; agent++) {
      assertThat(world.router.work(agent)).isEqualTo(Work.IDLE);
      assertThat(world.router.isRoutable(agent)).isTrue();
    }
    for (int queue = 0; queue < 2; queue++) {
      long ended =
          world.router.endedTotal(queue, CallEnd.ANSWERED)
              + world.router.endedTotal(queue, CallEnd.ABANDONED);
      assertThat(world.router.offeredTotal(queue)).isEqualTo(ended);
      assertThat(world.router.domain().counters.inside(queue, CallState.WAITING)).isZero();
    }
  }
}
