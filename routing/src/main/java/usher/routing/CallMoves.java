package usher.routing;

import usher.routing.call.CallEnd;
import usher.routing.call.CallKey;
import usher.routing.call.CallState;
import usher.routing.call.CallTable;
import usher.routing.call.EntryTable;
import usher.routing.call.NewCall;
import usher.routing.decision.DecisionLog;
import usher.routing.ewt.Promises;
import usher.routing.offer.OfferTable;
import usher.routing.plan.QueueRules;

/**
 * What happens to one call: arrival, its places in queues, its end. A call's key follows from when
 * it entered and is kept when an offer fails, hence it returns to its old place.
 *
 * <p>Every change ends with {@link #place}: each entry stands where agents look for it exactly when
 * the call wants one more agent, and keeps its place elsewhere when not. A call that arrives or
 * returns is placed by the matcher, when it has found that nobody is free for it.
 */
final class CallMoves {
  static final long US = 1000;

  private final Domain domain;
  private final CallTable calls;
  private final EntryTable entries;
  private final Places places;
  private final CallClock clock;
  private final Ladders ladders;
  private final Reserves reserves;
  private final Outlook outlook;

  CallMoves(Domain domain) {
    this.domain = domain;
    calls = domain.calls;
    entries = domain.entries;
    places = domain.places;
    outlook = new Outlook(domain);
    reserves = new Reserves(domain, this, outlook);
    ladders = new Ladders(domain, this, outlook, reserves);
    clock = new CallClock(domain, this);
  }

  Ladders ladders() {
    return ladders;
  }

  CallClock clock() {
    return clock;
  }

  Reserves reserves() {
    return reserves;
  }

  Outlook outlook() {
    return outlook;
  }

  /** What to tell the caller about the wait that is left. */
  long promise(int call) {
    double percentileS = outlook.percentileS(call, Promises.SHARE);
    long promise = Promises.next(calls.promised(call), percentileS);
    if (promise == Promises.SILENCE) {
      return promise;
    }
    calls.promise(call, promise, domain.nowNs);
    return Promises.length(promise);
  }

  /** A call arrives; NIL when the tables are full. */
  int arrive(NewCall wish) {
    int queue = wish.queue();
    int places = 1 + wish.otherCount() + wish.preferredCount();
    if (entries.room() < places || domain.plan.isQueueRetired(queue)) {
      return CallTable.NIL;
    }
    int call = calls.create(queue, wish.band(), wish.points(), wish.creditNs(), domain.nowNs);
    if (call == CallTable.NIL) {
      return call;
    }
    domain.counters.countOffered(queue);
    domain.counters.enter(queue, CallState.WAITING);
    clock.start(call, domain.plan.rules(queue));
    addQueue(call, queue, wish.variant());
    for (int i = 0; i < wish.otherCount(); i++) {
      addQueue(call, wish.other(i), 0);
    }
    prefer(call, wish);
    calls.announce(call, true);
    domain.freshCall(call);
    return call;
  }

  /** One more queue; false when the call waits there already or there is no room. */
  boolean addQueue(int call, int queue, int variant) {
    if (isIn(call, queue) || entries.room() == 0 || domain.plan.isQueueRetired(queue)) {
      return false;
    }
    int entry = append(call, entries.create(call, queue, variant, domain.nowNs));
    clock.enterStep(entry, 0, domain.nowNs);
    rekey(call, entry);
    ladders.placed(queue, entry);
    return true;
  }

  private boolean isIn(int call, int queue) {
    for (int e = calls.firstEntry(call); e != EntryTable.NIL; e = entries.next(e)) {
      if (entries.queue(e) == queue && entries.wantedAgent(e) == EntryTable.NIL) {
        return true;
      }
    }
    return false;
  }

  private int append(int call, int entry) {
    int last = calls.firstEntry(call);
    if (last == EntryTable.NIL) {
      calls.firstEntry(call, entry);
      return entry;
    }
    while (entries.next(last) != EntryTable.NIL) {
      last = entries.next(last);
    }
    entries.next(last, entry);
    return entry;
  }

