package usher.routing.store;

import java.util.Arrays;

/**
 * Many ordered trees over one pool of nodes; each node is in one tree at most. A node's place is
 * given by its key columns, compared left to right, and then by its own number, so the order is
 * total.
 *
 * <p>Treaps with subtree sizes: insert, remove, rank and select take logarithmic time, the first
 * node of a tree is at hand. A node's heap priority is a fixed hash of its number, so the shape
 * depends on nothing but the content. The links of a node lie together, as do its keys.
 *
 * <p>Keys of a node may only be changed while the node is in no tree. Not safe for threads.
 */
public final class OrderedForest {
  /** No node, no tree. */
  public static final int NIL = -1;

  private static final int LEFT = 0;
  private static final int RIGHT = 1;
  private static final int PARENT = 2;
  private static final int SIZE = 3;
  private static final int TREE = 4;
  private static final int ROW = 8;

  private final int columns;
  private final int[] root;
  private final int[] first;
  private final long[] firstKey;
  private int[] links;
  private long[] keys;

  /** A forest of {@code trees} empty trees whose nodes are compared by {@code columns} keys. */
  public OrderedForest(int trees, int columns, int nodes) {
    this.columns = columns;
    root = filled(trees);
    first = filled(trees);
    firstKey = new long[trees];
    Arrays.fill(firstKey, Long.MAX_VALUE);
    links = filled(nodes * ROW);
    keys = new long[nodes * columns];
  }

  /** Makes room for nodes 0 to {@code nodes - 1}. */
  public void ensureNodes(int nodes) {
    int old = links.length;
    if (nodes * ROW > old) {
      links = Arrays.copyOf(links, nodes * ROW);
      Arrays.fill(links, old, links.length, NIL);
      keys = Arrays.copyOf(keys, nodes * columns);
    }
  }

  /** Sets one key of a node that is in no tree. */
  public void key(int column, int node, long value) {
    assert treeOf(node) == NIL : "key of a linked node";
    keys[node * columns + column] = value;
  }

  /** One key of a node. */
  public long key(int column, int node) {
    return keys[node * columns + column];
  }

  /** The first node of a tree, or {@link #NIL}. */
  public int first(int inTree) {
    return first[inTree];
  }

  /** The first key of the first node of a tree; {@link Long#MAX_VALUE} when there is none. */
  public long firstKey(int inTree) {
    return firstKey[inTree];
  }

  private void first(int inTree, int node) {
    first[inTree] = node;
    firstKey[inTree] = node == NIL || columns == 0 ? Long.MAX_VALUE : keys[node * columns];
  }

  /** How many nodes a tree has. */
  public int size(int inTree) {
    return sizeOf(root[inTree]);
  }

  /** The tree a node is in, or {@link #NIL}. */
  public int treeOf(int node) {
    return links[node * ROW + TREE];
  }

  /** The node after this one in its tree, or {@link #NIL}. */
  public int next(int node) {
    if (right(node) != NIL) {
      return leftmost(right(node));
    }
    int at = node;
    while (parent(at) != NIL && right(parent(at)) == at) {
      at = parent(at);
    }
    return parent(at);
  }

  /** How many nodes of the tree come before a place with the keys of {@code node}, in it or not. */
  public int countBefore(int inTree, int node) {
    int before = 0;
    int at = root[inTree];
    while (at != NIL) {
      if (at != node && less(at, node)) {
        before += sizeOf(left(at)) + 1;
        at = right(at);
      } else {
        at = left(at);
      }
    }
    return before;
  }

  /** How many nodes of a tree have a first key below this one. */
  public int countBelow(int inTree, long firstKey) {
    int below = 0;
    int at = root[inTree];
    while (at != NIL) {
      if (key(0, at) < firstKey) {
        below += sizeOf(left(at)) + 1;
        at = right(at);
      } else {
        at = left(at);
      }
    }
    return below;
  }

  /** The node with {@code rank} nodes before it. */
  public int select(int inTree, int rank) {
    int at = root[inTree];
    int remaining = rank;
    while (true) {
      int before = sizeOf(left(at));
      if (remaining == before) {
        return at;
      }
      if (remaining < before) {
        at = left(at);
      } else {
        remaining -= before + 1;
        at = right(at);
      }
    }
  }

  /** How many nodes of a tree that has some are equal to its first in every key. */
  public int countEqual(int inTree) {
    int count = 0;
    int at = root[inTree];
    while (at != NIL) {
      if (sameKeys(at, first[inTree])) {
        count += sizeOf(left(at)) + 1;
        at = right(at);
      } else {
        at = left(at);
      }
    }
    return count;
  }

