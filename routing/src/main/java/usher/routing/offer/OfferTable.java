package usher.routing.offer;

import java.util.Arrays;
import usher.routing.store.Slots;

/**
 * The live offers, one column per fact, indexed by slot; those of one call are linked. Times are
 * nanoseconds since the router's first command.
 */
public final class OfferTable {
  /** No offer. */
  public static final int NIL = -1;

  private final Slots slots;
  private int[] call;
  private int[] agent;
  private int[] entry;
  private int[] queue;
  private int[] next;
  private long[] ringUntilNs;

  /** A table for so many live offers; an agent has one at most. */
  public OfferTable(int limit) {
    slots = new Slots(Math.min(limit, 1024), Math.max(1, limit));
    int room = slots.capacity();
    call = new int[room];
    agent = new int[room];
    entry = new int[room];
    queue = new int[room];
    next = new int[room];
    ringUntilNs = new long[room];
  }

  /** Allows at least so many live offers. */
  public void allow(int limit) {
    slots.allow(limit);
  }

  /** Makes an offer; it is in no call's list yet. */
  public int create(int forCall, int toAgent, int atEntry, int ofQueue, long untilNs) {
    int offer = slots.take();
    ensure();
    call[offer] = forCall;
    agent[offer] = toAgent;
    entry[offer] = atEntry;
    queue[offer] = ofQueue;
    ringUntilNs[offer] = untilNs;
    next[offer] = NIL;
    return offer;
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
    return call[offer];
  }

  /** The agent. */
  public int agent(int offer) {
    return agent[offer];
  }

  /** The queue entry through which agent and call met. */
  public int entry(int offer) {
    return entry[offer];
  }

  /** The queue through which agent and call met. */
  public int queue(int offer) {
    return queue[offer];
  }

  /** When ringing ends. */
  public long ringUntilNs(int offer) {
    return ringUntilNs[offer];
  }

  /** The next offer of the same call, or {@link #NIL}. */
  public int next(int offer) {
    return next[offer];
  }

  /** Sets the next offer of the same call. */
  public void next(int offer, int nextOffer) {
    next[offer] = nextOffer;
  }

  private void ensure() {
    int room = slots.capacity();
    if (call.length < room) {
      call = Arrays.copyOf(call, room);
      agent = Arrays.copyOf(agent, room);
      entry = Arrays.copyOf(entry, room);
      queue = Arrays.copyOf(queue, room);
      next = Arrays.copyOf(next, room);
      ringUntilNs = Arrays.copyOf(ringUntilNs, room);
    }
  }
}
