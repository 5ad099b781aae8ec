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

  private static final int CALL_AND_QUEUE = 0;
  private static final int RULES_AND_CLASS = 1;
  private static final int STEP_AND_PHASE = 2;
  private static final int WANTED_AND_NEXT = 3;
  private static final int VARIANT_AND_SCORE = 4;
  private static final int STEP_UNTIL = 5;
  private static final int ENTERED = 6;
  private static final int ROW = 7;

  private final Slots slots;
  private long[] cells;

  /** An empty table for at most {@code limit} entries. */
  public EntryTable(int limit) {
    slots = new Slots(1024, limit);
    cells = new long[slots.capacity() * ROW];
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
    pair(entry, CALL_AND_QUEUE, ofCall, inQueue);
    pair(entry, RULES_AND_CLASS, inQueue, NIL);
    set(entry, STEP_AND_PHASE, 0);
    pair(entry, WANTED_AND_NEXT, NIL, NIL);
    pair(entry, VARIANT_AND_SCORE, withVariant, 0);
    set(entry, STEP_UNTIL, Long.MAX_VALUE);
    set(entry, ENTERED, nowNs);
    return entry;
  }

  private long get(int entry, int cell) {
    return cells[entry * ROW + cell];
  }

  private void set(int entry, int cell, long value) {
    cells[entry * ROW + cell] = value;
  }

  private void pair(int entry, int cell, int high, int low) {
    set(entry, cell, Bits.pack(high, low));
  }

  private int high(int entry, int cell) {
    return Bits.high(get(entry, cell));
  }

  private int low(int entry, int cell) {
    return (int) get(entry, cell);
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
    return high(entry, CALL_AND_QUEUE);
  }

  /** The queue. */
  public int queue(int entry) {
    return low(entry, CALL_AND_QUEUE);
  }

  /** The rule set by which it asks for agents: the queue's own, or one kept from before. */
  public int rules(int entry) {
    return high(entry, RULES_AND_CLASS);
  }

  /** Sets the rule set with the condition that the call brought along, 0 for none. */
  public void asking(int entry, int ruleSet, int withVariant) {
    pair(entry, RULES_AND_CLASS, ruleSet, callClass(entry));
    pair(entry, VARIANT_AND_SCORE, withVariant, score(entry));
  }

  /** When the entry was made. */
  public long enteredNs(int entry) {
    return get(entry, ENTERED);
  }

  /** The condition that the call brought along, 0 for none. */
  public int variant(int entry) {
    return high(entry, VARIANT_AND_SCORE);
  }

  /** The step of the wait in this queue. */
  public int step(int entry) {
    return high(entry, STEP_AND_PHASE);
  }

  /** The phase of the wait in this queue. */
  public int phase(int entry) {
    return low(entry, STEP_AND_PHASE);
  }

  /** The class that follows from queue, variant, step and phase. */
  public int callClass(int entry) {
    return low(entry, RULES_AND_CLASS);
  }

  /** Sets step and phase with the class that follows. */
  public void stage(int entry, int toStep, int toPhase, int toClass) {
    pair(entry, STEP_AND_PHASE, toStep, toPhase);
    pair(entry, RULES_AND_CLASS, rules(entry), toClass);
  }

  /** When the step ends. */
  public long stepUntilNs(int entry) {
    return get(entry, STEP_UNTIL);
  }

  /** Sets when the step ends. */
  public void stepUntilNs(int entry, long untilNs) {
    set(entry, STEP_UNTIL, untilNs);
  }

  /** The agent whom this entry is for, or {@link #NIL} when it is for a queue. */
  public int wantedAgent(int entry) {
    return high(entry, WANTED_AND_NEXT);
  }

  /** How much the call wants the agent, more first. */
  public int score(int entry) {
    return low(entry, VARIANT_AND_SCORE);
  }

  /** Makes this an entry for an agent. */
  public void want(int entry, int agent, int withScore) {
    pair(entry, WANTED_AND_NEXT, agent, next(entry));
    pair(entry, VARIANT_AND_SCORE, variant(entry), withScore);
  }

  /** The next entry of the same call, or {@link #NIL}. */
  public int next(int entry) {
    return low(entry, WANTED_AND_NEXT);
  }

  /** Sets the next entry of the same call. */
  public void next(int entry, int nextEntry) {
    pair(entry, WANTED_AND_NEXT, wantedAgent(entry), nextEntry);
  }
}
