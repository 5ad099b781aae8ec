package usher.softphone.loop;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import usher.sip.media.MediaPlane;
import usher.sip.message.SipMessage;
import usher.sip.netty.ListenAddress;
import usher.sip.netty.SipInbound;
import usher.sip.netty.SipSockets;
import usher.sip.netty.StreamLimits;
import usher.sip.transport.Flow;
import usher.sip.transport.TransportProtocol;
import usher.softphone.PhoneHost;
import usher.softphone.chance.Seed;

/**
 * Runs a {@link PhoneHost} in real time: a thread that takes what came from the sockets, lets the
 * phones act, and hands over what they said.
 *
 * <p>The host and all its phones are touched by that thread alone; others leave it a task ({@link
 * #execute}) or ask it something ({@link #ask}).
 */
public final class PhoneLoop implements Executor, AutoCloseable {
  /** Messages and tasks that may wait; what comes beyond is lost, as in a full socket. */
  public static final int WAITING_MAX = 65_536;

  /** The loop looks at the clock at least this often. */
  private static final long LONGEST_SLEEP_NS = TimeUnit.MILLISECONDS.toNanos(100);

  /** Inputs handled before what they caused is handed to the sockets. */
  private static final int BATCH_MAX = 256;

  private static final int IO_THREADS = 1;
  private static final long STOP_MS = 5_000;
  private static final Logger LOG = LoggerFactory.getLogger(PhoneLoop.class);

  private final BlockingQueue<Runnable> waiting = new ArrayBlockingQueue<>(WAITING_MAX);
  private final List<Runnable> batch = new ArrayList<>(BATCH_MAX);
  private final SipSockets sockets;
  private final PhoneHost host;
  private final Thread thread;
  private final long originNs = System.nanoTime();
  private volatile boolean stopping;

  private PhoneLoop(SipSockets sockets, MediaPlane media, Seed seed) {
    this.sockets = sockets;
    this.host = new PhoneHost(sockets, locals(sockets), nowNs(), media, seed);
    this.thread = Thread.ofPlatform().name("phones").unstarted(this::run);
  }

  /**
   * Opens the sockets and starts the thread.
   *
   * @param listen one address, or one for each protocol
   * @throws IOException where they cannot be opened
   */
  public static PhoneLoop start(List<ListenAddress> listen, MediaPlane media, Seed seed)
      throws IOException {
    Gate gate = new Gate();
    SipSockets sockets = new SipSockets(listen, StreamLimits.DEFAULT, IO_THREADS, _ -> gate);
    sockets.start();
    PhoneLoop loop = new PhoneLoop(sockets, media, seed);
    gate.loop = loop;
    loop.thread.start();
    return loop;
  }

  private static Map<TransportProtocol, InetSocketAddress> locals(SipSockets sockets) {
    Map<TransportProtocol, InetSocketAddress> locals = new EnumMap<>(TransportProtocol.class);
    sockets.bound().forEach(flow -> locals.putIfAbsent(flow.protocol(), flow.local()));
    return locals;
  }

  /** Where this loop listens for this protocol, as a starting point for {@link Flow#to}. */
  public Flow flow(TransportProtocol protocol) {
    return sockets.bound(protocol);
  }

  /**
   * Lets the loop do something, after all that it was given before.
   *
   * @throws RejectedExecutionException where too much waits already
   */
  @Override
  public void execute(Runnable task) {
    if (!waiting.offer(task)) {
      throw new RejectedExecutionException("the phones are too far behind");
    }
  }

  /** Asks something of the phones and waits for the answer. Not for the loop's own thread. */
  public <T> T ask(Function<PhoneHost, T> question) {
    CompletableFuture<T> answer = new CompletableFuture<>();
    execute(() -> {
      try {
        answer.complete(question.apply(host));
      } catch (RuntimeException e) {
        answer.completeExceptionally(e);
      }
    });
    return answer.join();
  }

  private void run() {
    while (!stopping) {
      turn();
    }
  }

  private void turn() {
    Runnable first = await();
    runGuarded(() -> host.advance(nowNs()));
    if (first != null) {
      batch.add(first);
      waiting.drainTo(batch, BATCH_MAX - 1);
      batch.forEach(PhoneLoop::runGuarded);
      batch.clear();
    }
    sockets.flush();
  }

  /** One phone's mistake must not end all others; it is a bug, and said so. */
  private static void runGuarded(Runnable input) {
    try {
      input.run();
    } catch (RuntimeException e) {
      LOG.error("a phone failed", e);
    }
  }

  private @Nullable Runnable await() {
    long untilNs = Math.min(host.nextDeadlineNs() - nowNs(), LONGEST_SLEEP_NS);
    try {
      return waiting.poll(Math.max(0, untilNs), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      stopping = true;
      return null;
    }
  }

  private long nowNs() {
    return System.nanoTime() - originNs;
  }

  /** Stops the thread and closes the sockets, without a word to anybody. */
  @Override
  public void close() {
    stopping = true;
    waiting.offer(() -> {});
    try {
      thread.join(STOP_MS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    sockets.close();
  }

  /** What the I/O thread calls. */
  private static final class Gate implements SipInbound {
    private volatile @Nullable PhoneLoop loop;

    @Override
    public boolean message(SipMessage message, Flow flow) {
      return leave(host -> host.received(message, flow));
    }

    @Override
    public boolean undeliverable(SipMessage message, Flow flow) {
      return leave(host -> host.undeliverable(message, flow));
    }

    @Override
    public boolean connectionClosed(Flow flow) {
      return leave(host -> host.connectionClosed(flow));
    }

    private boolean leave(Consumer<PhoneHost> input) {
      PhoneLoop known = loop;
      return known != null && known.waiting.offer(() -> input.accept(known.host));
    }
  }
}
