package usher.routing;

import usher.routing.plan.QueueRules;
import usher.routing.plan.RoutingPlan;
import usher.routing.store.Bits;

/**
 * What the short way asks of each plain queue, side by side: {@value #ROW} cells, the profiles that
 * can serve the first step of its calls as a row of bits, and the same as a list. Of other queues
 * it only says that they are not plain.
 */
final class PlainQueues {
  private static final int NOT_PLAIN = -1;

  private static final int CLASS = 0;
  private static final int RING = 1;
  private static final int STEP = 2;
  private static final int MAX_WAIT = 3;
  private static final int MAX_STARVE = 4;
  private static final int ACCELERATION = 5;
  private static final int ORDER = 6;
  private static final int LIST_END = 7;
  private static final int ROW = 8;

  /** How many words the row of bits of a queue has. */
  final int words;

  /** The rows of bits of all queues, one after the other. */
  final long[] bits;

  /** The lists of all queues, one after the other; empty where profiles are too many to list. */
  final char[] lists;

  private final long[] cells;

  PlainQueues(RoutingPlan plan) {
    cells = new long[plan.queueCount() * ROW];
    words = Bits.row(plan.profileCount()).length;
    bits = new long[plan.queueCount() * words];
    StringBuilder listed = new StringBuilder();
    for (int queue = 0; queue < plan.queueCount(); queue++) {
      QueueRules rules = plan.rules(queue);
      boolean isPlain = rules.isPlain() && !plan.isQueueRetired(queue) && !plan.usesOccupancy();
      set(queue, CLASS, isPlain ? rules.firstClass() : NOT_PLAIN);
      if (isPlain) {
        describe(queue, rules, plan.stepNs(rules.firstClass()));
        long[] row = plan.profilesOf(rules.firstClass());
        System.arraycopy(row, 0, bits, queue * words, words);
        listed.append(plan.profileListOf(rules.firstClass()));
      }
      set(queue, LIST_END, listed.length());
    }
    lists = listed.toString().toCharArray();
  }

  private void describe(int queue, QueueRules rules, long stepNs) {
    set(queue, RING, rules.ringNs());
    set(queue, STEP, stepNs);
    set(queue, MAX_WAIT, rules.maxWaitNs());
    set(queue, MAX_STARVE, rules.maxStarveNs());
    set(queue, ACCELERATION, rules.acceleration());
    set(queue, ORDER, rules.chain().idleOrder());
  }

  private long get(int queue, int cell) {
    return cells[queue * ROW + cell];
  }

  private void set(int queue, int cell, long value) {
    cells[queue * ROW + cell] = value;
  }

  /** Whether nothing happens to its calls but what the short way knows of. */
  boolean contains(int queue) {
    return get(queue, CLASS) != NOT_PLAIN;
  }

  /** The class of its calls as they arrive. */
  int callClass(int queue) {
    return (int) get(queue, CLASS);
  }

  long ringNs(int queue) {
    return get(queue, RING);
  }

  /** How long the first step lasts, or {@link Domain#NEVER}. */
  long stepNs(int queue) {
    return get(queue, STEP);
  }

  /** The longest wait, or {@link Domain#NEVER}. */
  long maxWaitNs(int queue) {
    return get(queue, MAX_WAIT);
  }

  /** After how long a call has been overtaken enough, or {@link Domain#NEVER}. */
  long maxStarveNs(int queue) {
    return get(queue, MAX_STARVE);
  }

  int acceleration(int queue) {
    return (int) get(queue, ACCELERATION);
  }

  /** The idle order in which agents are chosen. */
  int order(int queue) {
    return (int) get(queue, ORDER);
  }

  /** Where its list begins. */
  int listBegin(int queue) {
    return queue == 0 ? 0 : (int) get(queue - 1, LIST_END);
  }

  /** Where its list ends. */
  int listEnd(int queue) {
    return (int) get(queue, LIST_END);
  }
}
