package usher.routing.explain;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import usher.routing.RouterView;
import usher.routing.agent.Intent;
import usher.routing.agent.Work;
import usher.routing.facts.AgentFacts;
import usher.routing.facts.CallFacts;
import usher.routing.facts.EntryFacts;
import usher.routing.plan.Membership;
import usher.routing.plan.RoutingPlan;
import usher.routing.store.SplitMix;
import usher.routing.strategy.Draw;

/**
 * One call's place in one queue against all agents, at an instant: who could have the call, who
 * comes first, and which condition keeps each of the others.
 *
 * <p>While a call waits for those whom it prefers, they are the only candidates, ranked by how much
 * it wants them.
 */
final class Contest {
  private static final List<Condition> IN_ORDER = Arrays.asList(Condition.values());
  private static final String PREFERENCE = "preference";

  private final RouterView view;
  private final RoutingPlan plan;
  private final CallFacts call;
  private final EntryFacts entry;
  private final long nowNs;
  private final Ability ability;
  private final Comparators comparators;
  private final List<AgentFacts> agents = new ArrayList<>();
  private final List<EntryFacts> preferred;
  private final int staffedAndAble;

  /**
   * A contest for a call.
   *
   * @param entry one of its places in queues
   * @param nowNs the instant, since the router's first command
   */
  Contest(RouterView view, CallFacts call, EntryFacts entry, long nowNs) {
    this.view = view;
    this.call = call;
    this.entry = entry;
    this.nowNs = nowNs;
    plan = view.plan();
    ability = new Ability(entry);
    preferred = call.patientUntilNs() > nowNs ? call.agentEntries() : List.of();
    comparators = new Comparators(view, entry, ability, otherSkills());
    for (int agent = 0; agent < plan.agentCount(); agent++) {
      agents.add(view.agent(agent));
    }
    staffedAndAble = (int) agents.stream().filter(this::isStaffedAndAble).count();
  }

  private Set<String> otherSkills() {
    Set<String> names = new TreeSet<>();
    call.queueEntries().forEach(other -> names.addAll(new Ability(other).requested()));
    return names;
  }

  private boolean isStaffedAndAble(AgentFacts agent) {
    return agent.staffed() && isAble(agent);
  }

  boolean isAble(AgentFacts agent) {
    return !plan.isAgentRetired(agent.index()) && ability.has(agent.spec());
  }

  List<AgentFacts> agents() {
    return agents;
  }

  /** How many could serve the call sooner or later. */
  int able() {
    return (int) agents.stream().filter(this::isAble).count();
  }

  /** How many of them are staffed. */
  int staffedAndAble() {
    return staffedAndAble;
  }

  // ---- Conditions
  // ----------------------------------------------------------------------------------

  /** Why an agent cannot have the call: the first condition that does not hold, or null. */
  @Nullable Reason objection(AgentFacts agent) {
    return objection(agent, IN_ORDER);
  }

  /** The same, with the conditions looked at in another order. */
  @Nullable Reason objection(AgentFacts agent, List<Condition> order) {
    return order.stream()
        .map(condition -> check(condition, agent))
        .filter(reason -> reason != null)
        .findFirst()
        .orElse(null);
  }

  /** Whether a condition holds: null, or what is wrong. */
  @Nullable Reason check(Condition condition, AgentFacts agent) {
    return switch (condition) {
      case CONFIGURED ->
          plan.isAgentRetired(agent.index()) ? new Reason.NoLongerConfigured() : null;
      case LOGGED_IN -> agent.intent() == Intent.LOGGED_OUT ? new Reason.LoggedOut() : null;
      case READY ->
          agent.intent() == Intent.NOT_READY ? new Reason.NotTakingCalls(agent.reason()) : null;
      case FREE -> busy(agent);
      case NO_OWN_CALL -> agent.work() == Work.EXTERNAL ? new Reason.InOwnCall() : null;
      case REACHABLE -> agent.work() == Work.UNREACHABLE ? new Reason.Unreachable() : null;
      case INSIDE_CAPACITY ->
          agent.hasCapacity()
              ? null
              : new Reason.AtCapacity(agent.otherWork(), agent.spec().capacity());
      case RESTED ->
          agent.coolUntilNs() > nowNs ? new Reason.Cooling(left(agent.coolUntilNs())) : null;
      case MEMBER ->
          ignoresRules(agent) || ability.isMember(agent.spec())
              ? null
              : new Reason.NotMember(entry.spec().name());
      case ABLE -> ignoresRules(agent) ? null : ability.lacks(agent.spec());
      case CALL_OLD_ENOUGH -> ignoresRules(agent) ? null : tooEarly(agent);
      case NOT_EXCLUDED -> ignoresRules(agent) ? null : failedBefore(agent);
      case PREFERRED -> othersPreferred(agent);
      case NO_BETTER_QUEUE -> betterQueue(agent);
      case FIRST_IN_RANKING -> null;
    };
  }

