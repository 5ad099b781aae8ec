package usher.routing.store;

import java.util.Arrays;

/**
 * Many ordered trees over one pool of nodes; each node is in one tree at most. A node's place is
 * given by its key columns, compared left to right, and then by its own number, so the order is
 * total.
 *
 * <p>Treaps with subtree sizes: insert, remove, rank and select take logarithmic time, the first
 * node of a tree is at hand. A node's heap priority is a fixed hash of its number, so the shape
 * depends on nothing but the content.
 *
 * <p>Keys of a node may only be changed while the node is in no tree. Not safe for threads.
 */
public final class OrderedForest {
  /** No node, no tree. */
  public static final int NIL = -1;

  private final long[][] key;
  private final int[] root;
  private final int[] first;
  private int[] left;
  private int[] right;
  private int[] parent;
  private int[] size;
  private int[] tree;

  /** A forest of {@code trees} empty trees whose nodes are compared by {@code columns} keys. */
  public OrderedForest(int trees, int columns, int nodes) {
    key = new long[columns][nodes];
    root = filled(trees);
    first = filled(trees);
    left = filled(nodes);
    right = filled(nodes);
    parent = filled(nodes);
    size = new int[nodes];
    tree = filled(nodes);
  }

  /** Makes room for nodes 0 to {@code nodes - 1}. */
  public void ensureNodes(int nodes) {
    int old = tree.length;
    if (nodes <= old) {
      return;
    }
    for (int column = 0; column < key.length; column++) {
      key[column] = Arrays.copyOf(key[column], nodes);
    }
    size = Arrays.copyOf(size, nodes);
    left = grown(left, nodes);
    right = grown(right, nodes);
    parent = grown(parent, nodes);
    tree = grown(tree, nodes);
  }

  /** Sets one key of a node that is in no tree. */
  public void key(int column, int node, long value) {
    assert tree[node] == NIL : "key of a linked node";
    key[column][node] = value;
  }

  /** One key of a node. */
  public long key(int column, int node) {
    return key[column][node];
  }

  /** The first node of a tree, or {@link #NIL}. */
  public int first(int inTree) {
    return first[inTree];
  }

  /** How many nodes a tree has. */
  public int size(int inTree) {
    return root[inTree] == NIL ? 0 : size[root[inTree]];
  }

  /** The tree a node is in, or {@link #NIL}. */
  public int treeOf(int node) {
    return tree[node];
  }

  /** The node after this one in its tree, or {@link #NIL}. */
  public int next(int node) {
    if (right[node] != NIL) {
      return leftmost(right[node]);
    }
    int at = node;
    while (parent[at] != NIL && right[parent[at]] == at) {
      at = parent[at];
    }
    return parent[at];
  }

  /** How many nodes of the tree come before a place with the keys of {@code node}, in it or not. */
  public int countBefore(int inTree, int node) {
    int before = 0;
    int at = root[inTree];
    while (at != NIL) {
      if (at != node && less(at, node)) {
        before += sizeOf(left[at]) + 1;
        at = right[at];
      } else {
        at = left[at];
      }
    }
    return before;
  }

  /** The node with {@code rank} nodes before it. */
  public int select(int inTree, int rank) {
    int at = root[inTree];
    int remaining = rank;
    while (true) {
      int before = sizeOf(left[at]);
      if (remaining == before) {
        return at;
      }
      if (remaining < before) {
        at = left[at];
      } else {
        remaining -= before + 1;
        at = right[at];
      }
    }
  }

  /** How many nodes of a tree that has some are equal to its first in every key. */
  public int countEqual(int inTree) {
    int count = 0;
    int at = root[inTree];
    while (at != NIL) {
      if (sameKeys(at, first[inTree])) {
        count += sizeOf(left[at]) + 1;
        at = right[at];
      } else {
        at = left[at];
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
        at = left[at];
      } else if (at > number) {
        found = at;
        at = left[at];
      } else {
        at = right[at];
      }
    }
    return found;
  }

  private boolean sameKeys(int a, int b) {
    for (long[] column : key) {
      if (column[a] != column[b]) {
        return false;
      }
    }
    return true;
  }

  /** Puts a node, whose keys are set, in a tree. */
  public void insert(int inTree, int node) {
    assert tree[node] == NIL : "already in a tree";
    tree[node] = inTree;
    size[node] = 1;
    int above = NIL;
    int at = root[inTree];
    boolean goesLeft = false;
    boolean comesFirst = true;
    while (at != NIL) {
      above = at;
      size[at]++;
      goesLeft = less(node, at);
      comesFirst &= goesLeft;
      at = goesLeft ? left[at] : right[at];
    }
    if (comesFirst) {
      first[inTree] = node;
    }
    parent[node] = above;
    link(above, goesLeft, node, inTree);
    while (parent[node] != NIL && rises(node, parent[node])) {
      rotateUp(node, inTree);
    }
  }

  /** Takes a node out of its tree. */
  public void remove(int node) {
    int inTree = tree[node];
    if (first[inTree] == node) {
      first[inTree] = next(node);
    }
    while (left[node] != NIL && right[node] != NIL) {
      rotateUp(rises(left[node], right[node]) ? left[node] : right[node], inTree);
    }
    int child = left[node] != NIL ? left[node] : right[node];
    int above = parent[node];
    if (child != NIL) {
      parent[child] = above;
    }
    link(above, above != NIL && left[above] == node, child, inTree);
    for (int at = above; at != NIL; at = parent[at]) {
      size[at]--;
    }
    left[node] = NIL;
    right[node] = NIL;
    parent[node] = NIL;
    tree[node] = NIL;
  }

  /** Whether node {@code a} comes before node {@code b}, be they in trees or not. */
  public boolean less(int a, int b) {
    for (long[] column : key) {
      if (column[a] != column[b]) {
        return column[a] < column[b];
      }
    }
    return a < b;
  }

  private void rotateUp(int node, int inTree) {
    int below = parent[node];
    int above = parent[below];
    boolean wasLeft = left[below] == node;
    int moved = wasLeft ? right[node] : left[node];
    boolean belowWasLeft = above != NIL && left[above] == below;
    if (wasLeft) {
      left[below] = moved;
      right[node] = below;
    } else {
      right[below] = moved;
      left[node] = below;
    }
    if (moved != NIL) {
      parent[moved] = below;
    }
    parent[below] = node;
    parent[node] = above;
    link(above, belowWasLeft, node, inTree);
    size[node] = size[below];
    size[below] = 1 + sizeOf(left[below]) + sizeOf(right[below]);
  }

  private void link(int above, boolean asLeft, int node, int inTree) {
    if (above == NIL) {
      root[inTree] = node;
    } else if (asLeft) {
      left[above] = node;
    } else {
      right[above] = node;
    }
  }

  private int leftmost(int node) {
    int at = node;
    while (left[at] != NIL) {
      at = left[at];
    }
    return at;
  }

  private int sizeOf(int node) {
    return node == NIL ? 0 : size[node];
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

  private static int[] grown(int[] array, int length) {
    int[] longer = Arrays.copyOf(array, length);
    Arrays.fill(longer, array.length, length, NIL);
    return longer;
  }
}
