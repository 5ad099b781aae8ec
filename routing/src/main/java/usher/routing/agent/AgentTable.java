package usher.routing.agent;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import usher.routing.store.Bits;

/**
 * The agents' state. Times are nanoseconds since the router's first command. Whoever changes a
 * state is {@code AgentMoves}; everybody else reads.
 *
 * <p>What each decision reads is a row of {@value #ROW} cells, as long as a cache line, and what it
 * only adds to, or does not look at, is in rows elsewhere: the memory of a large centre is colder
 * than its arithmetic is slow.
 */
public final class AgentTable {
  /** A time that never was. */
  public static final long NEVER = Long.MIN_VALUE;

  private static final int STATE = 0;
  private static final int OFFER_AND_QUEUE = 1;
  private static final int COOL_UNTIL = 2;
  private static final int WORK_SINCE = 3;
  private static final int IDLE_SINCE = 4;
  private static final int CALLS_AND_MISSED = 5;
  private static final int TALKED = 6;
  private static final int RESERVED = 7;
  private static final int ROW = 8;

  private static final int INTENT_SINCE = 0;
  private static final int WORK_UNTIL = 1;
  private static final int NEXT_REASON = 2;
  private static final int DECLINES = 3;
  private static final int TALK_HEAD_START = 4;
  private static final int OTHER_WORK = 5;
  private static final int REST_ROW = 6;

  private static final int INTENT_AT = 0;
  private static final int NEXT_INTENT_AT = 4;
  private static final int WORK_AT = 8;
  private static final long FIELD = 0xF;
  private static final long NO_INTENT = 0xF;
  private static final long REACHABLE = 1L << 16;
  private static final long EXTERNAL = 1L << 17;
  private static final long WRAP_UP_ASKED = 1L << 18;
  private static final long STAFFED = 1L << 19;
  private static final long NEWS = 1L << 20;
  private static final long TIMED = 1L << 21;
  private static final long COOLS = 1L << 22;
  private static final long FULL = 1L << 23;
  private static final int REASON_AT = 32;
  private static final long BELOW_REASON = (1L << REASON_AT) - 1;
  private static final long NOTHING = -1L;
  private static final long WILL_AND_WORK = FULL | (FIELD << INTENT_AT) | (FIELD << WORK_AT);
  private static final long READY_AND_IDLE =
      ((long) Intent.READY.code << INTENT_AT) | ((long) Work.IDLE.code << WORK_AT);
  private static final long READY_AND_STAFFED = ((long) Intent.READY.code << INTENT_AT) | STAFFED;
  private static final long STEADY = (FIELD << INTENT_AT) | STAFFED | TIMED | COOLS;
  private static final long BOUND_FOR_IDLE =
      STEADY | (FIELD << NEXT_INTENT_AT) | REACHABLE | EXTERNAL | FULL;
  private static final long READY_AND_NOTHING_ELSE =
      READY_AND_STAFFED | (NO_INTENT << NEXT_INTENT_AT) | REACHABLE;
  private static final int[] NOT_TRACKED = new int[0];

  private int count;
  private long[] cells = new long[0];
  private long[] rest = new long[0];
  private int[][] callsOfQueue = new int[0][];
  private final Occupancy occupancy = new Occupancy();

  /** A table of agents who are all logged out and without a contact. */
  public AgentTable(int count, int queues) {
    grow(count, queues);
  }

  /** Makes room for so many agents and queues; who is new is logged out and without a contact. */
  public void grow(int agents, int queues) {
    int first = count;
    count = agents;
    cells = Arrays.copyOf(cells, count * ROW);
    rest = Arrays.copyOf(rest, count * REST_ROW);
    for (int agent = first; agent < count; agent++) {
      set(agent, STATE, ((long) NotReady.NONE << REASON_AT) | NO_INTENT << NEXT_INTENT_AT);
      set(agent, OFFER_AND_QUEUE, NOTHING);
      set(agent, COOL_UNTIL, NEVER);
      set(agent, WORK_SINCE, NEVER);
      set(agent, IDLE_SINCE, NEVER);
      setRest(agent, NEXT_REASON, NotReady.NONE);
      setRest(agent, INTENT_SINCE, NEVER);
      setRest(agent, WORK_UNTIL, NEVER);
    }
    int queuesBefore = callsOfQueue.length;
    callsOfQueue = Arrays.copyOf(callsOfQueue, queues);
    Arrays.fill(callsOfQueue, queuesBefore, queues, NOT_TRACKED);
    for (int queue = 0; queue < queuesBefore; queue++) {
      if (tracksCallsOf(queue)) {
        callsOfQueue[queue] = Arrays.copyOf(callsOfQueue[queue], count);
      }
    }
    occupancy.grow(count);
  }

