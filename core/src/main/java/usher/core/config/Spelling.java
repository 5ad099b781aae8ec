package usher.core.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;

/** Guesses which known word a misspelt one was meant to be. */
final class Spelling {

  /** Beyond this the comparison costs more than the hint is worth. */
  private static final int LENGTH_MAX = 64;

  private static final int CANDIDATES_MAX = 10_000;

  private Spelling() {}

  /** {@code (did you mean "x"?)} after a space, or nothing. */
  static String hint(String word, Collection<String> known) {
    return known.stream()
        .limit(CANDIDATES_MAX)
        .filter(candidate -> near(word, candidate))
        .min(Comparator.comparingInt(candidate -> distance(word, candidate)))
        .map(candidate -> " (did you mean " + Quoted.text(candidate) + "?)")
        .orElse("");
  }

  private static boolean near(String word, String candidate) {
    int longest = Math.max(word.length(), candidate.length());
    return longest <= LENGTH_MAX && distance(word, candidate) <= Math.min(3, (longest + 1) / 3);
  }

  /** Letters to insert, delete, replace or swap with their neighbour; case does not count. */
  static int distance(String from, String to) {
    String a = from.toLowerCase(Locale.ROOT);
    String b = to.toLowerCase(Locale.ROOT);
    int[][] cost = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        cost[i][j] = step(cost, a, b, i, j);
      }
    }
    return cost[a.length()][b.length()];
  }

  private static int step(int[][] cost, String a, String b, int i, int j) {
    if (i == 0 || j == 0) {
      return i + j;
    }
    boolean same = a.charAt(i - 1) == b.charAt(j - 1);
    int best = Math.min(cost[i - 1][j], cost[i][j - 1]) + 1;
    best = Math.min(best, cost[i - 1][j - 1] + (same ? 0 : 1));
    return swapped(a, b, i, j) ? Math.min(best, cost[i - 2][j - 2] + 1) : best;
  }

  private static boolean swapped(String a, String b, int i, int j) {
    return i > 1
        && j > 1
        && a.charAt(i - 1) == b.charAt(j - 2)
        && a.charAt(i - 2) == b.charAt(j - 1);
  }
}
