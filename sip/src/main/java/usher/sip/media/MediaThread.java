package usher.sip.media;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.EventLoop;
import java.net.InetAddress;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One media thread and what it owns: its share of the port numbers, a stock of bound pairs, the
 * player. The call loop takes pairs from the stock; all else happens on the thread.
 */
final class MediaThread {
  /** Pairs bound in one go, so that packets need not wait for the whole stock. */
  private static final int BATCH = 8;

  private static final Logger LOG = LoggerFactory.getLogger(MediaThread.class);

  private final EventLoop loop;
  private final Bootstrap bootstrap;
  private final InetAddress bindAddress;
  private final PortPool numbers;
  private final RtpPlayer player;
  private final int wanted;
  private final CompletableFuture<Void> stocked = new CompletableFuture<>();

  private final Queue<SocketPair> stock = new ConcurrentLinkedQueue<>();
  private final AtomicInteger ready = new AtomicInteger();
  private final AtomicInteger inUse = new AtomicInteger();
  private final AtomicLong bindFailures = new AtomicLong();
  private int binding;
  private boolean waiting;
  private volatile @Nullable Throwable lastFailure;

  /**
   * Starts without any port.
   *
   * @param bootstrap makes datagram channels on {@code loop}
   * @param wanted how many pairs to keep in stock
   */
  MediaThread(
      EventLoop loop, Bootstrap bootstrap, InetAddress bindAddress, PortPool numbers, int wanted) {
    this.loop = loop;
    this.bootstrap = bootstrap;
    this.bindAddress = bindAddress;
    this.numbers = numbers;
    this.wanted = wanted;
    this.player = new RtpPlayer(loop);
  }

  RtpPlayer player() {
    return player;
  }

  /**
   * Runs a task on the thread, after those before it; from any thread. A thread that has ended
   * ignores it.
   */
  void execute(Runnable task) {
    try {
      loop.execute(task);
    } catch (RejectedExecutionException ended) {
      LOG.debug("a task after the media thread's end");
    }
  }

  // Called by the call loop.

  /** A bound pair, or null when none is in stock now. */
  @Nullable SocketPair take() {
    var pair = stock.poll();
    if (pair != null) {
      ready.decrementAndGet();
      inUse.incrementAndGet();
      execute(this::refill);
    }
    return pair;
  }

  void closing() {
    inUse.decrementAndGet();
  }

  int inUse() {
    return inUse.get();
  }

  int ready() {
    // Counted after it was put in, so a pair may have been taken already.
    return Math.max(0, ready.get());
  }

  long bindFailures() {
    return bindFailures.get();
  }

  /** Why a pair could not be bound last; null when each could. */
  @Nullable Throwable lastFailure() {
    return lastFailure;
  }

  /** Done when the stock has been filled once, or as far as it could. */
  CompletableFuture<Void> stocked() {
    return stocked;
  }

  // On the thread.

  /** Takes back the number of a pair whose sockets have been closed. */
  void release(int port) {
    numbers.rest(port, System.nanoTime());
    refill();
  }

  /** Binds what is missing in the stock, as far as there are numbers. */
  void refill() {
    long nowNs = System.nanoTime();
    while (binding < BATCH && ready.get() + binding < wanted) {
      var port = numbers.take(nowNs);
      if (port.isEmpty()) {
        refillLater(nowNs);
        break;
      }
      bind(new SocketPair(port.getAsInt()));
    }
    if (binding == 0) {
      stocked.complete(null);
    }
  }

  private void refillLater(long nowNs) {
    var wait = numbers.waitNs(nowNs);
    if (wait.isPresent() && !waiting) {
      waiting = true;
      var _ = loop.schedule(this::refillAfterWait, wait.getAsLong(), TimeUnit.NANOSECONDS);
    }
  }

  private void refillAfterWait() {
    waiting = false;
    refill();
  }

  private void bind(SocketPair pair) {
    binding++;
    pair.bind(bootstrap, bindAddress, failure -> onThread(() -> bound(pair, failure)));
  }

  private void onThread(Runnable task) {
    if (loop.inEventLoop()) {
      task.run();
    } else {
      execute(task);
    }
  }

  private void bound(SocketPair pair, @Nullable Throwable failure) {
    binding--;
    if (failure == null) {
      stock.add(pair);
      ready.incrementAndGet();
    } else {
      lastFailure = failure;
      bindFailures.incrementAndGet();
      numbers.rest(pair.port(), System.nanoTime());
    }
    refill();
  }
}
