package usher.softphone.fleet;

import java.util.SortedMap;

/**
 * What became of the calls of a fleet so far.
 *
 * @param attempted calls dialled
 * @param live of these, not over yet
 * @param answered over, and as they should be
 * @param failed by status
 * @param late calls that could not begin when they should, because so many were live
 */
public record CallerFigures(
    long attempted,
    long live,
    long answered,
    long abandoned,
    long broken,
    long vanished,
    SortedMap<Integer, Long> failed,
    long late) {

  /** All that failed. */
  public long failedTotal() {
    return failed.values().stream().mapToLong(Long::longValue).sum();
  }
}
