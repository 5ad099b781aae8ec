package usher.routing.call;

import java.util.Arrays;
import usher.routing.store.Slots;

/**
 * A call's places in queues, linked per call: an entry for each queue it waits in, the one it is
 * counted in first, and after them an entry for each agent it prefers.
 */
public final class EntryTable {
  /** No entry, no agent. */
  public static final int NIL = -1;

  private final Slots slots;
  private int[] call;
  private int[] queue;
  private int[] variant;
  private int[] step;
  private int[] phase;
  private int[] callClass;
  private int[] wantedAgent;
  private int[] score;
  private int[] next;
  private long[] stepUntilNs;

  /** An empty table for at most {@code limit} entries. */
  public EntryTable(int limit) {
    slots = new Slots(1024, limit);
    int room = slots.capacity();
    call = new int[room];
    queue = new int[room];
    variant = new int[room];
    step = new int[room];
    phase = new int[room];
    callClass = new int[room];
    wantedAgent = new int[room];
    score = new int[room];
    next = new int[room];
    stepUntilNs = new long[room];
  }

  /** Makes an entry; {@link #NIL} when the table is full. */
  public int create(int ofCall, int inQueue, int withVariant) {
    int entry = slots.take();
    if (entry == Slots.ABSENT) {
      return NIL;
    }
    ensure();
    call[entry] = ofCall;
    queue[entry] = inQueue;
    variant[entry] = withVariant;
    step[entry] = 0;
    phase[entry] = 0;
    callClass[entry] = NIL;
    wantedAgent[entry] = NIL;
    score[entry] = 0;
    next[entry] = NIL;
    stepUntilNs[entry] = Long.MAX_VALUE;
    return entry;
  }

  /** Forgets an entry. */
  public void release(int entry) {
    slots.release(entry);
  }

  /** How many entries the tables beside this one must have room for. */
  public int capacity() {
    return slots.capacity();
  }

  /** How many more entries there is room for. */
  public int room() {
    return slots.limit() - slots.live();
  }

  /** The call. */
  public int call(int entry) {
    return call[entry];
  }

  /** The queue. */
  public int queue(int entry) {
    return queue[entry];
  }

  /** The condition that the call brought along, 0 for none. */
  public int variant(int entry) {
    return variant[entry];
  }

  /** The step of the wait in this queue. */
  public int step(int entry) {
    return step[entry];
  }

  /** The phase of the wait in this queue. */
  public int phase(int entry) {
    return phase[entry];
  }

  /** The class that follows from queue, variant, step and phase. */
  public int callClass(int entry) {
    return callClass[entry];
  }

  /** Sets step and phase with the class that follows. */
  public void stage(int entry, int toStep, int toPhase, int toClass) {
    step[entry] = toStep;
    phase[entry] = toPhase;
    callClass[entry] = toClass;
  }

  /** When the step ends. */
  public long stepUntilNs(int entry) {
    return stepUntilNs[entry];
  }

  /** Sets when the step ends. */
  public void stepUntilNs(int entry, long untilNs) {
    stepUntilNs[entry] = untilNs;
  }

  /** The agent whom this entry is for, or {@link #NIL} when it is for a queue. */
  public int wantedAgent(int entry) {
    return wantedAgent[entry];
  }

  /** How much the call wants the agent, more first. */
  public int score(int entry) {
    return score[entry];
  }

  /** Makes this an entry for an agent. */
  public void want(int entry, int agent, int withScore) {
    wantedAgent[entry] = agent;
    score[entry] = withScore;
  }

  /** The next entry of the same call, or {@link #NIL}. */
  public int next(int entry) {
    return next[entry];
  }

  /** Sets the next entry of the same call. */
  public void next(int entry, int nextEntry) {
    next[entry] = nextEntry;
  }

  private void ensure() {
    int room = slots.capacity();
    if (call.length < room) {
      call = Arrays.copyOf(call, room);
      queue = Arrays.copyOf(queue, room);
      variant = Arrays.copyOf(variant, room);
      step = Arrays.copyOf(step, room);
      phase = Arrays.copyOf(phase, room);
      callClass = Arrays.copyOf(callClass, room);
      wantedAgent = Arrays.copyOf(wantedAgent, room);
      score = Arrays.copyOf(score, room);
      next = Arrays.copyOf(next, room);
      stepUntilNs = Arrays.copyOf(stepUntilNs, room);
    }
  }
}
