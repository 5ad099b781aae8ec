package usher.perf.harness;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Waiting for time, and for what others do. */
final class Waiting {
  private static final long LOOK_MS = 50;

  /** What may come to hold, and may fail to be found out. */
  @FunctionalInterface
  interface Condition<E extends Exception> {
    boolean holds() throws E;
  }

  private Waiting() {}

  static void pause(long ms) {
    try {
      Thread.sleep(ms);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  /** Whether it ended within so long. */
  static boolean forEnd(Process process, Duration limit) {
    try {
      return process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  /** Whether it came to hold within so long. */
  static <E extends Exception> boolean until(Condition<E> condition, Duration limit) throws E {
    long endNs = System.nanoTime() + limit.toNanos();
    boolean holds = condition.holds();
    while (!holds && System.nanoTime() - endNs < 0) {
      pause(LOOK_MS);
      holds = condition.holds();
    }
    return holds;
  }
}
