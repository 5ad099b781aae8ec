package usher.sip.netty;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;
import usher.sip.transport.Flow;

/**
 * One stream connection, accepted or made by us. Everything but its flow and thread is touched by
 * its own I/O thread only.
 *
 * <pre>
 *   made by us:  CONNECTING --connected--> OPEN --closed--> CLOSED
 *                    |                                        ^
 *                    +--refused, timed out--------------------+
 *   accepted:                              OPEN --closed--> CLOSED
 * </pre>
 */
final class StreamConnection {
  /** Messages that may wait for a connection to be made. */
  static final int MAX_WAITING = 256;

  private final Flow flow;
  private final IoThread thread;
  private final StreamConnections connections;
  private final Queue<Outgoing> waiting = new ArrayDeque<>();
  private @Nullable Channel channel;
  private boolean closed;

  /** Read by the call loop too. */
  private volatile @Nullable String peer;

  StreamConnection(Flow flow, IoThread thread, StreamConnections connections) {
    this.flow = flow;
    this.thread = thread;
    this.connections = connections;
  }

  Flow flow() {
    return flow;
  }

  IoThread thread() {
    return thread;
  }

  /** The name of the peer whose certificate counts here; null for anybody else. */
  @Nullable String peer() {
    return peer;
  }

  void isOf(@Nullable String named) {
    peer = named;
  }

  void opened(Channel newChannel) {
    channel = newChannel;
    while (!waiting.isEmpty()) {
      write(newChannel, waiting.remove());
    }
    newChannel.flush();
  }

  /** The connection is closed, be it while its ends still shook hands. */
  void ended() {
    failed();
    thread.connectionClosed(flow);
  }

  /** The connection was never made. */
  void failed() {
    closed = true;
    connections.remove(this);
    while (!waiting.isEmpty()) {
      thread.undeliverable(waiting.remove());
    }
  }

  /** Sends on the next {@link #flush()}, or when the connection is made. */
  void send(Outgoing outgoing) {
    if (channel != null && !closed && takesMore(channel)) {
      write(channel, outgoing);
    } else if (channel == null && !closed && waiting.size() < MAX_WAITING) {
      waiting.add(outgoing);
    } else {
      // Closed, or so slow that what it has not taken fills its buffer.
      thread.undeliverable(outgoing);
    }
  }

  /** What was written since the last flush is no sign of a slow peer. */
  private static boolean takesMore(Channel open) {
    if (!open.isWritable()) {
      open.flush();
    }
    return open.isWritable();
  }

  private void write(Channel open, Outgoing outgoing) {
    ChannelFuture written = open.write(outgoing.encode(open.alloc()));
    written.addListener(_ -> thread.written(outgoing, written.isSuccess()));
  }

  void flush() {
    if (channel != null) {
      channel.flush();
    }
  }
}
