package usher.softphone.bulk;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.epoll.EpollDatagramChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.DatagramPacket;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import usher.sip.transaction.Timers;
import usher.softphone.chance.Seed;

/**
 * Plain phones on real UDP sockets: one thread of Netty's for all, one socket for all agents of a
 * plan and one for all its callers, each connected to the server. Its methods are for other
 * threads, but not for its own.
 */
public final class BulkFleet implements AutoCloseable {
  /** Asked of the kernel, which may give less: bursts wait here while the thread is busy. */
  private static final int RECEIVE_BUFFER_BYTES = 8 * 1024 * 1024;

  private static final WriteBufferWaterMark UNSENT_BYTES =
      new WriteBufferWaterMark(4 * 1024 * 1024, 16 * 1024 * 1024);
  private static final int DATAGRAM_BYTES = 4096;
  private static final int DATAGRAMS_PER_READ = 32;
  private static final long STOP_MS = 2_000;
  private static final Logger LOG = LoggerFactory.getLogger(BulkFleet.class);

  private final InetSocketAddress server;
  private final Seed seed;
  private final int mediaPort;
  private final MultiThreadIoEventLoopGroup group;
  private final EventLoop loop;
  private final Timers timers = new Timers(System.nanoTime());
  private final CallBook book = new CallBook();
  private final List<Channel> channels = new CopyOnWriteArrayList<>();
  private boolean hasAgents;
  private long armedNs = Timers.NEVER;
  private long received;
  private long strange;
  private int parts;

  private BulkFleet(InetSocketAddress server, Seed seed, int mediaPort) {
    this.server = server;
    this.seed = seed;
    this.mediaPort = mediaPort;
    this.group =
        new MultiThreadIoEventLoopGroup(1, new DefaultThreadFactory("fleet", true), transport());
    this.loop = Objects.requireNonNull(group.next());
  }

  private static IoHandlerFactory transport() {
    return Epoll.isAvailable() ? EpollIoHandler.newFactory() : NioIoHandler.newFactory();
  }

  private static Class<? extends DatagramChannel> channelType() {
    return Epoll.isAvailable() ? EpollDatagramChannel.class : NioDatagramChannel.class;
  }

  /**
   * Starts the thread.
   *
   * @param server where all phones send what they say, and whose word they hear
   * @param mediaPort where the phones want audio to be sent to, at their own addresses
   */
  public static BulkFleet start(InetSocketAddress server, Seed seed, int mediaPort) {
    return new BulkFleet(server, seed, mediaPort);
  }

  // ---- parts

  /**
   * Agents at this address, who register where that is planned.
   *
   * @throws IOException where there can be no such socket
   */
  public BulkAgents agents(BulkAgentsPlan plan, InetSocketAddress address) throws IOException {
    Channel channel = open(address);
    return ask(() -> {
      hasAgents = true;
      BulkAgents agents = new BulkAgents(line(channel), plan, seed.of("agents" + parts++), book);
      serve(channel, agents::received);
      return agents;
    });
  }

  /**
   * Callers at this address, who begin to call at once.
   *
   * @throws IOException where there can be no such socket
   */
  public BulkCallers callers(BulkCallersPlan plan, InetSocketAddress address) throws IOException {
    Channel channel = open(address);
    return ask(() -> {
      Seed part = seed.of("callers" + parts++);
      BulkCallers callers = new BulkCallers(line(channel), plan, part, book, hasAgents);
      serve(channel, callers::received);
      return callers;
    });
  }

  private Channel open(InetSocketAddress address) throws IOException {
    ChannelFuture opening = bootstrap().connect(server, address);
    opening.awaitUninterruptibly();
    if (!opening.isSuccess()) {
      String why = opening.cause().getMessage();
      throw new IOException("no socket at " + address + " to " + server + ": " + why);
    }
    channels.add(opening.channel());
    return opening.channel();
  }

  private Bootstrap bootstrap() {
    Bootstrap bootstrap =
        new Bootstrap()
            .group(loop)
            .channel(channelType())
            .option(ChannelOption.AUTO_READ, false)
            .option(ChannelOption.SO_RCVBUF, RECEIVE_BUFFER_BYTES)
            .option(ChannelOption.WRITE_BUFFER_WATER_MARK, UNSENT_BYTES)
            .option(ChannelOption.RECVBUF_ALLOCATOR, buffers())
            .handler(new ChannelInboundHandlerAdapter());
    return Epoll.isAvailable()
        ? bootstrap.option(EpollChannelOption.MAX_DATAGRAM_PAYLOAD_SIZE, DATAGRAM_BYTES)
        : bootstrap;
  }

