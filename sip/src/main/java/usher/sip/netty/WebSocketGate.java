package usher.sip.netty;

import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.websocketx.WebSocketDecoderConfig;
import io.netty.handler.codec.http.websocketx.WebSocketServerHandshaker;
import io.netty.handler.codec.http.websocketx.WebSocketServerHandshakerFactory;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import usher.sip.message.MessageGuard;

/**
 * Makes a WebSocket of an HTTP connection whose first request may become one for SIP (RFC 7118 5),
 * and answers other requests. After that it has nothing more to do.
 */
final class WebSocketGate extends ChannelInboundHandlerAdapter {
  static final String SUBPROTOCOL = "sip";

  /** Told to the handlers behind when the WebSocket is open. */
  enum Event {
    OPENED
  }

  /** Frames that are no data carry up to 125 octets, so this bounds a message of one frame. */
  static final WebSocketDecoderConfig FRAMES =
      WebSocketDecoderConfig.newBuilder()
          .maxFramePayloadLength(MessageGuard.MAX_BODY_BYTES)
          .allowExtensions(false)
          .closeOnProtocolViolation(true)
          .build();

  private final WebSocketRules rules;
  private final IoThread thread;
  private final Duration limit;
  private @Nullable Future<?> deadline;

  /**
   * @param limit how long the request may take to come
   */
  WebSocketGate(WebSocketRules rules, IoThread thread, Duration limit) {
    this.rules = rules;
    this.thread = thread;
    this.limit = limit;
  }

  @Override
  public void channelActive(ChannelHandlerContext ctx) throws Exception {
    deadline = Quietly.closeAfter(limit, ctx);
    super.channelActive(ctx);
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) throws Exception {
    FullHttpRequest request = (FullHttpRequest) message;
    HttpResponseStatus refusal = refusal(request);
    if (refusal == null) {
      shakeHands(ctx, request);
    } else {
      request.release();
      refuse(ctx, refusal);
    }
  }

  private static void shakeHands(ChannelHandlerContext ctx, FullHttpRequest request) {
    WebSocketServerHandshaker handshaker =
        new WebSocketServerHandshakerFactory(null, SUBPROTOCOL, FRAMES).newHandshaker(request);
    if (handshaker == null) {
      request.release();
      Quietly.ignore(
          WebSocketServerHandshakerFactory.sendUnsupportedVersionResponse(ctx.channel())
              .addListener(ChannelFutureListener.CLOSE));
    } else {
      handshaker.handshake(ctx.channel(), request).addListener(done -> opened(ctx, request, done));
    }
  }

  private static void opened(ChannelHandlerContext ctx, FullHttpRequest request, Future<?> done) {
    request.release();
    if (done.isSuccess()) {
      ctx.fireUserEventTriggered(Event.OPENED);
      ctx.pipeline().remove(ctx.handler());
    } else {
      Quietly.close(ctx);
    }
  }

  private @Nullable HttpResponseStatus refusal(FullHttpRequest request) {
    HttpHeaders headers = request.headers();
    if (!request.decoderResult().isSuccess() || !HttpMethod.GET.equals(request.method())) {
      return HttpResponseStatus.BAD_REQUEST;
    }
    if (!headers.containsValue(HttpHeaderNames.UPGRADE, HttpHeaderValues.WEBSOCKET, true)) {
      return HttpResponseStatus.UPGRADE_REQUIRED;
    }
    if (!rules.allows(headers.get(HttpHeaderNames.ORIGIN))) {
      return HttpResponseStatus.FORBIDDEN;
    }
    // RFC 7118 5: the client "MUST include the value 'sip'", and we speak nothing else.
    return asksForSip(headers) ? null : HttpResponseStatus.BAD_REQUEST;
  }

  private static boolean asksForSip(HttpHeaders headers) {
    return headers.getAll(HttpHeaderNames.SEC_WEBSOCKET_PROTOCOL).stream()
        .flatMap(value -> Stream.of(value.split(",", -1)))
        .anyMatch(protocol -> protocol.strip().equals(SUBPROTOCOL));
  }

  private void refuse(ChannelHandlerContext ctx, HttpResponseStatus status) {
    thread.count(SocketEvent.CONNECTION_FAULT);
    FullHttpResponse answer = new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, status);
    answer
        .headers()
        .set(HttpHeaderNames.CONTENT_LENGTH, HttpHeaderValues.ZERO)
        .set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
    if (status.equals(HttpResponseStatus.UPGRADE_REQUIRED)) {
      answer.headers().set(HttpHeaderNames.UPGRADE, HttpHeaderValues.WEBSOCKET);
    }
    Quietly.ignore(ctx.writeAndFlush(answer).addListener(ChannelFutureListener.CLOSE));
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext ctx) {
    Quietly.cancel(deadline);
  }
}
