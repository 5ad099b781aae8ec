package usher.routing.offer;

import java.util.Arrays;
import usher.routing.store.Bits;
import usher.routing.store.Slots;

/**
 * The live offers, a row of {@value #ROW} cells for each; those of one call are linked. Times are
 * nanoseconds since the router's first command.
 */
public final class OfferTable {
  /** No offer. */
  public static final int NIL = -1;

  private static final int CALL_AND_AGENT = 0;
  private static final int ENTRY_AND_QUEUE = 1;
  private static final int RING_UNTIL = 2;
  private static final int NEXT = 3;
  private static final int ROW = 4;

  private final Slots slots;
  private long[] cells;

  /** A table for so many live offers; an agent has one at most. */
  public OfferTable(int limit) {
    slots = new Slots(Math.min(limit, 1024), Math.max(1, limit));
    cells = new long[slots.capacity() * ROW];
  }

  /** Allows at least so many live offers. */
  public void allow(int limit) {
    slots.allow(limit);
  }

  /** Makes an offer; it is in no call's list yet. */
  public int create(int forCall, int toAgent, int atEntry, int ofQueue, long untilNs) {
    int offer = slots.take();
    if (cells.length < slots.capacity() * ROW) {
      cells = Arrays.copyOf(cells, slots.capacity() * ROW);
    }
    set(offer, CALL_AND_AGENT, Bits.pack(forCall, toAgent));
    set(offer, ENTRY_AND_QUEUE, Bits.pack(atEntry, ofQueue));
    set(offer, RING_UNTIL, untilNs);
    set(offer, NEXT, NIL);
    return offer;
  }

  private long get(int offer, int cell) {
    return cells[offer * ROW + cell];
  }

  private void set(int offer, int cell, long value) {
    cells[offer * ROW + cell] = value;
  }

  /** Ends an offer; its handle is stale from now on. */
  public void release(int offer) {
    slots.release(offer);
  }

  /** The slot of a handle, or {@link #NIL} when stale. */
  public int slotOf(long handle) {
    return slots.slotOf(handle);
  }

  /** The handle of a live offer. */
  public long handle(int offer) {
    return slots.handle(offer);
  }

  /** How many offers are live. */
  public int live() {
    return slots.live();
  }

  /** One more than the highest slot ever used. */
  public int high() {
    return slots.high();
  }

  /** Whether a slot holds a live offer. */
  public boolean inUse(int offer) {
    return slots.inUse(offer);
  }

  /** The call. */
  public int call(int offer) {
    return Bits.high(get(offer, CALL_AND_AGENT));
  }

  /** The agent. */
  public int agent(int offer) {
    return (int) get(offer, CALL_AND_AGENT);
  }

  /** The queue entry through which agent and call met. */
  public int entry(int offer) {
    return Bits.high(get(offer, ENTRY_AND_QUEUE));
  }

  /** The queue through which agent and call met. */
  public int queue(int offer) {
    return (int) get(offer, ENTRY_AND_QUEUE);
  }

  /** When ringing ends. */
  public long ringUntilNs(int offer) {
    return get(offer, RING_UNTIL);
  }

  /** The next offer of the same call, or {@link #NIL}. */
  public int next(int offer) {
    return (int) get(offer, NEXT);
  }

  /** Sets the next offer of the same call. */
  public void next(int offer, int nextOffer) {
    set(offer, NEXT, nextOffer);
  }
}
