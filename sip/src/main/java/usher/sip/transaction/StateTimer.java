package usher.sip.transaction;

import org.jspecify.annotations.Nullable;

/** The timer that ends a state of a machine; there is one at most, and a new one replaces it. */
final class StateTimer {
  private final Timers timers;
  private Timers.@Nullable Timer pending;

  StateTimer(Timers timers) {
    this.timers = timers;
  }

  void set(long delayNs, Runnable then) {
    cancel();
    pending = timers.schedule(delayNs, then);
  }

  void cancel() {
    if (pending != null) {
      pending.cancel();
      pending = null;
    }
  }
}
