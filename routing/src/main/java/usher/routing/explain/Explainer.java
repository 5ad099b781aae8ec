package usher.routing.explain;

import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import usher.routing.Router;
import usher.routing.RouterView;
import usher.routing.call.NewCall;
import usher.routing.decision.Decision;
import usher.routing.decision.DecisionLog;
import usher.routing.decision.Kind;
import usher.routing.facts.AgentFacts;
import usher.routing.facts.CallFacts;
import usher.routing.facts.EntryFacts;
import usher.routing.order.CallOrder;
import usher.routing.plan.QueueRules;
import usher.routing.plan.RoutingPlan;

/**
 * Answers why. To be asked on the router's thread between commands; no question changes what the
 * router decides later. Costs grow with the number of agents, so ask for one call at a time.
 *
 * <p>{@code nowNs} is the caller's clock, as for commands; what is due by then must have been given
 * to the router before, by {@link Router#tick}.
 *
 * <p>One explainer per router: it keeps the {@linkplain #traceQueue traces}.
 */
public final class Explainer {
  /** How many traced decisions are kept in full. */
  public static final int MOST_TRACES = 256;

  /** How many calls can be traced at once; the oldest is forgotten for a further one. */
  public static final int MOST_TRACED_CALLS = 1_024;

  private final Router router;
  private final RouterView view;
  private final BitSet tracedQueues = new BitSet();
  private final Set<Long> tracedCalls = new LinkedHashSet<>();
  private final Map<Long, Ranking> traces = new LinkedHashMap<>();

  private Explainer(Router router) {
    this.router = router;
    view = router.view();
  }

  /** The explainer of a router. */
  public static Explainer of(Router router) {
    return new Explainer(router);
  }

  // ---- Tracing: everybody who was looked at, of decisions to come
  // ----------------------------------

  /** Keeps decisions through a queue in full from now on, or no longer. */
  public void traceQueue(int queue, boolean on) {
    tracedQueues.set(queue, on);
    armProbe();
  }

  /** Keeps decisions about a call in full from now on, or no longer. */
  public void traceCall(long call, boolean on) {
    if (!on) {
      tracedCalls.remove(call);
    } else if (tracedCalls.add(call) && tracedCalls.size() > MOST_TRACED_CALLS) {
      tracedCalls.remove(tracedCalls.iterator().next());
    }
    armProbe();
  }

  private void armProbe() {
    boolean any = !tracedCalls.isEmpty() || !tracedQueues.isEmpty();
    router.probe(any ? this::trace : null);
  }

  private void trace(long call, int queue, int entry) {
    if (!tracedQueues.get(queue) && !tracedCalls.contains(call)) {
      return;
    }
    CallFacts facts = view.call(call).orElseThrow();
    EntryFacts place =
        facts.entries().stream().filter(each -> each.slot() == entry).findFirst().orElseThrow();
    Ranking ranking = new Contest(view, facts, queuePlace(facts, place), view.nowNs()).ranking();
    traces.put(view.decisions().made(), ranking);
    if (traces.size() > MOST_TRACES) {
      traces.remove(traces.keySet().iterator().next());
    }
  }

  private static EntryFacts queuePlace(CallFacts call, EntryFacts place) {
    return place.isForAgent() ? call.queueEntries().getFirst() : place;
  }

  // ---- Why this agent
  // ----------------------------------------------------------------------------

  /** Why an agent was asked: by the handle of the offer; empty when it was too long ago. */
  public Optional<WhyAgent> whyAgent(long offer, long nowNs) {
    return view.decisions().ofOffer(offer).map(decision -> explain(decision, nowNs));
  }

  /** The last offers, the latest first, at most so many. */
  public List<WhyAgent> lastOffers(int most, long nowNs) {
    return view.decisions().last(most).stream()
        .filter(decision -> decision.kind().isOffer())
        .map(decision -> explain(decision, nowNs))
        .toList();
  }

  /** Why agents were asked for a call, the latest first, as far as it is kept. */
  public List<WhyAgent> offersOf(long call, long nowNs) {
    return lastOffers(DecisionLog.KEPT, nowNs).stream()
        .filter(why -> why.decision().call() == call)
        .toList();
  }

