package usher.perf.decision;

import java.util.concurrent.locks.ReentrantLock;
import usher.routing.plan.OfferPolicy;
import usher.routing.plan.RoutingPlan;

/**
 * One lock and a scan of everybody: the longest idle of all agents who can serve a call, the first
 * of all waiting calls that an agent can serve. Its rules are the router's, and it takes the same
 * decisions: offers that are declined or ring out, pauses after them, exclusions, relaxation. What
 * is due is looked for when the earliest of it is.
 */
final class BaselineSubject implements Subject {
  private static final OfferPolicy POLICY = OfferPolicy.DEFAULT;
  private static final long RELAX_NS = CentreShape.RELAX_AFTER.toNanos();
  private static final long NEVER = Long.MAX_VALUE;
  private static final int NOBODY = -1;

  private final Workload workload;
  private final RoutingPlan plan;
  private final ReentrantLock lock = new ReentrantLock();
  private final int[] staffed;
  private final boolean[] idle;
  private final boolean[] resting;
  private final long[] idleSinceNs;
  private final long[] coolUntilNs;
  private final int[] missed;
  private final long[] callOf;
  private final LongRows ringing = new LongRows(2);
  private final LongRows cooling = new LongRows(1);
  private final LongRows excluded = new LongRows(3);
  private final LongRows freshAgents = new LongRows(1);
  private final LongRows freshCalls = new LongRows(1);
  private final PlainCalls calls;
  private long nowNs;
  private long dueNs = NEVER;
  private long handles;

  BaselineSubject(CentreShape shape, Workload workload) {
    this.workload = workload;
    plan = shape.plan;
    idle = new boolean[shape.agents];
    resting = new boolean[shape.agents];
    idleSinceNs = new long[shape.agents];
    coolUntilNs = new long[shape.agents];
    missed = new int[shape.agents];
    callOf = new long[shape.agents];
    calls = new PlainCalls();
    staffed = new int[plan.classCount()];
    for (int callClass = 0; callClass < staffed.length; callClass++) {
      for (int agent = 0; agent < shape.agents; agent++) {
        staffed[callClass] += plan.canServe(agent, callClass) ? 1 : 0;
      }
    }
  }

  // ---- Commands --------------------------------------------------------------------------------

  @Override
  public void login(int agent, long atNs) {
    ready(agent, atNs);
  }

