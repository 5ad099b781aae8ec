package usher.routing.call;

import java.util.Arrays;
import usher.routing.store.Bits;
import usher.routing.store.Slots;

/**
 * The calls, by slot. Times are nanoseconds since the router's first command. A call is a row of
 * {@value #ROW} cells in one array, two cache lines.
 */
public final class CallTable {
  /** No call, entry or offer. */
  public static final int NIL = -1;

  private static final int STATE = 0;
  private static final int ENTRY_AND_OFFER = 1;
  private static final int WINNER_AND_LAST = 2;
  private static final int QUEUE_AND_POINTS = 3;
  private static final int ENQUEUED = 4;
  private static final int CREDIT = 5;
  private static final int SEQUENCE = 6;
  private static final int MAX_WAIT_AT = 7;
  private static final int STARVES_AT = 8;
  private static final int PATIENCE_UNTIL = 9;
  private static final int FIRST_OFFER = 10;
  private static final int LIVE_OFFERS = 11;
  private static final int ENTERED = 12;
  private static final int CLIMBED = 13;
  private static final int PROMISED_AT = 14;
  private static final int PROMISED = 15;
  private static final int ROW = 16;

  private static final long STATE_BITS = 0x3;
  private static final long ANNOUNCE = 0x4;
  private static final int BAND_AT = 8;
  private static final long BAND_BITS = 0xFF;

  private final Slots slots;
  private long[] cells;
  private long arrivals;

  /** An empty table for at most {@code limit} calls. */
  public CallTable(int limit) {
    slots = new Slots(1024, limit);
    cells = new long[slots.capacity() * ROW];
  }

  /** Makes a waiting call without entries; {@link #NIL} when the table is full. */
  public int create(int inQueue, int inBand, int withPoints, long withCreditNs, long nowNs) {
    int call = slots.take();
    if (call == Slots.ABSENT) {
      return NIL;
    }
    if (cells.length < slots.capacity() * ROW) {
      cells = Arrays.copyOf(cells, slots.capacity() * ROW);
    }
    set(call, STATE, CallState.WAITING.code | ((long) inBand << BAND_AT));
    pair(call, ENTRY_AND_OFFER, NIL, NIL);
    pair(call, WINNER_AND_LAST, NIL, NIL);
    pair(call, QUEUE_AND_POINTS, inQueue, withPoints);
    set(call, ENQUEUED, nowNs);
    set(call, CREDIT, withCreditNs);
    set(call, SEQUENCE, arrivals++);
    set(call, MAX_WAIT_AT, Long.MAX_VALUE);
    set(call, STARVES_AT, Long.MAX_VALUE);
    set(call, PATIENCE_UNTIL, Long.MIN_VALUE);
    set(call, FIRST_OFFER, 0);
    set(call, LIVE_OFFERS, 0);
    set(call, ENTERED, nowNs);
    set(call, CLIMBED, 0);
    set(call, PROMISED, 0);
    return call;
  }

  private long get(int call, int cell) {
    return cells[call * ROW + cell];
  }

  private void set(int call, int cell, long value) {
    cells[call * ROW + cell] = value;
  }

  private void pair(int call, int cell, int high, int low) {
    set(call, cell, Bits.pack(high, low));
  }

  private int high(int call, int cell) {
    return Bits.high(get(call, cell));
  }

  private int low(int call, int cell) {
    return (int) get(call, cell);
  }

  /** A waiting call through an entry is offered to an agent and nobody else. */
  public void offer(int call, int entry, int offer, int agent, long nowNs) {
    state(call, CallState.OFFERING);
    pair(call, ENTRY_AND_OFFER, entry, offer);
    pair(call, WINNER_AND_LAST, NIL, agent);
    set(call, FIRST_OFFER, nowNs);
    set(call, LIVE_OFFERS, 1);
  }

  /** An offer is answered, the first of the call's. */
  public void win(int call, int offer) {
    state(call, CallState.CONNECTING);
    winner(call, offer);
  }

  /** Forgets a call; its handle is stale from now on. */
  public void release(int call) {
    slots.release(call);
  }

  /** The slot of a handle, or {@link #NIL} when stale. */
  public int slotOf(long handle) {
    return slots.slotOf(handle);
  }

  /** The handle of a call. */
  public long handle(int call) {
    return slots.handle(call);
  }

  /** How many more calls there is room for. */
  public int room() {
    return slots.room();
  }

  /** How many calls there are. */
  public int live() {
    return slots.live();
  }

  /** One more than the highest slot ever used. */
  public int high() {
    return slots.high();
  }

  /** Whether a slot holds a call. */
  public boolean inUse(int call) {
    return slots.inUse(call);
  }

  /** Where the call stands. */
  public CallState state(int call) {
    return CallState.of((int) (get(call, STATE) & STATE_BITS));
  }

  /** Sets where the call stands. */
  public void state(int call, CallState to) {
    set(call, STATE, (get(call, STATE) & ~STATE_BITS) | to.code);
  }

  /** Whether its caller is to hear of a place in the queue once the command is settled. */
  public boolean announce(int call) {
    return (get(call, STATE) & ANNOUNCE) != 0;
  }

  /** Sets whether the caller is to hear of a place in the queue. */
  public void announce(int call, boolean value) {
    long rest = get(call, STATE) & ~ANNOUNCE;
    set(call, STATE, value ? (rest | ANNOUNCE) : rest);
  }

  /** The queue that the call is counted in. */
  public int queue(int call) {
    return high(call, QUEUE_AND_POINTS);
  }

