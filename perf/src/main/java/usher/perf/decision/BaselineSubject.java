package usher.perf.decision;

import java.util.Arrays;
import java.util.concurrent.locks.ReentrantLock;
import usher.routing.plan.RoutingPlan;

/**
 * One lock and a scan of everybody: the longest idle of all agents who can serve a call, the first
 * of all waiting calls that an agent can serve. It has no timers, offers, relaxation or exclusions,
 * which flatters it; a declined offer is made to the next agent.
 */
final class BaselineSubject implements Subject {
  private final Workload workload;
  private final RoutingPlan plan;
  private final ReentrantLock lock = new ReentrantLock();
  private final boolean[] idle;
  private final long[] idleSinceNs;
  private int[] queueOf = new int[1024];
  private long[] handleOf = new long[1024];
  private int waiting;
  private long handles;

  BaselineSubject(CentreShape shape, Workload workload) {
    this.workload = workload;
    plan = shape.plan;
    idle = new boolean[shape.agents];
    idleSinceNs = new long[shape.agents];
  }

  @Override
  public void login(int agent, long nowNs) {
    free(agent, nowNs);
  }

  @Override
  public long arrive(int queue, long nowNs) {
    lock.lock();
    try {
      long handle = ++handles;
      int agent = longestIdle(queue);
      while (agent >= 0 && workload.declines()) {
        idleSinceNs[agent] = nowNs;
        agent = longestIdle(queue);
      }
      if (agent >= 0) {
        idle[agent] = false;
        workload.connected(agent);
      } else {
        enqueue(queue, handle);
      }
      return handle;
    } finally {
      lock.unlock();
    }
  }

  private int longestIdle(int queue) {
    int best = -1;
    int callClass = plan.rules(queue).classOf(0, 0, 0);
    for (int agent = 0; agent < idle.length; agent++) {
      if (idle[agent]
          && plan.canServe(agent, callClass)
          && (best < 0 || idleSinceNs[agent] < idleSinceNs[best])) {
        best = agent;
      }
    }
    return best;
  }

  private void enqueue(int queue, long handle) {
    if (waiting == queueOf.length) {
      queueOf = Arrays.copyOf(queueOf, waiting * 2);
      handleOf = Arrays.copyOf(handleOf, waiting * 2);
    }
    queueOf[waiting] = queue;
    handleOf[waiting++] = handle;
  }

  @Override
  public boolean abandon(long call, long nowNs) {
    lock.lock();
    try {
      for (int at = 0; at < waiting; at++) {
        if (handleOf[at] == call) {
          dequeue(at);
          return true;
        }
      }
      return false;
    } finally {
      lock.unlock();
    }
  }

  private void dequeue(int at) {
    System.arraycopy(queueOf, at + 1, queueOf, at, waiting - at - 1);
    System.arraycopy(handleOf, at + 1, handleOf, at, waiting - at - 1);
    waiting--;
  }

  @Override
  public void release(int agent, long nowNs) {
    free(agent, nowNs);
  }

  private void free(int agent, long nowNs) {
    lock.lock();
    try {
      for (int at = 0; at < waiting; at++) {
        boolean fits = plan.canServe(agent, plan.rules(queueOf[at]).classOf(0, 0, 0));
        if (fits && !workload.declines()) {
          dequeue(at);
          workload.connected(agent);
          return;
        }
      }
      idle[agent] = true;
      idleSinceNs[agent] = nowNs;
    } finally {
      lock.unlock();
    }
  }
}
