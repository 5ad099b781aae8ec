package usher.sip.media;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/** Waits for what another thread brings about and nobody is told of. */
final class Eventually {
  private static final long PATIENCE_NS = TimeUnit.SECONDS.toNanos(10);
  private static final long STEP_NS = TimeUnit.MICROSECONDS.toNanos(200);

  private Eventually() {}

  static <T> void is(T expected, Supplier<T> actual) {
    long endNs = System.nanoTime() + PATIENCE_NS;
    while (!Objects.equals(expected, actual.get()) && System.nanoTime() - endNs < 0) {
      LockSupport.parkNanos(STEP_NS);
    }
    assertThat(actual.get()).isEqualTo(expected);
  }
}
