package usher.sip.netty;

import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.epoll.EpollSocketChannelConfig;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.websocketx.WebSocketClientProtocolConfig;
import io.netty.handler.codec.http.websocketx.WebSocketClientProtocolHandler;
import io.netty.handler.codec.http.websocketx.WebSocketFrameAggregator;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.timeout.IdleStateHandler;
import java.net.InetSocketAddress;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import usher.sip.message.MessageGuard;
import usher.sip.transport.HostText;
import usher.sip.transport.TransportProtocol;

/**
 * Puts the handlers into a new stream channel: silence ends it, bytes become frames, frames become
 * messages.
 *
 * <pre>
 *   TCP  silence | SipFramer | StreamHandler
 *   TLS  SslHandler | silence | SipFramer | StreamHandler
 *   WS   silence | WholeMessageDeadline | HTTP, later WebSocket | WebSocketFramer | StreamHandler
 *   WSS  SslHandler | as WS
 * </pre>
 */
final class StreamInitializer extends ChannelInitializer<SocketChannel> {
  /** Who opened the connection. */
  enum Opener {
    PEER,
    US
  }

  /**
   * For how long bytes of ours may stay without the peer's kernel having taken them. Left alone, a
   * connection to a phone that lost its network looks open for a quarter of an hour.
   */
  private static final int UNHEARD_LIMIT_MS = 32_000;

  /**
   * After so long a silence the peer's kernel is asked whether it still knows the connection, so
   * that who lost its network is found out within two minutes and before a call wants him. Bytes of
   * ours could wait for him an hour.
   */
  private static final int ASK_AFTER_S = 60;

  private static final int ASK_AGAIN_S = 10;

  /** Octets of the request, and of the answer, that make a connection a WebSocket. */
  private static final int MAX_HTTP_BYTES = 8 * 1024;

  private static final int MAX_HTTP_LINE_BYTES = 2 * 1024;

  private final StreamRules rules;
  private final StreamLimits limits;
  private final Opener opener;
  private final Function<SocketChannel, @Nullable StreamConnection> connectionOf;

  /**
   * @param connectionOf the connection that a channel belongs to; null closes it
   */
  StreamInitializer(
      StreamRules rules,
      Opener opener,
      Function<SocketChannel, @Nullable StreamConnection> connectionOf) {
    this.rules = rules;
    this.opener = opener;
    this.limits =
        switch (opener) {
          case PEER -> rules.limits();
          case US -> rules.limits().forOurConnections();
        };
    this.connectionOf = connectionOf;
  }

  @Override
  protected void initChannel(SocketChannel channel) {
    StreamConnection connection = connectionOf.apply(channel);
    if (connection == null) {
      Quietly.close(channel);
      return;
    }
    if (channel.config() instanceof EpollSocketChannelConfig epoll) {
      epoll.setTcpUserTimeout(UNHEARD_LIMIT_MS);
      epoll.setTcpKeepIdle(ASK_AFTER_S);
      epoll.setTcpKeepIntvl(ASK_AGAIN_S);
    }
    TransportProtocol protocol = connection.flow().protocol();
    ChannelPipeline pipeline = channel.pipeline();
    if (protocol.secure()) {
      pipeline.addLast(tls(channel, connection.flow().remote()));
    }
    pipeline.addLast(new IdleStateHandler(0, 0, limits.idle().toNanos(), TimeUnit.NANOSECONDS));
    if (protocol.webSocket()) {
      addWebSocket(pipeline, connection);
    } else {
      pipeline.addLast(new SipFramer(limits.wholeMessage()));
    }
    pipeline.addLast(new StreamHandler(connection, limits, rules.security()));
  }

  private SslHandler tls(SocketChannel channel, InetSocketAddress peer) {
    StreamSecurity security = Objects.requireNonNull(rules.security());
    SslHandler handler =
        switch (opener) {
          case PEER -> security.server().newHandler(channel.alloc());
          case US ->
              security
                  .client(peer)
                  .newHandler(channel.alloc(), peer.getHostString(), peer.getPort());
        };
    handler.setHandshakeTimeoutMillis(limits.connect().toMillis());
    return handler;
  }

  private void addWebSocket(ChannelPipeline pipeline, StreamConnection connection) {
    WholeMessageDeadline deadline = new WholeMessageDeadline(limits.wholeMessage());
    pipeline.addLast(deadline);
    switch (opener) {
      case PEER ->
          pipeline
              .addLast(new HttpServerCodec(MAX_HTTP_LINE_BYTES, MAX_HTTP_BYTES, MAX_HTTP_BYTES))
              .addLast(new HttpObjectAggregator(MAX_HTTP_BYTES))
              .addLast(
                  new WebSocketGate(
                      rules.webSockets(), connection.thread(), limits.firstMessage()));
      case US ->
          pipeline
              .addLast(new HttpClientCodec(MAX_HTTP_LINE_BYTES, MAX_HTTP_BYTES, MAX_HTTP_BYTES))
              .addLast(new HttpObjectAggregator(MAX_HTTP_BYTES))
              .addLast(new WebSocketClientProtocolHandler(openingOf(connection)));
    }
    pipeline
        .addLast(new WebSocketFrameAggregator(MessageGuard.MAX_BODY_BYTES))
        .addLast(new WebSocketFramer(limits.ping(), deadline));
  }

  private WebSocketClientProtocolConfig openingOf(StreamConnection connection) {
    InetSocketAddress peer = connection.flow().remote();
    String scheme = connection.flow().protocol().secure() ? "wss" : "ws";
    String host = HostText.of(peer.getHostString());
    return WebSocketClientProtocolConfig.newBuilder()
        .webSocketUri(scheme + "://" + host + ":" + peer.getPort() + "/")
        .subprotocol(WebSocketGate.SUBPROTOCOL)
        .maxFramePayloadLength(MessageGuard.MAX_BODY_BYTES)
        .handshakeTimeoutMillis(limits.connect().toMillis())
        .generateOriginHeader(false)
        .build();
  }
}