  /**
   * What decided an offer, in a few words: {@code longest-idle: idle for 43 s; rules 1}. Needs no
   * router, so that it can be said whenever a record is made.
   *
   * @param plan of the decision's version; with another only the kind is said
   */
  public static String inShort(RoutingPlan plan, Decision decision) {
    boolean sameRules = (int) plan.version() == decision.rules();
    List<String> strategy = sameRules ? plan.queue(decision.queue()).strategy() : List.of();
    return WhyAgent.inShort(decision, compared(decision, strategy, decision.figures()));
  }

  /** A decision that made an offer in words. */
  private WhyAgent explain(Decision decision, long nowNs) {
    RoutingPlan plan = view.plan();
    List<String> strategy =
        view.planOf(decision.rules())
            .map(rules -> rules.queue(decision.queue()).strategy())
            .orElse(List.of());
    Optional<Candidacy> second =
        decision.runnerUp() < 0
            ? Optional.empty()
            : Optional.of(
                candidacy(decision, decision.runnerUp(), strategy, decision.runnerUpFigures()));
    return new WhyAgent(
        decision,
        Duration.ofNanos(view.instant(nowNs) - decision.atNs()),
        Duration.ofNanos(decision.atNs() - decision.enqueuedNs()),
        plan.queue(decision.queue()).name(),
        candidacy(decision, decision.agent(), strategy, decision.figures()),
        second,
        Optional.ofNullable(traces.get(decision.number())));
  }

  private Candidacy candidacy(
      Decision decision, int agent, List<String> strategy, List<Long> figures) {
    List<Compared> compared = compared(decision, strategy, figures);
    return new Candidacy(agent, view.plan().agent(agent).name(), compared);
  }

  private static List<Compared> compared(
      Decision decision, List<String> strategy, List<Long> figures) {
    List<Compared> compared = new ArrayList<>();
    for (int at = 0; at < Math.min(figures.size(), strategy.size()); at++) {
      String name = strategy.get(at);
      long figure = figures.get(at);
      compared.add(new Compared(name, figure, Comparators.inWords(name, figure, decision.atNs())));
    }
    return compared;
  }

  // ---- Why elsewhere
  // ------------------------------------------------------------------------------

  /** Why the last rungs of overflow ladders fired, the latest first. */
  public List<WhyRung> lastRungs(int most, long nowNs) {
    return view.decisions().last(DecisionLog.KEPT).stream()
        .filter(decision -> decision.kind() == Kind.RUNG_FIRED)
        .limit(most)
        .map(decision -> explainRung(decision, nowNs))
        .toList();
  }

  /** Why rungs fired for a call, the latest first, as far as it is kept. */
  public List<WhyRung> rungsOf(long call, long nowNs) {
    return lastRungs(DecisionLog.KEPT, nowNs).stream()
        .filter(why -> why.decision().call() == call)
        .toList();
  }

  // ---- Why gone
  // -----------------------------------------------------------------------------------

  /** Why a call left unanswered; empty when it did not, or too long ago. */
  public Optional<WhyGone> whyGone(long call, long nowNs) {
    return view.decisions().ofEnd(call).map(decision -> explainEnd(decision, nowNs));
  }

  /** Why the last calls that nobody answered left, the latest first. */
  public List<WhyGone> lastGone(int most, long nowNs) {
    return view.decisions().last(DecisionLog.KEPT).stream()
        .filter(decision -> decision.kind() == Kind.LEFT)
        .limit(most)
        .map(decision -> explainEnd(decision, nowNs))
        .toList();
  }

  private WhyGone explainEnd(Decision decision, long nowNs) {
    Duration ago = Duration.ofNanos(view.instant(nowNs) - decision.atNs());
    Optional<RoutingPlan> rules = view.planOf(decision.rules());
    List<WhyRung> rungs = rungsOf(decision.call(), nowNs);
    return WhyGone.of(decision, ago, view.plan(), rules, rungs.stream().findFirst());
  }

  /**
   * Why a call left unanswered, in a few words. Needs no router.
   *
   * @param plan of the decision's version
   */
  public static String goneInShort(RoutingPlan plan, Decision decision) {
    Optional<RoutingPlan> rules =
        (int) plan.version() == decision.rules() ? Optional.of(plan) : Optional.empty();
    return WhyGone.of(decision, Duration.ZERO, plan, rules, Optional.empty()).inShort();
  }

  private WhyRung explainRung(Decision decision, long nowNs) {
    String queue = view.plan().queue(decision.queue()).name();
    return Rungs.why(decision, view.planOf(decision.rules()), queue, view.instant(nowNs));
  }

