package usher.softphone.cli;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Ctrl-C, and SIGTERM: ends a run early, but lets it hang up, unregister and print its table first.
 *
 * <p>The virtual machine begins to shut down at once and only waits for its hooks, so the hook
 * waits for the run, at most {@link #PATIENCE_S}.
 */
public final class Interrupt {
  /** Longer than a run takes to end when it is asked to. */
  static final long PATIENCE_S = 15;

  private final CountDownLatch asked = new CountDownLatch(1);
  private final CountDownLatch finished = new CountDownLatch(1);
  private volatile int exitCode;

  /** One that this process's signals trigger. */
  public static Interrupt ofProcess() {
    Interrupt interrupt = new Interrupt();
    Thread hook = Thread.ofPlatform().name("interrupt").unstarted(interrupt::hook);
    Runtime.getRuntime().addShutdownHook(hook);
    return interrupt;
  }

  private void hook() {
    ask();
    if (await(finished, TimeUnit.SECONDS.toMillis(PATIENCE_S))) {
      // A signal's own exit code says nothing about the calls.
      Runtime.getRuntime().halt(exitCode);
    }
  }

  /** Asks the run to end. */
  public void ask() {
    asked.countDown();
  }

  /** Waits until that is asked, or so long; true if it was. */
  public boolean asked(long withinMs) {
    return await(asked, withinMs);
  }

  /** The run is over, and everything is printed. */
  public void exit(int code) {
    exitCode = code;
    finished.countDown();
    System.exit(code);
  }

  private static boolean await(CountDownLatch latch, long ms) {
    try {
      return latch.await(ms, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return true;
    }
  }
}
