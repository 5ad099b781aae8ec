package usher.sip.netty;

import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.socket.SocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.EventExecutor;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;
import usher.sip.message.SipMessage;
import usher.sip.transport.Flow;
import usher.sip.transport.TransportProtocol;
import usher.sip.transport.Wire;

/**
 * The sockets of one server, or of a group of phones: UDP, and stream connections (TCP, TLS,
 * WebSocket and secure WebSocket) that peers make to us or we to them. Streams are served by I/O
 * threads; datagrams too, or by the thread of the call loop ({@link SocketThread}).
 *
 * <p>The constructor, {@link #start()} and {@link #stop()} belong to one thread; {@link #send} and
 * {@link #flush} to the call loop; the rest to anybody.
 *
 * <p>A message over a stream goes over the connection that its flow names; where that is gone it is
 * undeliverable. Where the flow names none it takes any connection between its two addresses, or
 * makes one.
 */
public final class SipSockets implements Wire, AutoCloseable {
  private static final long STOP_LIMIT_MS = 3_000;

  private final List<ListenAddress> listen;
  private final MultiThreadIoEventLoopGroup group;
  private final List<IoThread> threads = new ArrayList<>();
  private final List<IoThread> datagramServers;
  private final Map<EventExecutor, IoThread> threadsByLoop = new LinkedHashMap<>();
  private final StreamConnections connections;
  private final StreamConnector connector;
  private final SocketOpener opener;
  private final SocketCounters counters = new SocketCounters();
  private final AcceptFaults acceptFaults = new AcceptFaults(counters, System::nanoTime);
  private final List<Flow> bound = new ArrayList<>();
  private final Map<InetSocketAddress, IoThread> datagramThreads = new ConcurrentHashMap<>();

  /**
   * Prepares sockets; {@link #start()} opens them. Throws IllegalArgumentException where TLS is to
   * be spoken without certificates.
   *
   * @param ioThreads how many threads serve them; one carries tens of thousands of messages a
   *     second
   * @param inbound makes the receiver for each I/O thread, numbered from 0
   */
  public SipSockets(
      List<ListenAddress> listen,
      StreamRules rules,
      int ioThreads,
      IntFunction<? extends SipInbound> inbound) {
    this(listen, rules, ioThreads, inbound, null, IoTransport.best());
  }

  /**
   * The same where datagrams are served by the thread of the call loop.
   *
   * @param callLoop its inbound has the number after those of the I/O threads; it closes the
   *     datagram sockets when it is closed, which is to be after the rest
   */
  public SipSockets(
      List<ListenAddress> listen,
      StreamRules rules,
      int ioThreads,
      IntFunction<? extends SipInbound> inbound,
      SocketThread callLoop) {
    this(listen, rules, ioThreads, inbound, callLoop, IoTransport.best());
  }

  SipSockets(
      List<ListenAddress> listen,
      StreamRules rules,
      int ioThreads,
      IntFunction<? extends SipInbound> inbound,
      @Nullable SocketThread callLoop,
      IoTransport transport) {
    this.listen = List.copyOf(listen);
    if (rules.security() == null && listen.stream().anyMatch(SipSockets::isSecure)) {
      throw new IllegalArgumentException("TLS and WSS need certificates");
    }
    this.connections = new StreamConnections(rules.limits().connections());
    this.connector = new StreamConnector(transport, rules, connections);
    this.opener = new SocketOpener(transport, rules, acceptFaults);
    this.group =
        new MultiThreadIoEventLoopGroup(
            ioThreads, new DefaultThreadFactory("sip-io"), transport.ioHandlerFactory());
    for (EventExecutor loop : group) {
      threads.add(thread((EventLoop) loop, inbound.apply(threads.size())));
    }
    this.datagramServers =
        callLoop == null
            ? threads
            : List.of(thread(callLoop.eventLoop(), inbound.apply(ioThreads)));
  }

  private static boolean isSecure(ListenAddress listen) {
    return listen.protocol().secure();
  }

  private IoThread thread(EventLoop loop, SipInbound inbound) {
    IoThread thread = new IoThread(loop, inbound, counters, connector, connections);
    threadsByLoop.put(loop, thread);
    return thread;
  }

