package usher.sip.netty;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.DatagramPacket;
import java.net.InetSocketAddress;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import usher.sip.message.MalformedMessageException;
import usher.sip.message.MessageGuard;
import usher.sip.transport.Flow;
import usher.sip.transport.TransportProtocol;

/** Gives on the datagrams of one socket, each of which is one message (RFC 3261 18.3). */
final class DatagramHandler extends SimpleChannelInboundHandler<DatagramPacket> {
  private static final Logger LOG = LoggerFactory.getLogger(DatagramHandler.class);

  private final InetSocketAddress local;
  private final IoThread thread;

  DatagramHandler(InetSocketAddress local, IoThread thread) {
    this.local = local;
    this.thread = thread;
  }

  @Override
  protected void channelRead0(ChannelHandlerContext ctx, DatagramPacket packet) {
    ByteBuf content = packet.content();
    if (content.readableBytes() < MessageGuard.MIN_MESSAGE_BYTES || isNoText(content)) {
      thread.count(SocketEvent.KEEP_ALIVE);
      answerStun(ctx, packet);
      return;
    }
    byte[] bytes = new byte[content.readableBytes()];
    content.readBytes(bytes);
    received(bytes, new Flow(TransportProtocol.UDP, local, packet.sender(), Flow.NO_CONNECTION));
  }

  private static boolean isNoText(ByteBuf content) {
    return content.getByte(content.readerIndex()) <= 1;
  }

  private static void answerStun(ChannelHandlerContext ctx, DatagramPacket packet) {
    ByteBuf answer = StunKeepAlive.answer(packet.content(), packet.sender(), ctx.alloc());
    if (answer != null) {
      Quietly.ignore(ctx.writeAndFlush(new DatagramPacket(answer, packet.sender())));
    }
  }

  private void received(byte[] bytes, Flow flow) {
    if (bytes.length > MessageGuard.MAX_MESSAGE_BYTES) {
      var tooLarge = new MalformedMessageException(513, "Message Too Large");
      thread.handle(MessageGuard.refuse(bytes, flow.remote(), tooLarge), flow);
    } else {
      thread.received(bytes, flow);
    }
  }

  /**
   * An ICMP error about an earlier datagram, for example: the socket goes on, timers notice the
   * silence.
   */
  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    LOG.debug("socket {}: {}", local, cause.toString());
  }
}
