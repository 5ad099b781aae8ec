package usher.routing.store;

import java.util.Arrays;

/**
 * Numbers that are given out and taken back, each with a generation, so that a handle kept too long
 * is recognised as stale. A handle is {@code generation << 32 | slot}, never 0. The slot freed last
 * is used next. Not safe for threads.
 */
public final class Slots {
  /** No handle. */
  public static final long NONE = 0;

  /** No slot. */
  public static final int ABSENT = -1;

  private int limit;

  /** Below zero while the slot is free, 0 while it never was in use. */
  private int[] generation;

  /** The free ones below {@link #high}, the one freed last at the end. */
  private int[] free;

  private int freeCount;
  private int high;

  /** Slots 0 to {@code limit - 1}, of which {@code initial} have room at once. */
  public Slots(int initial, int limit) {
    this.limit = limit;
    generation = new int[Math.min(Math.max(16, initial), limit)];
    free = new int[generation.length];
  }

  /** How many more slots can be taken. */
  public int room() {
    return limit - live();
  }

  /** Raises the limit to this, unless it is there already. */
  public void allow(int atLeast) {
    limit = Math.max(limit, atLeast);
  }

  /** How many slots are in use. */
  public int live() {
    return high - freeCount;
  }

  /** One more than the highest slot ever used. */
  public int high() {
    return high;
  }

  /** How many slots the tables beside this one must have room for. */
  public int capacity() {
    return generation.length;
  }

  /** Takes a slot, or {@link #ABSENT} when the limit is reached. */
  public int take() {
    if (freeCount == 0) {
      return takeNew();
    }
    int slot = free[--freeCount];
    int before = -generation[slot];
    generation[slot] = before == Integer.MAX_VALUE ? 1 : before + 1;
    return slot;
  }

  private int takeNew() {
    if (high == limit) {
      return ABSENT;
    }
    if (high == generation.length) {
      int length = (int) Math.min(limit, generation.length * 2L);
      generation = Arrays.copyOf(generation, length);
      free = Arrays.copyOf(free, length);
    }
    generation[high] = 1;
    return high++;
  }

  /** Gives a slot back; its handle is stale from now on. */
  public void release(int slot) {
    generation[slot] = -generation[slot];
    free[freeCount++] = slot;
  }

  /** Whether a slot is in use. */
  public boolean inUse(int slot) {
    return generation[slot] > 0;
  }

  /** The handle of a slot in use. */
  public long handle(int slot) {
    return ((long) generation[slot] << 32) | slot;
  }

  /** The slot of a handle, or {@link #ABSENT} when the handle is stale or never was. */
  public int slotOf(long handle) {
    int slot = (int) handle;
    int wanted = (int) (handle >>> 32);
    boolean live = slot >= 0 && slot < high && wanted > 0 && generation[slot] == wanted;
    return live ? slot : ABSENT;
  }
}
