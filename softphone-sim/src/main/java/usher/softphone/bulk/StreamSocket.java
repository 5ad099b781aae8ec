package usher.softphone.bulk;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufHolder;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketClientProtocolConfig;
import io.netty.handler.codec.http.websocketx.WebSocketClientProtocolHandler;
import io.netty.handler.codec.http.websocketx.WebSocketClientProtocolHandler.ClientHandshakeStateEvent;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.netty.util.ReferenceCountUtil;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;
import usher.sip.transport.TransportProtocol;
import usher.softphone.audio.Voice;

/**
 * A connection of a phone's own: TCP, TLS, or a WebSocket over either (RFC 7118). It is made when
 * there is something to say, and once more after it was lost.
 *
 * <pre>
 *   NONE --something to say--> CONNECTING --shaken hands--> OPEN
 *     ^                             |  fails                  |  lost, or given up
 *     '-----------------------------'-------------------------'
 * </pre>
 *
 * <p>Belongs to the fleet's thread.
 */
final class StreamSocket implements PhoneSocket {
  private static final int WAITING_MAX = 64;
  private static final int HANDSHAKE_BYTES_MAX = 8 * 1024;

  private final Wiring wiring;
  private final Access access;
  private final @Nullable SslContext tls;
  private final Wiring.Ear ear;
  private final Deque<String> waiting = new ArrayDeque<>();
  private final Runnable lost;
  private InetSocketAddress local;
  private @Nullable Channel channel;
  private boolean open;

  /**
   * No connection yet.
   *
   * @param tls what a secure transport needs; null for one that is none
   * @param lost a connection is gone, or could not be made
   */
  StreamSocket(
      Wiring wiring, Access access, @Nullable SslContext tls, Wiring.Ear ear, Runnable lost) {
    this.wiring = wiring;
    this.access = access;
    this.tls = tls;
    this.ear = ear;
    this.lost = lost;
    this.local = new InetSocketAddress(access.at().getAddress(), 0);
  }

  @Override
  public InetSocketAddress address() {
    return local;
  }

  /** Nothing comes before something is said. */
  @Override
  public void listen() {}

  @Override
  public void send(String message) {
    if (open && channel != null) {
      write(channel, message);
    } else {
      if (waiting.size() < WAITING_MAX) {
        waiting.add(message);
      }
      connect();
    }
  }

  /** What a browser would encrypt is not spoken. */
  @Override
  public Voice.@Nullable Port audio(Voice voice) {
    return access.transport().webSocket()
        ? null
        : AudioSocket.open(wiring, local.getAddress(), voice, System::nanoTime);
  }

  private void write(Channel out, String message) {
    ByteBuf bytes = out.alloc().directBuffer(message.length());
    ByteBufUtil.writeAscii(bytes, message);
    Object frame = access.transport().webSocket() ? new TextWebSocketFrame(bytes) : bytes;
    var _ = out.write(frame, out.voidPromise());
    wiring.wrote(out);
  }

  private void connect() {
    if (channel == null) {
      Bootstrap bootstrap = Wiring.streams(wiring.loop()).handler(new Pipeline());
      channel = bootstrap.connect(access.server(), local).channel();
      Channel mine = channel;
      wiring.opened(mine);
      var _ = mine.closeFuture().addListener(_ -> closed(mine));
    }
  }

  private void opened(Channel which) {
    if (which.equals(channel)) {
      open = true;
      waiting.forEach(message -> write(which, message));
      waiting.clear();
      wiring.turnEnds();
    }
  }

  /** A connection that could not be made ends here, too. */
  private void closed(Channel which) {
    if (which.equals(channel)) {
      forget();
      lost.run();
      wiring.turnEnds();
    }
  }

  private void forget() {
    channel = null;
    open = false;
    waiting.clear();
  }

  /**
   * The phone loses its power: whoever speaks to it over this connection gets no answer, not even
   * that it is closed, until the fleet ends.
   */
  @Override
  public void vanish() {
    if (channel != null) {
      channel.config().setAutoRead(false);
    }
    forget();
  }

  /** As if a translator had lost its tables: the server is not told, the phone finds out. */
  @Override
  public void moveTo(InetSocketAddress address) {
    wiring
        .loop()
        .execute(() -> {
          local = new InetSocketAddress(address.getAddress(), 0);
          if (channel != null) {
            channel.config().setAutoRead(false);
            forget();
            lost.run();
            wiring.turnEnds();
          }
        });
  }

  @Override
  public void close() {
    wiring
        .loop()
        .execute(() -> {
          Channel mine = channel;
          forget();
          if (mine != null) {
            mine.config().setOption(ChannelOption.SO_LINGER, 0);
            var _ = mine.close();
          }
        });
  }

  /** What stands between the bytes and us. */
  private final class Pipeline extends ChannelInitializer<Channel> {
    @Override
    protected void initChannel(Channel made) {
      ChannelPipeline pipeline = made.pipeline();
      if (tls != null) {
        String host = access.server().getAddress().getHostAddress();
        pipeline.addLast(tls.newHandler(made.alloc(), host, access.server().getPort()));
      }
      if (access.transport().webSocket()) {
        pipeline.addLast(new HttpClientCodec(), new HttpObjectAggregator(HANDSHAKE_BYTES_MAX));
        pipeline.addLast(new WebSocketClientProtocolHandler(webSocket()));
      } else {
        pipeline.addLast(new MessageDecoder());
      }
      pipeline.addLast(new Messages());
    }
  }

  private WebSocketClientProtocolConfig webSocket() {
    InetSocketAddress server = access.server();
    String host = server.getAddress().getHostAddress();
    String name = host.indexOf(':') < 0 ? host : "[" + host + "]";
    String scheme = access.transport().secure() ? "wss://" : "ws://";
    return WebSocketClientProtocolConfig.newBuilder()
        .webSocketUri(scheme + name + ":" + server.getPort() + "/")
        .subprotocol("sip")
        // Only a browser says which page asks.
        .generateOriginHeader(false)
        .build();
  }

  /** Hears what comes, and when the hands are shaken. */
  private final class Messages extends ChannelInboundHandlerAdapter {
    @Override
    public void channelActive(ChannelHandlerContext context) {
      if (access.transport() == TransportProtocol.TCP) {
        opened(context.channel());
      }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
      boolean shaken =
          access.transport().webSocket()
              ? event == ClientHandshakeStateEvent.HANDSHAKE_COMPLETE
              : event instanceof SslHandshakeCompletionEvent tlsEvent && tlsEvent.isSuccess();
      if (shaken) {
        opened(context.channel());
      }
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      try {
        if (context.channel().equals(channel)) {
          heard(message);
        }
      } finally {
        ReferenceCountUtil.release(message);
      }
    }

    private void heard(Object message) {
      if (message instanceof String text) {
        ear.heard(text);
      } else if (message instanceof WebSocketFrame frame) {
        ear.heard(((ByteBufHolder) frame).content().toString(StandardCharsets.ISO_8859_1));
      }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
      wiring.turnEnds();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
      wiring.failed(context.channel(), cause);
      var _ = context.close();
    }
  }
}