  private long get(int agent, int cell) {
    return cells[agent * ROW + cell];
  }

  private void set(int agent, int cell, long value) {
    cells[agent * ROW + cell] = value;
  }

  private long rest(int agent, int cell) {
    return rest[agent * REST_ROW + cell];
  }

  private void setRest(int agent, int cell, long value) {
    rest[agent * REST_ROW + cell] = value;
  }

  private void callsAndMissed(int agent, int calls, int missed) {
    set(agent, CALLS_AND_MISSED, Bits.pack(calls, missed));
  }

  private int field(int agent, int at) {
    return (int) ((get(agent, STATE) >>> at) & FIELD);
  }

  private void field(int agent, int at, long value) {
    set(agent, STATE, (get(agent, STATE) & ~(FIELD << at)) | (value << at));
  }

  private boolean flag(int agent, long flag) {
    return (get(agent, STATE) & flag) != 0;
  }

  private void flag(int agent, long flag, boolean value) {
    long state = get(agent, STATE);
    if ((state & flag) != 0 != value) {
      set(agent, STATE, state ^ flag);
    }
  }

  /** How many agents there are. */
  public int count() {
    return count;
  }

  // ---- Intent
  // ------------------------------------------------------------------------------------

  /** What the agent wants. */
  public Intent intent(int agent) {
    return Intent.of(field(agent, INTENT_AT));
  }

  /** Why not ready. */
  public int reason(int agent) {
    return (int) (get(agent, STATE) >> REASON_AT);
  }

  /** When the intent last changed. */
  public long intentSinceNs(int agent) {
    return rest(agent, INTENT_SINCE);
  }

  /** Sets the intent; the ready clock starts when it becomes READY. */
  public void intent(int agent, Intent to, int why, long nowNs) {
    boolean changes = intent(agent) != to;
    if (changes) {
      setRest(agent, INTENT_SINCE, nowNs);
      if (to == Intent.READY) {
        restartIdleClock(agent, nowNs);
      }
    }
    if (changes || reason(agent) != why) {
      flag(agent, NEWS, true);
    }
    field(agent, INTENT_AT, to.code);
    set(agent, STATE, (get(agent, STATE) & BELOW_REASON) | ((long) why << REASON_AT));
  }

  /** Whether a wish waits for the end of the present work. */
  public boolean hasNextIntent(int agent) {
    return field(agent, NEXT_INTENT_AT) != NO_INTENT;
  }

  /** The wish that waits, or null. */
  public @Nullable Intent nextIntent(int agent) {
    return hasNextIntent(agent) ? Intent.of(field(agent, NEXT_INTENT_AT)) : null;
  }

  /** The reason that goes with the wish. */
  public int nextReason(int agent) {
    return (int) rest(agent, NEXT_REASON);
  }

  /** Notes a wish for later. */
  public void nextIntent(int agent, Intent to, int why) {
    field(agent, NEXT_INTENT_AT, to.code);
    setRest(agent, NEXT_REASON, why);
  }

  /** Forgets the wish. */
  public void clearNextIntent(int agent) {
    field(agent, NEXT_INTENT_AT, NO_INTENT);
    setRest(agent, NEXT_REASON, NotReady.NONE);
  }

  // ---- Work
  // --------------------------------------------------------------------------------------

  /** What the agent does. */
  public Work work(int agent) {
    return Work.of(field(agent, WORK_AT));
  }

  /** Since when. */
  public long workSinceNs(int agent) {
    return get(agent, WORK_SINCE);
  }

  /** Sets the work; time that was talked is counted. */
  public void work(int agent, Work to, long nowNs) {
    if (work(agent) == Work.TALKING) {
      set(agent, TALKED, get(agent, TALKED) + nowNs - get(agent, WORK_SINCE));
    }
    long rest = get(agent, STATE) & ~(FIELD << WORK_AT);
    set(agent, STATE, rest | ((long) to.code << WORK_AT) | NEWS);
    set(agent, WORK_SINCE, nowNs);
  }

  /** When the wrap-up ends by itself; {@link Long#MAX_VALUE} when the agent ends it. */
  public long workUntilNs(int agent) {
    return rest(agent, WORK_UNTIL);
  }

  /** Sets the end of the wrap-up. */
  public void workUntilNs(int agent, long untilNs) {
    setRest(agent, WORK_UNTIL, untilNs);
  }

  /** Whether intent or work changed since this was last asked. */
  public boolean takeNews(int agent) {
    long state = get(agent, STATE);
    set(agent, STATE, state & ~NEWS);
    return (state & NEWS) != 0;
  }

  /** Work items besides calls that the agent has. */
  public int otherWork(int agent) {
    return (int) rest(agent, OTHER_WORK);
  }

