package usher.routing;

import java.util.Arrays;
import usher.routing.store.Bits;

/**
 * The calls of queues in the order in which they entered, linked both ways, and for each queue a
 * walk along its line that may take several commands.
 */
final class CallLine {
  private static final int NIL = -1;

  private final int[] head;
  private final int[] tail;

  /** Where the walk of a queue is, NIL when there is none. */
  private final int[] walker;

  private final long[] walked;
  private int walks;
  private int[] next = new int[16];
  private int[] previous = new int[16];
  private int[] queueOf = new int[16];

  CallLine(int queues) {
    head = filled(queues);
    tail = filled(queues);
    walker = filled(queues);
    walked = Bits.row(queues);
    Arrays.fill(queueOf, NIL);
  }

  private static int[] filled(int length) {
    int[] row = new int[length];
    Arrays.fill(row, NIL);
    return row;
  }

  void add(int queue, int call) {
    ensure(call);
    queueOf[call] = queue;
    previous[call] = tail[queue];
    next[call] = NIL;
    if (tail[queue] == NIL) {
      head[queue] = call;
    } else {
      next[tail[queue]] = call;
    }
    tail[queue] = call;
  }

  private void ensure(int call) {
    if (call >= next.length) {
      int old = next.length;
      int size = Math.max(call + 1, old * 2);
      next = Arrays.copyOf(next, size);
      previous = Arrays.copyOf(previous, size);
      queueOf = Arrays.copyOf(queueOf, size);
      Arrays.fill(queueOf, old, size, NIL);
    }
  }

  void remove(int queue, int call) {
    if (walker[queue] == call) {
      step(queue);
    }
    int before = previous[call];
    int after = next[call];
    if (before == NIL) {
      head[queue] = after;
    } else {
      next[before] = after;
    }
    if (after == NIL) {
      tail[queue] = before;
    } else {
      previous[after] = before;
    }
    queueOf[call] = NIL;
  }

  boolean contains(int queue, int call) {
    return call < queueOf.length && queueOf[call] == queue;
  }

  /** Begins to walk a queue's line, also where a walk is under way. */
  void walkAll(int queue) {
    walkAt(queue, head[queue]);
  }

  private void walkAt(int queue, int call) {
    boolean was = walker[queue] != NIL;
    boolean is = call != NIL;
    walker[queue] = call;
    if (was != is) {
      walks += is ? 1 : -1;
      if (is) {
        Bits.set(walked, queue);
      } else {
        Bits.clear(walked, queue);
      }
    }
  }

  private void step(int queue) {
    walkAt(queue, next[walker[queue]]);
  }

  /** The call that has been in a queue longest, or NIL. */
  int first(int queue) {
    return head[queue];
  }

  /** The call that entered after another one, or NIL. */
  int next(int call) {
    return next[call];
  }

  /** Whether a queue's line is being walked. */
  boolean isWalked(int queue) {
    return walker[queue] != NIL;
  }

  /** Whether any line is being walked. */
  boolean isWalked() {
    return walks > 0;
  }

  /** The next call of the lowest queue whose line is being walked; there is one. */
  int walk() {
    int queue = Bits.first(walked);
    int call = walker[queue];
    step(queue);
    return call;
  }
}
