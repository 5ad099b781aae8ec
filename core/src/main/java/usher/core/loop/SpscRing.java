package usher.core.loop;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * A bounded queue from one producer thread to one consumer thread. Both ends are wait-free: no
 * lock, no compare-and-set, no allocation, and a thread that is descheduled delays nobody but
 * itself.
 *
 * <p>A slot is empty exactly when it is null. The producer fills slots in order and the consumer
 * empties them in order, so each finds out from the slot itself whether it may go on, and their
 * positions need not be shared:
 *
 * <pre>
 *   producer: slot null?  no: full.   yes: fill it (release), step on
 *   consumer: slot null?  yes: empty. no:  take it, null it (release), step on
 * </pre>
 *
 * @param <E> what is passed on; must be safe to read on the consumer's thread once published
 */
public final class SpscRing<E> {

  /** More would hide an overload for too long and cost memory for every thread. */
  public static final int CAPACITY_MAX = 1 << 20;

  private static final VarHandle SLOT = MethodHandles.arrayElementVarHandle(Object[].class);
  private static final VarHandle POSITION = MethodHandles.arrayElementVarHandle(long[].class);

  /** Two cache lines of 64 bytes in longs, because processors fetch lines in pairs. */
  private static final int LINE = 16;

  /** Indices into {@link #positions}, each alone on its lines. */
  private static final int TAKEN = LINE;

  private static final int FILLED = 2 * LINE;
  private static final int REFUSED = FILLED + 1;
  private static final int POSITIONS = 3 * LINE;

  private final @Nullable Object[] slots;
  private final int mask;

  /** TAKEN belongs to the consumer, FILLED and REFUSED to the producer. */
  private final long[] positions = new long[POSITIONS];

  /**
   * Makes an empty ring.
   *
   * @param capacity a power of two, at most {@link #CAPACITY_MAX}
   */
  public SpscRing(int capacity) {
    if (Integer.bitCount(capacity) != 1 || capacity < 1 || capacity > CAPACITY_MAX) {
      throw new IllegalArgumentException("capacity " + capacity);
    }
    slots = new Object[capacity];
    mask = capacity - 1;
  }

  /**
   * Puts an element in; only the producer thread may call this.
   *
   * @return false if the ring is full: the element is refused and counted
   */
  public boolean offer(E element) {
    long filled = positions[FILLED];
    int slot = (int) filled & mask;
    if (SLOT.getAcquire(slots, slot) != null) {
      POSITION.setOpaque(positions, REFUSED, positions[REFUSED] + 1);
      return false;
    }
    positions[FILLED] = filled + 1;
    SLOT.setRelease(slots, slot, element);
    return true;
  }

  /** The oldest element, or null if there is none; only the consumer thread may call this. */
  @SuppressWarnings("unchecked") // offer lets only elements of type E in
  public @Nullable E poll() {
    long taken = positions[TAKEN];
    int slot = (int) taken & mask;
    Object element = SLOT.getAcquire(slots, slot);
    if (element == null) {
      return null;
    }
    positions[TAKEN] = taken + 1;
    SLOT.setRelease(slots, slot, null);
    return (E) element;
  }

  /** Whether {@link #poll} would find nothing; only the consumer thread may call this. */
  public boolean isEmpty() {
    return SLOT.getAcquire(slots, (int) positions[TAKEN] & mask) == null;
  }

  /** How many elements were refused because the ring was full; any thread, may lag. */
  public long refused() {
    return (long) POSITION.getOpaque(positions, REFUSED);
  }

  public int capacity() {
    return slots.length;
  }
}
