package usher.routing.agent;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The agents' state, one column per fact, indexed by agent. Times are nanoseconds since the
 * router's first command. Whoever changes a state is {@code AgentMoves}; everybody else reads.
 */
public final class AgentTable {
  /** A time that never was. */
  public static final long NEVER = Long.MIN_VALUE;

  private final int count;
  private final Intent[] intent;
  private final int[] reason;
  private final @Nullable Intent[] nextIntent;
  private final int[] nextReason;
  private final Work[] work;
  private final boolean[] reachable;
  private final boolean[] external;
  private final boolean[] wrapUpAsked;
  private final boolean[] staffed;
  private final boolean[] news;
  private final long[] coolUntilNs;
  private final long[] workSinceNs;
  private final long[] workUntilNs;
  private final long[] intentSinceNs;
  private final long[] readySinceNs;
  private final long[] idleSinceNs;
  private final int[] missedInARow;
  private final int[] declines;
  private final int[] calls;
  private final int[] offer;
  private final int[] workQueue;
  private final Map<Work, long[]> totalNs = new EnumMap<>(Work.class);
  private final long[] talkHeadStartNs;
  private final int[][] callsOfQueue;
  private final Occupancy occupancy;

  /** A table of agents who are all logged out and without a contact. */
  public AgentTable(int count, int queues) {
    this.count = count;
    intent = new Intent[count];
    Arrays.fill(intent, Intent.LOGGED_OUT);
    reason = filled(NotReady.NONE);
    nextIntent = new Intent[count];
    nextReason = filled(NotReady.NONE);
    work = new Work[count];
    Arrays.fill(work, Work.IDLE);
    reachable = new boolean[count];
    external = new boolean[count];
    wrapUpAsked = new boolean[count];
    staffed = new boolean[count];
    news = new boolean[count];
    coolUntilNs = times();
    workSinceNs = times();
    workUntilNs = times();
    intentSinceNs = times();
    readySinceNs = times();
    idleSinceNs = times();
    missedInARow = new int[count];
    declines = new int[count];
    calls = new int[count];
    offer = filled(-1);
    workQueue = filled(-1);
    for (Work each : Work.values()) {
      totalNs.put(each, new long[count]);
    }
    talkHeadStartNs = new long[count];
    callsOfQueue = new int[queues][0];
    occupancy = new Occupancy(count);
  }

  /** How many agents there are. */
  public int count() {
    return count;
  }

  /** What the agent wants. */
  public Intent intent(int agent) {
    return intent[agent];
  }

  /** Why not ready. */
  public int reason(int agent) {
    return reason[agent];
  }

  /** When the intent last changed. */
  public long intentSinceNs(int agent) {
    return intentSinceNs[agent];
  }

  /** Sets the intent; the ready clock starts when it becomes READY. */
  public void intent(int agent, Intent to, int why, long nowNs) {
    if (intent(agent) != to) {
      intentSinceNs[agent] = nowNs;
      if (to == Intent.READY) {
        readySinceNs[agent] = nowNs;
      }
    }
    news[agent] |= intent(agent) != to || reason[agent] != why;
    intent[agent] = to;
    reason[agent] = why;
  }

  /** Whether a wish waits for the end of the present work. */
  public boolean hasNextIntent(int agent) {
    return nextIntent[agent] != null;
  }

  /** The wish that waits, or null. */
  public @Nullable Intent nextIntent(int agent) {
    return nextIntent[agent];
  }

  /** The reason that goes with the wish. */
  public int nextReason(int agent) {
    return nextReason[agent];
  }

  /** Notes a wish for later. */
  public void nextIntent(int agent, Intent to, int why) {
    nextIntent[agent] = to;
    nextReason[agent] = why;
  }

  /** Forgets the wish. */
  public void clearNextIntent(int agent) {
    nextIntent[agent] = null;
    nextReason[agent] = NotReady.NONE;
  }

  /** What the agent does. */
  public Work work(int agent) {
    return work[agent];
  }

  /** Since when. */
  public long workSinceNs(int agent) {
    return workSinceNs[agent];
  }

  /** Sets the work. */
  public void work(int agent, Work to, long nowNs) {
    if (workSinceNs[agent] != NEVER) {
      total(work[agent])[agent] += nowNs - workSinceNs[agent];
    }
    news[agent] = true;
    work[agent] = to;
    workSinceNs[agent] = nowNs;
  }

  /** Whether intent or work changed since this was last asked. */
  public boolean takeNews(int agent) {
    boolean was = news[agent];
    news[agent] = false;
    return was;
  }

  /** Whether the agent counts as staffed: logged in and not away for long. */
  public boolean staffed(int agent) {
    return staffed[agent];
  }

  /** Sets whether the agent counts as staffed. */
  public void staffed(int agent, boolean value) {
    staffed[agent] = value;
  }

  /** When the wrap-up ends by itself; {@link Long#MAX_VALUE} when the agent ends it. */
  public long workUntilNs(int agent) {
    return workUntilNs[agent];
  }

  /** Sets the end of the wrap-up. */
  public void workUntilNs(int agent, long untilNs) {
    workUntilNs[agent] = untilNs;
  }

  /** Whether there is a contact to ring. */
  public boolean reachable(int agent) {
    return reachable[agent];
  }

