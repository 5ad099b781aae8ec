package usher.perf.decision;

import java.util.Arrays;

/** The baseline's calls in the order of arrival; those that were relaxed are the first ones. */
final class PlainCalls {
  private static final int NOBODY = -1;

  private long[] handles = new long[1024];
  private long[] enteredNs = new long[1024];
  private int[] queues = new int[1024];
  private int[] offeredTo = new int[1024];
  private boolean[] excludes = new boolean[1024];
  private int size;
  private int relaxed;

  int size() {
    return size;
  }

  void add(long handle, int queue, long nowNs) {
    if (size == handles.length) {
      handles = Arrays.copyOf(handles, size * 2);
      enteredNs = Arrays.copyOf(enteredNs, size * 2);
      queues = Arrays.copyOf(queues, size * 2);
      offeredTo = Arrays.copyOf(offeredTo, size * 2);
      excludes = Arrays.copyOf(excludes, size * 2);
    }
    handles[size] = handle;
    enteredNs[size] = nowNs;
    queues[size] = queue;
    offeredTo[size] = NOBODY;
    excludes[size++] = false;
  }

  void remove(int at) {
    int moved = size - at - 1;
    System.arraycopy(handles, at + 1, handles, at, moved);
    System.arraycopy(enteredNs, at + 1, enteredNs, at, moved);
    System.arraycopy(queues, at + 1, queues, at, moved);
    System.arraycopy(offeredTo, at + 1, offeredTo, at, moved);
    System.arraycopy(excludes, at + 1, excludes, at, moved);
    size--;
    relaxed -= at < relaxed ? 1 : 0;
  }

  /** Where a call is, below zero when it is gone. */
  int find(long handle) {
    return Arrays.binarySearch(handles, 0, size, handle);
  }

  long handle(int at) {
    return handles[at];
  }

  int queue(int at) {
    return queues[at];
  }

  int offeredTo(int at) {
    return offeredTo[at];
  }

  void offer(int at, int agent) {
    offeredTo[at] = agent;
  }

  boolean isExcluding(int at) {
    return excludes[at];
  }

  void excludes(int at) {
    excludes[at] = true;
  }

  /** Those that entered by then are relaxed. */
  void relax(long enteredByNs) {
    while (relaxed < size && enteredNs[relaxed] <= enteredByNs) {
      relaxed++;
    }
  }

  int relaxed() {
    return relaxed;
  }

  /** When the first of those that are not relaxed entered. */
  long nextEnteredNs() {
    return relaxed < size ? enteredNs[relaxed] : Long.MAX_VALUE / 2;
  }
}