  /**
   * Why a rung fired, in a few words. Needs no router.
   *
   * @param plan of the decision's version
   */
  public static String rungInShort(RoutingPlan plan, Decision decision) {
    Optional<RoutingPlan> rules =
        (int) plan.version() == decision.rules() ? Optional.of(plan) : Optional.empty();
    String queue = plan.queue(decision.queue()).name();
    return Rungs.why(decision, rules, queue, decision.atNs()).inShort();
  }

  // ---- Why not me
  // --------------------------------------------------------------------------------

  /**
   * Why an agent is not asked for a call now; empty when the call is gone, or when nothing stands
   * in the way but that the call asks nobody more.
   */
  public Optional<WhyNot> whyNot(long call, int agent, long nowNs) {
    long instantNs = view.instant(nowNs);
    return view.call(call).flatMap(facts -> whyNot(facts, view.agent(agent), instantNs));
  }

  private Optional<WhyNot> whyNot(CallFacts call, AgentFacts agent, long instantNs) {
    List<WhyNot.InQueue> queues = new ArrayList<>();
    for (EntryFacts entry : call.queueEntries()) {
      Reason reason = new Contest(view, call, entry, instantNs).objection(agent);
      if (reason != null) {
        queues.add(new WhyNot.InQueue(entry.spec().name(), reason));
      }
    }
    return queues.isEmpty()
        ? Optional.empty()
        : Optional.of(new WhyNot(agent.spec().name(), queues.getFirst().reason(), queues));
  }

  /**
   * Why an agent was passed over when an offer was made: by the trace, or, without one, of the
   * runner-up only; empty where nothing is known.
   */
  public Optional<Reason> whyPassedOver(long offer, int agent) {
    return view.decisions()
        .ofOffer(offer)
        .map(decision -> explain(decision, 0))
        .flatMap(why ->
            why.full().isPresent()
                ? why.full().flatMap(ranking -> ranking.whyNot(agent))
                : why.runnerUp()
                    .filter(second -> second.index() == agent)
                    .flatMap(_ -> why.margin()));
  }

  // ---- Why still waiting
  // -------------------------------------------------------------------------

  /** Why a call has no agent yet; empty when it is gone. */
  public Optional<WhyWaiting> whyWaiting(long call, long nowNs) {
    long instantNs = view.instant(nowNs);
    return view.call(call).map(facts -> new Waits(view, facts, instantNs).why(expectedLeft(call)));
  }

  private Optional<Duration> expectedLeft(long call) {
    long leftNs = router.expectedWaitNs(call);
    return leftNs == Long.MAX_VALUE ? Optional.empty() : Optional.of(Duration.ofNanos(leftNs));
  }

  // ---- What if
  // -----------------------------------------------------------------------------------

  /**
   * Who would be asked if a call arrived now, by the queue through which they would meet; by the
   * first queue when nobody would be. The ladder of the queue, which may refuse a call or send it
   * elsewhere, is not looked at.
   */
  public Ranking rank(NewCall wish, long nowNs) {
    long instantNs = view.instant(nowNs);
    CallFacts call = new Supposed(view, instantNs).call(wish);
    // whom it prefers it meets through the first queue, however old it is in the others
    Stream<EntryFacts> entries =
        call.agentEntries().isEmpty()
            ? call.queueEntries().stream()
                .sorted(Comparator.comparingLong(entry -> -effectiveAgeNs(wish, entry)))
            : call.queueEntries().stream();
    List<Ranking> rankings =
        entries.map(entry -> new Contest(view, call, entry, instantNs).ranking()).toList();
    return rankings.stream()
        .filter(ranking -> ranking.winner().isPresent())
        .findFirst()
        .orElse(rankings.getFirst());
  }

  /** Of a call that arrives: what it brings along, up to the queue's limit. */
  private long effectiveAgeNs(NewCall wish, EntryFacts entry) {
    QueueRules rules = view.plan().rules(entry.queue());
    CallOrder order = view.plan().order();
    long broughtNs = order.headStartNs(wish.creditNs(), wish.points(), rules.acceleration());
    return Math.min(broughtNs, rules.maxAgeNs());
  }

  /** What rules would do with a call if everybody were logged in, ready and idle. */
  public static Trial trial(RoutingPlan plan, NewCall wish) {
    return Trials.of(plan, wish);
  }
}
