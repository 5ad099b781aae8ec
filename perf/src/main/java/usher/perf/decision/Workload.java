package usher.perf.decision;

/**
 * A centre at a steady load: {@link #cycle} ends the call of a random busy agent, lets a new call
 * arrive and, one time in sixteen, a waiting caller hang up and another one call. New calls follow
 * the agents' abilities: a random agent, and a queue that this agent can serve. Agents answer at
 * once, but where offers may fail one in 32 is declined, and one in 64 rings out.
 *
 * <p>With {@code waiting} 0 the load is 85 % of the agents; otherwise so many more calls than
 * agents that about as many wait.
 */
final class Workload {
  private static final long MEAN_TALK_NS = 300_000_000_000L;
  private static final int ABANDON_ONE_IN = 16;
  private static final int OFFERS_OF_A_KIND = 64;
  private static final int RUNS_OUT = 0;
  private static final int DECLINES = 2;
  private static final int ANSWERED = DECLINES + 1;
  private static final int BUSY_PERCENT = 85;

  private final CentreShape shape;
  private final boolean offersFail;
  private final Random64 random;
  private final long gapNs;
  private final int calls;
  private final int[] busy;
  private int busyCount;
  private final int[] resting;
  private int restingCount;

  /**
   * Those of a command and of the answers to them: one for each agent at most, and as many again
   * for those that are declined.
   */
  private final long[] offers;

  private final int[] offeredTo;
  private int offered;
  private final long[] open;
  private int openCount;
  private long nowNs;
  private long decisions;
  private long choices;

  Workload(CentreShape shape, int waiting, boolean offersFail) {
    this.shape = shape;
    this.offersFail = offersFail;
    random = new Random64(7);
    gapNs = Math.max(1000, MEAN_TALK_NS / shape.agents);
    calls = waiting == 0 ? Math.max(1, shape.agents * BUSY_PERCENT / 100) : shape.agents + waiting;
    busy = new int[shape.agents];
    resting = new int[shape.agents];
    offers = new long[2 * shape.agents];
    offeredTo = new int[2 * shape.agents];
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
    while (restingCount > 0) {
      subject.ready(resting[--restingCount], nowNs);
      decisions++;
      answer(subject);
    }
    if (busyCount > 0) {
      int agent = hangUp(random.below(busyCount));
      decisions++;
      subject.release(agent, nowNs);
      answer(subject);
    }
    arrive(subject);
    if (random.below(ABANDON_ONE_IN) == 0 && openCount > 0) {
      abandonOne(subject);
    }
  }

  private void abandonOne(Subject subject) {
    int index = random.below(openCount);
    long call = open[index];
    open[index] = open[--openCount];
    boolean waited = subject.abandon(call, nowNs);
    answer(subject);
    if (waited) {
      arrive(subject);
    }
  }

  private void arrive(Subject subject) {
    decisions++;
    remember(subject.arrive(shape.anyQueue(random), nowNs));
    answer(subject);
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

  private void answer(Subject subject) {
    for (int at = 0; at < offered; at++) {
      long offer = offers[at];
      int kind = offersFail ? random.below(OFFERS_OF_A_KIND) : ANSWERED;
      if (kind == RUNS_OUT) {
        continue;
      }
      if (kind <= DECLINES) {
        decisions++;
        subject.declined(offer, nowNs);
      } else {
        subject.accepted(offer, nowNs);
        subject.connected(offer, nowNs);
        connected(offeredTo[at]);
      }
    }
    offered = 0;
  }

  private void connected(int agent) {
    busy[busyCount++] = agent;
  }

  /** Ends a call and returns its agent. */
  private int hangUp(int index) {
    int agent = busy[index];
    busy[index] = busy[--busyCount];
    return agent;
  }

  /** A call is offered to an agent; told by the subject. */
  void offered(long offer, int agent) {
    if (offered == offers.length) {
      throw new IllegalStateException("more offers in one command than agents can answer");
    }
    offers[offered] = offer;
    offeredTo[offered++] = agent;
    choices = choices * 31 + agent;
  }

  /** An agent did not answer too often and takes no calls until told to; told by the subject. */
  void gaveUp(int agent) {
    resting[restingCount++] = agent;
  }

  /**
   * Decisions asked for so far: who gets an arriving or returning call, what a free agent gets.
   * What follows from timers alone is not counted.
   */
  long decisions() {
    return decisions;
  }

  /** A digest of who was offered a call, in order. */
  long choices() {
    return choices;
  }

  /** Agents in calls. */
  int busyCount() {
    return busyCount;
  }
}
