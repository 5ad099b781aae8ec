package usher.softphone.cli;

import java.io.IOException;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import usher.softphone.PhoneHost;
import usher.softphone.loop.NodeLoop;

/**
 * A session from its start to its table.
 *
 * <pre>
 *   RUNNING --all done--------------------------> over
 *      |  \--duration over: finish--> FINISHING --done--> over
 *      |                                 | grace over
 *      +--Ctrl-C: stop-----> STOPPING <--+
 *                               | done, or it took too long
 *                               v
 *                              over
 * </pre>
 */
final class Run {
  /** What the network has to answer to the last BYE, CANCEL and REGISTER. */
  static final Duration STOPPING = Duration.ofSeconds(8);

  /** So long the sockets stay open after the last BYE: it can be repeated once (T1 is 500 ms). */
  private static final long LINGER_MS = 700;

  private static final long LOOK_EVERY_MS = 50;

  private final Screen screen;
  private final Interrupt interrupt;

  Run(Screen screen, Interrupt interrupt) {
    this.screen = screen;
    this.interrupt = interrupt;
  }

  /**
   * Returns the exit code.
   *
   * @param outcome where its verdict and its files go
   * @param longest after this no more calls begin
   * @param grace what those under way then have to end by themselves
   */
  int run(
      NodeLoop<PhoneHost> loop, Session session, Outcome outcome, Duration longest, Duration grace)
      throws IOException {
    long startNs = System.nanoTime();
    loop.ask(_ -> done(session::start));
    if (!watch(loop, session, startNs, longest) && !interrupt.asked(0)) {
      loop.ask(_ -> done(session::finish));
      watch(loop, session, startNs, longest.plus(grace));
    }
    stop(loop, session);
    Summary summary = loop.ask(_ -> session.summary());
    screen.println("");
    summary.lines().forEach(screen::println);
    outcome.tell(loop.ask(_ -> session.measured()), screen);
    return summary.isGood() ? 0 : 1;
  }

  private static boolean done(Runnable action) {
    action.run();
    return true;
  }

  /** Prints how it stands until it is done, interrupted or too late; true if it is done. */
  private boolean watch(NodeLoop<PhoneHost> loop, Session session, long startNs, Duration until) {
    Duration nextStatus = elapsed(startNs).plus(screen.interval());
    BooleanSupplier isDone = () -> loop.ask(_ -> session.isDone());
    while (!isDone.getAsBoolean()) {
      Duration elapsed = elapsed(startNs);
      if (elapsed.compareTo(until) >= 0 || interrupt.asked(LOOK_EVERY_MS)) {
        return false;
      }
      if (elapsed.compareTo(nextStatus) >= 0) {
        screen.status(loop.ask(_ -> session.status(elapsed)));
        nextStatus = nextStatus.plus(screen.interval());
      }
    }
    return true;
  }

  private void stop(NodeLoop<PhoneHost> loop, Session session) {
    loop.ask(_ -> done(session::stop));
    long startNs = System.nanoTime();
    while (!loop.ask(_ -> session.isDone()) && elapsed(startNs).compareTo(STOPPING) < 0) {
      pause(LOOK_EVERY_MS);
    }
    pause(LINGER_MS);
  }

  private static void pause(long ms) {
    try {
      Thread.sleep(ms);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static Duration elapsed(long sinceNs) {
    return Duration.ofNanos(System.nanoTime() - sinceNs);
  }
}
