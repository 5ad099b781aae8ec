package usher.routing;

import usher.routing.call.EntryTable;
import usher.routing.plan.QueueRules;
import usher.routing.plan.RoutingPlan;
import usher.routing.store.Bits;
import usher.routing.store.OrderedForest;

/**
 * Where entries keep their places: one tree for each class, where agents look for calls; one for
 * each queue, for calls that nobody is to look for but that keep their place; one for each agent,
 * for calls that want just this agent for a while.
 */
final class Places {
  static final int NIL = OrderedForest.NIL;

  private static final int AGE_KEY = 0;
  private static final int SEQUENCE_KEY = 1;

  private final RoutingPlan plan;
  private final EntryTable entries;
  private final OrderedForest forest;
  private final long[] waitingClasses;
  private int wishes;

  Places(RoutingPlan plan, EntryTable entries) {
    this.plan = plan;
    this.entries = entries;
    int trees = plan.classCount() + plan.queueCount() + plan.agentCount();
    forest = new OrderedForest(trees, 2, entries.capacity());
    waitingClasses = Bits.row(plan.classCount());
  }

  /** The tree of a class. */
  int ofClass(int callClass) {
    return callClass;
  }

  /** The tree of a queue's entries that nobody looks for. */
  int held(int queue) {
    return plan.classCount() + queue;
  }

  /** The tree of the calls that want just this agent. */
  int wanting(int agent) {
    return plan.classCount() + plan.queueCount() + agent;
  }

  /** Whether any call wants one agent and no other. */
  boolean hasWishes() {
    return wishes > 0;
  }

  /** Bit row of classes in which an entry can be found. */
  long[] waitingClasses() {
    return waitingClasses;
  }

  int first(int tree) {
    return forest.first(tree);
  }

  /** The age key of the first entry of a tree; {@link Long#MAX_VALUE} when there is none. */
  long firstAgeKey(int tree) {
    return forest.firstKey(tree);
  }

  int next(int entry) {
    return forest.next(entry);
  }

  int size(int tree) {
    return forest.size(tree);
  }

  int treeOf(int entry) {
    return forest.treeOf(entry);
  }

  long ageKey(int entry) {
    return forest.key(AGE_KEY, entry);
  }

  /** Sets the keys of an entry, wherever it is. */
  void key(int entry, long ageKey, long sequence) {
    forest.ensureNodes(entries.capacity());
    int tree = forest.treeOf(entry);
    if (tree != NIL) {
      forest.remove(entry);
    }
    forest.key(AGE_KEY, entry, ageKey);
    forest.key(SEQUENCE_KEY, entry, sequence);
    if (tree != NIL) {
      forest.insert(tree, entry);
    }
  }

  /** Moves an entry to a tree, or out of all with {@link #NIL}. */
  void move(int entry, int tree) {
    int from = forest.treeOf(entry);
    if (from == tree) {
      return;
    }
    if (from != NIL) {
      forest.remove(entry);
      wishes -= from >= wanting(0) ? 1 : 0;
      if (from < plan.classCount() && forest.size(from) == 0) {
        Bits.clear(waitingClasses, from);
      }
    }
    if (tree != NIL) {
      forest.insert(tree, entry);
      wishes += tree >= wanting(0) ? 1 : 0;
      if (tree < plan.classCount()) {
        Bits.set(waitingClasses, tree);
      }
    }
  }

  /** How many entries of its queue, looked for or not, come before an entry. */
  int before(int entry) {
    int queue = entries.queue(entry);
    int count = forest.countBefore(held(queue), entry);
    for (int set : plan.ruleSetsOf(queue)) {
      QueueRules rules = plan.rules(set);
      for (int callClass = 0; callClass < rules.classes(); callClass++) {
        count += forest.countBefore(rules.firstClass() + callClass, entry);
      }
    }
    return count;
  }

  /** How many entries of a class, looked for, come before an entry. */
  int before(int callClass, int entry) {
    return forest.countBefore(ofClass(callClass), entry);
  }

  /** How many entries of a class, looked for, have an age key below this one. */
  int before(int callClass, long ageKey) {
    return forest.countBelow(ofClass(callClass), ageKey);
  }

  /** How many entries a queue has, looked for or not. */
  int length(int queue) {
    int count = forest.size(held(queue));
    for (int set : plan.ruleSetsOf(queue)) {
      QueueRules rules = plan.rules(set);
      for (int callClass = 0; callClass < rules.classes(); callClass++) {
        count += forest.size(rules.firstClass() + callClass);
      }
    }
    return count;
  }
}