  /** With epoll, a buffer is for as many datagrams as one system call brings. */
  private static FixedRecvByteBufAllocator buffers() {
    return new FixedRecvByteBufAllocator(DATAGRAM_BYTES * DATAGRAMS_PER_READ);
  }

  private Line line(Channel channel) {
    InetSocketAddress local = (InetSocketAddress) channel.localAddress();
    InetAddress address = local.getAddress();
    String run = Long.toString(seed.of("run" + parts).value() >>> 20, 36);
    Line.Wire wire = message -> send(channel, message);
    return new Line(
        wire, timers, System::nanoTime, address.getHostAddress(), local.getPort(), mediaPort, run);
  }

  /** What cannot be sent is lost, as on a wire: {@link Ear#exceptionCaught} hears of it. */
  private static void send(Channel channel, String message) {
    var _ = channel.write(encoded(channel, message), channel.voidPromise());
  }

  private static ByteBuf encoded(Channel channel, String message) {
    ByteBuf bytes = channel.alloc().directBuffer(message.length());
    ByteBufUtil.writeAscii(bytes, message);
    return bytes;
  }

  private void serve(Channel channel, Predicate<Received> phones) {
    channel.pipeline().addLast(new Ear(phones));
    channel.config().setAutoRead(true);
    turnEnds();
  }

  /** Hears what comes to one socket. */
  private final class Ear extends SimpleChannelInboundHandler<DatagramPacket> {
    private final Predicate<Received> phones;

    Ear(Predicate<Received> phones) {
      this.phones = phones;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, DatagramPacket packet) {
      received++;
      timers.advance(System.nanoTime());
      Received message = Received.read(packet.content().toString(StandardCharsets.ISO_8859_1));
      if (message == null || !phones.test(message)) {
        strange++;
      }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
      turnEnds();
    }

    /** A server that is not there, for example: the phones' timers notice the silence. */
    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
      if (cause instanceof IOException) {
        LOG.debug("socket {}", context.channel(), cause);
      } else {
        LOG.error("a fault in the fleet", cause);
      }
    }
  }

  // ---- time

  /** What was said leaves, and the next deadline is set. */
  private void turnEnds() {
    channels.forEach(Channel::flush);
    long deadlineNs = timers.nextDeadlineNs();
    if (deadlineNs < armedNs) {
      armedNs = deadlineNs;
      long delayNs = Math.max(0, deadlineNs - System.nanoTime());
      var _ = loop.schedule(() -> wake(deadlineNs), delayNs, TimeUnit.NANOSECONDS);
    }
  }

  /** A wake-up that an earlier one has taken the place of would only make another one for later. */
  private void wake(long deadlineNs) {
    if (deadlineNs == armedNs) {
      armedNs = Timers.NEVER;
      timers.advance(System.nanoTime());
      turnEnds();
    }
  }

  // ---- questions

  /**
   * Does something on the fleet's thread and waits for what comes of it.
   *
   * @throws IllegalStateException where it failed
   */
  public <T> T ask(Callable<T> question) {
    CompletableFuture<T> answer = new CompletableFuture<>();
    loop.execute(() -> {
      try {
        timers.advance(System.nanoTime());
        answer.complete(question.call());
        turnEnds();
      } catch (Exception e) {
        answer.completeExceptionally(e);
      }
    });
    return answer.join();
  }

  /** The figures of callers as they are now. */
  public CallFigures figures(BulkCallers callers) {
    return ask(() -> callers.figures().copy());
  }

  /** Does something on the fleet's thread. */
  public void execute(Runnable action) {
    ask(() -> {
      action.run();
      return true;
    });
  }

  /** Does something on the fleet's thread, so much later. */
  public void after(Duration delay, Runnable action) {
    execute(() -> {
      var _ = timers.schedule(delay.toNanos(), action);
    });
  }

  /** Messages that came to our sockets so far. */
  public long received() {
    return ask(() -> received);
  }

  /** Messages that came and belonged to no phone here. */
  public long strange() {
    return ask(() -> strange);
  }

  /** Closes the sockets without a word to anybody. */
  @Override
  public void close() {
    channels.forEach(channel -> channel.close().awaitUninterruptibly(STOP_MS));
    group.shutdownGracefully(0, STOP_MS, TimeUnit.MILLISECONDS).awaitUninterruptibly(STOP_MS);
  }
}
