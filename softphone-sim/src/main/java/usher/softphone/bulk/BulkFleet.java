package usher.softphone.bulk;

import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.handler.codec.CodecException;
import io.netty.handler.codec.http.websocketx.WebSocketHandshakeException;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.ImmediateEventExecutor;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;
import java.util.function.Predicate;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import usher.sip.transaction.Timers;
import usher.softphone.chance.Seed;

/**
 * Plain phones on real sockets, with one thread of Netty's for all. Over UDP there is one socket
 * for all agents of a plan and one for all its callers, each connected to the server; over streams
 * each agent has his own connection. Its methods are for other threads, but not for its own.
 */
public final class BulkFleet implements AutoCloseable {
  private static final long STOP_MS = 2_000;

  /** Much longer than anything that the thread does at once. */
  private static final Duration ANSWER_WITHIN = Duration.ofMinutes(1);

  private static final Logger LOG = LoggerFactory.getLogger(BulkFleet.class);

  private final InetSocketAddress server;
  private final Seed seed;
  private final int mediaPort;
  private final MultiThreadIoEventLoopGroup group;
  private final EventLoop loop;
  private final Timers timers = new Timers(System.nanoTime());
  private final CallBook book = new CallBook();
  private final ChannelGroup channels = new DefaultChannelGroup(ImmediateEventExecutor.INSTANCE);
  private final Set<Channel> unflushed = new HashSet<>();
  private final IdentityHashMap<Object, PhoneSockets> sockets = new IdentityHashMap<>();
  private final Wiring wiring = new Wires();
  private volatile @Nullable SslContext tls;
  private boolean hasAgents;
  private long armedNs = Timers.NEVER;
  private long received;
  private long strange;
  private int parts;

  private BulkFleet(InetSocketAddress server, Seed seed, int mediaPort) {
    this.server = server;
    this.seed = seed;
    this.mediaPort = mediaPort;
    this.group =
        new MultiThreadIoEventLoopGroup(
            1, new DefaultThreadFactory("fleet", true), Wiring.transport());
    this.loop = Objects.requireNonNull(group.next());
  }

  /**
   * Starts the thread.
   *
   * @param server where phones send what they say, and whose word they hear, unless their access
   *     says otherwise
   * @param mediaPort where the phones want audio to be sent to, at their own addresses
   */
  public static BulkFleet start(InetSocketAddress server, Seed seed, int mediaPort) {
    return new BulkFleet(server, seed, mediaPort);
  }

  /**
   * Phones that come later trust these authorities of certificates and no others; until then those
   * that Java trusts.
   *
   * @param authorities PEM
   * @throws IOException where they cannot be read
   */
  public void trust(Path authorities) throws IOException {
    tls = SslContextBuilder.forClient().trustManager(authorities.toFile()).build();
  }

  // ---- parts

  /** Agents who are called over UDP at this address. */
  public BulkAgents agents(BulkAgentsPlan plan, InetSocketAddress address) throws IOException {
    return agents(plan, Access.udp(server, address));
  }

  /**
   * Agents, who register where that is planned.
   *
   * @throws IOException where there can be no such socket
   */
  public BulkAgents agents(BulkAgentsPlan plan, Access access) throws IOException {
    PhoneSockets theirs = open(access, plan.count());
    return ask(() -> {
      hasAgents = true;
      Seed part = seed.of("agents" + parts++);
      BulkAgents agents = new BulkAgents(lines(theirs, access), plan, part, book);
      serve(agents, theirs, agents::received, agents::disconnected);
      return agents;
    });
  }

  /** Callers who call over UDP from this address. */
  public BulkCallers callers(BulkCallersPlan plan, InetSocketAddress address) throws IOException {
    return callers(plan, Access.udp(server, address));
  }

  /**
   * Callers, who begin to call at once.
   *
   * @throws IOException where there can be no such socket
   */
  public BulkCallers callers(BulkCallersPlan plan, Access access) throws IOException {
    PhoneSockets theirs = open(access, access.connections());
    return ask(() -> {
      Seed part = seed.of("callers" + parts++);
      BulkCallers callers = new BulkCallers(lines(theirs, access), plan, part, book, hasAgents);
      serve(callers, theirs, callers::received, _ -> {});
      return callers;
    });
  }

  private PhoneSockets open(Access access, int connections) throws IOException {
    SslContext secure = access.transport().secure() ? secure() : null;
    return PhoneSockets.open(wiring, access, connections, secure);
  }

  private SslContext secure() throws SSLException {
    SslContext given = tls;
    return given == null ? SslContextBuilder.forClient().build() : given;
  }