  /** Among the nodes equal to the first in every key, the first with a higher number, or NIL. */
  public int firstEqualAfter(int inTree, int number) {
    int found = NIL;
    int at = root[inTree];
    while (at != NIL) {
      if (!sameKeys(at, first[inTree])) {
        at = left(at);
      } else if (at > number) {
        found = at;
        at = left(at);
      } else {
        at = right(at);
      }
    }
    return found;
  }

  private boolean sameKeys(int a, int b) {
    for (int column = 0; column < columns; column++) {
      if (keys[a * columns + column] != keys[b * columns + column]) {
        return false;
      }
    }
    return true;
  }

  /** Puts a node, whose keys are set, in a tree. */
  public void insert(int inTree, int node) {
    assert treeOf(node) == NIL : "already in a tree";
    int above = NIL;
    int at = root[inTree];
    boolean goesLeft = false;
    boolean comesFirst = true;
    while (at != NIL) {
      above = at;
      links[at * ROW + SIZE]++;
      goesLeft = less(node, at);
      comesFirst &= goesLeft;
      at = goesLeft ? left(at) : right(at);
    }
    if (comesFirst) {
      first(inTree, node);
    }
    int row = node * ROW;
    links[row + LEFT] = NIL;
    links[row + RIGHT] = NIL;
    links[row + PARENT] = above;
    links[row + SIZE] = 1;
    links[row + TREE] = inTree;
    link(above, goesLeft, node, inTree);
    while (above != NIL && rises(node, above)) {
      rotateUp(node, inTree);
      above = parent(node);
    }
  }

  /** Takes a node out of its tree. */
  public void remove(int node) {
    int inTree = treeOf(node);
    if (first[inTree] == node) {
      first(inTree, next(node));
    }
    while (left(node) != NIL && right(node) != NIL) {
      rotateUp(rises(left(node), right(node)) ? left(node) : right(node), inTree);
    }
    int child = left(node) != NIL ? left(node) : right(node);
    int above = parent(node);
    if (child != NIL) {
      links[child * ROW + PARENT] = above;
    }
    link(above, above != NIL && left(above) == node, child, inTree);
    for (int at = above; at != NIL; at = parent(at)) {
      links[at * ROW + SIZE]--;
    }
    links[node * ROW + TREE] = NIL;
  }

  /** Whether node {@code a} comes before node {@code b}, be they in trees or not. */
  public boolean less(int a, int b) {
    int keyA = a * columns;
    int keyB = b * columns;
    for (int column = 0; column < columns; column++) {
      if (keys[keyA + column] != keys[keyB + column]) {
        return keys[keyA + column] < keys[keyB + column];
      }
    }
    return a < b;
  }

  private void rotateUp(int node, int inTree) {
    int below = parent(node);
    int above = parent(below);
    boolean wasLeft = left(below) == node;
    int moved = wasLeft ? right(node) : left(node);
    boolean belowWasLeft = above != NIL && left(above) == below;
    links[below * ROW + (wasLeft ? LEFT : RIGHT)] = moved;
    links[node * ROW + (wasLeft ? RIGHT : LEFT)] = below;
    if (moved != NIL) {
      links[moved * ROW + PARENT] = below;
    }
    links[below * ROW + PARENT] = node;
    links[node * ROW + PARENT] = above;
    link(above, belowWasLeft, node, inTree);
    links[node * ROW + SIZE] = links[below * ROW + SIZE];
    links[below * ROW + SIZE] = 1 + sizeOf(left(below)) + sizeOf(right(below));
  }

  private void link(int above, boolean asLeft, int node, int inTree) {
    if (above == NIL) {
      root[inTree] = node;
    } else {
      links[above * ROW + (asLeft ? LEFT : RIGHT)] = node;
    }
  }

  private int leftmost(int node) {
    int at = node;
    while (left(at) != NIL) {
      at = left(at);
    }
    return at;
  }

  private int left(int node) {
    return links[node * ROW + LEFT];
  }

  private int right(int node) {
    return links[node * ROW + RIGHT];
  }

  private int parent(int node) {
    return links[node * ROW + PARENT];
  }

  private int sizeOf(int node) {
    return node == NIL ? 0 : links[node * ROW + SIZE];
  }

  private static boolean rises(int a, int b) {
    int ha = hash(a);
    int hb = hash(b);
    return ha < hb || (ha == hb && a < b);
  }

  private static int hash(int node) {
    int h = node * 0x9E3779B9;
    h ^= h >>> 15;
    h *= 0x85EBCA6B;
    return h ^ (h >>> 13);
  }

  private static int[] filled(int length) {
    int[] array = new int[length];
    Arrays.fill(array, NIL);
    return array;
  }
}
