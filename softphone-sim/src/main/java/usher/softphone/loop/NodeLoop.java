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
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import usher.sip.message.SipMessage;
import usher.sip.netty.ListenAddress;
import usher.sip.netty.SipInbound;
import usher.sip.netty.SipSockets;
import usher.sip.netty.StreamRules;
import usher.sip.transport.Flow;
import usher.sip.transport.TransportProtocol;
import usher.sip.transport.Wire;
import usher.softphone.network.SimulatedNode;

/**
 * Runs a node in real time, most often a {@link usher.softphone.PhoneHost}: a thread that takes
 * what came from the sockets, lets the node act, and hands over what it said.
 *
 * <p>The node is touched by that thread alone; others leave it a task ({@link #execute}) or ask it
 * something ({@link #ask}).
 *
 * @param <N> the node's type
 */
public final class NodeLoop<N extends SimulatedNode> implements Executor, AutoCloseable {
  /** Messages and tasks that may wait; what comes beyond is lost, as in a full socket. */
  public static final int WAITING_MAX = 65_536;

  /** The loop looks at the clock at least this often. */
  private static final long LONGEST_SLEEP_NS = TimeUnit.MILLISECONDS.toNanos(100);

  /** Inputs handled before what they caused is handed to the sockets. */
  private static final int BATCH_MAX = 256;

  private static final int IO_THREADS = 1;
  private static final long STOP_MS = 5_000;
  private static final Logger LOG = LoggerFactory.getLogger(NodeLoop.class);

  private final BlockingQueue<Runnable> waiting = new ArrayBlockingQueue<>(WAITING_MAX);
  private final List<Runnable> batch = new ArrayList<>(BATCH_MAX);
  private final SipSockets sockets;
  private final N node;
  private final Thread thread;
  private final long originNs = System.nanoTime();
  private volatile boolean stopping;

  /** Makes the node once its addresses are known. */
  public interface Maker<N extends SimulatedNode> {
    /**
     * Makes it.
     *
     * @param wire takes what the node sends
     * @param locals its address for each transport
     * @param nowNs the time it begins at
     */
    N make(Wire wire, Map<TransportProtocol, InetSocketAddress> locals, long nowNs);
  }

  private NodeLoop(SipSockets sockets, Maker<N> maker) {
    this.sockets = sockets;
    this.node = maker.make(sockets, locals(sockets), nowNs());
    this.thread = Thread.ofPlatform().name("sip-node").unstarted(this::run);
  }

  /**
   * Opens the sockets and starts the thread.
   *
   * @param listen one address, or one for each protocol
   * @throws IOException where they cannot be opened
   */
  public static <N extends SimulatedNode> NodeLoop<N> start(
      List<ListenAddress> listen, Maker<N> maker) throws IOException {
    Gate<N> gate = new Gate<>();
    SipSockets sockets = new SipSockets(listen, StreamRules.PLAIN, IO_THREADS, _ -> gate);
    sockets.start();
    NodeLoop<N> loop = new NodeLoop<>(sockets, maker);
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
      throw new RejectedExecutionException("the node is too far behind");
    }
  }

  /**
   * Asks the node something and waits for the answer; what the question throws is thrown here. Not
   * for the loop's own thread.
   */
  public <T> T ask(Function<N, T> question) {
    CompletableFuture<T> answer = new CompletableFuture<>();
    execute(() -> {
      try {
        answer.complete(question.apply(node));
      } catch (RuntimeException e) {
        answer.completeExceptionally(e);
      }
    });
    return joined(answer);
  }

  private static <T> T joined(CompletableFuture<T> answer) {
    try {
      return answer.join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : e;
    }
  }

  private void run() {
    while (!stopping) {
      turn();
    }
  }

  private void turn() {
    Runnable first = await();
    runGuarded(() -> node.advance(nowNs()));
    if (first != null) {
      batch.add(first);
      waiting.drainTo(batch, BATCH_MAX - 1);
      batch.forEach(NodeLoop::runGuarded);
      batch.clear();
    }
    sockets.flush();
  }

  /** One call's mistake must not end all others; it is a bug, and said so. */
  private static void runGuarded(Runnable input) {
    try {
      input.run();
    } catch (RuntimeException e) {
      LOG.error("an input failed", e);
    }
  }

  private @Nullable Runnable await() {
    long untilNs = Math.min(node.nextDeadlineNs() - nowNs(), LONGEST_SLEEP_NS);
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
  private static final class Gate<N extends SimulatedNode> implements SipInbound {
    private volatile @Nullable NodeLoop<N> loop;

    @Override
    public boolean message(SipMessage message, Flow flow) {
      return leave(node -> node.received(message, flow));
    }

    @Override
    public boolean undeliverable(SipMessage message, Flow flow) {
      return leave(node -> node.undeliverable(message, flow));
    }

    @Override
    public boolean connectionClosed(Flow flow) {
      return leave(node -> node.connectionClosed(flow));
    }

    private boolean leave(Consumer<N> input) {
      NodeLoop<N> known = loop;
      return known != null && known.waiting.offer(() -> input.accept(known.node));
    }
  }
}