  private Duration left(long untilNs) {
    return Duration.ofNanos(untilNs - nowNs);
  }

  private @Nullable Reason busy(AgentFacts agent) {
    return switch (agent.work()) {
      case IDLE, EXTERNAL, UNREACHABLE -> null;
      case RESERVED, RINGING, TALKING, HELD, CONSULT, WRAPUP ->
          new Reason.Busy(
              agent.work(),
              agent.workQueue() < 0 ? "" : plan.queue(agent.workQueue()).name(),
              agent.call() != 0 && agent.call() == call.handle(),
              agent.workUntilNs() == Long.MAX_VALUE ? Duration.ZERO : left(agent.workUntilNs()));
    };
  }

  /** Whom a call waits for was found able when it arrived. */
  private boolean ignoresRules(AgentFacts agent) {
    return preferred.stream().anyMatch(place -> place.wanted() == agent.index());
  }

  private @Nullable Reason tooEarly(AgentFacts agent) {
    long delayNs = ability.membership(agent.spec()).delay().toNanos();
    return nowNs - call.enqueuedNs() >= delayNs
        ? null
        : new Reason.TooEarly(Duration.ofNanos(delayNs), left(call.enqueuedNs() + delayNs));
  }

  private @Nullable Reason failedBefore(AgentFacts agent) {
    long untilNs = call.staysAwayNs().getOrDefault(agent.index(), Long.MIN_VALUE);
    int others = staffedAndAble - (isStaffedAndAble(agent) ? 1 : 0);
    return untilNs > nowNs && others > 0 ? new Reason.FailedBefore(left(untilNs)) : null;
  }

  private @Nullable Reason othersPreferred(AgentFacts agent) {
    return preferred.isEmpty() || ignoresRules(agent)
        ? null
        : new Reason.OthersPreferred(
            preferred.stream().map(place -> plan.agent(place.wanted()).name()).toList(),
            left(call.patientUntilNs()));
  }

  private @Nullable Reason betterQueue(AgentFacts agent) {
    EntryFacts other = takesFirst(agent);
    return other == null
        ? null
        : new Reason.BetterQueue(
            other.spec().name(),
            rank(agent, other.spec().name()),
            rank(agent, entry.spec().name()));
  }

  private @Nullable EntryFacts takesFirst(AgentFacts agent) {
    if (entry.slot() >= 0) {
      return view.takesFirst(agent.index(), placeOf(agent)).orElse(null);
    }
    return call.queueEntries().stream()
        .filter(other -> rank(agent, other.spec().name()) < rank(agent, entry.spec().name()))
        .filter(other -> preferred.isEmpty() && mayServe(agent, other))
        .findFirst()
        .orElse(null);
  }

  private EntryFacts placeOf(AgentFacts agent) {
    return preferred.stream()
        .filter(place -> place.wanted() == agent.index())
        .reduce((a, b) -> b.score() > a.score() ? b : a)
        .orElse(entry);
  }

  private boolean mayServe(AgentFacts agent, EntryFacts other) {
    Ability there = new Ability(other);
    long delayNs = there.membership(agent.spec()).delay().toNanos();
    return there.has(agent.spec()) && nowNs - call.enqueuedNs() >= delayNs;
  }

  private static int rank(AgentFacts agent, String queue) {
    return agent.spec().queues().getOrDefault(queue, Membership.DEFAULT).rank();
  }

  // ---- The ranking
  // ---------------------------------------------------------------------------------

