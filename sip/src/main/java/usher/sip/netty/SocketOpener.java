package usher.sip.netty;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.socket.SocketChannel;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import usher.sip.message.MessageGuard;

/** Opens listening sockets. */
final class SocketOpener {
  /** More than this unsent in one connection, and its peer is taken to be stuck. */
  static final WriteBufferWaterMark UNSENT_BYTES = new WriteBufferWaterMark(128 * 1024, 512 * 1024);

  /** Datagrams that the kernel does not take; over that they are lost, as on a full wire. */
  private static final WriteBufferWaterMark UNSENT_DATAGRAM_BYTES =
      new WriteBufferWaterMark(2 * 1024 * 1024, 8 * 1024 * 1024);

  /** Asked of the kernel, which may give less: bursts wait here while the I/O thread is busy. */
  private static final int RECEIVE_BUFFER_BYTES = 4 * 1024 * 1024;

  /**
   * What a turn of the thread reads at most: far more than comes in one, so nothing stays behind.
   */
  private static final int DATAGRAMS_PER_READ = 1024;

  private static final int ACCEPT_BACKLOG = 1024;

  private final IoTransport transport;
  private final StreamRules rules;
  private final AcceptFaults faults;

  SocketOpener(IoTransport transport, StreamRules rules, AcceptFaults faults) {
    this.transport = transport;
    this.rules = rules;
    this.faults = faults;
  }

  /** A bound socket that reads nothing yet. */
  Channel openDatagrams(ListenAddress wanted, EventLoopGroup group) throws IOException {
    return await(
        wanted,
        new Bootstrap()
            .group(group)
            .channel(transport.datagramChannel())
            .option(ChannelOption.AUTO_READ, false)
            .option(ChannelOption.SO_RCVBUF, RECEIVE_BUFFER_BYTES)
            .option(ChannelOption.WRITE_BUFFER_WATER_MARK, UNSENT_DATAGRAM_BYTES)
            .option(ChannelOption.RECVBUF_ALLOCATOR, datagramBuffers())
            .handler(new ChannelInboundHandlerAdapter())
            .bind(wanted.bind()));
  }

  /** One octet more than a datagram may have, which shows that it had more. */
  private static FixedRecvByteBufAllocator datagramBuffers() {
    var buffers = new FixedRecvByteBufAllocator(MessageGuard.MAX_MESSAGE_BYTES + 1);
    // Left alone, it wakes up once for each datagram.
    buffers.maxMessagesPerRead(DATAGRAMS_PER_READ);
    return buffers;
  }

  /**
   * A listening socket whose accepted channels belong to the connections that the function makes
   * for them.
   */
  Channel openStreams(
      ListenAddress wanted,
      EventLoopGroup group,
      Function<SocketChannel, @Nullable StreamConnection> accept)
      throws IOException {
    Channel listening =
        await(
            wanted,
            new ServerBootstrap()
                .group(group)
                .channel(transport.serverChannel())
                .option(ChannelOption.SO_BACKLOG, ACCEPT_BACKLOG)
                .option(ChannelOption.SO_REUSEADDR, true)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childOption(ChannelOption.SO_KEEPALIVE, true)
                .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, UNSENT_BYTES)
                .childHandler(new StreamInitializer(rules, StreamInitializer.Opener.PEER, accept))
                .bind(wanted.bind()));
    // behind the handler of Netty's that lets the socket rest
    listening.pipeline().addLast(faults.handler(wanted));
    return listening;
  }

  private static Channel await(ListenAddress wanted, ChannelFuture binding) throws IOException {
    binding.awaitUninterruptibly();
    if (!binding.isSuccess()) {
      Throwable cause = binding.cause();
      throw new IOException("cannot listen on " + wanted + ": " + cause.getMessage(), cause);
    }
    return binding.channel();
  }

  /** What peers are told, once the port is known. */
  static InetSocketAddress local(ListenAddress wanted, Channel channel) {
    InetSocketAddress real = (InetSocketAddress) channel.localAddress();
    InetSocketAddress advertised = wanted.advertised();
    if (advertised == null) {
      return real;
    }
    return advertised.getPort() == 0
        ? new InetSocketAddress(advertised.getAddress(), real.getPort())
        : advertised;
  }
}
