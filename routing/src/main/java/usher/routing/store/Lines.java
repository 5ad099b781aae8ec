package usher.routing.store;

import java.util.Arrays;

/**
 * Items in lines, each item in one line at most. A line is a ring of nodes: its items, whose nodes
 * bear their own numbers, and one node more where it begins and ends. So nothing is different for
 * whoever comes to an empty line or leaves at an end. Not safe for threads.
 */
public final class Lines {
  private static final int NIL = -1;

  private final int items;
  private final int[] next;
  private final int[] previous;

  /** Empty lines 0 to {@code lines - 1} for items 0 to {@code items - 1}. */
  public Lines(int items, int lines) {
    this.items = items;
    next = new int[items + lines];
    previous = new int[items + lines];
    Arrays.fill(next, 0, items, NIL);
    for (int node = items; node < next.length; node++) {
      next[node] = node;
      previous[node] = node;
    }
  }

  /** How many nodes there are; numbers of nodes are below. */
  public int nodes() {
    return next.length;
  }

  /** Whether a node is an item, not the end of a line. */
  public boolean isItem(int node) {
    return node < items;
  }

  /** Whether an item stands in a line. */
  public boolean contains(int item) {
    return next[item] != NIL;
  }

  /** The node of the first item of a line, or of its end. */
  public int first(int line) {
    return next[items + line];
  }

  /** The node behind an item that stands in a line: the next item, or the end. */
  public int after(int item) {
    return next[item];
  }

  /** Puts an item that stands in no line at the end of one. */
  public void append(int line, int item) {
    int end = items + line;
    insert(previous[end], item, end);
  }

  /** Puts an item that stands in no line at the beginning of one. */
  public void prepend(int line, int item) {
    int end = items + line;
    insert(end, item, next[end]);
  }

  private void insert(int before, int item, int after) {
    previous[item] = before;
    next[item] = after;
    next[before] = item;
    previous[after] = item;
  }

  /** Takes out an item that stands in a line. */
  public void remove(int item) {
    int before = previous[item];
    int after = next[item];
    next[before] = after;
    previous[after] = before;
    next[item] = NIL;
  }
}
