package usher.core.loop;

import java.util.function.BooleanSupplier;

/** How the loop's thread passes the time until there is something to do. */
public interface LoopSleep {
  /**
   * Sleeps until {@link #wake} is called or the time is over; may also return for no reason. Called
   * by the loop's thread alone.
   *
   * @param waitNs the longest sleep; zero does not sleep
   * @param maySleep must be asked when a wake would already end the sleep; where it says no, there
   *     is none
   */
  void sleep(long waitNs, BooleanSupplier maySleep);

  /** Ends the sleep; any thread. */
  void wake();
}
