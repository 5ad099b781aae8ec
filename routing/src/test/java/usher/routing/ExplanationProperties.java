package usher.routing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import usher.routing.Notes.CallEnded;
import usher.routing.Notes.Fired;
import usher.routing.Notes.Note;
import usher.routing.Notes.Offered;
import usher.routing.Notes.Promoted;
import usher.routing.Notes.Queued;
import usher.routing.Notes.Stepped;
import usher.routing.Twins.Rules;
import usher.routing.Twins.Step;
import usher.routing.agent.Intent;
import usher.routing.agent.Work;
import usher.routing.call.CallEnd;
import usher.routing.call.CallState;
import usher.routing.call.NewCall;
import usher.routing.decision.Decision;
import usher.routing.decision.DecisionLog;
import usher.routing.decision.Kind;
import usher.routing.explain.Candidacy;
import usher.routing.explain.Compared;
import usher.routing.explain.Condition;
import usher.routing.explain.Explainer;
import usher.routing.explain.Ranking;
import usher.routing.explain.Reason;
import usher.routing.explain.WhyAgent;
import usher.routing.facts.CallFacts;
import usher.routing.plan.QueueSpec;
import usher.routing.plan.ReservePolicy;
import usher.routing.plan.RoutingPlan;

/** Whatever happens in whatever order, what is explained is what the router does. */
class ExplanationProperties {
  private static final int TRIES = 200;

  /** More than any version of the rules has. */
  private static final int MOST_QUEUES = 8;

  private final DifferentialProperties worlds = new DifferentialProperties();

  @Provide
  Arbitrary<List<Rules>> versions() {
    return worlds.rules().map(ExplanationProperties::withReserveAway).list().ofSize(2);
  }

  /** The call that is supposed to arrive would itself let a reserve join. */
  private static Rules withReserveAway(Rules rules) {
    List<QueueSpec> queues =
        rules.queues().stream()
            .map(queue -> queue.but().reserve(ReservePolicy.NONE).build())
            .toList();
    return new Rules(rules.agents(), queues, rules.order());
  }

  @Provide
  Arbitrary<List<Step>> steps() {
    return worlds.stepsWithSwaps();
  }

  /** Router and reference on the first version of the rules, with the others to come. */
  private static Twins twins(List<Rules> versions) {
    Rules first = versions.getFirst();
    return new Twins(new RoutingPlan(first.agents(), first.queues()), versions.reversed());
  }

  @Property(tries = TRIES, seed = "1")
  void theFirstInTheRankingIsWhoIsAsked(
      @ForAll("versions") List<Rules> versions, @ForAll("steps") List<Step> steps) {
    Twins twins = twins(versions);
    Explainer explainer = tracing(twins.router());
    twins.opened();
    steps.forEach(twins::run);
    for (WhyAgent why : explainer.lastOffers(Explainer.MOST_TRACES, 0)) {
      if (why.decision().kind() != Kind.ASSIGNED) {
        checkTraced(why, why.full().orElseThrow());
      }
    }
  }

  private static Explainer tracing(Router router) {
    Explainer explainer = Explainer.of(router);
    for (int queue = 0; queue < MOST_QUEUES; queue++) {
      explainer.traceQueue(queue, true);
    }
    return explainer;
  }

  private static void checkTraced(WhyAgent why, Ranking ranking) {
    assertThat(ranking.winner().map(Candidacy::index))
        .as(() -> why.describe().toString())
        .hasValue(why.decision().agent());
    assertThat(ranking.queue()).isEqualTo(why.queue());
    switch (why.decision().kind()) {
      case CALL_CHOSE -> checkFigures(why, ranking);
      case AGENT_CHOSE -> assertThat(ranking.candidates()).hasSize(1);
      default -> assertThat(ranking.strategy()).containsExactly("preference");
    }
  }

  private static void checkFigures(WhyAgent why, Ranking ranking) {
    Decision decision = why.decision();
    assertThat(decision.figures()).isEqualTo(kept(ranking.candidates().getFirst()));
    String last = ranking.strategy().getLast();
    boolean lot = last.equals("random") || last.equals("weighted-random");
    if (decision.runnerUp() >= 0) {
      Candidacy second = ranking.candidates().get(1);
      assertThat(decision.runnerUpFigures()).isEqualTo(kept(second));
      assertThat(ranking.candidates().stream().skip(1).filter(c -> kept(c).equals(kept(second))))
          .as(() -> why.describe().toString())
          .extracting(Candidacy::index)
          .contains(decision.runnerUp());
      assertThat(why.margin()).isPresent();
    } else {
      assertThat(lot || ranking.candidates().size() == 1).isTrue();
    }
  }

