package usher.routing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import usher.routing.agent.Work;
import usher.routing.call.NewCall;
import usher.routing.offer.OfferOutcome;
import usher.routing.plan.AgentSpec;
import usher.routing.plan.Parallel;
import usher.routing.plan.QueueSpec;
import usher.routing.plan.RoutingPlan;
import usher.routing.plan.WrapUpMode;
import usher.routing.skill.SkillExpression;
import usher.routing.store.SplitMix;
import usher.routing.tape.TapeDigest;

/**
 * The short way leads where the general one does: a router that is traced, and therefore goes the
 * general way only, tells the same and has the same state after each command.
 */
class ShortWayProperties {
  private static final long SECOND = 1_000_000_000L;
  private static final int COMMANDS = 150;

  /** A router that is traced beside one that is not. */
  private static final class Pair {
    private final SplitMix chance;
    private final RoutingPlan plan;
    private final Notes notes = new Notes();
    private final TapeDigest told = new TapeDigest(notes);
    private final TapeDigest toldTraced = new TapeDigest(new Notes());
    private final Router quick;
    private final Router traced;
    private final NewCall call = new NewCall();
    private final List<Long> calls = new ArrayList<>(List.of(1L));
    private final List<Long> offers = new ArrayList<>(List.of(1L));
    private long nowNs = SECOND;

    Pair(RoutingPlan plan, long seed) {
      this.plan = plan;
      chance = new SplitMix(seed);
      quick = new Router(plan, told, 8, seed);
      traced = new Router(plan, toldTraced, 8, seed);
      traced.probe((_, _, _) -> {});
      for (int agent = 0; agent < plan.agentCount(); agent++) {
        int each = agent;
        both(router -> router.reachable(each, nowNs));
        both(router -> router.login(each, nowNs));
      }
    }

    private <T> T both(Function<Router, T> command) {
      T result = command.apply(quick);
      assertThat(command.apply(traced)).isEqualTo(result);
      assertThat(toldTraced.value()).isEqualTo(told.value());
      assertThat(traced.stateHash()).isEqualTo(quick.stateHash());
      assertThat(traced.domain().log.last(1)).isEqualTo(quick.domain().log.last(1));
      quick.audit();
      for (Notes.Note note : notes.take()) {
        if (note instanceof Notes.Offered offered) {
          offers.add(offered.offer());
        }
      }
      return result;
    }

    private int below(int bound) {
      return (int) chance.below(bound);
    }

    private long recent(List<Long> handles) {
      return handles.get(handles.size() - 1 - below(Math.min(handles.size(), 4)));
    }

    void step() {
      nowNs += below(4) == 0 ? below(12) * SECOND : below(2);
      int agent = below(plan.agentCount());
      switch (below(16)) {
        case 0, 1, 2 -> calls.add(both(router -> router.arrive(queue(agent), nowNs)));
        case 3 -> arriveElaborately();
        case 4, 5, 6, 7 -> answer(recent(offers));
        case 8, 9, 10 -> both(router -> router.released(agent, nowNs));
        case 11 -> onOffer(recent(offers));
        case 12 -> onCall(recent(calls), agent);
        default -> onAgent(agent, below(10));
      }
    }

    private int queue(int any) {
      return any % plan.queueCount();
    }

    private void arriveElaborately() {
      call.into(below(plan.queueCount())).band(below(5)).points(below(2)).creditNs(below(2));
      if (below(2) == 0) {
        call.prefer(below(plan.agentCount()), 1).patienceNs(below(2) * SECOND);
      }
      if (below(2) == 0) {
        call.alsoInto(below(plan.queueCount()));
      }
      calls.add(both(router -> router.arrive(call, nowNs)));
    }

    private void answer(long offer) {
      both(router -> router.accepted(offer, nowNs));
      both(router -> router.connected(offer, nowNs));
    }

    private void onOffer(long offer) {
      switch (below(4)) {
        case 0 -> both(router -> router.ringing(offer, nowNs));
        case 1 -> both(router -> router.accepted(offer, nowNs));
        case 2 -> both(router -> router.connected(offer, nowNs));
        default -> both(router -> router.offerFailed(offer, OfferOutcome.DECLINED, nowNs));
      }
    }

    private void onCall(long handle, int agent) {
      switch (below(5)) {
        case 0 -> both(router -> router.abandon(handle, nowNs));
        case 1 -> both(router -> router.addQueue(handle, queue(agent), nowNs));
        case 2 -> both(router -> router.reprioritise(handle, 3, 1, nowNs));
        case 3 -> both(router -> router.promise(handle, nowNs));
        default -> both(router -> router.assign(handle, agent, nowNs));
      }
    }

