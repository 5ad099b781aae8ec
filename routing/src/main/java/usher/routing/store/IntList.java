package usher.routing.store;

import java.util.Arrays;

/** A growing list of ints. Not safe for threads. */
public final class IntList {
  private int[] items = new int[16];
  private int count;

  /** How many there are. */
  public int size() {
    return count;
  }

  /** The one at an index below {@link #size()}. */
  public int get(int index) {
    return items[index];
  }

  /** Replaces the one at an index below {@link #size()}. */
  public void set(int index, int item) {
    items[index] = item;
  }

  /** Adds one at the end. */
  public void add(int item) {
    if (count == items.length) {
      items = Arrays.copyOf(items, count * 2);
    }
    items[count++] = item;
  }

  /** Takes the last one away. */
  public int removeLast() {
    return items[--count];
  }

  /** Forgets all. */
  public void clear() {
    count = 0;
  }
}
