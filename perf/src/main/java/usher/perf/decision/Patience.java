package usher.perf.decision;

/**
 * How a thread looks for something again and again: at first it spins, and after so many looks in
 * vain it lets others run, since there may be no processor of its own to spin on, and whom it waits
 * for may wait for this one.
 */
final class Patience {
  private static final int SPINS = 1_000;

  private int vain;

  /** The thread has looked, and found something or not. */
  @SuppressWarnings("ThreadPriorityCheck") // see above
  void after(boolean found) {
    if (found) {
      vain = 0;
    } else if (++vain < SPINS) {
      Thread.onSpinWait();
    } else {
      Thread.yield();
    }
  }
}
