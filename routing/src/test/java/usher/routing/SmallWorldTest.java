package usher.routing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
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
 * events deep; and eight deep where an answer comes in pieces: the phone rings, it is picked up,
 * there is audio. Worlds that look alike are looked at once: they differ only in when they came
 * about, and every so often that is checked by comparing what can happen next in both. After each
 * event every invariant holds, and nothing happens to anybody through an offer that has ended. From
 * every world, when phones are answered again, both agents become free and both calls are answered:
 * nobody is stuck and no call is lost.
 */
class SmallWorldTest {
  private static final int DEPTH = 10;
  private static final int DEPTH_IN_PIECES = 8;

  /** Of so many worlds that look like one seen before, one is compared with it. */
  private static final int COMPARED_EVERY = 199;

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
    BOB_HANGS_UP,
    ALICE_RINGS,
    ALICE_PICKS_UP,
    ALICE_IS_HEARD,
    BOB_RINGS,
    BOB_PICKS_UP,
    BOB_IS_HEARD
  }

  private static final Set<Event> PIECES = EnumSet.range(Event.ALICE_RINGS, Event.BOB_IS_HEARD);
  private static final Set<Event> WHOLE = EnumSet.complementOf(EnumSet.copyOf(PIECES));
  private static final Set<Event> IN_PIECES =
      EnumSet.complementOf(EnumSet.of(Event.ALICE_ANSWERS, Event.BOB_ANSWERS));

  /** Keeps the offers, which phones may answer for as long as they like. */
  private static final class Phones extends SilentEvents {
    final List<Long> offers = new ArrayList<>();

    @Override
    public void offered(long offer, long call, int agent, int queue, long ringUntilNs) {
      offers.add(offer);
    }
  }

  /** A world and how it came about. */
  private static final class World {
    final Phones phones = new Phones();
    final Router router = new Router(PLAN, phones, 4, 0);
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
        case ALICE_RINGS -> router.ringing(router.offerOf(0), nowNs);
        case ALICE_PICKS_UP -> router.accepted(router.offerOf(0), nowNs);
        case ALICE_IS_HEARD -> router.connected(router.offerOf(0), nowNs);
        case BOB_RINGS -> router.ringing(router.offerOf(1), nowNs);
        case BOB_PICKS_UP -> router.accepted(router.offerOf(1), nowNs);
        case BOB_IS_HEARD -> router.connected(router.offerOf(1), nowNs);
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
      boolean picked = router.accepted(offer, nowNs);
      return router.connected(offer, nowNs) || picked;
    }

    /** Every offer that has ended is answered once more. */
    void answerLate() {
      List<Long> live = List.of(router.offerOf(0), router.offerOf(1));
      String before = situation();
      for (long offer : phones.offers) {
        boolean heard =
            !live.contains(offer)
                && (router.accepted(offer, nowNs)
                    || router.connected(offer, nowNs)
                    || router.offerFailed(offer, OfferOutcome.DECLINED, nowNs));
        assertThat(heard).as("an offer that has ended").isFalse();
      }
      assertThat(situation()).isEqualTo(before);
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
        long awayNs = nowNs - domain.agents.intentSinceNs(agent);
        text.append('|')
            .append(domain.agents.intent(agent))
            .append(domain.agents.nextIntent(agent))
            .append(domain.agents.work(agent))
            .append(domain.agents.reachable(agent))
            .append(domain.agents.missedInARow(agent))
            .append(domain.agents.idleSinceNs(agent) == nowNs)
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
      text.append(domain.calls.winner(call) == OfferTable.NIL ? "" : "won");
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
      return "," + (untilNs <= nowNs ? 0 : untilNs - nowNs);
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

  /** Everything that comes of some events, so many of them deep. */
  private static final class Exploration {
    private final Set<Event> events;
    private final Map<String, Event[]> known = new HashMap<>();
    private List<Event[]> next = new ArrayList<>();
    private long alike;

    Exploration(Set<Event> events, int depth) {
      this.events = events;
      known.put(new World().situation(), new Event[0]);
      next.add(new Event[0]);
      for (int at = 0; at < depth; at++) {
        List<Event[]> frontier = next;
        next = new ArrayList<>();
        frontier.forEach(this::explore);
      }
    }

    int worlds() {
      return known.size();
    }

    private void explore(Event[] history) {
      World world = World.after(history);
      String before = world.situation();
      for (Event event : events) {
        try {
          if (world.happen(event)) {
            world.router.audit();
            visit(world, plus(history, event));
            world = World.after(history);
          } else {
            assertThat(world.situation()).as("nothing happened").isEqualTo(before);
          }
        } catch (IllegalStateException | AssertionError e) {
          throw new AssertionError(Arrays.toString(history) + " then " + event, e);
        }
      }
    }

    private void visit(World world, Event[] history) {
      String situation = world.situation();
      Event[] seen = known.putIfAbsent(situation, history);
      if (seen == null) {
        next.add(history);
        world.answerLate();
        checkThatAllEndsWell(world);
      } else if (alike++ % COMPARED_EVERY == 0) {
        assertThat(future(history))
            .as("as after %s", Arrays.toString(seen))
            .isEqualTo(future(seen));
      }
    }

    private List<String> future(Event[] history) {
      List<String> future = new ArrayList<>();
      for (Event event : events) {
        World world = World.after(history);
        future.add(world.happen(event) + world.situation());
      }
      return future;
    }

    private static Event[] plus(Event[] history, Event event) {
      Event[] longer = Arrays.copyOf(history, history.length + 1);
      longer[history.length] = event;
      return longer;
    }
  }

  @Test
  void nothingIsLostOrStuckWhateverHappens() {
    assertThat(new Exploration(WHOLE, DEPTH).worlds()).isGreaterThan(100_000);
  }

  @Test
  void norWhereAnAnswerComesInPieces() {
    assertThat(new Exploration(IN_PIECES, DEPTH_IN_PIECES).worlds()).isGreaterThan(50_000);
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
