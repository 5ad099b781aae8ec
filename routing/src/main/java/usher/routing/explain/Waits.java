package usher.routing.explain;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import usher.routing.RouterView;
import usher.routing.agent.Work;
import usher.routing.call.CallKey;
import usher.routing.facts.AgentFacts;
import usher.routing.facts.CallFacts;
import usher.routing.facts.EntryFacts;
import usher.routing.plan.RoutingPlan;

/** Works out why a call waits. */
final class Waits {
  /** What the rules ask for comes first, then who is there, then who is free. */
  private static final List<Condition> RULES_FIRST =
      List.of(
          Condition.CONFIGURED,
          Condition.MEMBER,
          Condition.ABLE,
          Condition.LOGGED_IN,
          Condition.READY,
          Condition.REACHABLE,
          Condition.NO_OWN_CALL,
          Condition.FREE,
          Condition.RESTED,
          Condition.CALL_OLD_ENOUGH,
          Condition.NOT_EXCLUDED,
          Condition.PREFERRED,
          Condition.NO_BETTER_QUEUE);

  private final RouterView view;
  private final RoutingPlan plan;
  private final CallFacts call;
  private final long nowNs;

  Waits(RouterView view, CallFacts call, long nowNs) {
    this.view = view;
    this.call = call;
    plan = view.plan();
    this.nowNs = nowNs;
  }

  WhyWaiting why(Optional<Duration> expectedLeft) {
    boolean patient = call.patientUntilNs() > nowNs;
    List<Contest> contests =
        call.queueEntries().stream().map(entry -> new Contest(view, call, entry, nowNs)).toList();
    List<WhyWaiting.InQueue> queues = new ArrayList<>();
    for (int at = 0; at < contests.size(); at++) {
      queues.add(inQueue(contests.get(at), call.queueEntries().get(at)));
    }
    return new WhyWaiting(
        call.state(),
        view.position(call.handle()),
        left(nowNs, call.enqueuedNs()),
        expectedLeft,
        call.asked().stream().map(agent -> plan.agent(agent).name()).toList(),
        patient
            ? call.agentEntries().stream().map(each -> plan.agent(each.wanted()).name()).toList()
            : List.of(),
        patient ? left(call.patientUntilNs(), nowNs) : Duration.ZERO,
        queues,
        ahead(),
        events(contests));
  }

  private static Duration left(long untilNs, long fromNs) {
    return Duration.ofNanos(untilNs - fromNs);
  }

  private WhyWaiting.InQueue inQueue(Contest contest, EntryFacts entry) {
    List<Reason> reasons =
        contest.agents().stream()
            .map(agent -> contest.objection(agent, RULES_FIRST))
            .filter(Objects::nonNull)
            .toList();
    List<Drop> drops =
        Standings.drops(reasons).stream()
            .sorted(Comparator.comparingInt(drop -> RULES_FIRST.indexOf(drop.condition())))
            .toList();
    return new WhyWaiting.InQueue(
        entry.spec().name(),
        entry.step() + 1,
        Contest.needs(entry),
        contest.able(),
        contest.staffedAndAble(),
        drops,
        new Counterfactuals(contest, plan, entry, nowNs).widening());
  }

  // ---- Calls ahead
  // ----------------------------------------------------------------------------------

  private List<WhyWaiting.Ahead> ahead() {
    int own = view.position(call.handle());
    return own == 1
        ? List.of()
        : view.calls().stream()
            .filter(other -> firstQueue(other) == firstQueue(call))
            .filter(other -> other.handle() != call.handle())
            .filter(other -> view.position(other.handle()) < own)
            .sorted(Comparator.comparingInt(other -> view.position(other.handle())))
            .limit(WhyWaiting.MOST_AHEAD)
            .map(this::ahead)
            .toList();
  }

  private static int firstQueue(CallFacts of) {
    return of.entries().getFirst().queue();
  }

  private WhyWaiting.Ahead ahead(CallFacts other) {
    return new WhyWaiting.Ahead(other.handle(), left(nowNs, other.enqueuedNs()), whyAhead(other));
  }

  private String whyAhead(CallFacts other) {
    if (other.band() != call.band()) {
      return "is in band " + other.band() + ", before band " + call.band();
    }
    long privilegeNs = privilegeNs(other) - privilegeNs(call);
    if (other.enqueuedNs() > call.enqueuedNs() && privilegeNs > 0) {
      return "came later and has a higher priority";
    }
    return privilegeNs > 0 ? "waits longer and has a higher priority" : "waits longer";
  }

  private static long privilegeNs(CallFacts of) {
    return of.creditNs() + of.points() * CallKey.POINT_NS;
  }

  // ---- What comes next
  // ------------------------------------------------------------------------------

  private List<WhyWaiting.Event> events(List<Contest> contests) {
    List<WhyWaiting.Event> events = new ArrayList<>();
    add(events, call.maxWaitAtNs(), "the longest wait that its queue allows is over");
    add(events, call.starvesAtNs(), "it rises to a higher band");
    add(events, call.nextRungNs(), "the ladder of its queue is looked at");
    add(events, call.patientUntilNs(), "it stops waiting for those whom it prefers");
    call.staysAwayNs()
        .forEach((agent, untilNs) ->
            add(events, untilNs, plan.agent(agent).name() + " may be asked for it again"));
    for (EntryFacts entry : call.queueEntries()) {
      add(events, entry.stepUntilNs(), "step " + (entry.step() + 2) + " of " + entry.spec().name());
    }
    contests.getFirst().agents().stream()
        .filter(agent -> contests.stream().anyMatch(contest -> contest.isAble(agent)))
        .forEach(agent -> addAgent(events, agent));
    return events.stream()
        .sorted(Comparator.comparing(WhyWaiting.Event::in))
        .limit(WhyWaiting.MOST_EVENTS)
        .toList();
  }

  private void addAgent(List<WhyWaiting.Event> events, AgentFacts agent) {
    String name = agent.spec().name();
    if (agent.work() == Work.WRAPUP) {
      add(events, agent.workUntilNs(), name + " ends the wrap-up");
    } else if (agent.work().inOffer()) {
      add(events, agent.workUntilNs(), name + "'s phone stops ringing");
    }
    add(events, agent.coolUntilNs(), name + "'s pause is over");
  }

  private void add(List<WhyWaiting.Event> events, long atNs, String what) {
    if (atNs > nowNs && atNs < Long.MAX_VALUE) {
      events.add(new WhyWaiting.Event(left(atNs, nowNs), what));
    }
  }
}