  private void prefer(int call, NewCall wish) {
    if (wish.patienceNs() == 0) {
      return;
    }
    int undelayed = domain.plan.undelayed(entries.callClass(calls.firstEntry(call)));
    for (int i = 0; i < wish.preferredCount(); i++) {
      int agent = wish.preferred(i);
      if (domain.agents.staffed(agent) && domain.plan.canServe(agent, undelayed)) {
        int entry = append(call, entries.create(call, wish.queue(), wish.variant(), domain.nowNs));
        entries.want(entry, agent, wish.score(i));
        rekey(call, entry);
        calls.patienceUntilNs(call, domain.nowNs + wish.patienceNs());
      }
    }
  }

  /** Whether the call waits for the agents that it prefers and nobody else. */
  boolean isPatient(int call) {
    return calls.patienceUntilNs(call) > domain.nowNs;
  }

  /** The call no longer waits for an agent, or, with NIL, for any that it prefers. */
  void stopWanting(int call, int agent) {
    int before = EntryTable.NIL;
    boolean wants = false;
    for (int e = calls.firstEntry(call); e != EntryTable.NIL; ) {
      int next = entries.next(e);
      int wanted = entries.wantedAgent(e);
      if (wanted != EntryTable.NIL && (wanted == agent || agent == EntryTable.NIL)) {
        entries.next(before, next);
        places.move(e, Places.NIL);
        entries.release(e);
      } else {
        wants |= wanted != EntryTable.NIL;
        before = e;
      }
      e = next;
    }
    if (!wants && calls.patienceUntilNs(call) != Long.MIN_VALUE) {
      calls.patienceUntilNs(call, Long.MIN_VALUE);
      place(call);
    }
  }

  /** Gives every entry the key that follows from the call's band, points and age. */
  void rekey(int call) {
    for (int e = calls.firstEntry(call); e != EntryTable.NIL; e = entries.next(e)) {
      rekey(call, e);
    }
  }

  private void rekey(int call, int entry) {
    QueueRules rules = domain.plan.rules(entries.queue(entry));
    long key =
        CallKey.of(
            calls.band(call),
            calls.enqueuedNs(call) / US,
            headStartNs(call, rules),
            rules.acceleration());
    boolean capped = clock.capsAtNs(key, rules) <= domain.nowNs;
    places.key(entry, capped ? CallKey.capped(calls.band(call)) : key, calls.sequence(call));
  }

  private long headStartNs(int call, QueueRules rules) {
    return domain
        .plan
        .order()
        .headStartNs(calls.creditNs(call), calls.points(call), rules.acceleration());
  }

  void offered(int call) {
    calls.addOffer(call, domain.nowNs);
    state(call, CallState.OFFERING);
    place(call);
  }

  void connecting(int call, int winner) {
    calls.winner(call, winner);
    ladders.answered(call);
    boolean wasLooking = isLooking(call);
    state(call, CallState.CONNECTING);
    if (wasLooking) {
      place(call);
    }
  }

  /** An offer of the call came to nothing. */
  void offerGone(int call, int offer) {
    boolean isWinner = calls.winner(call) == offer;
    if (isWinner) {
      calls.winner(call, CallTable.NIL);
      state(call, CallState.OFFERING);
    }
    if (calls.liveOffers(call) == 0) {
      waitAgain(call);
    } else {
      place(call);
      if (isWinner) {
        ladders.returned(call);
      }
    }
  }

  private void waitAgain(int call) {
    state(call, CallState.WAITING);
    calls.announce(call, true);
    if (calls.maxWaitAtNs(call) <= domain.nowNs) {
      end(call, CallEnd.TIMED_OUT);
    } else {
      domain.freshCall(call);
      ladders.returned(call);
    }
  }

  private void state(int call, CallState to) {
    domain.counters.move(calls.queue(call), calls.state(call), to);
    calls.state(call, to);
  }

