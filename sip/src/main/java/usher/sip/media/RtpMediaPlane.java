package usher.sip.media;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollDatagramChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import usher.sip.media.secure.DtlsIdentity;
import usher.sip.media.secure.Libraries;

/**
 * The media plane with real sockets, on threads of its own: epoll where there is one, else NIO.
 * Each thread has an equal share of the port range. Packets are read one by one: gathering them
 * (recvmmsg) made sockets that carry 50 packets a second slower, not faster.
 */
public final class RtpMediaPlane implements MediaPlane {
  /** More than any packet of ours: 60 ms of G.711 are 492 bytes; an Ethernet frame carries 1472. */
  private static final int MAX_DATAGRAM = 1536;

  private static final int MAX_READS = 16;

  /** RFC 4594: telephony is Expedited Forwarding. */
  private static final int EXPEDITED_FORWARDING = 0xb8;

  private static final long STOP_MS = 2000;

  private final MediaConfig config;
  private final boolean epoll;
  private final MultiThreadIoEventLoopGroup group;
  private final List<MediaThread> threads = new ArrayList<>();
  private final DtlsIdentity identity = DtlsIdentity.create();
  private final SecretMaker secrets = new SecretMaker(identity);
  private final AtomicLong opened = new AtomicLong();
  private final AtomicLong exhausted = new AtomicLong();

  private RtpMediaPlane(MediaConfig config, boolean epoll) {
    this.config = config;
    this.epoll = epoll;
    group =
        new MultiThreadIoEventLoopGroup(
            config.threads(), new DefaultThreadFactory("media", true), ioHandlers(epoll));
    for (int i = 0; i < config.threads(); i++) {
      threads.add(thread(i));
    }
  }

  /**
   * Starts the threads and binds the first stock of ports. Waits for it, so it is not for the call
   * loop.
   *
   * @throws IOException when not a single pair of the range could be bound
   */
  public static RtpMediaPlane start(MediaConfig config) throws IOException {
    return start(config, Epoll.isAvailable());
  }

  static RtpMediaPlane start(MediaConfig config, boolean epoll) throws IOException {
    // Ready before the first call that needs them, and nobody waits for it.
    Thread.ofPlatform().daemon().name("media-libraries").start(Libraries::prepare);
    var plane = new RtpMediaPlane(config, epoll);
    plane.threads.forEach(thread -> thread.execute(thread::refill));
    CompletableFuture.allOf(
            plane.threads.stream().map(MediaThread::stocked).toArray(CompletableFuture<?>[]::new))
        .join();
    if (plane.statistics().bound() == 0) {
      plane.close();
      throw plane.nothingBound();
    }
    return plane;
  }

  private IOException nothingBound() {
    var where =
        "no media port of %d-%d could be bound on %s"
            .formatted(
                config.firstPort(), config.lastPort(), config.bindAddress().getHostAddress());
    return new IOException(where, threads.getFirst().lastFailure());
  }

  private MediaThread thread(int index) {
    var loop = group.next();
    var numbers = new PortPool(config.rest().toNanos());
    long nowNs = System.nanoTime();
    for (int pair = index; pair < config.pairs(); pair += config.threads()) {
      numbers.add(config.firstEvenPort() + 2 * pair, nowNs);
    }
    int wanted = Math.ceilDiv(config.readyPairs(), config.threads());
    return new MediaThread(loop, bootstrap(loop, epoll), config.bindAddress(), numbers, wanted);
  }

  private static IoHandlerFactory ioHandlers(boolean epoll) {
    return epoll ? EpollIoHandler.newFactory() : NioIoHandler.newFactory();
  }

  private static Class<? extends DatagramChannel> channelType(boolean epoll) {
    return epoll ? EpollDatagramChannel.class : NioDatagramChannel.class;
  }

  // Netty's epoll channel counts as inactive, and refuses to send, once it has been disconnected to
  // latch anew. The option that keeps it active
  // has no successor.
  @SuppressWarnings("deprecation")
  private static Bootstrap bootstrap(EventLoop loop, boolean epoll) {
    return new Bootstrap()
        .group(loop)
        .channel(channelType(epoll))
        .option(ChannelOption.DATAGRAM_CHANNEL_ACTIVE_ON_REGISTRATION, true)
        .option(ChannelOption.IP_TOS, EXPEDITED_FORWARDING)
        .option(
            ChannelOption.RECVBUF_ALLOCATOR,
            new FixedRecvByteBufAllocator(MAX_DATAGRAM).maxMessagesPerRead(MAX_READS));
  }

  @Override
  public @Nullable MediaPort open(MediaListener listener, @Nullable MediaPort near) {
    var first = near instanceof RtpPort port ? ours(port.thread()) : leastUsed();
    var opened = open(first, listener);
    for (int i = 0; opened == null && i < threads.size(); i++) {
      opened = open(threads.get(i), listener);
    }
    count(opened != null);
    return opened;
  }

  @Override
  public AudioMixer mixer(MediaPort near) {
    return new RtpRoom(((RtpPort) near).thread());
  }

  private void count(boolean found) {
    (found ? opened : exhausted).incrementAndGet();
  }

  /** The near port may be of a plane of the other family. */
  private MediaThread ours(MediaThread thread) {
    return threads.contains(thread) ? thread : leastUsed();
  }

  private MediaThread leastUsed() {
    return threads.stream().min(Comparator.comparingInt(MediaThread::inUse)).orElseThrow();
  }

  private @Nullable MediaPort open(MediaThread thread, MediaListener listener) {
    var pair = thread.take();
    if (pair == null) {
      return null;
    }
    var leg = new RtpLeg(thread, pair, listener, identity);
    thread.execute(leg::attach);
    return new RtpPort(leg, config.advertisedAddress(), secrets.make());
  }

  @Override
  public PoolStatistics statistics() {
    return new PoolStatistics(
        threads.stream().mapToInt(MediaThread::ready).sum(),
        threads.stream().mapToInt(MediaThread::inUse).sum(),
        opened.get(),
        exhausted.get(),
        threads.stream().mapToLong(MediaThread::bindFailures).sum());
  }

  @Override
  public void close() {
    group.shutdownGracefully(0, STOP_MS, TimeUnit.MILLISECONDS).awaitUninterruptibly(STOP_MS);
  }
}
