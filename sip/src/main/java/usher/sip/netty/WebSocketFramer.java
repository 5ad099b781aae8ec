package usher.sip.netty;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketClientProtocolHandler.ClientHandshakeStateEvent;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.util.concurrent.Future;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Between WebSocket frames and SIP messages (RFC 7118 5): each message is one WebSocket message,
 * text or binary. To the handler behind it the connection opens when the WebSocket does.
 *
 * <p>While nothing else happens it pings, so that middle boxes keep the connection, and so that one
 * whose peer is gone is found out: what stays silent for {@value #SILENT_PINGS} pings is closed.
 */
final class WebSocketFramer extends ChannelDuplexHandler {
  static final int SILENT_PINGS = 3;

  private final Duration pingEvery;
  private final WholeMessageDeadline deadline;
  private int unanswered;
  private @Nullable Future<?> pings;

  WebSocketFramer(Duration pingEvery, WholeMessageDeadline deadline) {
    this.pingEvery = pingEvery;
    this.deadline = deadline;
  }

  /** It is the WebSocket's opening that counts, not the connection's. */
  @Override
  public void channelActive(ChannelHandlerContext ctx) {}

  @Override
  public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
    if (event == WebSocketGate.Event.OPENED
        || event == ClientHandshakeStateEvent.HANDSHAKE_COMPLETE) {
      deadline.whole();
      opened(ctx);
    } else {
      ctx.fireUserEventTriggered(event);
    }
  }

  private void opened(ChannelHandlerContext ctx) {
    long everyNs = pingEvery.toNanos();
    pings =
        ctx.executor().scheduleAtFixedRate(() -> ping(ctx), everyNs, everyNs, TimeUnit.NANOSECONDS);
    ctx.fireChannelActive();
  }

  private void ping(ChannelHandlerContext ctx) {
    if (unanswered++ == SILENT_PINGS) {
      Quietly.close(ctx);
    } else {
      Quietly.ignore(ctx.writeAndFlush(new PingWebSocketFrame()));
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    Quietly.cancel(pings);
    ctx.fireChannelInactive();
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    unanswered = 0;
    deadline.whole();
    switch ((WebSocketFrame) message) {
      case PingWebSocketFrame ping ->
          Quietly.ignore(ctx.writeAndFlush(new PongWebSocketFrame(ping.content())));
      case CloseWebSocketFrame close ->
          // RFC 6455 5.5.1: "the endpoint typically echos the status code it received"
          Quietly.ignore(ctx.writeAndFlush(close).addListener(ChannelFutureListener.CLOSE));
      case WebSocketFrame frame -> {
        received(ctx, frame);
        frame.release();
      }
    }
  }

  private static void received(ChannelHandlerContext ctx, WebSocketFrame frame) {
    if (frame instanceof PongWebSocketFrame) {
      return;
    }
    byte[] bytes = ByteBufUtil.getBytes(frame.content());
    ctx.fireChannelRead(isKeepAlive(bytes) ? Frame.Ping.PING : new Frame.Message(bytes));
  }

  /** RFC 7118 6: clients that cannot send a WebSocket ping send the double CRLF of RFC 5626. */
  private static boolean isKeepAlive(byte[] bytes) {
    return bytes.length == 4
        && bytes[0] == '\r'
        && bytes[1] == '\n'
        && bytes[2] == '\r'
        && bytes[3] == '\n';
  }

  @Override
  public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
    Quietly.ignore(ctx.write(message instanceof ByteBuf bytes ? frame(bytes) : message, promise));
  }

  /** Text where it is text: scripts in browsers like that better. */
  private static WebSocketFrame frame(ByteBuf bytes) {
    return ByteBufUtil.isText(bytes, StandardCharsets.UTF_8)
        ? new TextWebSocketFrame(bytes)
        : new BinaryWebSocketFrame(bytes);
  }
}
