package usher.routing;

import usher.routing.call.CallKey;
import usher.routing.call.CallState;
import usher.routing.call.CallTable;
import usher.routing.call.EntryTable;
import usher.routing.decision.Kind;
import usher.routing.plan.Parallel;
import usher.routing.plan.QueueRules;

/**
 * What time does to a call that waits: its steps and phases, the greatest effective age, the guard
 * against starving, patience, exclusions that end, further parallel offers, the longest wait. A
 * call has one timer, at the earliest of them. Time in the queue runs on while the call is offered.
 */
final class CallClock {
  private static final long NEVER = Domain.NEVER;
  private static final long US = 1000;

  private final Domain domain;
  private final CallMoves moves;
  private final CallTable calls;
  private final EntryTable entries;
  private final Places places;

  CallClock(Domain domain, CallMoves moves) {
    this.domain = domain;
    this.moves = moves;
    calls = domain.calls;
    entries = domain.entries;
    places = domain.places;
  }

  void start(int call, QueueRules rules) {
    calls.maxWaitAtNs(call, later(domain.nowNs, rules.maxWaitNs()));
    calls.starvesAtNs(
        call,
        calls.band(call) > CallKey.TOP_NORMAL_BAND
            ? later(domain.nowNs, rules.maxStarveNs())
            : NEVER);
  }

  /** The limits of a queue whose rules have changed; one that is over already counts from now. */
  void limitAnew(int call, QueueRules rules) {
    long sinceNs = calls.enteredNs(call);
    long soonNs = domain.nowNs + 1;
    calls.maxWaitAtNs(call, Math.max(soonNs, later(sinceNs, rules.maxWaitNs())));
    if (calls.band(call) > CallKey.TOP_NORMAL_BAND) {
      calls.starvesAtNs(call, Math.max(soonNs, later(sinceNs, rules.maxStarveNs())));
    }
  }

  /** The rules of an entry have changed: it is in the step where its time in the queue puts it. */
  void stepAnew(int entry) {
    int was = entries.step(entry);
    entries.stage(entry, 0, 0, EntryTable.NIL);
    QueueRules rules = rules(entry);
    int at = 0;
    long sinceNs = entries.enteredNs(entry);
    setStep(entry, at, sinceNs, rules);
    while (at < rules.steps() - 1 && isOver(entry)) {
      boolean unstaffed = domain.staff.of(entries.callClass(entry)) == 0;
      sinceNs = unstaffed ? sinceNs : entries.stepUntilNs(entry);
      setStep(entry, ++at, sinceNs, rules);
    }
    if (at != was) {
      domain.note(Kind.STEPPED, entry, at);
      domain.events.stepped(calls.handle(entries.call(entry)), entries.queue(entry), at);
    }
  }

  private boolean isOver(int entry) {
    return entries.stepUntilNs(entry) <= domain.nowNs
        || domain.staff.of(entries.callClass(entry)) == 0;
  }

  /** Who can serve an entry has changed, but not what it asks for. */
  void stayInStep(int entry) {
    int step = entries.step(entry);
    entries.stage(entry, step, 0, EntryTable.NIL);
    QueueRules rules = rules(entry);
    int phase = phaseAt(entry, rules);
    int callClass = classOf(entry, rules, step, phase);
    entries.stage(entry, step, phase, callClass);
    if (step < rules.steps() - 1 && domain.staff.of(callClass) == 0) {
      enterStep(entry, step + 1, domain.nowNs);
    }
  }

  /**
   * An entry begins a step at an instant; steps that nobody staffed could serve are passed at once.
   */
  void enterStep(int entry, int step, long atNs) {
    QueueRules rules = rules(entry);
    int at = step;
    setStep(entry, at, atNs, rules);
    while (at < rules.steps() - 1 && domain.staff.of(entries.callClass(entry)) == 0) {
      setStep(entry, ++at, atNs, rules);
    }
    if (at > 0) {
      domain.note(Kind.STEPPED, entry, at);
      domain.events.stepped(calls.handle(entries.call(entry)), entries.queue(entry), at);
    }
  }

  private void setStep(int entry, int step, long atNs, QueueRules rules) {
    int phase = phaseAt(entry, rules);
    int callClass = classOf(entry, rules, step, phase);
    entries.stage(entry, step, phase, callClass);
    entries.stepUntilNs(entry, later(atNs, domain.plan.stepNs(callClass)));
  }

  private int classOf(int entry, QueueRules rules, int step, int phase) {
    return domain.classOf(entries.queue(entry), rules, entries.variant(entry), step, phase);
  }

  private int phaseAt(int entry, QueueRules rules) {
    long waitedNs = domain.nowNs - calls.enqueuedNs(entries.call(entry));
    int phase = entries.phase(entry);
    while (phase < rules.phases() - 1 && rules.phase().ns(phase + 1) <= waitedNs) {
      phase++;
    }
    return phase;
  }

  /** A class has nobody staffed any more: its calls go on to the next step. */
  void skipUnstaffed(int callClass) {
    boolean delayed = domain.plan.undelayed(callClass) != callClass;
    if (delayed || domain.staff.of(callClass) > 0) {
      return;
    }
    QueueRules rules = domain.plan.rules(domain.plan.rulesOfClass(callClass));
    if (domain.plan.stepOfClass(callClass) == rules.steps() - 1) {
      return;
    }
    for (int any = callClass - rules.phases() + 1; any <= callClass; any++) {
      while (places.first(any) != Places.NIL) {
        skip(places.first(any));
      }
    }
    skipHeld(callClass);
  }

  private void skipHeld(int callClass) {
    int entry = places.firstHeld(domain.plan.queueOfClass(callClass));
    while (entry != Places.NIL) {
      int next = places.next(entry);
      if (domain.plan.undelayed(entries.callClass(entry)) == callClass) {
        skip(entry);
      }
      entry = next;
    }
  }

