package usher.routing;

import usher.routing.call.CallState;
import usher.routing.call.CallTable;
import usher.routing.call.EntryTable;
import usher.routing.overflow.ServiceLevel;
import usher.routing.plan.QueueRules;
import usher.routing.plan.ReserveRules;
import usher.routing.store.IntList;

/**
 * Lets the reserve of queues join and leave. A queue is looked at when its calls or its staff
 * change, when one of its calls has waited as long as a limit says, and when calls leave the window
 * of its service level; nobody polls. A level joins when any of its limits is reached and leaves
 * when none of its lower ones is, so it does not come and go with every call.
 *
 * <pre>
 *   regular ──► level 1 joins ──► level 2 joins
 *           ◄── leaves        ◄── leaves
 * </pre>
 *
 * The calls of the queue change to the classes that the level's agents can serve, or back; offers
 * that were made before stay.
 */
final class Reserves {
  private static final double NS_PER_S = 1e9;

  private final Domain domain;
  private final CallMoves moves;
  private final CallTable calls;
  private final EntryTable entries;
  private final Outlook outlook;
  private final IntList moving = new IntList();
  private final IntList joining = new IntList();

  Reserves(Domain domain, CallMoves moves, Outlook outlook) {
    this.domain = domain;
    this.moves = moves;
    this.outlook = outlook;
    calls = domain.calls;
    entries = domain.entries;
  }

  private ReserveRules rules(int queue) {
    return domain.plan.rules(queue).reserve();
  }

  /**
   * Something has changed in a queue.
   *
   * @param first the call that has been waiting or offered there longest, or NIL
   * @param levels its service levels, that of the reserve last
   * @return when the longest wait lets the next level join, or {@link Domain#NEVER}
   */
  long review(int queue, int first, ServiceLevel[] levels) {
    ReserveRules rules = rules(queue);
    int was = domain.reserveLevel[queue];
    int level = was;
    while (level < rules.levels() && reached(rules.join(level + 1), queue, first, levels)) {
      level++;
    }
    while (level > 0 && level <= was && !reached(rules.leave(level), queue, first, levels)) {
      level--;
    }
    if (level != was) {
      change(queue, level);
    }
    return joinsAtNs(queue, first);
  }

  private long joinsAtNs(int queue, int first) {
    ReserveRules rules = rules(queue);
    int next = domain.reserveLevel[queue] + 1;
    long waitNs = next > rules.levels() ? Domain.NEVER : rules.join(next).longestWaitNs();
    boolean comes = first != CallTable.NIL && waitNs != Domain.NEVER;
    return comes ? calls.enteredNs(first) + waitNs : Domain.NEVER;
  }

  private boolean reached(ReserveRules.Limits limits, int queue, int first, ServiceLevel[] levels) {
    return waitIsOver(limits.longestWaitNs(), first)
        || waiting(queue) >= limits.waiting()
        || outlookIsOver(limits.expectedWaitNs(), queue)
        || (limits.percent() > 0 && isLevelBelow(limits.percent(), queue, levels));
  }

  private boolean waitIsOver(long limitNs, int first) {
    return first != CallTable.NIL && domain.dueNs - calls.enteredNs(first) >= limitNs;
  }

  private boolean outlookIsOver(long limitNs, int queue) {
    return limitNs != Domain.NEVER && outlook.meanOnArrivalS(queue) * NS_PER_S >= limitNs;
  }

  private boolean isLevelBelow(int percent, int queue, ServiceLevel[] levels) {
    return levels[levels.length - 1].isBelow(percent, rules(queue).leastCalls(), domain.dueNs);
  }

  private int waiting(int queue) {
    return domain.counters.inside(queue, CallState.WAITING)
        + domain.counters.inside(queue, CallState.OFFERING);
  }

  private void change(int queue, int level) {
    domain.reserveLevel[queue] = level;
    collect(queue);
    int last = EntryTable.NIL;
    while (moving.size() > 0) {
      int entry = moving.removeLast();
      moves.clock().stayInStep(entry);
      int call = entries.call(entry);
      moves.put(call, moves.isLooking(call));
      if (entries.callClass(entry) != last) {
        last = entries.callClass(entry);
        refresh(last);
      }
    }
    domain.events.reserveChanged(queue, level);
  }

  /** Who is free for a class may have a call to take. */
  private void refresh(int callClass) {
    domain.idle.collect(callClass, joining);
    while (joining.size() > 0) {
      domain.freshAgent(joining.removeLast());
    }
  }

  /** All places in the queue, those included that a call has just got and that are in no tree. */
  private void collect(int queue) {
    for (int i = 0; i < domain.freshCalls.size(); i++) {
      int call = domain.freshCalls.get(i);
      for (int e = first(call); e != EntryTable.NIL; e = entries.next(e)) {
        boolean here = entries.queue(e) == queue && entries.wantedAgent(e) == EntryTable.NIL;
        if (here && domain.places.treeOf(e) == Places.NIL) {
          moving.add(e);
        }
      }
    }
    collectFrom(domain.places.firstHeld(queue));
    for (int set : domain.plan.ruleSetsOf(queue)) {
      QueueRules rules = domain.plan.rules(set);
      for (int callClass = 0; callClass < rules.classes(); callClass++) {
        collectFrom(domain.places.first(rules.firstClass() + callClass));
      }
    }
  }

  private int first(int call) {
    return calls.inUse(call) ? calls.firstEntry(call) : EntryTable.NIL;
  }

  private void collectFrom(int first) {
    for (int e = first; e != Places.NIL; e = domain.places.next(e)) {
      moving.add(e);
    }
  }
}
