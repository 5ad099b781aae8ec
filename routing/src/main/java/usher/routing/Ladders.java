package usher.routing;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;
import usher.routing.call.CallEnd;
import usher.routing.call.CallState;
import usher.routing.call.CallTable;
import usher.routing.call.EntryTable;
import usher.routing.decision.Kind;
import usher.routing.overflow.Ladder;
import usher.routing.overflow.Opening;
import usher.routing.overflow.RungRules;
import usher.routing.overflow.ServiceLevel;
import usher.routing.overflow.Then;
import usher.routing.store.Bits;

/**
 * Lets calls climb the overflow ladders of their queues. A call is looked at when it enters a
 * queue, when one of its own times comes, and when an offer of it has failed. What queues share
 * (staff, length, hours, service level) is looked at when it changes: when that makes a rung
 * possible which was not, the calls of the queue are looked at, the one that entered first before
 * the others, at most {@value #MOST_LOOKS} per command; the rest follow at once in a command of
 * their own, which {@link Router#nextDeadlineNs} asks for.
 *
 * <p>The ladder is that of the queue in which the call is counted. While a phone rings, a rung that
 * takes the call away waits for the end of the ringing, and those after it wait with it as long as
 * it is due.
 */
final class Ladders {
  /** How many calls of queues are looked at in one command. */
  static final int MOST_LOOKS = 256;

  private static final long NEVER = Domain.NEVER;
  private static final double NS_PER_S = 1e9;
  private static final int NOBODY = -1;

  private final Domain domain;
  private final CallMoves moves;
  private final CallTable calls;
  private final QueueNews news;
  private final Outlook outlook;
  private final Reserves reserves;
  private Visits visits = new Visits();

  /** By queue: the rungs whose shared conditions held when last looked at, a bit for each. */
  private final int[] possible;

  /** By queue: whether a call whose phone rings was held up by a rung that may cease to be due. */
  private final boolean[] holdsUp;

  private final Opening[] opening;
  private final ServiceLevel[][] levels;

  /** The calls of each queue with rungs, in the order in which they entered. */
  private final CallLine line;

  Ladders(Domain domain, CallMoves moves, Outlook outlook, Reserves reserves) {
    this.domain = domain;
    this.moves = moves;
    this.outlook = outlook;
    this.reserves = reserves;
    calls = domain.calls;
    news = domain.news;
    int queues = domain.plan.queueCount();
    possible = new int[queues];
    holdsUp = new boolean[queues];
    opening = new Opening[queues];
    Arrays.fill(opening, Opening.OPEN);
    levels = new ServiceLevel[queues][];
    for (int queue = 0; queue < queues; queue++) {
      levels[queue] = levels(ladder(queue));
    }
    line = new CallLine(queues);
  }

  private static ServiceLevel[] levels(Ladder ladder) {
    ServiceLevel[] levels = new ServiceLevel[ladder.gauges()];
    for (int gauge = 0; gauge < levels.length; gauge++) {
      levels[gauge] = new ServiceLevel(ladder.gauge(gauge));
    }
    return levels;
  }

  /**
   * Goes on where the ladders of the plan before left off. Every queue is looked at anew, since its
   * staff may have changed with the plan; a rung that was there is behind those who passed it.
   */
  void follow(Ladders before, LadderChange change) {
    visits = before.visits;
    for (int queue = 0; queue < opening.length; queue++) {
      if (queue < before.opening.length) {
        opening[queue] = before.opening[queue];
        holdsUp[queue] = before.holdsUp[queue];
        possible[queue] = change.isSame(queue) ? before.possible[queue] : 0;
      }
      for (int gauge = 0; gauge < levels[queue].length; gauge++) {
        int was = change.gaugeBefore(queue, gauge);
        levels[queue][gauge] = was < 0 ? levels[queue][gauge] : before.levels[queue][was];
      }
    }
    callsAsEntered()
        .forEach(call -> {
          int queue = calls.queue(call);
          calls.climbed(
              call,
              change.rungs(queue, calls.climbed(call)),
              change.gauges(queue, calls.counted(call)));
          visits.renumber(call, change);
          enter(call);
        });
    for (int queue = 0; queue < opening.length; queue++) {
      news.tell(queue, QueueNews.COUNTS | QueueNews.STAFF | QueueNews.ORDER);
      if (news.watches(queue) && queue < before.opening.length && before.line.isWalked(queue)) {
        line.walkAll(queue);
      }
    }
  }