  /** Takes the call out of all queues. */
  private void forget(int call) {
    for (int e = calls.firstEntry(call); e != EntryTable.NIL; ) {
      int next = entries.next(e);
      places.move(e, Places.NIL);
      entries.release(e);
      e = next;
    }
    calls.firstEntry(call, EntryTable.NIL);
  }

  /** A call without offers leaves unanswered. */
  void end(int call, CallEnd end) {
    noteEnd(call, end);
    leave(call, end);
  }

  /** Keeps how a call stands that is about to leave unanswered; its phones may still ring. */
  void noteEnd(int call, CallEnd end) {
    int entry = calls.firstEntry(call);
    int offer = calls.firstOffer(call);
    domain.log.winner(0, domain.nowNs - calls.enteredNs(call));
    domain.log.winner(1, position(call));
    domain.log.winner(2, domain.staff.of(entries.callClass(entry)));
    domain.log.winner(3, calls.liveOffers(call));
    domain.log.chosen(0, OfferTable.NIL, DecisionLog.FIGURES);
    domain.noteEnd(entry, end, offer == OfferTable.NIL ? offer : domain.offers.agent(offer));
  }

  /** A call without offers leaves. */
  void leave(int call, CallEnd end) {
    long handle = calls.handle(call);
    int queue = calls.queue(call);
    forget(call);
    ladders.leaves(call, end);
    domain.exclusions.clear(call);
    domain.timers.cancel(Domain.timer(Domain.CALL_TIMER, call));
    domain.counters.leave(queue, calls.state(call));
    domain.counters.countEnded(queue, end);
    settleWait(call, queue, end);
    calls.release(call);
    domain.events.callEnded(handle, queue, end);
  }

  private void settleWait(int call, int queue, CallEnd end) {
    if (end == CallEnd.REFUSED) {
      return;
    }
    domain.pace.waited(queue, domain.nowNs - calls.enteredNs(call), end == CallEnd.ABANDONED);
    if (end == CallEnd.ANSWERED && calls.promised(call) != 0) {
      domain.promises.settle(queue, calls.promised(call), domain.nowNs - calls.promisedAtNs(call));
    }
  }

  // ---- What rungs do

  /** On to the next step of the queue that the call is counted in. */
  void relax(int call) {
    int entry = calls.firstEntry(call);
    if (entries.step(entry) < domain.plan.rules(calls.queue(call)).steps() - 1) {
      clock.enterStep(entry, entries.step(entry) + 1, domain.nowNs);
      place(call);
    }
  }

  void raise(int call, int points) {
    int more = Math.min(calls.points(call) + points, CallKey.MAX_POINTS);
    calls.priority(call, calls.band(call), more);
    rekey(call);
    ladders.overtakes(call);
    place(call);
  }

  void addQueueAndPlace(int call, int queue) {
    if (addQueue(call, queue, 0)) {
      place(call);
    }
  }

  /** A waiting call without offers is given to another queue. */
  void move(int call, int to, boolean keepsAge) {
    int from = calls.queue(call);
    forget(call);
    ladders.movedOut(call);
    domain.counters.leave(from, CallState.WAITING);
    domain.counters.countEnded(from, CallEnd.MOVED);
    calls.queue(call, to, domain.nowNs);
    if (!keepsAge) {
      calls.restart(call, domain.nowNs);
    }
    calls.patienceUntilNs(call, Long.MIN_VALUE);
    domain.counters.countOffered(to);
    domain.counters.enter(to, CallState.WAITING);
    clock.start(call, domain.plan.rules(to));
    addQueue(call, to, 0);
    ladders.movedIn(call);
    calls.announce(call, true);
    domain.events.moved(calls.handle(call), from, to);
    place(call);
  }

  /** Somebody outside is asked for a waiting call without offers; it keeps its place. */
  void goOutside(int call) {
    state(call, CallState.OUTSIDE);
    ladders.wentOutside(call);
    place(call);
  }

  /** Nobody outside is there. */
  void outsideFailed(int call) {
    waitAgain(call);
  }

