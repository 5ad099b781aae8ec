package usher.softphone.bulk;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.epoll.EpollDatagramChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.time.Duration;
import java.util.function.Predicate;

/** Channels as the fleet opens them, and what they write before it is flushed. */
interface Wiring {
  /** Asked of the kernel, which may give less: bursts wait here while the thread is busy. */
  int RECEIVE_BUFFER_BYTES = 8 * 1024 * 1024;

  WriteBufferWaterMark UNSENT_BYTES = new WriteBufferWaterMark(4 * 1024 * 1024, 16 * 1024 * 1024);
  int DATAGRAM_BYTES = 4096;
  int DATAGRAMS_PER_READ = 32;
  Duration CONNECTED_WITHIN = Duration.ofSeconds(10);

  /** Who hears what comes to a socket. */
  @FunctionalInterface
  interface Ear {
    /** The text of a message came. */
    void heard(String text);
  }

  /** The fleet's thread. */
  EventLoop loop();

  /** There is another channel, to be closed in the end. */
  void opened(Channel channel);

  /** Something was written; it leaves when the fleet has done all that is to be done now. */
  void wrote(Channel channel);

  /** Tells phones of a message; where none of them knows it, it is strange. */
  void heard(String text, Predicate<Received> phones);

  /** No more came at once. */
  void turnEnds();

  /** What went wrong with a channel. */
  void failed(Channel channel, Throwable cause);

  static IoHandlerFactory transport() {
    return Epoll.isAvailable() ? EpollIoHandler.newFactory() : NioIoHandler.newFactory();
  }

  /** For datagrams; with epoll, a buffer is for as many as one system call brings. */
  static Bootstrap datagrams(EventLoop loop) {
    Bootstrap bootstrap =
        new Bootstrap()
            .group(loop)
            .channel(Epoll.isAvailable() ? EpollDatagramChannel.class : NioDatagramChannel.class)
            .option(ChannelOption.AUTO_READ, false)
            .option(ChannelOption.SO_RCVBUF, RECEIVE_BUFFER_BYTES)
            .option(ChannelOption.WRITE_BUFFER_WATER_MARK, UNSENT_BYTES)
            .option(
                ChannelOption.RECVBUF_ALLOCATOR,
                new FixedRecvByteBufAllocator(DATAGRAM_BYTES * DATAGRAMS_PER_READ));
    return Epoll.isAvailable()
        ? bootstrap.option(EpollChannelOption.MAX_DATAGRAM_PAYLOAD_SIZE, DATAGRAM_BYTES)
        : bootstrap;
  }

  /** For the audio of one call. */
  static Bootstrap audio(EventLoop loop, int datagramBytes) {
    return new Bootstrap()
        .group(loop)
        .channel(Epoll.isAvailable() ? EpollDatagramChannel.class : NioDatagramChannel.class)
        .option(ChannelOption.RECVBUF_ALLOCATOR, new FixedRecvByteBufAllocator(datagramBytes));
  }

  /** For connections. */
  static Bootstrap streams(EventLoop loop) {
    return new Bootstrap()
        .group(loop)
        .channel(Epoll.isAvailable() ? EpollSocketChannel.class : NioSocketChannel.class)
        .option(ChannelOption.TCP_NODELAY, true)
        .option(ChannelOption.SO_REUSEADDR, true)
        .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int) CONNECTED_WITHIN.toMillis());
  }
}