  @Override
  public void ready(int agent, long atNs) {
    lock.lock();
    try {
      begin(atNs);
      resting[agent] = false;
      missed[agent] = 0;
      idleSinceNs[agent] = nowNs;
      free(agent);
      settle();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public long arrive(int queue, long atNs) {
    lock.lock();
    try {
      begin(atNs);
      long handle = ++handles;
      calls.add(handle, queue, nowNs);
      dueNs = Math.min(dueNs, nowNs + RELAX_NS);
      freshCalls.add(handle);
      settle();
      return handle;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public boolean abandon(long call, long atNs) {
    lock.lock();
    try {
      begin(atNs);
      int at = calls.find(call);
      if (at < 0) {
        settle();
        return false;
      }
      int agent = calls.offeredTo(at);
      if (agent != NOBODY) {
        endOffer(agent);
        cool(agent, POLICY.minimumDelay().toNanos());
      }
      leave(at);
      settle();
      return true;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void accepted(long offer, long atNs) {
    lock.lock();
    try {
      begin(atNs);
      int agent = (int) offer;
      ringing.removeFirst(agent);
      missed[agent] = 0;
      settle();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void connected(long offer, long atNs) {
    lock.lock();
    try {
      begin(atNs);
      leave(calls.find(callOf[(int) offer]));
      settle();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void declined(long offer, long atNs) {
    lock.lock();
    try {
      begin(atNs);
      int agent = (int) offer;
      fail(agent);
      cool(agent, POLICY.rejectDelay().toNanos());
      settle();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void release(int agent, long atNs) {
    lock.lock();
    try {
      begin(atNs);
      idleSinceNs[agent] = nowNs;
      free(agent);
      settle();
    } finally {
      lock.unlock();
    }
  }

  // ---- What follows from them ------------------------------------------------------------------

  private void free(int agent) {
    idle[agent] = true;
    freshAgents.add(agent);
  }

  private void endOffer(int agent) {
    ringing.removeFirst(agent);
  }

  private void fail(int agent) {
    endOffer(agent);
    long handle = callOf[agent];
    int at = calls.find(handle);
    calls.offer(at, NOBODY);
    calls.excludes(at);
    long untilNs = nowNs + POLICY.revisit().toNanos();
    excluded.add(handle, agent, untilNs);
    dueNs = Math.min(dueNs, untilNs);
    freshCalls.add(handle);
  }

  private void cool(int agent, long pauseNs) {
    coolUntilNs[agent] = nowNs + pauseNs;
    cooling.add(agent);
    dueNs = Math.min(dueNs, coolUntilNs[agent]);
  }

  private void leave(int at) {
    if (calls.isExcluding(at)) {
      for (int row = excluded.size() - 1; row >= 0; row--) {
        if (excluded.get(row, 0) == calls.handle(at)) {
          excluded.remove(row);
        }
      }
    }
    calls.remove(at);
  }

  // ---- Time ------------------------------------------------------------------------------------

  private void begin(long atNs) {
    nowNs = atNs;
    if (dueNs > nowNs) {
      return;
    }
    dueNs = NEVER;
    ringOut();
    warmUp();
    readmit();
    int relaxedBefore = calls.relaxed();
    calls.relax(nowNs - RELAX_NS);
    for (int at = relaxedBefore; at < calls.relaxed(); at++) {
      freshCalls.add(calls.handle(at));
    }
    dueNs = Math.min(dueNs, calls.nextEnteredNs() + RELAX_NS);
  }

  private void ringOut() {
    for (int row = 0; row < ringing.size(); ) {
      if (ringing.get(row, 1) > nowNs) {
        dueNs = Math.min(dueNs, ringing.get(row++, 1));
      } else {
        ringOut((int) ringing.get(row, 0));
      }
    }
  }

  private void ringOut(int agent) {
    fail(agent);
    if (++missed[agent] < POLICY.maxMissed()) {
      cool(agent, POLICY.noAnswerDelay().toNanos());
    } else {
      resting[agent] = true;
      workload.gaveUp(agent);
    }
  }

  private void warmUp() {
    for (int row = cooling.size() - 1; row >= 0; row--) {
      int agent = (int) cooling.get(row, 0);
      if (coolUntilNs[agent] <= nowNs) {
        cooling.remove(row);
        free(agent);
      } else {
        dueNs = Math.min(dueNs, coolUntilNs[agent]);
      }
    }
  }

  private void readmit() {
    for (int row = excluded.size() - 1; row >= 0; row--) {
      if (excluded.get(row, 2) <= nowNs) {
        freshCalls.add(excluded.get(row, 0));
        excluded.remove(row);
      } else {
        dueNs = Math.min(dueNs, excluded.get(row, 2));
      }
    }
  }

  // ---- Who gets what ---------------------------------------------------------------------------

  private void settle() {
    int at = firstServable();
    while (at >= 0) {
      offer(at, longestIdle(at));
      at = firstServable();
    }
    freshAgents.clear();
    freshCalls.clear();
  }

  private int firstServable() {
    int best = Integer.MAX_VALUE;
    for (int row = 0; row < freshAgents.size(); row++) {
      int agent = (int) freshAgents.get(row, 0);
      int first = idle[agent] ? firstCall(agent) : NOBODY;
      best = first < 0 ? best : Math.min(best, first);
    }
    for (int row = 0; row < freshCalls.size(); row++) {
      int at = calls.find(freshCalls.get(row, 0));
      boolean looks = at >= 0 && calls.offeredTo(at) == NOBODY;
      if (looks && at < best && longestIdle(at) != NOBODY) {
        best = at;
      }
    }
    return best == Integer.MAX_VALUE ? -1 : best;
  }

  private void offer(int at, int agent) {
    idle[agent] = false;
    calls.offer(at, agent);
    callOf[agent] = calls.handle(at);
    long untilNs = nowNs + POLICY.ring().toNanos();
    ringing.add(agent, untilNs);
    dueNs = Math.min(dueNs, untilNs);
    workload.offered(agent, agent);
  }

  private int longestIdle(int at) {
    int best = NOBODY;
    int callClass = callClass(at);
    for (int agent = 0; agent < idle.length; agent++) {
      if (idle[agent]
          && (best == NOBODY || idleSinceNs[agent] < idleSinceNs[best])
          && plan.canServe(agent, callClass)
          && !isExcluded(at, callClass, agent)) {
        best = agent;
      }
    }
    return best;
  }

  private int firstCall(int agent) {
    for (int at = 0; at < calls.size(); at++) {
      if (calls.offeredTo(at) == NOBODY) {
        int callClass = callClass(at);
        if (plan.canServe(agent, callClass) && !isExcluded(at, callClass, agent)) {
          return at;
        }
      }
    }
    return NOBODY;
  }

  private int callClass(int at) {
    return plan.rules(calls.queue(at)).classOf(0, at < calls.relaxed() ? 1 : 0, 0);
  }

  private boolean isExcluded(int at, int callClass, int agent) {
    if (!calls.isExcluding(at) || staffed[callClass] <= 1) {
      return false;
    }
    for (int row = 0; row < excluded.size(); row++) {
      if (excluded.get(row, 0) == calls.handle(at) && excluded.get(row, 1) == agent) {
        return true;
      }
    }
    return false;
  }
}