  Ranking ranking() {
    List<Candidacy> candidates = new ArrayList<>();
    List<Rejection> rejected = new ArrayList<>();
    for (AgentFacts agent : agents) {
      Reason reason = objection(agent);
      if (reason == null) {
        candidates.add(candidacy(agent));
      } else {
        rejected.add(new Rejection(agent.index(), agent.spec().name(), reason));
      }
    }
    List<Candidacy> inOrder = inOrder(candidates);
    return new Ranking(
        view.rules(),
        entry.spec().name(),
        entry.step() + 1,
        needs(entry),
        strategy(),
        inOrder,
        rejected,
        new Counterfactuals(this, plan, entry, nowNs).of(inOrder, rejected));
  }

  /** What a step asks for, and with it what the call brought along. */
  static String needs(EntryFacts entry) {
    String step = ExpressionWords.of(entry.spec().steps().get(entry.step()).needs());
    return entry.variant() == 0
        ? step
        : step + ", and " + ExpressionWords.of(entry.spec().variants().get(entry.variant() - 1));
  }

  List<String> strategy() {
    return preferred.isEmpty() ? entry.spec().strategy() : List.of(PREFERENCE);
  }

  Candidacy candidacy(AgentFacts agent) {
    List<Compared> figures =
        preferred.isEmpty() ? comparators.of(agent, nowNs) : List.of(preference(agent));
    return new Candidacy(agent.index(), agent.spec().name(), figures);
  }

  private Compared preference(AgentFacts agent) {
    int score = placeOf(agent).score();
    return new Compared(PREFERENCE, -score, "preferred with score " + score);
  }

  /** Best first; who is equal in all figures is ordered by the draw, or by the list. */
  private List<Candidacy> inOrder(List<Candidacy> candidates) {
    Comparator<Candidacy> byFigures = Contest::byFigures;
    if (!preferred.isEmpty()) {
      return candidates.stream().sorted(byFigures.thenComparingInt(this::preferredPlace)).toList();
    }
    Comparator<Candidacy> inList = byFigures.thenComparingInt(Candidacy::index);
    return switch (comparators.draw()) {
      case null -> candidates.stream().sorted(inList).toList();
      case Draw.Turn turn -> {
        int after = turn.after(turns(), entry.queue(), 0);
        yield candidates.stream()
            .sorted(
                byFigures
                    .thenComparing(each -> each.index() <= after)
                    .thenComparingInt(Candidacy::index))
            .toList();
      }
      case Draw.Lot lot -> drawn(candidates.stream().sorted(inList).toList(), lot);
    };
  }

  private int preferredPlace(Candidacy candidate) {
    return preferred.indexOf(placeOf(agents.get(candidate.index())));
  }

  private static int byFigures(Candidacy a, Candidacy b) {
    for (int at = 0; at < a.figures().size(); at++) {
      int difference = Long.compare(a.figures().get(at).figure(), b.figures().get(at).figure());
      if (difference != 0) {
        return difference;
      }
    }
    return 0;
  }

  /** Whether one comes before another by figures, or by the list where nothing is drawn. */
  boolean beats(Candidacy one, Candidacy other) {
    int difference = byFigures(one, other);
    boolean listDecides = comparators.draw() == null && one.index() < other.index();
    return difference < 0 || (difference == 0 && listDecides);
  }

  private Draw.Turns turns() {
    return new Draw.Turns() {
      @Override
      public int lastOfQueue(int queue) {
        return view.lastOfQueue(queue);
      }

      @Override
      public int lastOfCall(int any) {
        return call.lastAgent();
      }
    };
  }

  /** Draws as the router would next, from the same chance, which stays as it is. */
  private List<Candidacy> drawn(List<Candidacy> sorted, Draw.Lot lot) {
    List<Candidacy> tied =
        sorted.stream()
            .filter(each -> byFigures(each, sorted.getFirst()) == 0)
            .sorted(Comparator.comparingInt(each -> plan.profileOf(each.index())))
            .toList();
    if (tied.size() < 2) {
      return sorted;
    }
    SplitMix chance = view.chance();
    long ticket = chance.below(tied.stream().mapToLong(each -> weight(each, lot)).sum());
    for (Candidacy each : tied) {
      ticket -= weight(each, lot);
      if (ticket < 0) {
        List<Candidacy> order = new ArrayList<>(sorted);
        order.remove(each);
        order.addFirst(each);
        return order;
      }
    }
    throw new IllegalStateException("no ticket was drawn");
  }

  private int weight(Candidacy candidate, Draw.Lot lot) {
    return lot.weight(ability.membership(agents.get(candidate.index()).spec()).weight());
  }
}