  private IntStream callsAsEntered() {
    return IntStream.range(0, calls.high())
        .filter(calls::inUse)
        .boxed()
        .sorted(Comparator.comparingLong(calls::enteredNs).thenComparingLong(calls::sequence))
        .mapToInt(Integer::intValue);
  }

  private Ladder ladder(int queue) {
    return domain.plan.rules(queue).ladder();
  }

  // ---- What happens to a call

  /** A call has arrived in its first queue and may be refused; it may be gone afterwards. */
  void arrived(int call) {
    forgetVisits(call);
    if (news.watches(calls.queue(call))) {
      enter(call);
      climb(call, true);
    }
  }

  /** A new call has this slot. */
  void forgetVisits(int call) {
    visits.clear(call);
  }

  /** Whether a rung or the reserve of a queue asks, as a call arrives, who is free just then. */
  boolean looksAhead(int queue) {
    return ladder(queue).usesExpected() || domain.plan.rules(queue).reserve().usesExpected();
  }

  private void enter(int call) {
    int queue = calls.queue(call);
    if (news.watches(queue)) {
      line.add(queue, call);
      news.tell(queue, QueueNews.COUNTS);
    }
  }

  /**
   * An entry has got its key; those behind it have another place now. It is put in its tree here,
   * since the matcher does that only after the ladders have been looked at.
   */
  void placed(int queue, int entry) {
    if (news.watches(queue)) {
      Ladder ladder = ladder(queue);
      boolean asks = ladder.usesPosition() || ladder.usesExpected();
      if (asks && domain.places.before(entry) < domain.places.length(queue)) {
        domain.places.move(entry, domain.places.ofClass(domain.entries.callClass(entry)));
        news.tell(queue, QueueNews.ORDER);
      }
    }
  }

  /** The call may stand before others in its queues now. */
  void overtakes(int call) {
    EntryTable entries = domain.entries;
    for (int e = calls.firstEntry(call); e != EntryTable.NIL; e = entries.next(e)) {
      news.tell(entries.queue(e), QueueNews.ORDER);
    }
  }

  /** Calls take another time now, and so do waits. */
  void expectAnew() {
    for (int queue = 0; queue < opening.length; queue++) {
      if (ladder(queue).usesExpected()) {
        news.tell(queue, QueueNews.ORDER);
      }
    }
  }

  /** The call leaves its queue for another one. */
  void movedOut(int call) {
    int queue = calls.queue(call);
    visits.add(call, queue, calls.climbed(call));
    if (news.watches(queue)) {
      line.remove(queue, call);
      news.tell(queue, QueueNews.COUNTS);
    }
  }

  /** The call has been moved to a queue. */
  void movedIn(int call) {
    calls.climbed(call, visits.rungsOf(call, calls.queue(call)), 0);
    enter(call);
  }

  /** An agent answered the call. */
  void answered(int call) {
    int queue = calls.queue(call);
    if (news.watches(queue)) {
      countInTime(call, queue, true);
      news.tell(queue, QueueNews.COUNTS);
    }
  }

  /** The call is about to leave the router. */
  void leaves(int call, CallEnd end) {
    int queue = calls.queue(call);
    if (news.watches(queue)) {
      if (end == CallEnd.ABANDONED) {
        countInTime(call, queue, false);
      }
      line.remove(queue, call);
      news.tell(queue, QueueNews.COUNTS);
    }
  }

  /** The call waits again after an offer, or after nobody outside was there. */
  void returned(int call) {
    int queue = calls.queue(call);
    if (news.watches(queue)) {
      news.tell(queue, QueueNews.COUNTS);
      climb(call, false);
    }
  }

