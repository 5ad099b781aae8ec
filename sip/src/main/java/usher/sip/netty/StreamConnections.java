package usher.sip.netty;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import usher.sip.transport.Flow;

/**
 * The open and opening stream connections, by their number and by both their addresses. I/O threads
 * add and remove their own; the call loop looks up which thread a connection belongs to.
 */
final class StreamConnections {
  private final int most;
  private final AtomicInteger open = new AtomicInteger();
  private final AtomicLong lastId = new AtomicLong(Flow.NO_CONNECTION);
  private final Map<Long, StreamConnection> byId = new ConcurrentHashMap<>();
  private final Map<Flow, StreamConnection> byAddresses = new ConcurrentHashMap<>();

  StreamConnections(int most) {
    this.most = most;
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
    return true;
  }

  void remove(StreamConnection connection) {
    if (byId.remove(connection.flow().connection()) != null) {
      byAddresses.remove(anyConnection(connection.flow()), connection);
      open.decrementAndGet();
    }
  }

  /** The connection that this flow names, or where it names none, one between its addresses. */
  @Nullable StreamConnection find(Flow flow) {
    return flow.connection() == Flow.NO_CONNECTION
        ? byAddresses.get(flow)
        : byId.get(flow.connection());
  }

  private static Flow anyConnection(Flow flow) {
    return flow.to(flow.remote());
  }
}
