package usher.sip.netty;

import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.DatagramPacket;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import usher.sip.message.MessageGuard;
import usher.sip.message.Method;
import usher.sip.message.Overload;
import usher.sip.message.SipMessage;
import usher.sip.message.SipRequest;
import usher.sip.message.StatelessAnswer;
import usher.sip.message.Status;
import usher.sip.message.Verdict;
import usher.sip.overload.Screening;
import usher.sip.transport.Flow;
import usher.sip.transport.ResponseTarget;

/**
 * One thread of Netty's with the sockets that it serves. Unless it says otherwise, a method runs on
 * this very thread.
 */
final class IoThread {
  private final EventLoop eventLoop;
  private final SipInbound inbound;
  private final SocketCounters counters;
  private final StreamConnector connector;
  private final StreamConnections connections;
  private final Outbox outbox = new Outbox(this);
  private final Map<InetSocketAddress, Channel> datagramChannels = new HashMap<>();
  private final Set<Channel> unflushedDatagrams = new LinkedHashSet<>();
  private final Set<StreamConnection> unflushedStreams = new LinkedHashSet<>();

  IoThread(
      EventLoop eventLoop,
      SipInbound inbound,
      SocketCounters counters,
      StreamConnector connector,
      StreamConnections connections) {
    this.eventLoop = eventLoop;
    this.inbound = inbound;
    this.counters = counters;
    this.connector = connector;
    this.connections = connections;
  }

  EventLoop eventLoop() {
    return eventLoop;
  }

  /** Any thread. */
  boolean isCurrent() {
    return eventLoop.inEventLoop();
  }

  /** Used by the call loop only. */
  Outbox outbox() {
    return outbox;
  }

  /** Any thread. */
  void count(SocketEvent event) {
    counters.add(event);
  }

  /** Any thread. */
  void execute(Runnable task) {
    try {
      eventLoop.execute(task);
    } catch (RejectedExecutionException e) {
      // The sockets are closed; a call loop that is still running down sends into nothing.
      count(SocketEvent.BACKLOG_DROPPED);
    }
  }

  // ---- in

  /** Takes the bytes of one message from the network. */
  void received(byte[] bytes, Flow flow) {
    switch (inbound.screen(bytes, flow)) {
      case Screening.Quiet.ADMITTED -> handle(MessageGuard.examine(bytes, flow.remote()), flow);
      case Screening.Quiet.ABSORBED -> count(SocketEvent.OVERLOAD_ABSORBED);
      case Screening.Refused(Overload overload) -> refuse(bytes, overload, flow);
    }
  }

  void handle(Verdict verdict, Flow flow) {
    switch (verdict) {
      case Verdict.Accepted(SipRequest request) -> accept(withLoad(request), flow);
      case Verdict.Accepted(SipMessage message) -> accept(message, flow);
      case Verdict.Refused(StatelessAnswer answer, _) -> {
        count(SocketEvent.REFUSED);
        answer(answer, flow);
      }
      case Verdict.Dropped _ -> count(SocketEvent.DROPPED);
    }
  }

  private SipRequest withLoad(SipRequest request) {
    return request.topVia().overloadControl() ? request.telling(inbound.load()) : request;
  }

  private void accept(SipMessage message, Flow flow) {
    if (inbound.message(message, flow)) {
      count(SocketEvent.RECEIVED);
    } else {
      shed(message, flow);
    }
  }

  /**
   * The ring is full. Answering is better than dropping: an unanswered INVITE comes up to seven
   * times.
   */
  private void shed(SipMessage message, Flow flow) {
    if (message instanceof SipRequest request && isNew(request)) {
      refuse(request.bytes(), Overload.NONE, flow);
    } else {
      count(SocketEvent.OVERLOAD_DROPPED);
    }
  }

  private void refuse(byte[] request, Overload overload, Flow flow) {
    StatelessAnswer answer =
        StatelessAnswer.to(request, flow.remote(), 503, Status.reason(503), overload);
    if (answer == null) {
      count(SocketEvent.OVERLOAD_DROPPED);
    } else {
      count(SocketEvent.OVERLOAD_REFUSED);
      answer(answer, flow);
    }
  }

  private static boolean isNew(SipRequest request) {
    return request.toTag() == null
        && request.method() != Method.ACK
        && request.method() != Method.CANCEL;
  }

  private void answer(StatelessAnswer answer, Flow flow) {
    send(Outgoing.stateless(ResponseTarget.of(answer.topVia(), flow), answer.bytes()));
    flush();
  }

  void connectionClosed(Flow flow) {
    if (!inbound.connectionClosed(flow)) {
      count(SocketEvent.OVERLOAD_DROPPED);
    }
  }

  // ---- out

  void written(Outgoing outgoing, boolean success) {
    if (success) {
      count(SocketEvent.SENT);
    } else {
      undeliverable(outgoing);
    }
  }

  void undeliverable(Outgoing outgoing) {
    count(SocketEvent.UNDELIVERABLE);
    SipMessage message = outgoing.message();
    if (message != null && !inbound.undeliverable(message, outgoing.flow())) {
      count(SocketEvent.OVERLOAD_DROPPED);
    }
  }

  /** Begins to read from this socket. */
  void serve(InetSocketAddress local, Channel datagrams) {
    datagramChannels.put(local, datagrams);
    datagrams.pipeline().addLast(new DatagramHandler(local, this));
    datagrams.config().setAutoRead(true);
  }

  /** Writes; {@link #flush()} makes it leave. */
  void send(Outgoing outgoing) {
    if (outgoing.flow().remote().isUnresolved()) {
      undeliverable(outgoing);
    } else if (outgoing.flow().protocol().reliable()) {
      sendOverStream(outgoing);
    } else {
      sendDatagram(outgoing);
    }
  }

  private void sendDatagram(Outgoing outgoing) {
    Channel channel = datagramChannels.get(outgoing.flow().local());
    if (channel == null) {
      undeliverable(outgoing);
    } else if (!channel.isWritable()) {
      count(SocketEvent.BACKLOG_DROPPED);
    } else {
      writeDatagram(channel, outgoing);
    }
  }

  private void writeDatagram(Channel channel, Outgoing outgoing) {
    var packet = new DatagramPacket(outgoing.encode(channel.alloc()), outgoing.flow().remote());
    var written = channel.write(packet);
    written.addListener(_ -> written(outgoing, written.isSuccess()));
    unflushedDatagrams.add(channel);
  }

  private void sendOverStream(Outgoing outgoing) {
    Flow flow = outgoing.flow();
    StreamConnection connection = connections.find(flow);
    if (connection == null && flow.connection() == Flow.NO_CONNECTION) {
      connection = connector.connect(flow, this);
    }
    if (connection == null) {
      undeliverable(outgoing);
    } else {
      sendOver(connection, outgoing);
    }
  }

  private void sendOver(StreamConnection connection, Outgoing outgoing) {
    if (connection.thread() == this) {
      connection.send(outgoing);
      unflushedStreams.add(connection);
    } else {
      connection.thread().execute(() -> connection.thread().sendAndFlush(connection, outgoing));
    }
  }

  private void sendAndFlush(StreamConnection connection, Outgoing outgoing) {
    connection.send(outgoing);
    connection.flush();
  }

  /** Lets everything leave that was written since the last time. */
  void flush() {
    unflushedDatagrams.forEach(Channel::flush);
    unflushedDatagrams.clear();
    unflushedStreams.forEach(StreamConnection::flush);
    unflushedStreams.clear();
  }
}
