package usher.sip.media;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.DatagramPacket;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An RTP socket and the RTCP socket above it, on one media thread. Until a leg is attached, and
 * after it has gone, what arrives is read and dropped, so that nothing stale waits in the sockets
 * for the next leg.
 */
final class SocketPair {
  private static final Logger LOG = LoggerFactory.getLogger(SocketPair.class);

  private final int port;
  private @Nullable Channel rtp;
  private @Nullable Channel rtcp;
  private @Nullable RtpLeg leg;

  SocketPair(int port) {
    this.port = port;
  }

  /** The RTP port. */
  int port() {
    return port;
  }

  /**
   * Binds both sockets.
   *
   * @param bootstrap of the media thread
   * @param done told null, or why it could not be; nothing is left open then. Where there was not
   *     even a socket to bind, some other thread says so.
   */
  void bind(Bootstrap bootstrap, InetAddress address, Consumer<@Nullable Throwable> done) {
    bind(bootstrap, new RtpHandler(), address, port)
        .addListener((ChannelFuture bound) -> {
          if (bound.isSuccess()) {
            rtp = bound.channel();
            bindRtcp(bootstrap, address, done);
          } else {
            done.accept(bound.cause());
          }
        });
  }

  private void bindRtcp(
      Bootstrap bootstrap, InetAddress address, Consumer<@Nullable Throwable> done) {
    bind(bootstrap, new RtcpHandler(), address, port + 1)
        .addListener((ChannelFuture bound) -> {
          if (bound.isSuccess()) {
            rtcp = bound.channel();
          } else {
            close();
          }
          done.accept(bound.cause());
        });
  }

  private static ChannelFuture bind(
      Bootstrap bootstrap, DatagramHandler handler, InetAddress address, int port) {
    return bootstrap.clone().handler(handler).bind(address, port);
  }

  void attach(RtpLeg newLeg) {
    leg = newLeg;
  }

  /** An empty buffer to be sent. */
  ByteBuf buffer(int size) {
    return channel(rtp).alloc().directBuffer(size);
  }

  /**
   * Sends a packet and releases it.
   *
   * @param to null when the socket is connected
   * @return false when the socket has no room; the packet is gone
   */
  boolean sendRtp(ByteBuf packet, @Nullable InetSocketAddress to) {
    return send(channel(rtp), packet, to);
  }

  void sendRtcp(ByteBuf packet, InetSocketAddress to) {
    send(channel(rtcp), packet, to);
  }

  private static boolean send(Channel channel, ByteBuf packet, @Nullable InetSocketAddress to) {
    if (!channel.isWritable()) {
      packet.release();
      return false;
    }
    var _ =
        channel.writeAndFlush(
            to == null ? packet : new DatagramPacket(packet, to), channel.voidPromise());
    return true;
  }

  /** From now on the kernel drops what comes from elsewhere, and sending costs a quarter less. */
  void connectRtp(InetSocketAddress source) {
    var _ = channel(rtp).connect(source);
  }

  void disconnectRtp() {
    var _ = channel(rtp).disconnect();
  }

  void close() {
    leg = null;
    closeIfOpen(rtp);
    closeIfOpen(rtcp);
  }

  private static void closeIfOpen(@Nullable Channel channel) {
    if (channel != null) {
      var _ = channel.close();
    }
  }

  private static Channel channel(@Nullable Channel channel) {
    if (channel == null) {
      throw new IllegalStateException("not bound");
    }
    return channel;
  }

  /** What both sockets' handlers do alike. */
  private abstract static class DatagramHandler
      extends SimpleChannelInboundHandler<DatagramPacket> {

    /**
     * A connected socket reports that nobody listens at the far end (ICMP). A phone that has just
     * hung up, or not begun, is the usual reason; signalling decides what becomes of the leg.
     */
    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
      if (!(cause instanceof IOException)) {
        LOG.warn("media socket {}", context.channel().localAddress(), cause);
      }
    }
  }

  private final class RtpHandler extends DatagramHandler {
    @Override
    protected void channelRead0(ChannelHandlerContext context, DatagramPacket datagram) {
      if (leg != null) {
        leg.receive(datagram.content(), datagram.sender());
      }
    }
  }

  private final class RtcpHandler extends DatagramHandler {
    @Override
    protected void channelRead0(ChannelHandlerContext context, DatagramPacket datagram) {
      if (leg != null) {
        leg.receiveReport(datagram.content(), datagram.sender());
      }
    }
  }
}
