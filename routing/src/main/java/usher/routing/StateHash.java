package usher.routing;

import usher.routing.call.CallTable;
import usher.routing.call.EntryTable;
import usher.routing.call.Exclusions;
import usher.routing.offer.OfferTable;

/** Folds the live state in one number, in the order of indices. */
final class StateHash {
  private final Domain domain;
  private long hash;

  StateHash(Domain domain) {
    this.domain = domain;
  }

  long value() {
    add(domain.nowNs);
    add(domain.plan.version());
    add(domain.chance.state());
    for (int agent = 0; agent < domain.agents.count(); agent++) {
      hash = domain.agents.hash(agent, hash);
    }
    for (int queue = 0; queue < domain.plan.queueCount(); queue++) {
      add(domain.lastOfQueue(queue));
      hash = domain.pace.hash(queue, hash);
      add(domain.reserveLevel[queue]);
    }
    for (int call = 0; call < domain.calls.high(); call++) {
      if (domain.calls.inUse(call)) {
        addCall(call);
      }
    }
    for (int offer = 0; offer < domain.offers.high(); offer++) {
      if (domain.offers.inUse(offer)) {
        addOffer(offer);
      }
    }
    return hash;
  }

  private void addCall(int call) {
    CallTable calls = domain.calls;
    add(calls.handle(call));
    add(calls.state(call).name().hashCode());
    add(calls.queue(call));
    add(calls.sequence(call));
    add(calls.enqueuedNs(call));
    for (int e = calls.firstEntry(call); e != EntryTable.NIL; e = domain.entries.next(e)) {
      add(domain.places.ageKey(e));
      add(domain.places.treeOf(e));
      add(domain.entries.rules(e));
      add(domain.entries.stepUntilNs(e));
    }
    add(calls.winner(call));
    add(calls.patienceUntilNs(call));
    add(calls.lastAgent(call));
    Exclusions exclusions = domain.exclusions;
    for (int node = exclusions.first(call); node != Exclusions.NIL; node = exclusions.next(node)) {
      add(exclusions.agent(node));
      add(exclusions.untilNs(node));
    }
  }

  private void addOffer(int offer) {
    OfferTable offers = domain.offers;
    add(offers.handle(offer));
    add(offers.call(offer));
    add(offers.agent(offer));
    add(offers.ringUntilNs(offer));
  }

  private void add(long value) {
    hash = (hash ^ value) * 0x9E3779B97F4A7C15L;
    hash ^= hash >>> 29;
  }
}