  /** Moves the call to another queue at an instant. */
  public void queue(int call, int toQueue, long nowNs) {
    pair(call, QUEUE_AND_POINTS, toQueue, points(call));
    set(call, ENTERED, nowNs);
  }

  /** The band; the lower is served first. */
  public int band(int call) {
    return (int) ((get(call, STATE) >>> BAND_AT) & BAND_BITS);
  }

  /** The points; each is worth a minute of waiting. */
  public int points(int call) {
    return low(call, QUEUE_AND_POINTS);
  }

  /** Changes band and points. */
  public void priority(int call, int toBand, int toPoints) {
    long rest = get(call, STATE) & ~(BAND_BITS << BAND_AT);
    set(call, STATE, rest | ((long) toBand << BAND_AT));
    pair(call, QUEUE_AND_POINTS, queue(call), toPoints);
  }

  /** When the call entered; never changed by failed offers. */
  public long enqueuedNs(int call) {
    return get(call, ENQUEUED);
  }

  /** Takes the call for one that has just arrived. */
  public void restart(int call, long nowNs) {
    set(call, ENQUEUED, nowNs);
    set(call, CREDIT, 0);
    set(call, SEQUENCE, arrivals++);
  }

  /** When the call entered the queue it is counted in. */
  public long enteredNs(int call) {
    return get(call, ENTERED);
  }

  /** The rungs of the queue that the call has behind it, a bit for each. */
  public int climbed(int call) {
    return high(call, CLIMBED);
  }

  /** The queue's service levels that have counted the call, a bit for each. */
  public int counted(int call) {
    return low(call, CLIMBED);
  }

  /** Sets both. */
  public void climbed(int call, int rungs, int levels) {
    pair(call, CLIMBED, rungs, levels);
  }

  /** What the caller was promised last, or 0. */
  public long promised(int call) {
    return get(call, PROMISED);
  }

  /** When. */
  public long promisedAtNs(int call) {
    return get(call, PROMISED_AT);
  }

  /** Notes what the caller is promised. */
  public void promise(int call, long promise, long nowNs) {
    set(call, PROMISED, promise);
    set(call, PROMISED_AT, nowNs);
  }

  /** Time waited elsewhere. */
  public long creditNs(int call) {
    return get(call, CREDIT);
  }

  /** The number of the arrival. */
  public long sequence(int call) {
    return get(call, SEQUENCE);
  }

  /** When the call has waited as long as it may. */
  public long maxWaitAtNs(int call) {
    return get(call, MAX_WAIT_AT);
  }

  /** Sets when the call has waited as long as it may. */
  public void maxWaitAtNs(int call, long atNs) {
    set(call, MAX_WAIT_AT, atNs);
  }

  /** When the call has been overtaken long enough. */
  public long starvesAtNs(int call) {
    return get(call, STARVES_AT);
  }

  /** Sets when the call has been overtaken long enough. */
  public void starvesAtNs(int call, long atNs) {
    set(call, STARVES_AT, atNs);
  }

  /** Until when the call waits for the agents that it prefers. */
  public long patienceUntilNs(int call) {
    return get(call, PATIENCE_UNTIL);
  }

  /** Sets until when the call waits for the agents that it prefers. */
  public void patienceUntilNs(int call, long untilNs) {
    set(call, PATIENCE_UNTIL, untilNs);
  }

  /** When the first of the live offers was made. */
  public long firstOfferNs(int call) {
    return get(call, FIRST_OFFER);
  }

  /** How many offers are live. */
  public int liveOffers(int call) {
    return (int) get(call, LIVE_OFFERS);
  }

  /** Counts a live offer more. */
  public void addOffer(int call, long nowNs) {
    if (liveOffers(call) == 0) {
      set(call, FIRST_OFFER, nowNs);
    }
    set(call, LIVE_OFFERS, get(call, LIVE_OFFERS) + 1);
  }

  /** Counts a live offer less. */
  public void removeOffer(int call) {
    set(call, LIVE_OFFERS, get(call, LIVE_OFFERS) - 1);
  }

  /** Forgets the live offers and the winner. */
  public void forgetOffers(int call) {
    set(call, LIVE_OFFERS, 0);
    firstOffer(call, NIL);
    winner(call, NIL);
  }

  /** The agent asked last, or {@link #NIL}. */
  public int lastAgent(int call) {
    return low(call, WINNER_AND_LAST);
  }

  /** Sets the agent asked last. */
  public void lastAgent(int call, int agent) {
    pair(call, WINNER_AND_LAST, winner(call), agent);
  }

  /** The offer that an agent answered, or {@link #NIL}. */
  public int winner(int call) {
    return high(call, WINNER_AND_LAST);
  }

  /** Sets the offer that an agent answered. */
  public void winner(int call, int offer) {
    pair(call, WINNER_AND_LAST, offer, lastAgent(call));
  }

  /** The first of the call's entries. */
  public int firstEntry(int call) {
    return high(call, ENTRY_AND_OFFER);
  }

  /** Sets the first of the call's entries. */
  public void firstEntry(int call, int entry) {
    pair(call, ENTRY_AND_OFFER, entry, firstOffer(call));
  }

  /** The first of the call's offers, or {@link #NIL}. */
  public int firstOffer(int call) {
    return low(call, ENTRY_AND_OFFER);
  }

  /** Sets the first of the call's offers. */
  public void firstOffer(int call, int offer) {
    pair(call, ENTRY_AND_OFFER, firstEntry(call), offer);
  }
}
