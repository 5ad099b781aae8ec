package usher.routing.call;

import java.util.Arrays;
import usher.routing.store.Slots;

/**
 * The calls, one column per fact, indexed by slot. Times are nanoseconds since the router's first
 * command.
 */
public final class CallTable {
  /** No call, entry or offer. */
  public static final int NIL = -1;

  private final Slots slots;
  private CallState[] state;
  private byte[] band;
  private boolean[] announce;
  private int[] queue;
  private int[] points;
  private int[] firstEntry;
  private int[] firstOffer;
  private int[] winner;
  private long[] enqueuedNs;
  private long[] creditNs;
  private long[] sequence;
  private long[] maxWaitAtNs;
  private long[] starvesAtNs;
  private long[] patienceUntilNs;
  private long[] firstOfferNs;
  private int[] liveOffers;
  private int[] lastAgent;
  private long arrivals;

  /** An empty table for at most {@code limit} calls. */
  public CallTable(int limit) {
    slots = new Slots(1024, limit);
    int room = slots.capacity();
    state = new CallState[room];
    Arrays.fill(state, CallState.WAITING);
    band = new byte[room];
    announce = new boolean[room];
    queue = new int[room];
    points = new int[room];
    firstEntry = new int[room];
    firstOffer = new int[room];
    winner = new int[room];
    enqueuedNs = new long[room];
    creditNs = new long[room];
    sequence = new long[room];
    maxWaitAtNs = new long[room];
    starvesAtNs = new long[room];
    patienceUntilNs = new long[room];
    firstOfferNs = new long[room];
    liveOffers = new int[room];
    lastAgent = new int[room];
  }

  /** Makes a waiting call without entries; {@link #NIL} when the table is full. */
  public int create(int inQueue, int inBand, int withPoints, long withCreditNs, long nowNs) {
    int call = slots.take();
    if (call == Slots.ABSENT) {
      return NIL;
    }
    ensure();
    state[call] = CallState.WAITING;
    band[call] = (byte) inBand;
    announce[call] = false;
    queue[call] = inQueue;
    points[call] = withPoints;
    firstEntry[call] = NIL;
    firstOffer[call] = NIL;
    winner[call] = NIL;
    enqueuedNs[call] = nowNs;
    creditNs[call] = withCreditNs;
    sequence[call] = arrivals++;
    maxWaitAtNs[call] = Long.MAX_VALUE;
    starvesAtNs[call] = Long.MAX_VALUE;
    patienceUntilNs[call] = Long.MIN_VALUE;
    firstOfferNs[call] = 0;
    liveOffers[call] = 0;
    lastAgent[call] = NIL;
    return call;
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
    return state[call];
  }

  /** Sets where the call stands. */
  public void state(int call, CallState to) {
    state[call] = to;
  }

  /** The queue that the call is counted in. */
  public int queue(int call) {
    return queue[call];
  }

  /** The band; the lower is served first. */
  public int band(int call) {
    return band[call];
  }

  /** Changes band and points. */
  public void priority(int call, int toBand, int toPoints) {
    band[call] = (byte) toBand;
    points[call] = toPoints;
  }

  /** The points; each is worth a minute of waiting. */
  public int points(int call) {
    return points[call];
  }

  /** When the call entered; never changed by failed offers. */
  public long enqueuedNs(int call) {
    return enqueuedNs[call];
  }

  /** Time waited elsewhere. */
  public long creditNs(int call) {
    return creditNs[call];
  }

  /** The number of the arrival. */
  public long sequence(int call) {
    return sequence[call];
  }

  /** When the call has waited as long as it may. */
  public long maxWaitAtNs(int call) {
    return maxWaitAtNs[call];
  }

  /** Sets when the call has waited as long as it may. */
  public void maxWaitAtNs(int call, long atNs) {
    maxWaitAtNs[call] = atNs;
  }

  /** When the call has been overtaken long enough. */
  public long starvesAtNs(int call) {
    return starvesAtNs[call];
  }

  /** Sets when the call has been overtaken long enough. */
  public void starvesAtNs(int call, long atNs) {
    starvesAtNs[call] = atNs;
  }

  /** Until when the call waits for the agents that it prefers. */
  public long patienceUntilNs(int call) {
    return patienceUntilNs[call];
  }

  /** Sets until when the call waits for the agents that it prefers. */
  public void patienceUntilNs(int call, long untilNs) {
    patienceUntilNs[call] = untilNs;
  }

  /** When the first of the live offers was made. */
  public long firstOfferNs(int call) {
    return firstOfferNs[call];
  }

  /** How many offers are live. */
  public int liveOffers(int call) {
    return liveOffers[call];
  }

  /** Counts a live offer more. */
  public void addOffer(int call, long nowNs) {
    if (liveOffers[call]++ == 0) {
      firstOfferNs[call] = nowNs;
    }
  }

  /** Counts a live offer less. */
  public void removeOffer(int call) {
    liveOffers[call]--;
  }

  /** The agent asked last, or {@link #NIL}. */
  public int lastAgent(int call) {
    return lastAgent[call];
  }

  /** Sets the agent asked last. */
  public void lastAgent(int call, int agent) {
    lastAgent[call] = agent;
  }

  /** Whether its caller is to hear of a place in the queue once the command is settled. */
  public boolean announce(int call) {
    return announce[call];
  }

  /** Sets whether the caller is to hear of a place in the queue. */
  public void announce(int call, boolean value) {
    announce[call] = value;
  }

  /** The first of the call's entries. */
  public int firstEntry(int call) {
    return firstEntry[call];
  }

  /** Sets the first of the call's entries. */
  public void firstEntry(int call, int entry) {
    firstEntry[call] = entry;
  }

  /** The first of the call's offers, or {@link #NIL}. */
  public int firstOffer(int call) {
    return firstOffer[call];
  }

  /** Sets the first of the call's offers. */
  public void firstOffer(int call, int offer) {
    firstOffer[call] = offer;
  }

  /** The offer that an agent answered, or {@link #NIL}. */
  public int winner(int call) {
    return winner[call];
  }

  /** Sets the offer that an agent answered. */
  public void winner(int call, int offer) {
    winner[call] = offer;
  }

  private void ensure() {
    int room = slots.capacity();
    if (state.length < room) {
      state = Arrays.copyOf(state, room);
      band = Arrays.copyOf(band, room);
      announce = Arrays.copyOf(announce, room);
      queue = Arrays.copyOf(queue, room);
      points = Arrays.copyOf(points, room);
      firstEntry = Arrays.copyOf(firstEntry, room);
      firstOffer = Arrays.copyOf(firstOffer, room);
      winner = Arrays.copyOf(winner, room);
      enqueuedNs = Arrays.copyOf(enqueuedNs, room);
      creditNs = Arrays.copyOf(creditNs, room);
      sequence = Arrays.copyOf(sequence, room);
      maxWaitAtNs = Arrays.copyOf(maxWaitAtNs, room);
      starvesAtNs = Arrays.copyOf(starvesAtNs, room);
      patienceUntilNs = Arrays.copyOf(patienceUntilNs, room);
      firstOfferNs = Arrays.copyOf(firstOfferNs, room);
      liveOffers = Arrays.copyOf(liveOffers, room);
      lastAgent = Arrays.copyOf(lastAgent, room);
    }
  }
}
