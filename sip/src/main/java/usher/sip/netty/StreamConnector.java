package usher.sip.netty;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOption;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import usher.sip.transport.Flow;

/** Opens connections towards peers, when the first message for them is to be sent. */
final class StreamConnector {
  private final IoTransport transport;
  private final StreamRules rules;
  private final StreamConnections connections;

  /**
   * From the address that we listen on, since peers tell us by it; the port is the system's choice.
   */
  private final Map<InetSocketAddress, InetSocketAddress> sourceAddresses =
      new ConcurrentHashMap<>();

  StreamConnector(IoTransport transport, StreamRules rules, StreamConnections connections) {
    this.transport = transport;
    this.rules = rules;
    this.connections = connections;
  }

  /** Says which address of this machine flows with this local address leave from. */
  void addSource(InetSocketAddress local, InetAddress bound) {
    if (!bound.isAnyLocalAddress()) {
      sourceAddresses.put(local, new InetSocketAddress(bound, 0));
    }
  }

  /**
   * Begins to connect; the connection can be given messages at once.
   *
   * @param wanted between which addresses
   * @param thread the calling thread, which the connection will belong to
   * @return null where there are too many connections, or no certificates for a secure one
   */
  @Nullable StreamConnection connect(Flow wanted, IoThread thread) {
    StreamSecurity security = rules.security();
    if (wanted.protocol().secure() && security == null) {
      return null;
    }
    Flow flow = new Flow(wanted.protocol(), wanted.local(), wanted.remote(), connections.nextId());
    StreamConnection connection = new StreamConnection(flow, thread, connections);
    if (wanted.protocol().secure() && security != null) {
      connection.isOf(security.nameAt(wanted.remote()));
    }
    if (!connections.add(connection)) {
      thread.count(SocketEvent.CONNECTIONS_EXHAUSTED);
      return null;
    }
    ChannelFuture connected = start(connection);
    connected.addListener(_ -> {
      if (!connected.isSuccess()) {
        connection.failed();
      }
    });
    return connection;
  }

  private ChannelFuture start(StreamConnection connection) {
    Flow flow = connection.flow();
    return new Bootstrap()
        .group(connection.thread().eventLoop())
        .channel(transport.socketChannel())
        .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, connectLimitMs())
        .option(ChannelOption.WRITE_BUFFER_WATER_MARK, SocketOpener.UNSENT_BYTES)
        .option(ChannelOption.TCP_NODELAY, true)
        .option(ChannelOption.SO_KEEPALIVE, true)
        .handler(new StreamInitializer(rules, StreamInitializer.Opener.US, _ -> connection))
        .connect(flow.remote(), sourceAddresses.get(flow.local()));
  }

  private int connectLimitMs() {
    return Math.toIntExact(rules.limits().connect().toMillis());
  }
}