  private List<Line> lines(PhoneSockets theirs, Access access) {
    String run = Long.toString(seed.of("run" + parts).value() >>> 20, 36);
    List<Line> lines = new ArrayList<>();
    for (PhoneSocket socket : theirs.all()) {
      String own = theirs.all().size() == 1 ? run : run + "-" + lines.size() + "-";
      InetSocketAddress at = socket.address();
      lines.add(
          new Line(
              socket,
              access.transport(),
              timers,
              System::nanoTime,
              at.getAddress().getHostAddress(),
              at.getPort(),
              mediaPort,
              own));
    }
    return lines;
  }

  private void serve(
      Object part, PhoneSockets theirs, Predicate<Received> phones, IntConsumer whenLost) {
    sockets.put(part, theirs);
    theirs.serve(phones, whenLost);
    turnEnds();
  }

  // ---- addresses

  /**
   * These phones are behind another address from now on, of which they know nothing, as when a
   * translator of addresses was started again. Who speaks over a stream finds out that it is dead,
   * and makes another one.
   *
   * @throws IOException where that address cannot be had
   */
  public void move(Object part, InetSocketAddress address) throws IOException {
    ask(() -> Objects.requireNonNull(sockets.get(part), "phones of ours")).moveTo(address);
  }

  /** Lets go of the address of these phones; {@link #move} brings them back. */
  public void disconnect(Object part) {
    ask(() -> Objects.requireNonNull(sockets.get(part), "phones of ours")).close();
  }

  /** What the sockets need of us. */
  private final class Wires implements Wiring {
    @Override
    public EventLoop loop() {
      return loop;
    }

    @Override
    public void opened(Channel channel) {
      channels.add(channel);
    }

    @Override
    public void wrote(Channel channel) {
      unflushed.add(channel);
    }

    @Override
    public void heard(String text, Predicate<Received> phones) {
      received++;
      timers.advance(System.nanoTime());
      Received message = Received.read(text);
      if (message == null || !phones.test(message)) {
        strange++;
      }
    }

    @Override
    public void turnEnds() {
      BulkFleet.this.turnEnds();
    }

    @Override
    public void failed(Channel channel, Throwable cause) {
      boolean ofTheNetwork =
          cause instanceof IOException
              || cause instanceof CodecException
              || cause instanceof WebSocketHandshakeException;
      if (ofTheNetwork) {
        LOG.debug("socket {}", channel, cause);
      } else {
        LOG.error("a fault in the fleet", cause);
      }
    }
  }

  // ---- time

  /** What was said leaves, and the next deadline is set. */
  private void turnEnds() {
    // A channel that fails now may make phones say something on another one.
    List<Channel> written = List.copyOf(unflushed);
    unflushed.clear();
    written.forEach(Channel::flush);
    long deadlineNs = timers.nextDeadlineNs();
    if (deadlineNs < armedNs) {
      armedNs = deadlineNs;
      long delayNs = Math.max(0, deadlineNs - System.nanoTime());
      var _ = loop.schedule(() -> wake(deadlineNs), delayNs, TimeUnit.NANOSECONDS);
    }
  }

  /** A wake-up that an earlier one has taken the place of would only make another one for later. */
  private void wake(long deadlineNs) {
    if (deadlineNs == armedNs) {
      armedNs = Timers.NEVER;
      timers.advance(System.nanoTime());
      turnEnds();
    }
  }

  // ---- questions

  /**
   * Does something on the fleet's thread and waits for what comes of it.
   *
   * @throws IllegalStateException where it failed
   */
  public <T> T ask(Callable<T> question) {
    CompletableFuture<T> answer = new CompletableFuture<>();
    loop.execute(() -> {
      try {
        timers.advance(System.nanoTime());
        answer.complete(question.call());
        turnEnds();
      } catch (Exception e) {
        answer.completeExceptionally(e);
      }
    });
    return answer.orTimeout(ANSWER_WITHIN.toSeconds(), TimeUnit.SECONDS).join();
  }

  /** The figures of callers as they are now. */
  public CallFigures figures(BulkCallers callers) {
    return ask(() -> callers.figures().copy());
  }

  /** Does something on the fleet's thread. */
  public void execute(Runnable action) {
    ask(() -> {
      action.run();
      return true;
    });
  }

  /** Does something on the fleet's thread, so much later. */
  public void after(Duration delay, Runnable action) {
    execute(() -> {
      var _ = timers.schedule(delay.toNanos(), action);
    });
  }

  /** Messages that came to our sockets so far. */
  public long received() {
    return ask(() -> received);
  }

  /** Messages that came and belonged to no phone here, such as INVITEs for other agents. */
  public long strange() {
    return ask(() -> strange);
  }

  /** Closes the sockets without a word to anybody. */
  @Override
  public void close() {
    channels.close().awaitUninterruptibly(STOP_MS);
    group.shutdownGracefully(0, STOP_MS, TimeUnit.MILLISECONDS).awaitUninterruptibly(STOP_MS);
  }
}
