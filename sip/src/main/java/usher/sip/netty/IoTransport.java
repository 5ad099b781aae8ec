package usher.sip.netty;

import io.netty.channel.IoHandlerFactory;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollDatagramChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.ServerSocketChannel;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;

/** Netty's ways to the kernel: epoll where its native library loads, NIO everywhere else. */
enum IoTransport {
  EPOLL(EpollDatagramChannel.class, EpollServerSocketChannel.class, EpollSocketChannel.class),
  NIO(NioDatagramChannel.class, NioServerSocketChannel.class, NioSocketChannel.class);

  private final Class<? extends DatagramChannel> datagramChannel;
  private final Class<? extends ServerSocketChannel> serverChannel;
  private final Class<? extends SocketChannel> socketChannel;

  IoTransport(
      Class<? extends DatagramChannel> datagramChannel,
      Class<? extends ServerSocketChannel> serverChannel,
      Class<? extends SocketChannel> socketChannel) {
    this.datagramChannel = datagramChannel;
    this.serverChannel = serverChannel;
    this.socketChannel = socketChannel;
  }

  static IoTransport best() {
    return Epoll.isAvailable() ? EPOLL : NIO;
  }

  IoHandlerFactory ioHandlerFactory() {
    return switch (this) {
      case EPOLL -> EpollIoHandler.newFactory();
      case NIO -> NioIoHandler.newFactory();
    };
  }

  Class<? extends DatagramChannel> datagramChannel() {
    return datagramChannel;
  }

  Class<? extends ServerSocketChannel> serverChannel() {
    return serverChannel;
  }

  Class<? extends SocketChannel> socketChannel() {
    return socketChannel;
  }
}
