package usher.routing;

import java.util.Arrays;
import usher.routing.call.EntryTable;
import usher.routing.plan.QueueRules;
import usher.routing.plan.RoutingPlan;
import usher.routing.store.Bits;
import usher.routing.store.OrderedForest;

/**
 * Where entries keep their places: one tree for each class, where agents look for calls; one for
 * each queue, for calls that nobody is to look for but that keep their place; one for each agent,
 * for calls that want just this agent for a while.
 *
 * <p>Most entries that nobody looks for are those of calls being offered, and leave as soon as they
 * are answered. So they stand aside at first, in no order, and the last {@value #MOST_ASIDE} go to
 * their trees together when one more comes or when their order is asked for.
 */
final class Places {
  static final int NIL = OrderedForest.NIL;

  private static final int AGE_KEY = 0;
  private static final int SEQUENCE_KEY = 1;

  private final RoutingPlan plan;
  private final EntryTable entries;
  private final OrderedForest forest;
  private final long[] waitingClasses;
  private int waitingCount;

  /**
   * Bit row of profiles whose agents can serve one of the waiting classes, while they are few;
   * right once asked for.
   */
  private final long[] askedFor;

  private boolean isAskedForOld;
  private int wishes;

  private static final int MOST_ASIDE = 32;
  private static final int FEW_CLASSES = 16;
  private final int[] aside = new int[MOST_ASIDE];
  private int countAside;

  /** By entry: its place aside, or NIL. */
  private int[] placeAside;

  Places(RoutingPlan plan, EntryTable entries) {
    this.plan = plan;
    this.entries = entries;
    int trees = plan.classCount() + plan.queueCount() + plan.agentCount();
    forest = new OrderedForest(trees, 2, entries.capacity());
    waitingClasses = Bits.row(plan.classCount());
    askedFor = Bits.row(plan.profileCount());
    placeAside = new int[0];
    makeRoom();
  }

  private void makeRoom() {
    int old = placeAside.length;
    if (old < entries.capacity()) {
      forest.ensureNodes(entries.capacity());
      placeAside = Arrays.copyOf(placeAside, entries.capacity());
      Arrays.fill(placeAside, old, placeAside.length, NIL);
    }
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

  /**
   * Whether agents of a profile can serve a class in which an entry can be found; true as well when
   * that is not known at hand. With most calls taken at once a few classes wait that hardly anybody
   * can serve, and the answer is nearly always no.
   */
  boolean isAskedFor(int profile) {
    if (waitingCount > FEW_CLASSES) {
      return true;
    }
    if (isAskedForOld) {
      findAskedFor();
    }
    return Bits.get(askedFor, profile);
  }

  private void findAskedFor() {
    Arrays.fill(askedFor, 0);
    for (int word = 0; word < waitingClasses.length; word++) {
      for (long bits = waitingClasses[word]; bits != 0; bits &= bits - 1) {
        Bits.or(askedFor, plan.profilesOf((word << 6) + Long.numberOfTrailingZeros(bits)));
      }
    }
    isAskedForOld = false;
  }

  /** The first entry of a class or of those that want an agent. */
  int first(int tree) {
    return forest.first(tree);
  }

  /** The first of a queue's entries that nobody looks for. */
  int firstHeld(int queue) {
    gather();
    return forest.first(held(queue));
  }

  /** The age key of the first entry of a tree; {@link Long#MAX_VALUE} when there is none. */
  long firstAgeKey(int tree) {
    return forest.firstKey(tree);
  }

  int next(int entry) {
    return forest.next(entry);
  }

  int treeOf(int entry) {
    return placeAside[entry] == NIL ? forest.treeOf(entry) : held(entries.queue(entry));
  }

  long ageKey(int entry) {
    return forest.key(AGE_KEY, entry);
  }

  /** Sets the keys of an entry, wherever it is. */
  void key(int entry, long ageKey, long sequence) {
    makeRoom();
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

  /** Gives an entry that is nowhere its keys, and a place where nobody looks for it. */
  void hold(int entry, long ageKey, long sequence) {
    makeRoom();
    forest.key(AGE_KEY, entry, ageKey);
    forest.key(SEQUENCE_KEY, entry, sequence);
    putAside(entry);
  }

  /** Moves an entry to a tree, or out of all with {@link #NIL}. */
  void move(int entry, int tree) {
    int from = treeOf(entry);
    if (from != tree) {
      takeOut(entry, from);
      if (tree >= held(0) && tree < wanting(0)) {
        putAside(entry);
      } else if (tree != NIL) {
        putIn(entry, tree);
      }
    }
  }

  private void takeOut(int entry, int from) {
    if (placeAside[entry] != NIL) {
      int last = aside[--countAside];
      aside[placeAside[entry]] = last;
      placeAside[last] = placeAside[entry];
      placeAside[entry] = NIL;
    } else if (from != NIL) {
      forest.remove(entry);
      wishes -= from >= wanting(0) ? 1 : 0;
      if (from < plan.classCount() && forest.isEmpty(from)) {
        Bits.clear(waitingClasses, from);
        waitingCount--;
        isAskedForOld = true;
      }
    }
  }

  private void putIn(int entry, int tree) {
    forest.insert(tree, entry);
    wishes += tree >= wanting(0) ? 1 : 0;
    if (tree < plan.classCount() && !Bits.get(waitingClasses, tree)) {
      Bits.set(waitingClasses, tree);
      waitingCount++;
      isAskedForOld = true;
    }
  }

  private void putAside(int entry) {
    if (countAside == MOST_ASIDE) {
      gather();
    }
    placeAside[entry] = countAside;
    aside[countAside++] = entry;
  }

  /** Brings those that stand aside to their trees. */
  private void gather() {
    while (countAside > 0) {
      int entry = aside[--countAside];
      placeAside[entry] = NIL;
      forest.insert(held(entries.queue(entry)), entry);
    }
  }

  /** How many entries of its queue, looked for or not, come before an entry. */
  int before(int entry) {
    gather();
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
    gather();
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
