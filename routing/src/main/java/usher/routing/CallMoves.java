package usher.routing;

import usher.routing.call.CallEnd;
import usher.routing.call.CallKey;
import usher.routing.call.CallState;
import usher.routing.call.CallTable;
import usher.routing.call.EntryTable;
import usher.routing.plan.QueueSpec;
import usher.routing.store.Bits;

/**
 * What happens to one call: its places in queues, its age, its end. A call's key is set when it
 * arrives and kept when an offer fails, hence it returns to its old place.
 */
final class CallMoves {
  private static final long US = 1000;

  private final Domain domain;
  private final CallTable calls;
  private final EntryTable entries;

  CallMoves(Domain domain) {
    this.domain = domain;
    calls = domain.calls;
    entries = domain.entries;
  }

  /** A call arrives; NIL when the tables are full. */
  int arrive(int queue, int band, int points, long creditNs) {
    int call = calls.create(queue, band, points, creditNs, domain.nowNs);
    if (call == CallTable.NIL) {
      return call;
    }
    domain.counters.countOffered(queue);
    QueueSpec spec = domain.plan.queue(queue);
    if (spec.maxWait() != null) {
      calls.maxWaitAtNs(call, domain.nowNs + spec.maxWait().toNanos());
    }
    addEntry(call, queue);
    wait(call);
    return call;
  }

  private void addEntry(int call, int queue) {
    int entry = entries.create(call, domain.plan.classOf(queue), queue);
    entries.next(entry, calls.firstEntry(call));
    calls.firstEntry(call, entry);
    domain.waiting.ensureNodes(entries.capacity());
    domain.waiting.key(0, entry, key(call, queue));
    domain.waiting.key(1, entry, calls.sequence(call));
  }

  private long key(int call, int queue) {
    QueueSpec spec = domain.plan.queue(queue);
    long key =
        CallKey.of(
            calls.band(call),
            calls.enqueuedNs(call) / US,
            calls.creditNs(call),
            calls.points(call),
            spec);
    return capsAtNs(key, spec) <= domain.nowNs ? CallKey.capped(calls.band(call)) : key;
  }

  /** When a key's effective age reaches its queue's limit. */
  private static long capsAtNs(long key, QueueSpec queue) {
    if (queue.maxAge() == null || CallKey.isCapped(key)) {
      return Domain.NEVER;
    }
    return CallKey.reachesUs(key, queue.acceleration(), queue.maxAge().toNanos()) * US;
  }

  /** Puts a call, out of all trees, where agents look for it. */
  private void wait(int call) {
    calls.state(call, CallState.WAITING);
    calls.announce(call, true);
    for (int e = calls.firstEntry(call); e != EntryTable.NIL; e = entries.next(e)) {
      domain.waiting.insert(entries.callClass(e), e);
      Bits.set(domain.waitingClasses, entries.callClass(e));
    }
    domain.freshCall(call);
    arm(call);
  }

  /** The first offer is made: no agent looks for the call, but it keeps its place. */
  void offering(int call) {
    unlink(call);
    calls.state(call, CallState.OFFERING);
    for (int e = calls.firstEntry(call); e != EntryTable.NIL; e = entries.next(e)) {
      domain.waiting.insert(domain.offeringTree(entries.queue(e)), e);
    }
    arm(call);
  }

  void connecting(int call, int winner) {
    calls.winner(call, winner);
    calls.state(call, CallState.CONNECTING);
    arm(call);
  }

  /** An offer of the call came to nothing. */
  void offerGone(int call, int offer) {
    if (calls.winner(call) == offer) {
      calls.winner(call, CallTable.NIL);
      calls.state(call, CallState.OFFERING);
    }
    if (calls.firstOffer(call) != CallTable.NIL) {
      arm(call);
    } else if (calls.maxWaitAtNs(call) <= domain.nowNs) {
      leave(call, CallEnd.TIMED_OUT);
    } else {
      unlink(call);
      wait(call);
    }
  }

  /** A call without offers leaves. */
  void leave(int call, CallEnd end) {
    long handle = calls.handle(call);
    int queue = calls.queue(call);
    unlink(call);
    for (int e = calls.firstEntry(call); e != EntryTable.NIL; ) {
      int next = entries.next(e);
      entries.release(e);
      e = next;
    }
    domain.exclusions.clear(call);
    domain.timers.cancel(Domain.timer(Domain.CALL_TIMER, call));
    domain.counters.countEnded(queue, end);
    calls.release(call);
    domain.events.callEnded(handle, queue, end);
  }

  private void unlink(int call) {
    for (int e = calls.firstEntry(call); e != EntryTable.NIL; e = entries.next(e)) {
      int tree = domain.waiting.treeOf(e);
      domain.waiting.remove(e);
      if (tree < domain.plan.classCount() && domain.waiting.size(tree) == 0) {
        Bits.clear(domain.waitingClasses, tree);
      }
    }
  }

  void exclude(int call, int agent, long untilNs) {
    domain.exclusions.add(call, agent, untilNs);
  }

  /** Ages the call; the longest wait is for the caller to see to. */
  void onTimer(int call) {
    if (domain.exclusions.expire(call, domain.nowNs) && calls.state(call) == CallState.WAITING) {
      domain.freshCall(call);
    }
    for (int e = calls.firstEntry(call); e != EntryTable.NIL; e = entries.next(e)) {
      cap(call, e);
    }
    arm(call);
  }

  private void cap(int call, int entry) {
    QueueSpec queue = domain.plan.queue(entries.queue(entry));
    if (capsAtNs(domain.waiting.key(0, entry), queue) <= domain.nowNs) {
      int tree = domain.waiting.treeOf(entry);
      domain.waiting.remove(entry);
      domain.waiting.key(0, entry, CallKey.capped(calls.band(call)));
      domain.waiting.insert(tree, entry);
    }
  }

  /** Whether the timer that runs is that of the longest wait. */
  boolean maxWaitIsDue(int call) {
    return calls.maxWaitAtNs(call) <= domain.dueNs;
  }

  private void arm(int call) {
    long at = domain.exclusions.earliestNs(call);
    if (calls.state(call) != CallState.CONNECTING && calls.maxWaitAtNs(call) > domain.dueNs) {
      at = Math.min(at, calls.maxWaitAtNs(call));
    }
    for (int e = calls.firstEntry(call); e != EntryTable.NIL; e = entries.next(e)) {
      QueueSpec queue = domain.plan.queue(entries.queue(e));
      at = Math.min(at, capsAtNs(domain.waiting.key(0, e), queue));
    }
    domain.timers.set(Domain.timer(Domain.CALL_TIMER, call), at);
  }

  /**
   * Place among the waiting and offered calls of the queue the call is counted in, 1 for the first.
   */
  int position(int call) {
    int entry = calls.firstEntry(call);
    int queue = entries.queue(entry);
    int tree = domain.plan.classOf(queue);
    return 1
        + domain.waiting.countBefore(tree, entry)
        + domain.waiting.countBefore(domain.offeringTree(queue), entry);
  }
}