  /** A time of the call has come; it may be gone afterwards. */
  void onTimer(int call) {
    int queue = calls.queue(call);
    if (news.watches(queue)) {
      countPassed(call, queue);
      climb(call, false);
    }
  }

  /** The longest wait in a queue lets its reserve join, or calls leave the window of its level. */
  void onQueueTimer(int queue) {
    news.tell(queue, QueueNews.COUNTS);
  }

  /** The call is on its way outside. */
  void wentOutside(int call) {
    news.tell(calls.queue(call), QueueNews.COUNTS);
  }

  /** When time alone may bring the call to a rung, or into a service level. */
  long deadlineNs(int call) {
    int queue = calls.queue(call);
    return news.watches(queue) && calls.state(call) != CallState.CONNECTING
        ? Math.min(rungDueNs(call, ladder(queue)), levelDueNs(call, queue))
        : NEVER;
  }

  private long rungDueNs(int call, Ladder ladder) {
    long soonest = NEVER;
    for (int rung = 0; rung < ladder.size(); rung++) {
      long at = calls.enteredNs(call) + ladder.rung(rung).waitedNs();
      boolean waits = ladder.rung(rung).waitedNs() > 0 && at > domain.dueNs;
      if (waits && !isBehind(call, rung)) {
        soonest = Math.min(soonest, at);
      }
    }
    return soonest;
  }

  // ---- Service levels

  private void countInTime(int call, int queue, boolean answered) {
    for (int gauge = 0; gauge < levels[queue].length; gauge++) {
      if (!isCounted(call, gauge)) {
        if (answered) {
          levels[queue][gauge].answered(domain.dueNs);
        } else {
          levels[queue][gauge].abandoned(domain.dueNs - calls.enteredNs(call), domain.dueNs);
        }
        setCounted(call, gauge);
      }
    }
  }

  private void countPassed(int call, int queue) {
    for (int gauge = 0; gauge < levels[queue].length; gauge++) {
      if (!isCounted(call, gauge) && passesAtNs(call, queue, gauge) <= domain.dueNs) {
        levels[queue][gauge].passed(domain.dueNs);
        setCounted(call, gauge);
        news.tell(queue, QueueNews.COUNTS);
      }
    }
  }

  private long levelDueNs(int call, int queue) {
    long soonest = NEVER;
    for (int gauge = 0; gauge < levels[queue].length; gauge++) {
      if (!isCounted(call, gauge)) {
        soonest = Math.min(soonest, passesAtNs(call, queue, gauge));
      }
    }
    return soonest;
  }

  /** An answer at T is in time. */
  private long passesAtNs(int call, int queue, int gauge) {
    return calls.enteredNs(call) + levels[queue][gauge].withinNs() + 1;
  }

  private boolean isCounted(int call, int gauge) {
    return (calls.counted(call) & 1 << gauge) != 0;
  }

  private void setCounted(int call, int gauge) {
    calls.climbed(call, calls.climbed(call), calls.counted(call) | 1 << gauge);
  }

  // ---- What happens to queues

  boolean open(int queue, Opening is) {
    boolean changed = opening[queue] != is;
    opening[queue] = is;
    news.tell(queue, QueueNews.COUNTS);
    return changed;
  }

  Opening opening(int queue) {
    return opening[queue];
  }

  /** Looks at the calls for which the command that runs may have made a rung possible. */
  void settle() {
    for (int looks = 0; looks < MOST_LOOKS; looks++) {
      while (news.any()) {
        review(news.first());
      }
      if (!line.isWalked()) {
        return;
      }
      int call = line.walk();
      if (!isOverdue(call)) {
        climb(call, false);
      }
    }
  }

  /** Whether a time of a rung has come for which the call's own timer is still to run. */
  private boolean isOverdue(int call) {
    boolean isTimed =
        domain.timers.deadlineOf(Domain.timer(Domain.CALL_TIMER, call)) <= domain.dueNs;
    return isTimed && hasRungAt(call, domain.dueNs);
  }

