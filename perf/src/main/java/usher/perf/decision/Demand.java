package usher.perf.decision;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;

/**
 * Draws numbers by their shares, each with one draw of chance and one look at a small table
 * (Walker's alias method): number and alias share a cell, and the cell is split between them.
 */
final class Demand {
  private static final int PART_BITS = 20;
  private static final int PARTS = 1 << PART_BITS;
  private static final int MOST = 1 << (Integer.SIZE - 1 - PART_BITS);
  private static final int ALIAS_BITS = 16;
  private static final int ALIAS = (1 << ALIAS_BITS) - 1;

  /** How many parts of a cell are the number's own, above its alias. */
  private final long[] cells;

  /**
   * Numbers 0 to the length of the shares.
   *
   * @param shares 0 or above each, not all 0, 2,048 at most
   */
  Demand(double[] shares) {
    if (shares.length > MOST) {
      throw new IllegalArgumentException(shares.length + " shares");
    }
    cells = new long[shares.length];
    double total = Arrays.stream(shares).sum();
    double[] filled = new double[shares.length];
    Deque<Integer> small = new ArrayDeque<>();
    Deque<Integer> large = new ArrayDeque<>();
    for (int number = 0; number < shares.length; number++) {
      filled[number] = shares[number] / total * shares.length;
      (filled[number] < 1 ? small : large).add(number);
    }
    while (!small.isEmpty() && !large.isEmpty()) {
      int number = small.remove();
      int alias = large.remove();
      cells[number] = cell((int) (filled[number] * PARTS), alias);
      filled[alias] -= 1 - filled[number];
      (filled[alias] < 1 ? small : large).add(alias);
    }
    small.addAll(large);
    for (int number : small) {
      cells[number] = cell(PARTS, number);
    }
  }

  private static long cell(int ownParts, int alias) {
    return ((long) ownParts << ALIAS_BITS) | alias;
  }

  /** One of the numbers. */
  int draw(Random64 random) {
    int drawn = random.below(cells.length << PART_BITS);
    int number = drawn >>> PART_BITS;
    long cell = cells[number];
    int part = drawn & (PARTS - 1);
    return part < cell >> ALIAS_BITS ? number : (int) cell & ALIAS;
  }
}
