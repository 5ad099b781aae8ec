package usher.core.loop;

import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** The sleep of a thread that has nothing else to wait for. */
final class Parking implements LoopSleep {
  private volatile @Nullable Thread sleeper;

  @Override
  public void sleep(long waitNs, BooleanSupplier maySleep) {
    if (waitNs > 0) {
      sleeper = Thread.currentThread();
      if (maySleep.getAsBoolean()) {
        LockSupport.parkNanos(this, waitNs);
      }
      // An interrupt is no more than a wake-up here; left standing it would make us spin.
      var _ = Thread.interrupted();
    }
  }

  @Override
  public void wake() {
    LockSupport.unpark(sleeper);
  }
}
