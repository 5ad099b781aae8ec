package usher.core.loop;

import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread. A turn: fix the time, do what is due, take what the other threads left, hand what
 * has to be sent to the sockets; then sleep until the next deadline or the next arrival.
 */
public final class AcdLoop {
  /** Inputs handled before time is looked at again. */
  private static final int INPUTS_PER_TURN = 256;

  /** Looks at the world's clock at least so often, so that a record's date is right. */
  private static final long SLEEP_MAX_NS = TimeUnit.SECONDS.toNanos(1);

  private static final Logger LOG = LoggerFactory.getLogger(AcdLoop.class);

  private final Acd acd;
  private final Inbox<Input> inbox;
  private final LoopDelay delay;
  private final Runnable flush;
  private final Thread thread;
  private final Consumer<Input> take;
  private volatile boolean running = true;

  /**
   * Makes a loop; {@link #start} sets it going.
   *
   * @param delay is told how long messages lay in the inbox
   * @param flush ends a turn's sending
   */
  public AcdLoop(Acd acd, Inbox<Input> inbox, LoopDelay delay, Runnable flush) {
    this.acd = acd;
    this.inbox = inbox;
    this.delay = delay;
    this.flush = flush;
    this.take = this::take;
    this.thread = Thread.ofPlatform().name("call-loop").unstarted(this::run);
  }

  /** Starts the thread. */
  public void start() {
    thread.start();
  }

  private void run() {
    while (running) {
      turn();
      long waitNs = Math.min(acd.nextDeadlineNs() - System.nanoTime(), SLEEP_MAX_NS);
      inbox.await(waitNs);
    }
    turn();
  }

  private void turn() {
    try {
      acd.advance(System.nanoTime(), System.currentTimeMillis());
      inbox.drain(take, INPUTS_PER_TURN);
    } catch (RuntimeException e) {
      LOG.error("a turn of the call loop failed; it goes on", e);
    }
    acd.endTurn();
    flush.run();
  }

  /** A fault in one input must not cost the others of its turn. */
  private void take(Input input) {
    if (input instanceof Input.SipArrived(var message, _, long atNs)) {
      delay.taken(message, System.nanoTime() - atNs);
    }
    try {
      acd.on(input);
    } catch (RuntimeException e) {
      LOG.error("an input failed; the call loop goes on", e);
    }
  }

  /** Ends the thread after the turn under way; waits for it. */
  public void stop() throws InterruptedException {
    running = false;
    inbox.wake();
    thread.join();
  }
}