  private boolean hasRungAt(int call, long atNs) {
    Ladder ladder = ladder(calls.queue(call));
    for (int rung = 0; rung < ladder.size(); rung++) {
      long waitedNs = ladder.rung(rung).waitedNs();
      if (waitedNs > 0 && calls.enteredNs(call) + waitedNs == atNs) {
        return true;
      }
    }
    return false;
  }

  /** Whether calls are still to be looked at. */
  boolean isBehind() {
    return line.isWalked() || news.any();
  }

  private void review(int queue) {
    int reasons = news.take(queue);
    long joinsAtNs = reserves.review(queue, longest(queue), levels[queue]);
    domain.timers.set(
        Domain.timer(Domain.QUEUE_TIMER, queue), Math.min(joinsAtNs, levelsTurnAtNs(queue)));
    Ladder ladder = ladder(queue);
    int now = 0;
    for (int rung = 0; rung < ladder.size(); rung++) {
      now |= isPossible(queue, ladder.rung(rung)) ? 1 << rung : 0;
    }
    boolean rising = (now & ~possible[queue]) != 0;
    boolean releases = holdsUp[queue] && mayRelease(ladder, possible[queue] & ~now);
    boolean shifted =
        (ladder.usesExpected() && (reasons & (QueueNews.STAFF | QueueNews.ORDER)) != 0)
            || (ladder.usesPosition() && (reasons & QueueNews.ORDER) != 0);
    possible[queue] = now;
    if (rising || shifted || releases) {
      holdsUp[queue] = false;
      line.walkAll(queue);
    }
  }

  /** A level falls, too, when good calls leave its window. */
  private long levelsTurnAtNs(int queue) {
    long soonest = NEVER;
    for (ServiceLevel level : levels[queue]) {
      soonest = Math.min(soonest, level.turnsAtNs(domain.dueNs));
    }
    return soonest;
  }

  /** Places and expected waits may change with whatever there is news about. */
  private static boolean mayRelease(Ladder ladder, int falling) {
    return falling != 0 || ladder.usesPosition() || ladder.usesExpected();
  }

  /** The call that has been in a queue longest, waiting or offered to agents, or NIL. */
  private int longest(int queue) {
    int call = line.first(queue);
    while (call != CallTable.NIL && !calls.state(call).isForAgents()) {
      call = line.next(call);
    }
    return call;
  }

  private boolean isPossible(int queue, RungRules rung) {
    return (!rung.nobodyStaffed() || domain.presence.staffed(queue) == 0)
        && (!rung.nobodyReady() || domain.presence.ready(queue) == 0)
        && (rung.length() == 0 || others(queue) >= rung.length())
        && (!rung.closed() || opening[queue].isClosed())
        && (!rung.holiday() || opening[queue] == Opening.HOLIDAY)
        && (rung.gauge() < 0 || isLevelBelow(levels[queue][rung.gauge()], rung));
  }

  private boolean isLevelBelow(ServiceLevel level, RungRules rung) {
    return level.isBelow(rung.percent(), rung.atLeast(), domain.dueNs);
  }

  /** How many calls wait in a queue besides one that does. */
  private int others(int queue) {
    return domain.counters.inside(queue, CallState.WAITING)
        + domain.counters.inside(queue, CallState.OFFERING)
        + domain.counters.inside(queue, CallState.OUTSIDE)
        - 1;
  }

  // ---- Climbing

  /** Fires what is due in order, until the call is on its way elsewhere. */
  private void climb(int call, boolean arriving) {
    CallState state = calls.state(call);
    if (state == CallState.CONNECTING || state == CallState.OUTSIDE) {
      return;
    }
    int queue = calls.queue(call);
    Ladder ladder = ladder(queue);
    for (int rung = 0; rung < ladder.size(); rung++) {
      RungRules rules = ladder.rung(rung);
      if (!isBehind(call, rung) && isDue(call, queue, rules, arriving)) {
        if (state != CallState.WAITING && rules.then().takesAway()) {
          holdsUp[queue] = true;
          return;
        }
        calls.climbed(call, calls.climbed(call) | 1 << rung, calls.counted(call));
        if (fire(call, queue, rung, rules, arriving)) {
          return;
        }
      }
    }
  }

