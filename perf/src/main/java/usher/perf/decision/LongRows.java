package usher.perf.decision;

import java.util.Arrays;

/** A growing list of short rows of longs, looked through from end to end. */
final class LongRows {
  private final int columns;
  private long[] cells = new long[64];
  private int size;

  LongRows(int columns) {
    this.columns = columns;
  }

  int size() {
    return size;
  }

  long get(int row, int column) {
    return cells[row * columns + column];
  }

  void add(long first) {
    int at = grow();
    cells[at] = first;
  }

  void add(long first, long second) {
    int at = grow();
    cells[at] = first;
    cells[at + 1] = second;
  }

  void add(long first, long second, long third) {
    int at = grow();
    cells[at] = first;
    cells[at + 1] = second;
    cells[at + 2] = third;
  }

  private int grow() {
    int at = size++ * columns;
    if (at + columns > cells.length) {
      cells = Arrays.copyOf(cells, cells.length * 2);
    }
    return at;
  }

  /** Removes a row; those after it move up. */
  void remove(int row) {
    int next = (row + 1) * columns;
    System.arraycopy(cells, next, cells, row * columns, size * columns - next);
    size--;
  }

  /** Removes the row that begins with a value, if there is one. */
  void removeFirst(long value) {
    for (int row = 0; row < size; row++) {
      if (get(row, 0) == value) {
        remove(row);
        return;
      }
    }
  }

  void clear() {
    size = 0;
  }
}
