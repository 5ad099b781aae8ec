package usher.sip.netty;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import usher.sip.transport.Flow;

/**
 * The open and opening stream connections, by their number and by both their addresses. I/O threads
 * add and remove their own; the call loop looks up which thread a connection belongs to.
 *
 * <p>Over TLS, who was called by a name has shown a certificate of that name. A message for another
 * name takes no such connection, though it lead to the same address: there it would be somebody
 * else's (RFC 5923 9.1).
 */
final class StreamConnections {
  private final int most;
  private final AtomicInteger open = new AtomicInteger();
  private final AtomicLong lastId = new AtomicLong(Flow.NO_CONNECTION);
  private final Map<Long, StreamConnection> byId = new ConcurrentHashMap<>();
  private final Map<Flow, StreamConnection> byAddresses = new ConcurrentHashMap<>();
  private final Map<Named, StreamConnection> byNames = new ConcurrentHashMap<>();

  /** Addresses are the same whatever name led to them. */
  private record Named(Flow flow, String host) {}

  StreamConnections(int most) {
    this.most = most;
  }

  /** How many there may be. */
  int most() {
    return most;
  }

  long nextId() {
    return lastId.incrementAndGet();
  }

  /** Returns false where there are as many as there may be. */
  boolean add(StreamConnection connection) {
    if (open.incrementAndGet() > most) {
      open.decrementAndGet();
      return false;
    }
    byId.put(connection.flow().connection(), connection);
    byAddresses.put(anyConnection(connection.flow()), connection);
    byNames.put(named(connection.flow()), connection);
    return true;
  }

  void remove(StreamConnection connection) {
    if (byId.remove(connection.flow().connection()) != null) {
      byAddresses.remove(anyConnection(connection.flow()), connection);
      byNames.remove(named(connection.flow()), connection);
      open.decrementAndGet();
    }
  }

  /** The connection that this flow names, or where it names none, one between its addresses. */
  @Nullable StreamConnection find(Flow flow) {
    if (flow.connection() != Flow.NO_CONNECTION) {
      return byId.get(flow.connection());
    }
    return flow.protocol().secure() && isNamed(flow.remote())
        ? byNames.get(named(flow))
        : byAddresses.get(flow);
  }

  private static boolean isNamed(InetSocketAddress remote) {
    InetAddress address = remote.getAddress();
    return address == null || !remote.getHostString().equals(address.getHostAddress());
  }

  private static Named named(Flow flow) {
    return new Named(anyConnection(flow), CertificateNames.lower(flow.remote().getHostString()));
  }

  private static Flow anyConnection(Flow flow) {
    return flow.to(flow.remote());
  }
}
