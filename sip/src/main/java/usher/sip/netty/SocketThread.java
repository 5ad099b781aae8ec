package usher.sip.netty;

import io.netty.channel.EventLoop;
import io.netty.channel.ManualIoEventLoop;
import io.netty.util.concurrent.FastThreadLocalThread;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The thread of a call loop that serves its datagrams itself. A message that came in on another
 * thread would wake the loop, and what the loop answers would wake that thread again; with few
 * messages at a time that costs more than what is done with them.
 *
 * <p>The work is one task that never ends by itself. It decides when sockets are looked at, by
 * {@link #sleep}; before it begins and after it has ended this thread looks after them alone.
 *
 * <pre>
 *          start            execute              the work returns          close
 *   NEW ----------> SERVING --------> WORKING -----------------------> SERVING ------> ENDED
 * </pre>
 */
public final class SocketThread implements Executor, AutoCloseable {
  /** After reading, so long for what Netty itself has to do; the rest waits for the next look. */
  private static final long NETTYS_TASKS_NS = TimeUnit.MILLISECONDS.toNanos(1);

  private static final long LONGEST_LOOK_NS = TimeUnit.SECONDS.toNanos(1);
  private static final long STOP_LIMIT_MS = 3_000;
  private static final Logger LOG = LoggerFactory.getLogger(SocketThread.class);

  private final Thread thread;
  private final Loop loop;
  private final AtomicReference<@Nullable Runnable> work = new AtomicReference<>();

  /** Turned by this thread's hand; sleeps only where the work has nothing to do. */
  private static final class Loop extends ManualIoEventLoop {
    /** What the work says; without work nothing is in the way. */
    private @Nullable BooleanSupplier mayBlock;

    Loop(Thread thread, IoTransport transport) {
      super(thread, transport.ioHandlerFactory());
    }

    /** Netty asks when {@link #wakeup} would already end the sleep. */
    @Override
    protected boolean canBlock() {
      return mayBlock == null || mayBlock.getAsBoolean();
    }
  }

  private SocketThread(String name, IoTransport transport) {
    this.thread = new FastThreadLocalThread(this::run, name);
    this.loop = new Loop(thread, transport);
  }

  /** Starts a thread of this name. */
  public static SocketThread start(String name) {
    return start(name, IoTransport.best());
  }

  static SocketThread start(String name, IoTransport transport) {
    SocketThread made = new SocketThread(name, transport);
    made.thread.start();
    return made;
  }

  EventLoop eventLoop() {
    return loop;
  }

  private void run() {
    while (!loop.isTerminated()) {
      Runnable next = work.getAndSet(null);
      if (next != null) {
        perform(next);
      }
      loop.run(LONGEST_LOOK_NS, 0);
    }
  }

  private void perform(Runnable next) {
    try {
      next.run();
    } catch (RuntimeException e) {
      LOG.error("the work of {} failed", thread.getName(), e);
    } finally {
      loop.mayBlock = null;
    }
  }

  /**
   * Lets the work run here; any thread.
   *
   * @throws RejectedExecutionException where there is some already
   */
  @Override
  public void execute(Runnable next) {
    if (!work.compareAndSet(null, next)) {
      throw new RejectedExecutionException("one work at a time");
    }
    loop.execute(() -> {});
  }

  /**
   * Receives and sends what there is, and where there is nothing waits for it. Only for the work.
   *
   * @param waitNs how long at most; zero or less only looks
   * @param maySleep asked when {@link #wake} would already end the wait; where it says no, there is
   *     none
   */
  public void sleep(long waitNs, BooleanSupplier maySleep) {
    loop.mayBlock = maySleep;
    loop.run(waitNs > 0 ? waitNs : -1, NETTYS_TASKS_NS);
  }

  /** Ends a wait under way; any thread. */
  public void wake() {
    loop.wakeup();
  }

  /** Closes the sockets and ends the thread; the work must have ended. Waits up to 3 s. */
  @Override
  public void close() {
    Quietly.ignore(loop.shutdownGracefully(0, STOP_LIMIT_MS, TimeUnit.MILLISECONDS));
    try {
      thread.join(STOP_LIMIT_MS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