  /** Sets the work items besides calls. */
  public void otherWork(int agent, int items) {
    setRest(agent, OTHER_WORK, items);
  }

  /** Whether other work leaves no room for a call. */
  public boolean full(int agent) {
    return flag(agent, FULL);
  }

  /** Sets whether other work leaves no room for a call. */
  public void full(int agent, boolean value) {
    flag(agent, FULL, value);
  }

  /** Whether the agent is ready, inside capacity, has nothing to do and no pause to wait for. */
  public boolean isFree(int agent, long nowNs) {
    return (get(agent, STATE) & WILL_AND_WORK) == READY_AND_IDLE && !cools(agent, nowNs);
  }

  /**
   * Whether the agent is ready, counted as staffed, without a timer and in nothing that ends by
   * itself: the staff and the timers have it right whatever else the agent does.
   */
  public boolean isSteady(int agent) {
    long state = get(agent, STATE);
    return (state & STEADY) == READY_AND_STAFFED
        && ((state >>> WORK_AT) & FIELD) != Work.WRAPUP.code;
  }

  /**
   * Whether the agent is in a call with audio, and idle, free and counted as now once it ends:
   * {@link #isSteady}, and nothing else waits for the end of the work.
   */
  public boolean isBoundForIdle(int agent) {
    long state = get(agent, STATE);
    return (state & BOUND_FOR_IDLE) == READY_AND_NOTHING_ELSE
        && offer(agent) == -1
        && Work.of((int) ((state >>> WORK_AT) & FIELD)).inCall();
  }

  /** Whether a timer may run for the agent, by the last word of {@link #timed(int, boolean)}. */
  public boolean timed(int agent) {
    return flag(agent, TIMED);
  }

  /** Notes whether a timer runs for the agent. */
  public void timed(int agent, boolean value) {
    flag(agent, TIMED, value);
  }

  // ---- Steps of agents to whom nothing else happens; see ShortWay

  private void step(int agent, Work to, long nowNs) {
    long state = get(agent, STATE) & ~((FIELD << WORK_AT) | NEWS);
    set(agent, STATE, state | ((long) to.code << WORK_AT));
    set(agent, WORK_SINCE, nowNs);
  }

  /** An idle agent is offered a call. */
  public void reserve(int agent, int offer, int ofQueue, long nowNs) {
    step(agent, Work.RESERVED, nowNs);
    set(agent, RESERVED, nowNs);
    offerAndQueue(agent, offer, ofQueue);
  }

  /** An agent who is offered a call answers. */
  public void answer(int agent, long nowNs) {
    step(agent, Work.TALKING, nowNs);
    missedInARow(agent, 0);
  }

  /** An agent in a call becomes idle. */
  public void rest(int agent, long nowNs) {
    if (work(agent) == Work.TALKING) {
      set(agent, TALKED, get(agent, TALKED) + nowNs - get(agent, WORK_SINCE));
    }
    step(agent, Work.IDLE, nowNs);
    set(agent, STATE, get(agent, STATE) & ~WRAP_UP_ASKED);
    set(agent, OFFER_AND_QUEUE, NOTHING);
    set(agent, IDLE_SINCE, nowNs);
  }

  // ---- Flags
  // -------------------------------------------------------------------------------------

  /** Whether the agent counts as staffed: logged in and not away for long. */
  public boolean staffed(int agent) {
    return flag(agent, STAFFED);
  }

  /** Sets whether the agent counts as staffed. */
  public void staffed(int agent, boolean value) {
    flag(agent, STAFFED, value);
  }

  /** Whether there is a contact to ring. */
  public boolean reachable(int agent) {
    return flag(agent, REACHABLE);
  }

  /** Sets whether there is a contact to ring. */
  public void reachable(int agent, boolean value) {
    flag(agent, REACHABLE, value);
  }

  /** Whether the agent is in a call of the agent's own. */
  public boolean external(int agent) {
    return flag(agent, EXTERNAL);
  }

  /** Sets whether the agent is in a call of the agent's own. */
  public void external(int agent, boolean value) {
    flag(agent, EXTERNAL, value);
  }

  /** Whether the agent asked for wrap-up after this call. */
  public boolean wrapUpAsked(int agent) {
    return flag(agent, WRAP_UP_ASKED);
  }

  /** Notes or forgets that the agent asked for wrap-up. */
  public void wrapUpAsked(int agent, boolean value) {
    flag(agent, WRAP_UP_ASKED, value);
  }

  // ---- Offers and calls
  // --------------------------------------------------------------------------

  /** Slot of the offer or of the call that is being connected, or -1. */
  public int offer(int agent) {
    return (int) get(agent, OFFER_AND_QUEUE);
  }

