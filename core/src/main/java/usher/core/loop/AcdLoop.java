package usher.core.loop;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the one thread does. A turn: fix the time, do what is due, take what came and what the other
 * threads left, let what has to be sent leave; then sleep until the next deadline or arrival.
 */
public final class AcdLoop {
  /**
   * Inputs handled before time and sockets are looked at again: a few milliseconds, in which a
   * socket's buffer does not run over.
   */
  private static final int INPUTS_PER_TURN = 32;

  /** Looks at the world's clock at least so often, so that a record's date is right. */
  private static final long SLEEP_MAX_NS = TimeUnit.SECONDS.toNanos(1);

  private static final Logger LOG = LoggerFactory.getLogger(AcdLoop.class);

  private final Acd acd;
  private final Inbox<Input> inbox;
  private final LoopDelays delays;
  private final Runnable flush;
  private final Consumer<Input> take;
  private final InputTime inputNs = new InputTime();
  private final CompletableFuture<Void> ended = new CompletableFuture<>();
  private volatile boolean running = true;

  /**
   * Makes a loop; {@link #start} lets it run.
   *
   * @param delays are told how long messages lay in the inbox
   * @param flush ends a turn's sending
   */
  public AcdLoop(Acd acd, Inbox<Input> inbox, LoopDelays delays, Runnable flush) {
    this.acd = acd;
    this.inbox = inbox;
    this.delays = delays;
    this.flush = flush;
    this.take = this::take;
  }

  /**
   * Begins.
   *
   * @param thread runs it until {@link #stop}
   */
  public void start(Executor thread) {
    thread.execute(this::run);
  }

  private void run() {
    try {
      while (running) {
        turn();
        long waitNs = Math.min(acd.nextDeadlineNs() - System.nanoTime(), SLEEP_MAX_NS);
        inbox.await(waitNs);
      }
      turn();
    } finally {
      ended.complete(null);
    }
  }

  private void turn() {
    attempt(this::work);
    attempt(acd::endTurn);
    flush.run();
  }

  private static void attempt(Runnable part) {
    try {
      part.run();
    } catch (RuntimeException e) {
      LOG.error("a turn of the call loop failed; it goes on", e);
    }
  }

  private void work() {
    acd.advance(System.nanoTime(), System.currentTimeMillis());
    drain();
  }

  private void drain() {
    long beganNs = System.nanoTime();
    int taken = inbox.drain(take, INPUTS_PER_TURN);
    boolean leavesSome = taken == INPUTS_PER_TURN;
    delays.inputTakes(inputNs.next(beganNs, System.nanoTime(), taken, leavesSome));
  }

  /** A fault in one input must not cost the others of its turn. */
  private void take(Input input) {
    if (input instanceof Input.SipArrived(var message, var flow, long atNs)) {
      delays.of(flow).taken(message, System.nanoTime() - atNs);
    }
    try {
      acd.on(input);
    } catch (RuntimeException e) {
      LOG.error("an input failed; the call loop goes on", e);
    }
  }

  /** Ends after the turn under way, with one more; waits for it. */
  public void stop() {
    running = false;
    inbox.wake();
    ended.join();
  }
}