  /** Whether the call wants one more agent. */
  boolean isLooking(int call) {
    CallState state = calls.state(call);
    return state != CallState.CONNECTING
        && state != CallState.OUTSIDE
        && calls.liveOffers(call) < clock.allowedOffers(call);
  }

  /** Puts every entry in the tree where it belongs, and has the matcher look at the call. */
  void place(int call) {
    boolean looking = isLooking(call);
    put(call, looking);
    if (looking) {
      domain.freshCall(call);
    }
  }

  /** Puts every entry in the tree where it belongs, and sets the call's timer. */
  void put(int call, boolean looking) {
    boolean patient = isPatient(call);
    for (int e = calls.firstEntry(call); e != EntryTable.NIL; e = entries.next(e)) {
      places.move(e, treeFor(e, looking, patient));
    }
    clock.arm(call);
  }

  private int treeFor(int entry, boolean looking, boolean patient) {
    int agent = entries.wantedAgent(entry);
    if (agent != EntryTable.NIL) {
      return places.wanting(agent);
    }
    return looking && !patient
        ? places.ofClass(entries.callClass(entry))
        : places.held(entries.queue(entry));
  }

  // ---- For the reconciler

  /** Whether a call's places and its timer are as they should be, and nobody free fits it. */
  boolean isInOrder(int call) {
    boolean looking = isLooking(call);
    boolean patient = isPatient(call);
    for (int e = calls.firstEntry(call); e != EntryTable.NIL; e = entries.next(e)) {
      if (places.treeOf(e) != treeFor(e, looking, patient) || (looking && isMissed(e, patient))) {
        return false;
      }
    }
    int timer = Domain.timer(Domain.CALL_TIMER, call);
    return domain.timers.deadlineOf(timer) <= clock.nextNs(call);
  }

  /** Whether somebody free could take the call through an entry. */
  private boolean isMissed(int entry, boolean patient) {
    int agent = entries.wantedAgent(entry);
    return agent == EntryTable.NIL
        ? !patient
            && !domain.exclusions.any(entries.call(entry))
            && domain.idle.anyFor(entries.callClass(entry))
        : patient && domain.idle.contains(agent);
  }

  /** Puts a call where it belongs, if it is still here, and has the matcher look at it. */
  void restore(int call) {
    if (calls.inUse(call)) {
      place(call);
    }
  }

  /** The call's offers were wrong and are gone; it waits at its place. */
  void recovered(int call) {
    calls.forgetOffers(call);
    waitAgain(call);
  }

  /** Counts the calls of a queue again. */
  void recount(int queue) {
    domain.counters.forgetInside(queue);
    for (int call = 0; call < calls.high(); call++) {
      if (calls.inUse(call) && calls.queue(call) == queue) {
        domain.counters.enter(queue, calls.state(call));
      }
    }
    domain.counters.settle(queue);
  }

  void exclude(int call, int agent, long untilNs) {
    domain.exclusions.add(call, agent, untilNs);
    stopWanting(call, agent);
  }

  /** Sees to those whose last agent has left the staff. */
  void followStaff() {
    if (domain.staff.left.size() + domain.staff.emptied.size() > 0) {
      seeToThoseLeft();
    }
  }

  private void seeToThoseLeft() {
    while (domain.staff.left.size() > 0) {
      int agent = domain.staff.left.removeLast();
      int tree = places.wanting(agent);
      while (places.first(tree) != Places.NIL) {
        stopWanting(entries.call(places.first(tree)), agent);
      }
      for (int i = 0; i < domain.exclusions.callCount(); i++) {
        domain.freshCall(domain.exclusions.call(i));
      }
    }
    while (domain.staff.emptied.size() > 0) {
      clock.skipUnstaffed(domain.staff.emptied.removeLast());
    }
  }

  /** Place among the calls of the queue the call is counted in, 1 for the first. */
  int position(int call) {
    return 1 + places.before(calls.firstEntry(call));
  }
}
