package usher.routing.store;

import java.util.BitSet;

/** Bit rows in {@code long[]}. */
public final class Bits {
  private Bits() {}

  /** A row with room for {@code bits} bits, all clear. */
  public static long[] row(int bits) {
    return new long[Math.max(1, (bits + 63) >>> 6)];
  }

  /** Whether a bit is set. */
  public static boolean get(long[] row, int bit) {
    return (row[bit >>> 6] & (1L << bit)) != 0;
  }

  /** Sets a bit. */
  public static void set(long[] row, int bit) {
    row[bit >>> 6] |= 1L << bit;
  }

  /** Clears a bit. */
  public static void clear(long[] row, int bit) {
    row[bit >>> 6] &= ~(1L << bit);
  }

  /** Clears a bit if {@code once} is 1 and leaves it if 0, without a question. */
  public static void clear(long[] row, int bit, long once) {
    row[bit >>> 6] &= ~(once << bit);
  }

  /** The lowest bit that is set; -1 when none is. */
  public static int first(long[] row) {
    for (int word = 0; word < row.length; word++) {
      if (row[word] != 0) {
        return (word << 6) + Long.numberOfTrailingZeros(row[word]);
      }
    }
    return -1;
  }

  /** Sets in a row what is set in another of the same length. */
  public static void or(long[] row, long[] other) {
    for (int word = 0; word < row.length; word++) {
      row[word] |= other[word];
    }
  }

  /** The bits that are set, in order. */
  public static int[] list(long[] row) {
    return BitSet.valueOf(row).stream().toArray();
  }

  /** Whether two rows of one length have a bit in common. */
  public static boolean intersect(long[] a, long[] b) {
    for (int word = 0; word < a.length; word++) {
      if ((a[word] & b[word]) != 0) {
        return true;
      }
    }
    return false;
  }

  /**
   * How many bits a row has in common with one that begins somewhere in an array. Four words at a
   * time: of a loop over single words the compiler makes one for long rows with two around it, in
   * which a row of some thousand bits is spent.
   */
  public static int countCommon(long[] rows, int begin, long[] row) {
    int count = 0;
    int word = 0;
    for (; word < row.length - 3; word += 4) {
      int at = begin + word;
      int left = inBoth(rows[at], row[word]) + inBoth(rows[at + 1], row[word + 1]);
      int right = inBoth(rows[at + 2], row[word + 2]) + inBoth(rows[at + 3], row[word + 3]);
      count += left + right;
    }
    for (; word < row.length; word++) {
      count += inBoth(rows[begin + word], row[word]);
    }
    return count;
  }

  private static int inBoth(long a, long b) {
    return Long.bitCount(a & b);
  }

  /** Two ints in one long. */
  public static long pack(int high, int low) {
    return ((long) high << Integer.SIZE) | (low & 0xFFFFFFFFL);
  }

  /** The first of two ints in a long. */
  public static int high(long packed) {
    return (int) (packed >> Integer.SIZE);
  }

  /** The second of two ints in a long. */
  public static int low(long packed) {
    return (int) packed;
  }
}