  private boolean isBehind(int call, int rung) {
    return (calls.climbed(call) & 1 << rung) != 0;
  }

  private boolean isDue(int call, int queue, RungRules rung, boolean arriving) {
    return (rung.waitedNs() == 0 || domain.dueNs - calls.enteredNs(call) >= rung.waitedNs())
        && (arriving || !rung.atEntryOnly())
        && isPossible(queue, rung)
        && canGo(call, rung)
        && (rung.position() == 0 || moves.position(call) > rung.position())
        && (rung.expectedNs() == 0 || outlook.meanS(call) * NS_PER_S >= rung.expectedNs());
  }

  /** True when the call is on its way elsewhere. */
  private boolean fire(int call, int queue, int rung, RungRules rules, boolean arriving) {
    keepFigures(call, queue, rules);
    domain.note(Kind.RUNG_FIRED, domain.calls.firstEntry(call), rung);
    domain.events.fired(calls.handle(call), queue, rung, rules.then());
    switch (rules.then()) {
      case Then.Relax() -> moves.relax(call);
      case Then.RaisePoints(int by) -> moves.raise(call, by);
      case Then.AddQueue _ -> moves.addQueueAndPlace(call, rules.queue());
      case Then.Move(String _, boolean keepsAge) -> {
        moves.move(call, rules.queue(), keepsAge);
        climb(call, arriving);
      }
      case Then.External _ -> moves.goOutside(call);
      case Then.Refuse _ -> moves.end(call, CallEnd.REFUSED);
      case Then.Goodbye _ -> moves.end(call, CallEnd.OVERFLOWED);
    }
    return rules.then().takesAway();
  }

  /** What the conditions that are measured found, in the order of their fields. */
  private void keepFigures(int call, int queue, RungRules rung) {
    int count = 0;
    if (rung.waitedNs() > 0) {
      domain.log.winner(count++, domain.dueNs - calls.enteredNs(call));
    }
    if (rung.expectedNs() > 0) {
      domain.log.winner(count++, (long) (outlook.meanS(call) * NS_PER_S));
    }
    if (rung.length() > 0) {
      domain.log.winner(count++, others(queue));
    }
    if (rung.position() > 0) {
      domain.log.winner(count++, moves.position(call));
    }
    if (rung.gauge() >= 0) {
      ServiceLevel level = levels[queue][rung.gauge()];
      domain.log.winner(count++, Bits.pack(level.inTime(), level.counted()));
    }
    domain.log.chosen(0, NOBODY, count);
  }

  private boolean canGo(int call, RungRules rung) {
    return !(rung.then() instanceof Then.Move)
        || (visits.count(call) < Ladder.MOST_MOVES && !domain.plan.isQueueRetired(rung.queue()));
  }

  /** Folds what later rungs depend on into a hash. */
  long hash(long hash) {
    long folded = hash;
    for (int queue = 0; queue < opening.length; queue++) {
      folded = folded * 31 + opening[queue].name().hashCode();
      folded = folded * 31 + possible[queue];
      folded = folded * 31 + (holdsUp[queue] ? 1 : 0);
      for (ServiceLevel level : levels[queue]) {
        folded = level.hash(folded);
      }
    }
    for (int call = 0; call < calls.high(); call++) {
      if (calls.inUse(call)) {
        folded = (folded * 31 + calls.climbed(call)) * 31 + calls.counted(call);
        folded = visits.hash(call, folded * 31 + calls.enteredNs(call));
      }
    }
    return folded;
  }

  /** Whether every call of a queue with rungs is in its line, and no other; for the audit. */
  boolean isInLine(int call) {
    return !news.watches(calls.queue(call)) || line.contains(calls.queue(call), call);
  }
}
