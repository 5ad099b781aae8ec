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
  private int[] generation;
  private boolean[] used;
  private final IntList free = new IntList();
  private int high;
  private int live;

  /** Slots 0 to {@code limit - 1}, of which {@code initial} have room at once. */
  public Slots(int initial, int limit) {
    this.limit = limit;
    generation = new int[Math.min(Math.max(16, initial), limit)];
    used = new boolean[generation.length];
  }

  /** How many slots can be in use. */
  public int limit() {
    return limit;
  }

  /** Raises the limit to this, unless it is there already. */
  public void allow(int atLeast) {
    limit = Math.max(limit, atLeast);
  }

  /** How many slots are in use. */
  public int live() {
    return live;
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
    if (free.size() == 0 && high == limit) {
      return ABSENT;
    }
    int slot = free.size() > 0 ? free.removeLast() : high++;
    if (slot == generation.length) {
      int length = (int) Math.min(limit, generation.length * 2L);
      generation = Arrays.copyOf(generation, length);
      used = Arrays.copyOf(used, length);
    }
    used[slot] = true;
    live++;
    generation[slot] = generation[slot] == Integer.MAX_VALUE ? 1 : generation[slot] + 1;
    return slot;
  }

  /** Gives a slot back; its handle is stale from now on. */
  public void release(int slot) {
    used[slot] = false;
    live--;
    free.add(slot);
  }

  /** Whether a slot is in use. */
  public boolean inUse(int slot) {
    return used[slot];
  }

  /** The handle of a slot in use. */
  public long handle(int slot) {
    return ((long) generation[slot] << 32) | slot;
  }

  /** The slot of a handle, or {@link #ABSENT} when the handle is stale or never was. */
  public int slotOf(long handle) {
    int slot = (int) handle;
    boolean live =
        slot >= 0 && slot < high && used[slot] && generation[slot] == (int) (handle >>> 32);
    return live ? slot : ABSENT;
  }
}
