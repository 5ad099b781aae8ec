package usher.routing;

import java.util.Arrays;
import usher.routing.call.CallKey;
import usher.routing.call.CallState;
import usher.routing.call.CallTable;
import usher.routing.call.EntryTable;
import usher.routing.ewt.ExpectedWait;
import usher.routing.ewt.Pace;
import usher.routing.plan.QueueRules;
import usher.routing.plan.RoutingPlan;
import usher.routing.store.Bits;

/**
 * How long a call is likely to wait: who could serve it, who stands before it and could be served
 * by the same, and the pace of its queue. A call that stands in several queues counts in each, so
 * where queues share agents and calls the figure is on the safe side.
 */
final class Outlook {
  private final Domain domain;
  private final RoutingPlan plan;
  private final CallTable calls;
  private final EntryTable entries;
  private final Places places;
  private final Pace pace;

  /** Who could serve the call that is looked at: a bit row over profiles. */
  private final long[] profiles;

  private boolean isFree;
  private int ahead;
  private double agents;

  Outlook(Domain domain) {
    this.domain = domain;
    plan = domain.plan;
    calls = domain.calls;
    entries = domain.entries;
    places = domain.places;
    pace = domain.pace;
    profiles = Bits.row(plan.profileCount());
  }

  /** The mean wait of a call that is here, in seconds. */
  double meanS(int call) {
    look(call);
    return mean(calls.queue(call));
  }

  /** What the wait of a call that is here does not exceed with a probability, in seconds. */
  double percentileS(int call, double share) {
    look(call);
    int queue = calls.queue(call);
    return isFree
        ? 0
        : ExpectedWait.percentileS(
            ahead, agents * pace.serviceRate(queue), pace.abandonRate(queue), share);
  }

  /** The mean wait of a call without privileges that would enter a queue now, in seconds. */
  double meanOnArrivalS(int queue) {
    QueueRules rules = plan.rules(queue);
    clear();
    addClass(domain.classOf(queue, rules, 0, 0, 0));
    int us = rules.acceleration();
    long key = CallKey.of(CallKey.NORMAL_BAND, domain.nowNs / 1000, 0, 0, us);
    // those who came at this instant were here before
    ahead = aheadOf(key + 1, queue, Places.NIL);
    agents = agentsFor(queue);
    return mean(queue);
  }

  private double mean(int queue) {
    return isFree
        ? 0
        : ExpectedWait.meanS(ahead, agents * pace.serviceRate(queue), pace.abandonRate(queue));
  }

  private void look(int call) {
    clear();
    isFree = calls.state(call) == CallState.CONNECTING;
    for (int e = calls.firstEntry(call); e != EntryTable.NIL; e = entries.next(e)) {
      if (entries.wantedAgent(e) == EntryTable.NIL) {
        addClass(plan.undelayed(entries.callClass(e)));
      }
    }
    int first = calls.firstEntry(call);
    ahead = aheadOf(places.ageKey(first), calls.queue(call), first);
    agents = agentsFor(calls.queue(call));
  }

  private void clear() {
    Arrays.fill(profiles, 0);
    isFree = false;
  }

  private void addClass(int callClass) {
    Bits.or(profiles, plan.profilesOf(callClass));
    isFree |= domain.idle.anyFor(callClass);
  }

  /** Calls before a key that could be served by the same agents. */
  private int aheadOf(long key, int queue, int entry) {
    long[] waiting = places.waitingClasses();
    int count = 0;
    for (int word = 0; word < waiting.length; word++) {
      for (long bits = waiting[word]; bits != 0; bits &= bits - 1) {
        int callClass = (word << 6) + Long.numberOfTrailingZeros(bits);
        if (Bits.intersect(plan.profilesOf(callClass), profiles)) {
          int other = plan.queueOfClass(callClass);
          count +=
              other == queue && entry != Places.NIL
                  ? places.before(callClass, entry)
                  : places.before(callClass, keyIn(other, key, queue));
        }
      }
    }
    return count;
  }

  /** The key that a call as old would have in another queue. */
  private long keyIn(int other, long key, int queue) {
    if (plan.agesAlike() || other == queue) {
      return key;
    }
    long nowUs = domain.nowNs / 1000;
    QueueRules rules = plan.rules(queue);
    long ageNs =
        CallKey.isCapped(key) ? rules.maxAgeNs() : CallKey.ageNs(key, rules.acceleration(), nowUs);
    return CallKey.ofAge(CallKey.band(key), ageNs, plan.rules(other).acceleration(), nowUs);
  }

  /** Staffed agents, each divided among his queues in which calls wait. */
  private double agentsFor(int queue) {
    double sum = 0;
    for (int word = 0; word < profiles.length; word++) {
      for (long bits = profiles[word]; bits != 0; bits &= bits - 1) {
        int profile = (word << 6) + Long.numberOfTrailingZeros(bits);
        int staffed = domain.presence.staffedOfProfile(profile);
        sum += staffed == 0 ? 0 : (double) staffed / queuesOf(profile, queue);
      }
    }
    return sum;
  }

  /** How many queues with waiting calls a profile serves, the call's own among them. */
  private int queuesOf(int profile, int own) {
    long[] row = plan.classesOf(profile);
    long[] waiting = places.waitingClasses();
    int count = 1;
    int last = own;
    for (int word = 0; word < row.length; word++) {
      for (long bits = row[word] & waiting[word]; bits != 0; bits &= bits - 1) {
        int queue = plan.queueOfClass((word << 6) + Long.numberOfTrailingZeros(bits));
        if (queue != own && queue != last) {
          count++;
          last = queue;
        }
      }
    }
    return count;
  }
}
