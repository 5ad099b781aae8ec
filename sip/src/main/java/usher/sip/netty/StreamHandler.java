package usher.sip.netty;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.netty.handler.timeout.IdleStateEvent;
import io.netty.util.concurrent.Future;
import java.net.InetSocketAddress;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import usher.sip.message.MessageGuard;

/**
 * The last handler of a stream channel: gives messages on, answers pings, ends connections that
 * misbehave.
 */
final class StreamHandler extends ChannelInboundHandlerAdapter {
  private static final Logger LOG = LoggerFactory.getLogger(StreamHandler.class);
  private static final byte[] PONG = {'\r', '\n'};

  /**
   * How long a faulty connection is read on after our answer. Closing it with bytes unread would
   * make the kernel send a reset, and with that the peer loses the answer.
   */
  private static final Duration LINGER = Duration.ofSeconds(2);

  /** How long the call loop has for its answers to good requests before the bad one. */
  private static final Duration GRACE = Duration.ofMillis(300);

  private final StreamConnection connection;
  private final StreamLimits limits;
  private final @Nullable StreamSecurity security;
  private @Nullable Future<?> firstMessageDeadline;
  private @Nullable Future<?> stallDeadline;
  private boolean faulty;

  StreamHandler(
      StreamConnection connection, StreamLimits limits, @Nullable StreamSecurity security) {
    this.connection = connection;
    this.limits = limits;
    this.security = security;
  }

  @Override
  public void channelActive(ChannelHandlerContext ctx) {
    connection.thread().count(SocketEvent.CONNECTED);
    firstMessageDeadline = Quietly.closeAfter(limits.firstMessage(), ctx);
    connection.opened(ctx.channel());
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    Quietly.cancel(firstMessageDeadline);
    Quietly.cancel(stallDeadline);
    connection.ended();
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object frame) {
    switch ((Frame) frame) {
      case Frame.Message message -> received(message.bytes);
      case Frame.Ping _ -> Quietly.ignore(ctx.writeAndFlush(Unpooled.wrappedBuffer(PONG)));
      case Frame.Fault fault -> fail(fault, ctx);
    }
  }

  private void received(byte[] bytes) {
    Quietly.cancel(firstMessageDeadline);
    connection.thread().received(bytes, connection.flow());
  }

  private void fail(Frame.Fault fault, ChannelHandlerContext ctx) {
    faulty = true;
    connection.thread().count(SocketEvent.CONNECTION_FAULT);
    InetSocketAddress source = connection.flow().remote();
    connection
        .thread()
        .handle(MessageGuard.refuse(fault.beginning, source, fault.why), connection.flow());
    SocketChannel channel = (SocketChannel) ctx.channel();
    Quietly.ignore(Quietly.after(GRACE, ctx, () -> Quietly.ignore(channel.shutdownOutput())));
    Quietly.ignore(Quietly.closeAfter(LINGER, ctx));
  }

  /** A peer that does not read gets no more and is not read from; if it stays so, it is cut off. */
  @Override
  public void channelWritabilityChanged(ChannelHandlerContext ctx) {
    boolean writable = ctx.channel().isWritable();
    ctx.channel().config().setAutoRead(writable);
    Quietly.cancel(stallDeadline);
    stallDeadline = writable ? null : Quietly.closeAfter(limits.wholeMessage(), ctx);
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
    if (event instanceof IdleStateEvent && !faulty) {
      Quietly.close(ctx);
    } else if (event instanceof SslHandshakeCompletionEvent shaken && shaken.isSuccess()) {
      shookHands(ctx);
    }
  }

  /** Before anything that was sent over it is read. Whom we called has been looked at already. */
  private void shookHands(ChannelHandlerContext ctx) {
    SslHandler tls = ctx.pipeline().get(SslHandler.class);
    if (security != null && tls != null && !tls.engine().getUseClientMode()) {
      connection.isOf(security.nameOf(tls.engine().getSession()));
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    LOG.debug("connection {} closed: {}", connection.flow(), cause.toString());
    Quietly.close(ctx);
  }
}