    private void onAgent(int agent, int kind) {
      int detail = below(2);
      switch (kind) {
        case 0 -> both(router -> router.notReady(agent, 1, nowNs));
        case 1 -> both(router -> router.external(agent, detail == 0, nowNs));
        case 2 -> both(router -> router.unreachable(agent, nowNs));
        case 3 -> both(router -> router.held(agent, nowNs));
        case 4 -> both(router -> router.requestWrapUp(agent, nowNs));
        case 5 -> both(router -> router.otherWork(agent, detail, nowNs));
        case 6 -> both(router -> router.wrapUpDone(agent, nowNs));
        case 7 -> both(router -> router.reachable(agent, nowNs));
        default -> both(router -> router.ready(agent, nowNs));
      }
    }
  }

  @Property(seed = "1")
  void theShortWayLeadsWhereTheGeneralOneDoes(
      @ForAll("plans") RoutingPlan plan, @ForAll long seed) {
    Pair pair = new Pair(plan, seed);
    for (int command = 0; command < COMMANDS; command++) {
      pair.step();
    }
  }

  @Example
  void aPauseThatEndsMeanwhileDoesNotChangeWhatAReleasedAgentFinds() {
    List<AgentSpec> agents =
        List.of(AgentSpec.of("anna", Map.of("a", 1)), AgentSpec.of("ben", Map.of("b", 2)));
    QueueSpec ofAnna = QueueSpec.named("one").needs(new SkillExpression.AtLeast("a", 1)).build();
    QueueSpec ofBen = QueueSpec.named("two").needs(new SkillExpression.AtLeast("b", 2)).build();
    Pair pair = new Pair(new RoutingPlan(agents, List.of(ofAnna, ofBen)), 1);
    long declined = pair.both(router -> router.arrive(0, SECOND));
    long offer = pair.offers.getLast();
    pair.both(router -> router.offerFailed(offer, OfferOutcome.DECLINED, SECOND));
    pair.both(router -> router.abandon(declined, SECOND));
    pair.both(router -> router.arrive(1, SECOND));
    pair.answer(pair.offers.getLast());
    pair.both(router -> router.arrive(1, SECOND));
    pair.both(router -> router.released(1, 1_000 * SECOND));
    assertThat(pair.quick.isRoutable(0)).isTrue();
    assertThat(pair.quick.work(1)).isEqualTo(Work.RESERVED);
  }

  @Provide
  Arbitrary<RoutingPlan> plans() {
    Arbitrary<Integer> level = Arbitraries.integers().between(0, 2);
    Arbitrary<AgentSpec> agent =
        Combinators.combine(level, level).as((a, b) -> AgentSpec.of("any", Map.of("a", a, "b", b)));
    return Combinators.combine(
            agent.list().ofMinSize(1).ofMaxSize(6), queue().list().ofMinSize(1).ofMaxSize(3))
        .as((agents, queues) -> new RoutingPlan(named(agents), numbered(queues)));
  }

  /** Mostly plain ones. */
  private static Arbitrary<QueueSpec> queue() {
    SkillExpression a = new SkillExpression.AtLeast("a", 1);
    SkillExpression b = new SkillExpression.AtLeast("b", 2);
    return Combinators.combine(
            Arbitraries.of(SkillExpression.ANYBODY, a, b),
            Arbitraries.of(0, 5),
            Arbitraries.of("longest-idle", "longest-idle", "least-talk", "fewest-calls"),
            Arbitraries.of(true, true, true, false),
            Arbitraries.of(0, 7),
            Arbitraries.of(0, 9))
        .as((needs, relax, strategy, plain, maxWait, maxStarve) -> {
          QueueSpec.Builder queue = QueueSpec.named("any").needs(needs).strategy(strategy);
          if (relax > 0) {
            queue.relax(Duration.ofSeconds(relax), a);
          }
          if (maxWait > 0) {
            queue.maxWait(Duration.ofSeconds(maxWait), true);
          }
          if (maxStarve > 0) {
            queue.maxStarve(Duration.ofSeconds(maxStarve));
          }
          return plain ? queue.build() : notPlain(queue, maxWait > 0);
        });
  }

  private static QueueSpec notPlain(QueueSpec.Builder queue, boolean wrapsUp) {
    return (wrapsUp
            ? queue.wrapUp(WrapUpMode.OPTIONAL, Duration.ofSeconds(3))
            : queue.parallel(new Parallel(2, Duration.ZERO)))
        .build();
  }

  private static List<AgentSpec> named(List<AgentSpec> specs) {
    return IntStream.range(0, specs.size())
        .mapToObj(i -> AgentSpec.of("agent" + i, specs.get(i).skills()))
        .toList();
  }

  private static List<QueueSpec> numbered(List<QueueSpec> specs) {
    return IntStream.range(0, specs.size())
        .mapToObj(i -> specs.get(i).but().name("queue" + i).build())
        .toList();
  }
}