  private static List<Long> kept(Candidacy candidate) {
    return candidate.figures().stream().map(Compared::figure).limit(DecisionLog.FIGURES).toList();
  }

  @Property(tries = TRIES, seed = "1")
  void whoeverWouldBeAskedIfACallArrivedIsAskedWhenItDoes(
      @ForAll("versions") List<Rules> versions,
      @ForAll("steps") List<Step> steps,
      @ForAll @IntRange(max = 4_000) int shape) {
    Twins twins = twins(versions).opened();
    steps.forEach(twins::run);
    Router router = twins.router();
    NewCall wish = wish(router.plan(), shape);
    Ranking ranking = Explainer.of(router).rank(wish, 0);
    long call = router.arrive(wish, 0);
    Optional<Decision> first = firstOffer(router, call);
    assertThat(call == Router.NONE).isEqualTo(router.plan().isQueueRetired(wish.queue()));
    if (call == Router.NONE) {
      return;
    }
    assertThat(ranking.winner().map(Candidacy::index))
        .as(() -> ranking.describe().toString())
        .isEqualTo(first.map(Decision::agent));
    first.ifPresent(offer -> assertThat(ranking.step()).isEqualTo(offer.step() + 1));
  }

  private static NewCall wish(RoutingPlan plan, int shape) {
    int queue = shape % plan.queueCount();
    NewCall wish =
        new NewCall()
            .into(queue)
            .variant(shape / 3 % (plan.queue(queue).variants().size() + 1))
            .points(shape / 6 % 2)
            .patienceNs(shape / 12 % 3 * 4_000_000_000L);
    for (int i = 0; i < shape / 36 % 3; i++) {
      wish.prefer((shape / 108 + 2 * i) % plan.agentCount(), shape / (5 * i + 5) % 2);
    }
    return shape / 540 % 2 == 1 ? wish.alsoInto((queue + 1) % plan.queueCount()) : wish;
  }

  private static Optional<Decision> firstOffer(Router router, long call) {
    return router.view().decisions().last(DecisionLog.KEPT).reversed().stream()
        .filter(decision -> decision.call() == call && decision.kind().isOffer())
        .findFirst();
  }

  @Property(tries = TRIES, seed = "1")
  void everyAgentBesideAWaitingCallHasAReasonAndAskingChangesNothing(
      @ForAll("versions") List<Rules> versions, @ForAll("steps") List<Step> steps) {
    Twins twins = twins(versions).opened();
    Router router = twins.router();
    Explainer explainer = Explainer.of(router);
    for (Step step : steps) {
      twins.run(step);
      long before = router.stateHash();
      long deadline = router.nextDeadlineNs();
      for (CallFacts call : router.view().calls()) {
        askEverything(explainer, router, call);
      }
      explainer.rank(new NewCall().into(0), 0);
      explainer.lastOffers(8, 0).forEach(WhyAgent::describe);
      assertThat(router.stateHash()).isEqualTo(before);
      assertThat(router.nextDeadlineNs()).isEqualTo(deadline);
    }
  }

  private static void askEverything(Explainer explainer, Router router, CallFacts call) {
    assertThat(explainer.whyWaiting(call.handle(), 0).orElseThrow().describe()).isNotEmpty();
    for (int agent = 0; agent < router.plan().agentCount(); agent++) {
      var why = explainer.whyNot(call.handle(), agent, 0);
      if (call.state() == CallState.WAITING) {
        assertThat(why).as("call %d, agent %d", call.handle(), agent).isPresent();
        assertThat(why.orElseThrow().describe()).isNotEmpty();
      }
    }
  }

  @Property(tries = TRIES, seed = "1")
  void whatIsSaidOfAnAgentIsTrueAndIsGoneWhenItIsMended(
      @ForAll("versions") List<Rules> versions,
      @ForAll("steps") List<Step> steps,
      @ForAll @IntRange(max = 63) int which) {
    Twins twins = twins(versions).opened();
    steps.forEach(twins::run);
    Router router = twins.router();
    int agent = which % router.plan().agentCount();
    NewCall wish = new NewCall().into(which / 5 % router.plan().queueCount());
    Explainer explainer = Explainer.of(router);
    Optional<Reason> reason = explainer.rank(wish, 0).whyNot(agent);
    if (reason.isPresent() && isTrueAndMended(router, agent, wish, reason.get())) {
      assertThat(explainer.rank(wish, 0).whyNot(agent).map(Reason::condition))
          .as(() -> reason.get().describe())
          .isNotEqualTo(reason.map(Reason::condition));
    }
  }

