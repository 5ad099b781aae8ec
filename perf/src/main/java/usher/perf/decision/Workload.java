package usher.perf.decision;

/**
 * A centre at a steady load: {@link #cycle} ends the call of a random busy agent, lets a new call
 * arrive and, one time in sixteen, a waiting caller hang up and another one call. New calls follow
 * the agents' abilities: a random agent, and a queue that this agent can serve. One offer in 32 is
 * declined.
 *
 * <p>With {@code waiting} 0 the load is 85 % of the agents; otherwise so many more calls than
 * agents that about as many wait.
 */
final class Workload {
  private static final long MEAN_TALK_NS = 300_000_000_000L;
  private static final int ABANDON_ONE_IN = 16;
  private static final int DECLINE_ONE_IN = 32;
  private static final int BUSY_PERCENT = 85;

  private final CentreShape shape;
  private final Random64 random;
  private final long gapNs;
  private final int calls;
  private final int[] busy;
  private final int[] busyPlace;
  private int busyCount;
  private long[] open;
  private int openCount;
  private long nowNs;
  private long decisions;

  Workload(CentreShape shape, int waiting) {
    this.shape = shape;
    random = new Random64(7);
    gapNs = Math.max(1000, MEAN_TALK_NS / shape.agents);
    calls = waiting == 0 ? Math.max(1, shape.agents * BUSY_PERCENT / 100) : shape.agents + waiting;
    busy = new int[shape.agents];
    busyPlace = new int[shape.agents];
    open = new long[Math.max(64, calls * 2)];
  }

  /** Everybody logs in and the first calls arrive. */
  void open(Subject subject) {
    for (int agent = 0; agent < shape.agents; agent++) {
      subject.login(agent, nowNs++);
    }
    for (int call = 0; call < calls; call++) {
      arrive(subject);
    }
  }

  /** One agent is released and one call arrives. */
  void cycle(Subject subject) {
    nowNs += gapNs;
    if (busyCount > 0) {
      int agent = busy[random.below(busyCount)];
      remove(agent);
      subject.release(agent, nowNs);
    }
    arrive(subject);
    if (random.below(ABANDON_ONE_IN) == 0 && openCount > 0) {
      int index = random.below(openCount);
      long call = open[index];
      open[index] = open[--openCount];
      if (subject.abandon(call, nowNs)) {
        arrive(subject);
      }
    }
  }

  private void arrive(Subject subject) {
    int agent = random.below(shape.agents);
    int[] queues = shape.queuesOfProfile.get(shape.plan.profileOf(agent));
    while (queues.length == 0) {
      agent = random.below(shape.agents);
      queues = shape.queuesOfProfile.get(shape.plan.profileOf(agent));
    }
    remember(subject.arrive(queues[random.below(queues.length)], nowNs));
  }

  /** Keeps handles to abandon by; those that were answered meanwhile are dropped now and then. */
  private void remember(long call) {
    if (openCount == open.length) {
      int keep = open.length / 2;
      System.arraycopy(open, openCount - keep, open, 0, keep);
      openCount = keep;
    }
    open[openCount++] = call;
  }

  /** Whether the agent who is offered a call declines it. */
  boolean declines() {
    decisions++;
    return random.below(DECLINE_ONE_IN) == 0;
  }

  /** An agent has a call. */
  void connected(int agent) {
    busyPlace[agent] = busyCount;
    busy[busyCount++] = agent;
  }

  private void remove(int agent) {
    int last = busy[--busyCount];
    busy[busyPlace[agent]] = last;
    busyPlace[last] = busyPlace[agent];
  }

  /** Offers made so far. */
  long decisions() {
    return decisions;
  }

  /** Agents in calls. */
  int busyCount() {
    return busyCount;
  }
}
