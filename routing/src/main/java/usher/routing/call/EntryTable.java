package usher.routing.call;

import java.util.Arrays;
import usher.routing.store.Slots;

/** A call's places in queues: one entry for each queue it waits in, linked per call. */
public final class EntryTable {
  /** No entry. */
  public static final int NIL = -1;

  private final Slots slots;
  private int[] call;
  private int[] callClass;
  private int[] queue;
  private int[] next;

  /** An empty table for at most {@code limit} entries. */
  public EntryTable(int limit) {
    slots = new Slots(1024, limit);
    call = new int[slots.capacity()];
    callClass = new int[call.length];
    queue = new int[call.length];
    next = new int[call.length];
  }

  /** Makes an entry; {@link #NIL} when the table is full. */
  public int create(int ofCall, int ofClass, int inQueue) {
    int entry = slots.take();
    if (entry == Slots.ABSENT) {
      return NIL;
    }
    ensure();
    call[entry] = ofCall;
    callClass[entry] = ofClass;
    queue[entry] = inQueue;
    next[entry] = NIL;
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

  /** The call. */
  public int call(int entry) {
    return call[entry];
  }

  /** The class: what the call needs in this queue now. */
  public int callClass(int entry) {
    return callClass[entry];
  }

  /** The queue. */
  public int queue(int entry) {
    return queue[entry];
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
      callClass = Arrays.copyOf(callClass, room);
      queue = Arrays.copyOf(queue, room);
      next = Arrays.copyOf(next, room);
    }
  }
}