  /** Checks a reason by looking, and mends what it says; false for what cannot be mended. */
  private static boolean isTrueAndMended(Router router, int agent, NewCall wish, Reason reason) {
    return switch (reason) {
      case Reason.NoLongerConfigured _ -> {
        assertThat(router.plan().isAgentRetired(agent)).isTrue();
        yield false;
      }
      case Reason.LoggedOut _ -> {
        assertThat(router.intent(agent)).isEqualTo(Intent.LOGGED_OUT);
        yield router.login(agent, 0);
      }
      case Reason.NotTakingCalls(int why) -> {
        assertThat(router.intent(agent)).isEqualTo(Intent.NOT_READY);
        assertThat(router.notReadyReason(agent)).isEqualTo(why);
        yield router.ready(agent, 0) && router.intent(agent) == Intent.READY;
      }
      case Reason.Busy busy -> {
        assertThat(router.work(agent)).isEqualTo(busy.work());
        yield busy.work().inCall()
            && router.released(agent, 0)
            && router.work(agent) != Work.WRAPUP
            && !router.work(agent).inOffer();
      }
      case Reason.InOwnCall _ -> {
        assertThat(router.work(agent)).isEqualTo(Work.EXTERNAL);
        router.external(agent, false, 0);
        yield !router.work(agent).inOffer();
      }
      case Reason.Unreachable _ -> {
        assertThat(router.work(agent)).isEqualTo(Work.UNREACHABLE);
        yield router.reachable(agent, 0) && !router.work(agent).inOffer();
      }
      case Reason.AtCapacity _ -> {
        assertThat(router.isRoutable(agent)).isFalse();
        router.otherWork(agent, 0, 0);
        yield !router.work(agent).inOffer();
      }
      case Reason.Cooling(var left) -> {
        assertThat(router.isRoutable(agent)).isFalse();
        router.tick(Twins.EPOCH_NS + router.view().nowNs() + left.toNanos());
        yield router.view().agent(agent).coolUntilNs() <= router.view().nowNs();
      }
      default -> {
        int first = router.plan().rules(wish.queue()).classOf(0, 0, 0);
        assertThat(router.isRoutable(agent)).isTrue();
        if (reason.condition() == Condition.MEMBER) {
          assertThat(router.plan().canServe(agent, first)).isFalse();
        }
        yield false;
      }
    };
  }

  @Property(tries = TRIES, seed = "1")
  void theLogSaysWhatTheEventsSaid(
      @ForAll("versions") List<Rules> versions, @ForAll("steps") List<Step> steps) {
    Twins twins = twins(versions).opened();
    steps.forEach(twins::run);
    List<String> told = new ArrayList<>();
    for (Note note : twins.history()) {
      switch (note) {
        case Offered n -> told.add("offered " + n.offer() + " " + n.call() + " " + n.agent());
        case Queued n -> told.add("queued " + n.call() + " " + n.queue());
        case Stepped n -> told.add("stepped " + n.call() + " " + n.queue() + " " + n.step());
        case Fired n -> told.add("fired " + n.call() + " " + n.rung());
        case Promoted n -> told.add("promoted " + n.call() + " " + n.band());
        case CallEnded n when n.end() != CallEnd.ANSWERED ->
            told.add("left " + n.call() + " " + n.end());
        default -> {}
      }
    }
    List<Decision> kept = twins.router().view().decisions().last(DecisionLog.KEPT).reversed();
    assertThat(kept.stream().map(ExplanationProperties::told)).isEqualTo(told);
  }

  private static String told(Decision decision) {
    long call = decision.call();
    return switch (decision.kind()) {
      case CALL_CHOSE, AGENT_CHOSE, PREFERRED, ASSIGNED ->
          "offered " + decision.offer() + " " + call + " " + decision.agent();
      case QUEUED -> "queued " + call + " " + decision.queue();
      case STEPPED -> "stepped " + call + " " + decision.queue() + " " + decision.step();
      case PROMOTED -> "promoted " + call + " " + decision.step();
      case RUNG_FIRED -> "fired " + call + " " + decision.step();
      case LEFT -> "left " + call + " " + CallEnd.of(decision.step());
    };
  }
}