  /**
   * Opens all sockets, or none.
   *
   * @throws IOException saying which address could not be listened on
   */
  public void start() throws IOException {
    try {
      for (ListenAddress wanted : listen) {
        for (ListenAddress each : ListenAddresses.expand(wanted)) {
          open(each);
        }
      }
    } catch (IOException e) {
      stop();
      throw e;
    }
  }

  private void open(ListenAddress wanted) throws IOException {
    InetSocketAddress local =
        wanted.protocol() == TransportProtocol.UDP ? openDatagrams(wanted) : openStreams(wanted);
    bound.add(new Flow(wanted.protocol(), local, local, Flow.NO_CONNECTION));
  }

  private InetSocketAddress openDatagrams(ListenAddress wanted) throws IOException {
    IoThread thread = datagramServers.get(bound.size() % datagramServers.size());
    Channel channel = opener.openDatagrams(wanted, thread.eventLoop());
    InetSocketAddress local = SocketOpener.local(wanted, channel);
    datagramThreads.put(local, thread);
    thread.execute(() -> thread.serve(local, channel));
    return local;
  }

  private InetSocketAddress openStreams(ListenAddress wanted) throws IOException {
    Channel channel = opener.openStreams(wanted, group, accepted -> accept(wanted, accepted));
    InetSocketAddress local = SocketOpener.local(wanted, channel);
    connector.addSource(local, wanted.bind().getAddress());
    return local;
  }

  /** I/O thread. */
  private @Nullable StreamConnection accept(ListenAddress wanted, SocketChannel channel) {
    IoThread thread = threadsByLoop.get(channel.eventLoop());
    if (thread == null) {
      throw new IllegalStateException("every event loop has its thread");
    }
    InetSocketAddress local = SocketOpener.local(wanted, channel);
    Flow flow = new Flow(wanted.protocol(), local, channel.remoteAddress(), connections.nextId());
    StreamConnection connection = new StreamConnection(flow, thread, connections);
    if (connections.add(connection)) {
      return connection;
    }
    acceptFaults.add(wanted, "there are " + connections.most() + ", which is the limit");
    return null;
  }

  /**
   * What is listened on, in the order of configuration, with real ports: protocol and the local
   * address that peers are told. As a starting point for {@link Flow#to}, the remote address is the
   * local one.
   */
  public List<Flow> bound() {
    return List.copyOf(bound);
  }

  /** The first of {@link #bound()} with this protocol. */
  public Flow bound(TransportProtocol protocol) {
    return bound.stream()
        .filter(flow -> flow.protocol() == protocol)
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("not listening on " + protocol));
  }

  /**
   * The name of the {@link SecurePeer} at the other end of the connection that this flow names;
   * null for anybody else, and where it is closed.
   */
  public @Nullable String peerOf(Flow flow) {
    StreamConnection connection =
        flow.connection() == Flow.NO_CONNECTION ? null : connections.find(flow);
    return connection == null ? null : connection.peer();
  }

  /** Puts the message into the batch of this turn; {@link #flush()} ends the turn. */
  @Override
  public void send(Flow flow, SipMessage message) {
    threadOf(flow).outbox().add(Outgoing.of(flow, message));
  }

  private IoThread threadOf(Flow flow) {
    IoThread thread =
        flow.protocol() == TransportProtocol.UDP
            ? datagramThreads.get(flow.local())
            : threadOfConnection(flow);
    return thread == null ? datagramServers.getFirst() : thread;
  }

  private IoThread threadOfConnection(Flow flow) {
    StreamConnection connection = connections.find(flow);
    return connection == null
        ? threads.get(Math.floorMod(flow.remote().hashCode(), threads.size()))
        : connection.thread();
  }

  /**
   * Hands over what was sent since the last time. To be called at the end of every turn of the call
   * loop.
   */
  public void flush() {
    for (IoThread thread : threadsByLoop.values()) {
      thread.outbox().flush();
    }
  }

  /** What happened so far. */
  public SocketCounters counters() {
    return counters;
  }

  /**
   * Closes what the I/O threads serve, after what was flushed has been written. Waits up to three
   * seconds.
   */
  public void stop() {
    group
        .shutdownGracefully(0, STOP_LIMIT_MS, TimeUnit.MILLISECONDS)
        .awaitUninterruptibly(STOP_LIMIT_MS);
  }

  @Override
  public void close() {
    stop();
  }
}