  /** Sets the offer. */
  public void offer(int agent, int slot) {
    offerAndQueue(agent, slot, workQueue(agent));
  }

  /** When the call that keeps the agent busy was offered. */
  public long reservedNs(int agent) {
    return get(agent, RESERVED);
  }

  /** Sets when the call that keeps the agent busy was offered. */
  public void reservedNs(int agent, long atNs) {
    set(agent, RESERVED, atNs);
  }

  /** The queue whose call the agent has or wraps up, or -1. */
  public int workQueue(int agent) {
    return Bits.high(get(agent, OFFER_AND_QUEUE));
  }

  /** Sets the offer and the queue whose call it is; -1 for none. */
  public void offer(int agent, int slot, int ofQueue) {
    offerAndQueue(agent, slot, ofQueue);
  }

  /** Sets the queue whose call the agent has. */
  public void workQueue(int agent, int queue) {
    offerAndQueue(agent, offer(agent), queue);
  }

  private void offerAndQueue(int agent, int offer, int queue) {
    set(agent, OFFER_AND_QUEUE, Bits.pack(queue, offer));
  }

  /** No offers before this instant. */
  public long coolUntilNs(int agent) {
    return get(agent, COOL_UNTIL);
  }

  /** Sets the end of the pause after a failed offer. */
  public void coolUntilNs(int agent, long untilNs) {
    set(agent, COOL_UNTIL, untilNs);
    flag(agent, COOLS, true);
  }

  private boolean cools(int agent, long nowNs) {
    return flag(agent, COOLS) && get(agent, COOL_UNTIL) > nowNs;
  }

  /** Forgets a pause that is over, so that nobody looks at it any more. */
  public void endPause(int agent, long nowNs) {
    flag(agent, COOLS, cools(agent, nowNs));
  }

  /**
   * Start of the idle clock: the latest of becoming ready and the end of the last work, which is
   * what happened last, since time does not run backwards.
   */
  public long idleSinceNs(int agent) {
    return get(agent, IDLE_SINCE);
  }

  /** Restarts the idle clock. */
  public void restartIdleClock(int agent, long nowNs) {
    set(agent, IDLE_SINCE, nowNs);
  }

  /** Offers in a row that rang out. */
  public int missedInARow(int agent) {
    return (int) get(agent, CALLS_AND_MISSED);
  }

  /** Sets the count of offers in a row that rang out. */
  public void missedInARow(int agent, int value) {
    callsAndMissed(agent, calls(agent), value);
  }

  /** Offers declined in this shift. */
  public int declines(int agent) {
    return (int) rest(agent, DECLINES);
  }

  /** Counts a declined offer. */
  public void countDecline(int agent) {
    setRest(agent, DECLINES, rest(agent, DECLINES) + 1);
  }

  /** Calls taken in this shift. */
  public int calls(int agent) {
    return Bits.high(get(agent, CALLS_AND_MISSED));
  }

  /** The agent's offer became a call with audio, which counts as one of a queue. */
  public void connect(int agent, int queue) {
    offer(agent, -1);
    callsAndMissed(agent, calls(agent) + 1, missedInARow(agent));
    if (tracksCallsOf(queue)) {
      callsOfQueue[queue][agent]++;
    }
  }

  /** Starts the count of calls taken. */
  public void startCalls(int agent, int value) {
    callsAndMissed(agent, value, missedInARow(agent));
  }

  /** Time talked with callers in this shift, up to the end of the last talk. */
  public long talkNs(int agent) {
    return get(agent, TALKED) + rest(agent, TALK_HEAD_START);
  }

  /** Starts the time talked. */
  public void startTalk(int agent, long valueNs) {
    setRest(agent, TALK_HEAD_START, valueNs - get(agent, TALKED));
  }

  /** Counts the calls of a queue by agent, from now on where it was not done before. */
  public void trackCallsOf(int queue) {
    if (!tracksCallsOf(queue)) {
      callsOfQueue[queue] = new int[count];
    }
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

  /** Mixes one agent's state in a hash; of who has no other work as before there was any. */
  public long hash(int agent, long seed) {
    long h = mix(seed, get(agent, STATE) & ~COOLS);
    h = mix(h, get(agent, OFFER_AND_QUEUE));
    h = mix(h, get(agent, COOL_UNTIL));
    for (int cell = WORK_SINCE; cell < ROW; cell++) {
      h = mix(h, get(agent, cell));
    }
    for (int cell = 0; cell < OTHER_WORK; cell++) {
      h = mix(h, rest(agent, cell));
    }
    return otherWork(agent) == 0 ? h : mix(h, otherWork(agent));
  }

  private static long mix(long hash, long value) {
    long h = (hash ^ value) * 0x9E3779B97F4A7C15L;
    return h ^ (h >>> 29);
  }
}
