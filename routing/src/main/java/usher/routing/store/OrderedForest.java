package usher.routing.store;

import java.util.Arrays;

/**
 * Many ordered trees over one pool of nodes; each node is in one tree at most. A node's place is
 * given by its key columns, compared left to right, and then by its own number, so the order is
 * total.
 *
 * <p>Treaps with subtree sizes: insert, remove, rank and select take logarithmic time, the first
 * node of a tree is at hand. A node's heap priority is a fixed hash of its number, so the shape
 * depends on nothing but the content. The links and keys of a node lie together in one row.
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

  /** Each key takes two cells. */
  private static final int KEYS = 5;

  private final int columns;
  private final int row;
  private final int[] root;
  private final int[] first;
  private final long[] firstKey;
  private int[] links;

  /** A forest of {@code trees} empty trees whose nodes are compared by {@code columns} keys. */
  public OrderedForest(int trees, int columns, int nodes) {
    this.columns = columns;
    root = filled(trees);
    first = filled(trees);
    firstKey = new long[trees];
    Arrays.fill(firstKey, Long.MAX_VALUE);
    row = rowFor(columns);
    links = filled(nodes * row);
  }

  /** A power of two where that wastes little, so that few rows lie across cache lines. */
  private static int rowFor(int columns) {
    int cells = KEYS + 2 * columns;
    return columns == 1 ? Integer.highestOneBit(cells) * 2 : cells;
  }

  /** Makes room for nodes 0 to {@code nodes - 1}. */
  public void ensureNodes(int nodes) {
    int old = links.length;
    if (nodes * row > old) {
      links = Arrays.copyOf(links, nodes * row);
      Arrays.fill(links, old, links.length, NIL);
    }
  }

  /** Sets one key of a node that is in no tree. */
  public void key(int column, int node, long value) {
    assert treeOf(node) == NIL : "key of a linked node";
    int at = node * row + KEYS + 2 * column;
    links[at] = Bits.high(value);
    links[at + 1] = (int) value;
  }

  /** One key of a node. */
  public long key(int column, int node) {
    int at = node * row + KEYS + 2 * column;
    return Bits.pack(links[at], links[at + 1]);
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
    firstKey[inTree] = node == NIL || columns == 0 ? Long.MAX_VALUE : key(0, node);
  }

  /** How many nodes a tree has. */
  public int size(int inTree) {
    return sizeOf(root[inTree]);
  }

  /** The tree a node is in, or {@link #NIL}. */
  public int treeOf(int node) {
    return links[node * row + TREE];
  }

  /** Whether a tree has no nodes. */
  public boolean isEmpty(int tree) {
    return root[tree] == NIL;
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
      if (key(column, a) != key(column, b)) {
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
      links[at * row + SIZE]++;
      goesLeft = less(node, at);
      comesFirst &= goesLeft;
      at = goesLeft ? left(at) : right(at);
    }
    if (comesFirst) {
      first(inTree, node);
    }
    int begin = node * row;
    links[begin + LEFT] = NIL;
    links[begin + RIGHT] = NIL;
    links[begin + PARENT] = above;
    links[begin + SIZE] = 1;
    links[begin + TREE] = inTree;
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
      links[child * row + PARENT] = above;
    }
    link(above, above != NIL && left(above) == node, child, inTree);
    for (int at = above; at != NIL; at = parent(at)) {
      links[at * row + SIZE]--;
    }
    links[node * row + TREE] = NIL;
  }

  /** Whether node {@code a} comes before node {@code b}, be they in trees or not. */
  public boolean less(int a, int b) {
    for (int column = 0; column < columns; column++) {
      long keyA = key(column, a);
      long keyB = key(column, b);
      if (keyA != keyB) {
        return keyA < keyB;
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
    links[below * row + (wasLeft ? LEFT : RIGHT)] = moved;
    links[node * row + (wasLeft ? RIGHT : LEFT)] = below;
    if (moved != NIL) {
      links[moved * row + PARENT] = below;
    }
    links[below * row + PARENT] = node;
    links[node * row + PARENT] = above;
    link(above, belowWasLeft, node, inTree);
    links[node * row + SIZE] = links[below * row + SIZE];
    links[below * row + SIZE] = 1 + sizeOf(left(below)) + sizeOf(right(below));
  }

  private void link(int above, boolean asLeft, int node, int inTree) {
    if (above == NIL) {
      root[inTree] = node;
    } else {
      links[above * row + (asLeft ? LEFT : RIGHT)] = node;
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
    return links[node * row + LEFT];
  }

  private int right(int node) {
    return links[node * row + RIGHT];
  }

  private int parent(int node) {
    return links[node * row + PARENT];
  }

  private int sizeOf(int node) {
    return node == NIL ? 0 : links[node * row + SIZE];
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
