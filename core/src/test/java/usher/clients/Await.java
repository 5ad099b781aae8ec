package usher.clients;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Waits for what another process does, where nothing but looking can tell. */
final class Await {
  private static final Duration LOOK_EVERY = Duration.ofMillis(20);

  private Await() {}

  /**
   * Returns as soon as {@code condition} holds; fails with the complaint when it does not within
   * {@code limit}.
   */
  static void until(BooleanSupplier condition, Duration limit, Supplier<String> complaint) {
    long end = System.nanoTime() + limit.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - end > 0) {
        throw new AssertionError("Not within " + limit + ": " + complaint.get());
      }
      LockSupport.parkNanos(LOOK_EVERY.toNanos());
    }
  }
}
