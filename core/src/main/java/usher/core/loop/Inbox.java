package usher.core.loop;

import java.lang.invoke.VarHandle;
import java.lang.reflect.Array;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * Where every thread leaves what it has for the loop. Each producer thread has a {@link Door} with
 * a ring of its own; the loop empties the rings in turn, and the order in which it takes things out
 * is the order of everything that follows.
 *
 * <p>What may wait is left at a {@link #openPatient patient} door. The loop takes it when the other
 * rings are empty, and a {@link #PATIENT_LEAST little} of it when they never are.
 *
 * <p>When there is nothing to do the loop sleeps. The promise that no wake-up is lost rests on two
 * full fences: the loop announces its sleep and then looks into the rings once more; a producer
 * fills its ring and then looks whether a sleep is announced. Whichever comes second sees the
 * other.
 *
 * <pre>
 *              await, rings empty               time is over, or spurious
 *   AWAKE ------------------------> ASLEEP ------------------------------> AWAKE
 *     |                               |  an offer, wake: LoopSleep.wake
 *     | wake                          +----------------------------------> AWAKE
 *     v            await returns at once
 *   CALLED --------------------------------------------------------------> AWAKE
 * </pre>
 *
 * @param <E> what is left
 */
public final class Inbox<E> {

  /** Threads of a server that may have something to say at one time. */
  public static final int DOORS_MAX = 256;

  /**
   * What the loop takes from one ring before it looks at the next. An element therefore waits for
   * at most this many elements of each other thread.
   */
  public static final int BURST = 32;

  /**
   * What may wait is let in so often in each turn of {@link #BURST}, whatever else there is. Less
   * than a new call in the dozen messages of each, so that more is not begun than is ended.
   */
  public static final int PATIENT_LEAST = 2;

  private static final int AWAKE = 0;
  private static final int ASLEEP = 1;
  private static final int CALLED = 2;

  private final int ringCapacity;
  private final Doors prompt = new Doors();
  private final Doors patient = new Doors();
  private final AtomicInteger sleep = new AtomicInteger(AWAKE);
  private final AtomicLong refusedByClosed = new AtomicLong();
  private final LoopSleep rest;
  private final BooleanSupplier maySleep = this::maySleep;

  /**
   * An inbox without doors for a loop that waits for nothing else.
   *
   * @param ringCapacity elements that one thread may leave unread; a power of two
   */
  public Inbox(int ringCapacity) {
    this(ringCapacity, new Parking());
  }

  /**
   * An inbox without doors.
   *
   * @param ringCapacity elements that one thread may leave unread; a power of two
   * @param rest how the loop sleeps
   */
  public Inbox(int ringCapacity, LoopSleep rest) {
    this.ringCapacity = ringCapacity;
    this.rest = rest;
  }

  /** Doors that are served in turn. */
  private final class Doors {
    final AtomicReference<Door[]> open = new AtomicReference<>(noDoors());

    /** The door whose turn is next; only the loop uses it. */
    private int turn;

    Door open() {
      Door door = new Door();
      open.updateAndGet(doors -> with(doors, door));
      return door;
    }

    int drain(Consumer<? super E> each, int limit) {
      Door[] doors = open.get();
      int taken = 0;
      int emptyInARow = 0;
      while (taken < limit && emptyInARow < doors.length) {
        Door door = doors[turn % doors.length];
        turn = (turn + 1) % doors.length;
        int burst = take(door, each, Math.min(BURST, limit - taken));
        emptyInARow = burst == 0 ? emptyInARow + 1 : 0;
        taken += burst;
      }
      return taken;
    }

    private int take(Door door, Consumer<? super E> each, int limit) {
      // In this order: what was offered before the close must be seen after it.
      boolean closed = door.closed;
      int taken = 0;
      while (taken < limit) {
        E element = door.ring.poll();
        if (element == null) {
          forgetIf(closed, door);
          return taken;
        }
        each.accept(element);
        taken++;
      }
      return taken;
    }

    private void forgetIf(boolean closed, Door door) {
      if (closed && Arrays.asList(open.get()).contains(door)) {
        open.updateAndGet(doors -> without(doors, door));
        refusedByClosed.addAndGet(door.refused());
      }
    }

    boolean areEmpty() {
      for (Door door : open.get()) {
        if (!door.ring.isEmpty()) {
          return false;
        }
      }
      return true;
    }

    long refused() {
      return Arrays.stream(open.get()).mapToLong(Door::refused).sum();
    }
  }

  /** One producer thread's way in. Only one thread at a time may use it. */
  public final class Door implements AutoCloseable {

    private final SpscRing<E> ring = new SpscRing<>(ringCapacity);
    private volatile boolean closed;

    private Door() {}

    /**
     * Leaves an element and wakes the loop if it sleeps. Never blocks.
     *
     * @return false if the loop is too far behind, which is counted, or the door is closed
     */
    public boolean offer(E element) {
      if (closed || !ring.offer(element)) {
        return false;
      }
      wakeSleeper();
      return true;
    }

    /** Elements refused here so far; any thread. */
    public long refused() {
      return ring.refused();
    }

    /** The thread has nothing more to say. What it left is still read. */
    @Override
    public void close() {
      closed = true;
    }
  }

  /**
   * A new door; any thread.
   *
   * @throws IllegalStateException if there are {@link #DOORS_MAX} already
   */
  public Door open() {
    return prompt.open();
  }

  /**
   * A new door for what may wait; any thread.
   *
   * @throws IllegalStateException if there are {@link #DOORS_MAX} of this kind already
   */
  public Door openPatient() {
    return patient.open();
  }

  /**
   * Hands what was left to {@code each}, at most {@link #BURST} elements of a thread before the
   * next has its turn, and what may wait after the rest; only the loop may call this.
   *
   * @param limit after so many it returns although there may be more
   * @return how many there were
   */
  public int drain(Consumer<? super E> each, int limit) {
    int share = patient.areEmpty() ? 0 : Math.min(PATIENT_LEAST, limit / 2);
    int taken = prompt.drain(each, limit - share);
    taken += patient.drain(each, limit - taken);
    return taken + prompt.drain(each, limit - taken);
  }

  /**
   * Sleeps until something is left, {@link #wake} is called or the time is over; may also return
   * for no reason. Does not sleep if there is something already. Only the loop may call this.
   *
   * @param waitNs the longest sleep; zero or less does not sleep
   */
  public void await(long waitNs) {
    boolean announced = waitNs > 0 && sleep.compareAndSet(AWAKE, ASLEEP);
    rest.sleep(announced ? waitNs : 0, maySleep);
    // Reads too, so that what was written before a wake that is overwritten here is seen.
    sleep.getAndSet(AWAKE);
  }

  private boolean maySleep() {
    return sleep.get() == ASLEEP && nothingLeft();
  }

  /** Ends the loop's sleep, or keeps it from the next one; any thread. */
  public void wake() {
    if (sleep.getAndSet(CALLED) == ASLEEP) {
      rest.wake();
    }
  }

  /** How many elements were refused at all doors, those closed included; any thread, may lag. */
  public long refused() {
    return refusedByClosed.get() + prompt.refused() + patient.refused();
  }

  /** How many doors are open or not yet emptied; any thread. */
  public int doors() {
    return prompt.open.get().length + patient.open.get().length;
  }

  private void wakeSleeper() {
    VarHandle.fullFence();
    if (sleep.get() == ASLEEP && sleep.compareAndSet(ASLEEP, AWAKE)) {
      rest.wake();
    }
  }

  private boolean nothingLeft() {
    VarHandle.fullFence();
    return prompt.areEmpty() && patient.areEmpty();
  }

  private Door[] with(Door[] open, Door door) {
    if (open.length == DOORS_MAX) {
      throw new IllegalStateException("more than " + DOORS_MAX + " threads feed the loop");
    }
    Door[] more = Arrays.copyOf(open, open.length + 1);
    more[open.length] = door;
    return more;
  }

  private Door[] without(Door[] open, Door door) {
    return Arrays.stream(open).filter(other -> other != door).toArray(this::doorArray);
  }

  private Door[] noDoors() {
    return doorArray(0);
  }

  @SuppressWarnings("unchecked") // an array of an inner class of a generic one has no other way
  private Door[] doorArray(int length) {
    return (Door[]) Array.newInstance(Door.class, length);
  }
}
