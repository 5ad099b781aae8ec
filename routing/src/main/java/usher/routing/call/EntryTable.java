package usher.routing.call;

import java.util.Arrays;
import usher.routing.store.Bits;
import usher.routing.store.Slots;

/**
 * A call's places in queues, linked per call: an entry for each queue it waits in, the one it is
 * counted in first, and after them an entry for each agent it prefers. An entry is a row of {@value
 * #ROW} cells.
 */
public final class EntryTable {
  /** No entry, no agent, no class. */
  public static final int NIL = -1;

  private static final int CALL = 0;
  private static final int QUEUE = 1;
  private static final int VARIANT = 2;
  private static final int STEP = 3;
  private static final int PHASE = 4;
  private static final int CALL_CLASS = 5;
  private static final int WANTED_AGENT = 6;
  private static final int SCORE = 7;
  private static final int NEXT = 8;
  private static final int STEP_UNTIL_HIGH = 9;
  private static final int STEP_UNTIL_LOW = 10;
  private static final int RULES = 11;
  private static final int ENTERED_HIGH = 12;
  private static final int ENTERED_LOW = 13;
  private static final int ROW = 14;

  private final Slots slots;
  private int[] cells;

  /** An empty table for at most {@code limit} entries. */
  public EntryTable(int limit) {
    slots = new Slots(1024, limit);
    cells = new int[slots.capacity() * ROW];
  }

  /** Makes an entry without a class; {@link #NIL} when the table is full. */
  public int create(int ofCall, int inQueue, int withVariant, long nowNs) {
    int entry = slots.take();
    if (entry == Slots.ABSENT) {
      return NIL;
    }
    if (cells.length < slots.capacity() * ROW) {
      cells = Arrays.copyOf(cells, slots.capacity() * ROW);
    }
    set(entry, CALL, ofCall);
    set(entry, QUEUE, inQueue);
    asking(entry, inQueue, withVariant);
    set(entry, ENTERED_HIGH, Bits.high(nowNs));
    set(entry, ENTERED_LOW, (int) nowNs);
    stage(entry, 0, 0, NIL);
    want(entry, NIL, 0);
    next(entry, NIL);
    stepUntilNs(entry, Long.MAX_VALUE);
    return entry;
  }

  private int get(int entry, int cell) {
    return cells[entry * ROW + cell];
  }

  private void set(int entry, int cell, int value) {
    cells[entry * ROW + cell] = value;
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
    return slots.room();
  }

  /** The call. */
  public int call(int entry) {
    return get(entry, CALL);
  }

  /** The queue. */
  public int queue(int entry) {
    return get(entry, QUEUE);
  }

  /** The rule set by which it asks for agents: the queue's own, or one kept from before. */
  public int rules(int entry) {
    return get(entry, RULES);
  }

  /** Sets the rule set with the condition that the call brought along, 0 for none. */
  public void asking(int entry, int ruleSet, int withVariant) {
    set(entry, RULES, ruleSet);
    set(entry, VARIANT, withVariant);
  }

  /** When the entry was made. */
  public long enteredNs(int entry) {
    return Bits.pack(get(entry, ENTERED_HIGH), get(entry, ENTERED_LOW));
  }

  /** The condition that the call brought along, 0 for none. */
  public int variant(int entry) {
    return get(entry, VARIANT);
  }

  /** The step of the wait in this queue. */
  public int step(int entry) {
    return get(entry, STEP);
  }

  /** The phase of the wait in this queue. */
  public int phase(int entry) {
    return get(entry, PHASE);
  }

  /** The class that follows from queue, variant, step and phase. */
  public int callClass(int entry) {
    return get(entry, CALL_CLASS);
  }

  /** Sets step and phase with the class that follows. */
  public void stage(int entry, int toStep, int toPhase, int toClass) {
    set(entry, STEP, toStep);
    set(entry, PHASE, toPhase);
    set(entry, CALL_CLASS, toClass);
  }

  /** When the step ends. */
  public long stepUntilNs(int entry) {
    return Bits.pack(get(entry, STEP_UNTIL_HIGH), get(entry, STEP_UNTIL_LOW));
  }

  /** Sets when the step ends. */
  public void stepUntilNs(int entry, long untilNs) {
    set(entry, STEP_UNTIL_HIGH, Bits.high(untilNs));
    set(entry, STEP_UNTIL_LOW, (int) untilNs);
  }

  /** The agent whom this entry is for, or {@link #NIL} when it is for a queue. */
  public int wantedAgent(int entry) {
    return get(entry, WANTED_AGENT);
  }

  /** How much the call wants the agent, more first. */
  public int score(int entry) {
    return get(entry, SCORE);
  }

  /** Makes this an entry for an agent. */
  public void want(int entry, int agent, int withScore) {
    set(entry, WANTED_AGENT, agent);
    set(entry, SCORE, withScore);
  }

  /** The next entry of the same call, or {@link #NIL}. */
  public int next(int entry) {
    return get(entry, NEXT);
  }

  /** Sets the next entry of the same call. */
  public void next(int entry, int nextEntry) {
    set(entry, NEXT, nextEntry);
  }
}
