package usher.sip.media;

import java.util.concurrent.atomic.AtomicLong;

/**
 * A number that one thread writes, without a locked instruction, and any may read a moment later.
 */
final class Counter {
  private final AtomicLong value = new AtomicLong();

  void add(long amount) {
    set(value.getPlain() + amount);
  }

  void set(long newValue) {
    value.setRelease(newValue);
  }

  long get() {
    return value.getAcquire();
  }
}