  /** Sets whether there is a contact to ring. */
  public void reachable(int agent, boolean value) {
    reachable[agent] = value;
  }

  /** Whether the agent is in a call of the agent's own. */
  public boolean external(int agent) {
    return external[agent];
  }

  /** Sets whether the agent is in a call of the agent's own. */
  public void external(int agent, boolean value) {
    external[agent] = value;
  }

  /** Whether the agent asked for wrap-up after this call. */
  public boolean wrapUpAsked(int agent) {
    return wrapUpAsked[agent];
  }

  /** Notes or forgets that the agent asked for wrap-up. */
  public void wrapUpAsked(int agent, boolean value) {
    wrapUpAsked[agent] = value;
  }

  /** No offers before this instant. */
  public long coolUntilNs(int agent) {
    return coolUntilNs[agent];
  }

  /** Sets the end of the pause after a failed offer. */
  public void coolUntilNs(int agent, long untilNs) {
    coolUntilNs[agent] = untilNs;
  }

  /** Start of the idle clock: the latest of becoming ready and the end of the last work. */
  public long idleSinceNs(int agent) {
    return Math.max(readySinceNs[agent], idleSinceNs[agent]);
  }

  /** Restarts the idle clock. */
  public void restartIdleClock(int agent, long nowNs) {
    idleSinceNs[agent] = nowNs;
  }

  /** Offers in a row that rang out. */
  public int missedInARow(int agent) {
    return missedInARow[agent];
  }

  /** Sets the count of offers in a row that rang out. */
  public void missedInARow(int agent, int value) {
    missedInARow[agent] = value;
  }

  /** Offers declined in this shift. */
  public int declines(int agent) {
    return declines[agent];
  }

  /** Counts a declined offer. */
  public void countDecline(int agent) {
    declines[agent]++;
  }

  /** Calls taken in this shift. */
  public int calls(int agent) {
    return calls[agent];
  }

  /** Counts a call of a queue taken. */
  public void countCall(int agent, int queue) {
    calls[agent]++;
    if (tracksCallsOf(queue)) {
      callsOfQueue[queue][agent]++;
    }
  }

  /** Starts the count of calls taken. */
  public void startCalls(int agent, int value) {
    calls[agent] = value;
  }

  /** Time talked with callers in this shift, up to the end of the last talk. */
  public long talkNs(int agent) {
    return total(Work.TALKING)[agent] + talkHeadStartNs[agent];
  }

  /** Starts the time talked. */
  public void startTalk(int agent, long valueNs) {
    talkHeadStartNs[agent] = valueNs - total(Work.TALKING)[agent];
  }

  /** Time spent with a kind of work since the beginning, up to the last change. */
  public long totalNs(int agent, Work of) {
    return total(of)[agent];
  }

  private long[] total(Work of) {
    return Objects.requireNonNull(totalNs.get(of));
  }

  /** Begins to count the calls of a queue by agent. */
  public void trackCallsOf(int queue) {
    callsOfQueue[queue] = new int[count];
  }

  /** Whether the calls of a queue are counted by agent. */
  public boolean tracksCallsOf(int queue) {
    return callsOfQueue[queue].length > 0;
  }

  /** Calls of a queue that is tracked, taken in this shift. */
  public int callsOf(int queue, int agent) {
    return callsOfQueue[queue][agent];
  }

  /** Sets the calls of a queue that is tracked. */
  public void callsOf(int queue, int agent, int value) {
    callsOfQueue[queue][agent] = value;
  }

  /** How busy agents were of late. */
  public Occupancy occupancy() {
    return occupancy;
  }

  /** A number that orders idle agents by how busy they were of late. */
  public long occupancyKey(int agent) {
    return occupancy.key(agent);
  }

  /** Slot of the offer or of the call that is being connected, or -1. */
  public int offer(int agent) {
    return offer[agent];
  }

  /** Sets the offer. */
  public void offer(int agent, int slot) {
    offer[agent] = slot;
  }

  /** The queue whose call the agent has or wraps up, or -1. */
  public int workQueue(int agent) {
    return workQueue[agent];
  }

  /** Sets the queue whose call the agent has. */
  public void workQueue(int agent, int queue) {
    workQueue[agent] = queue;
  }

  /** Mixes one agent's state in a hash. */
  public long hash(int agent, long seed) {
    Intent next = nextIntent[agent];
    long h = seed;
    h = mix(h, intent[agent].name().hashCode());
    h = mix(h, next == null ? -1 : next.name().hashCode());
    h = mix(h, reason[agent] * 31L + nextReason[agent]);
    h =
        mix(
            h,
            work[agent].name().hashCode() * 8L
                + (reachable[agent] ? 4 : 0)
                + (external[agent] ? 2 : 0));
    h = mix(h, coolUntilNs[agent]);
    h = mix(h, idleSinceNs(agent));
    h = mix(h, missedInARow[agent] * 31L + declines[agent]);
    return mix(h, calls[agent] * 31L + offer[agent]);
  }

  private static long mix(long hash, long value) {
    long h = (hash ^ value) * 0x9E3779B97F4A7C15L;
    return h ^ (h >>> 29);
  }

  private int[] filled(int value) {
    int[] column = new int[count];
    Arrays.fill(column, value);
    return column;
  }

  private long[] times() {
    long[] column = new long[count];
    Arrays.fill(column, NEVER);
    return column;
  }
}