  private void skip(int entry) {
    enterStep(entry, entries.step(entry) + 1, domain.nowNs);
    moves.place(entries.call(entry));
  }

  /** How many offers a call may have at once now. */
  int allowedOffers(int call) {
    QueueRules rules = domain.plan.rules(calls.queue(call));
    if (calls.liveOffers(call) == 0 || rules.parallelEveryNs() == 0) {
      return rules.parallel();
    }
    long times = 1 + (domain.nowNs - calls.firstOfferNs(call)) / rules.parallelEveryNs();
    return (int) Math.min(Parallel.MOST, times * rules.parallel());
  }

  private long moreOffersAtNs(int call) {
    QueueRules rules = domain.plan.rules(calls.queue(call));
    boolean canGrow =
        calls.state(call) == CallState.OFFERING
            && rules.parallelEveryNs() > 0
            && allowedOffers(call) < Parallel.MOST;
    if (!canGrow) {
      return NEVER;
    }
    long sinceNs = domain.nowNs - calls.firstOfferNs(call);
    return domain.nowNs + rules.parallelEveryNs() - sinceNs % rules.parallelEveryNs();
  }

  /** When a key's effective age reaches its queue's limit. */
  long capsAtNs(long key, QueueRules rules) {
    if (rules.maxAgeNs() == NEVER || CallKey.isCapped(key)) {
      return NEVER;
    }
    return CallKey.reachesUs(key, rules.acceleration(), rules.maxAgeNs()) * US;
  }

  /** Whether the timer that runs is that of the longest wait. */
  boolean maxWaitIsDue(int call) {
    return calls.maxWaitAtNs(call) <= domain.dueNs;
  }

  /** Does what is due besides the longest wait. */
  void onTimer(int call) {
    if (domain.exclusions.expire(call, domain.nowNs)) {
      domain.freshCall(call);
    }
    if (calls.starvesAtNs(call) <= domain.dueNs) {
      promote(call);
    }
    for (int e = calls.firstEntry(call); e != EntryTable.NIL; e = entries.next(e)) {
      age(call, e);
    }
    if (calls.patienceUntilNs(call) != Long.MIN_VALUE && !moves.isPatient(call)) {
      moves.stopWanting(call, EntryTable.NIL);
    }
    moves.place(call);
  }

  private void promote(int call) {
    calls.starvesAtNs(call, NEVER);
    if (calls.band(call) > CallKey.TOP_NORMAL_BAND) {
      calls.priority(call, CallKey.TOP_NORMAL_BAND, calls.points(call));
      moves.rekey(call);
      moves.ladders().overtakes(call);
      domain.note(Kind.PROMOTED, calls.firstEntry(call), CallKey.TOP_NORMAL_BAND);
      domain.events.promoted(calls.handle(call), CallKey.TOP_NORMAL_BAND);
    }
  }

  private void age(int call, int entry) {
    QueueRules rules = rules(entry);
    if (capsAtNs(places.ageKey(entry), rules) <= domain.nowNs) {
      places.key(entry, CallKey.capped(calls.band(call)), calls.sequence(call));
    }
    if (entries.wantedAgent(entry) != EntryTable.NIL) {
      return;
    }
    if (entries.stepUntilNs(entry) <= domain.dueNs) {
      enterStep(entry, entries.step(entry) + 1, entries.stepUntilNs(entry));
    } else {
      int step = entries.step(entry);
      int phase = phaseAt(entry, rules);
      entries.stage(entry, step, phase, classOf(entry, rules, step, phase));
    }
  }

  /**
   * Sets the call's timer to the earliest of what is to come. One that is due by now stays, even
   * where time is late and others run before it: it has yet to do what it was set for.
   */
  void arm(int call) {
    int timer = Domain.timer(Domain.CALL_TIMER, call);
    long dueNs = domain.timers.deadlineOf(timer);
    if (dueNs <= domain.dueNs) {
      return;
    }
    long at = dueNs <= domain.nowNs ? Math.min(dueNs, nextNs(call)) : nextNs(call);
    if (domain.timers.deadlineOf(timer) != at) {
      domain.timers.set(timer, at);
    }
  }

  /** When the call's timer is wanted next. */
  long nextNs(int call) {
    long at = domain.exclusions.earliestNs(call);
    at = Math.min(at, calls.starvesAtNs(call));
    at = Math.min(at, moreOffersAtNs(call));
    at = Math.min(at, moves.ladders().deadlineNs(call));
    if (moves.isPatient(call)) {
      at = Math.min(at, calls.patienceUntilNs(call));
    }
    if (calls.state(call) != CallState.CONNECTING && calls.maxWaitAtNs(call) > domain.dueNs) {
      at = Math.min(at, calls.maxWaitAtNs(call));
    }
    for (int e = calls.firstEntry(call); e != EntryTable.NIL; e = entries.next(e)) {
      at = Math.min(at, entryDeadlineNs(call, e));
    }
    return at;
  }

  private long entryDeadlineNs(int call, int entry) {
    QueueRules rules = rules(entry);
    long at = Math.min(entries.stepUntilNs(entry), capsAtNs(places.ageKey(entry), rules));
    int nextPhase = entries.phase(entry) + 1;
    boolean delayed = nextPhase < rules.phases() && entries.wantedAgent(entry) == EntryTable.NIL;
    return delayed ? Math.min(at, calls.enqueuedNs(call) + rules.phase().ns(nextPhase)) : at;
  }

  private QueueRules rules(int entry) {
    return domain.plan.rules(entries.rules(entry));
  }

  static long later(long fromNs, long lengthNs) {
    return lengthNs == NEVER ? NEVER : fromNs + lengthNs;
  }
}
