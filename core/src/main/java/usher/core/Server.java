package usher.core;

import io.micrometer.core.instrument.Metrics;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import usher.core.call.PressedKey;
import usher.core.config.ConfigResult;
import usher.core.config.Listener;
import usher.core.config.SipConfig;
import usher.core.config.TrunkConfig;
import usher.core.config.UsherConfig;
import usher.core.journal.JournalRecord;
import usher.core.journal.RulesText;
import usher.core.journal.Seed;
import usher.core.journal.SegmentJournal;
import usher.core.loop.Acd;
import usher.core.loop.AcdFigures;
import usher.core.loop.AcdLoop;
import usher.core.loop.Inbox;
import usher.core.loop.Input;
import usher.core.loop.LoopDelay;
import usher.core.loop.LoopDelays;
import usher.core.loop.LoopSleep;
import usher.core.record.CallRecordWriter;
import usher.core.rules.RuleSet;
import usher.sip.dialog.LocalAddresses;
import usher.sip.media.DualStackMediaPlane;
import usher.sip.media.MediaConfig;
import usher.sip.media.MediaPlane;
import usher.sip.media.RtpMediaPlane;
import usher.sip.netty.ListenAddress;
import usher.sip.netty.SipNames;
import usher.sip.netty.SipSockets;
import usher.sip.netty.SocketCounters;
import usher.sip.netty.SocketThread;
import usher.sip.netty.StreamLimits;
import usher.sip.netty.StreamRules;
import usher.sip.netty.StreamSecurity;
import usher.sip.netty.WebSocketRules;
import usher.sip.overload.LaneScanner;
import usher.sip.overload.ProvedSources;
import usher.sip.overload.Screen;
import usher.sip.overload.SourceRates;
import usher.sip.transport.Flow;
import usher.sip.transport.ServerQuery;
import usher.sip.transport.TransportProtocol;

/**
 * One running server: sockets, media ports, journal, records, and the call loop between them.
 * {@link #start} returns when it takes calls. Methods may be called from any thread.
 */
public final class Server implements AutoCloseable {
  /**
   * What one I/O thread may leave unread before it sheds load; at 2,000 calls a second more than a
   * second of messages.
   */
  private static final int RING_CAPACITY = 1 << 14;

  private static final int IO_THREADS = 1;
  private static final int MEDIA_THREADS =
      Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
  private static final Logger LOG = LoggerFactory.getLogger(Server.class);

  private final SocketThread callLoop;
  private final Inbox<Input> inbox;
  private final Inbox<Input>.Door door;
  private final LoopDelays delays = new LoopDelays();
  private final ProvedSources proved = new ProvedSources();
  private final List<AutoCloseable> parts = new ArrayList<>();
  private final List<Flow> bound;
  private final SocketCounters socketCounters;
  private final Acd acd;
  private final AcdLoop loop;
  private final RuleSet rules;
  private final SegmentJournal journal;
  private final @Nullable StreamSecurity security;
  private @Nullable CentreMeters meters;

  private Server(ConfigResult.Valid read) throws IOException {
    UsherConfig config = read.config();
    callLoop = opened(SocketThread.start("call-loop"));
    inbox = new Inbox<>(RING_CAPACITY, new BesideSockets(callLoop));
    door = inbox.open();
    try {
      MusicShelf music = MusicShelf.load(config);
      security = Certificates.load(config);
      SipSockets sockets = opened(sockets(config));
      sockets.start();
      bound = sockets.bound();
      socketCounters = sockets.counters();
      SipNames names = opened(SipNames.ofThisMachine(protocols(bound)));
      MediaPlane media = media(config.sip());
      Seed seed = Seed.fresh();
      long epochMs = System.currentTimeMillis();
      journal = opened(openJournal(read, seed, epochMs));
      Acd.Surroundings around =
          new Acd.Surroundings(
              sockets,
              LocalAddresses.of(bound),
              media,
              journal,
              records(config, epochMs),
              music::of,
              query -> locate(names, query),
              proved::add,
              flow -> trunkAt(sockets, flow),
              keys(),
              seed.bytes(),
              "Usher/" + Version.TEXT);
      rules = RuleSet.first(read);
      // both clocks at one instant: the calendar's timers run from here
      acd = new Acd(rules, around, System.nanoTime(), System.currentTimeMillis());
      loop = new AcdLoop(acd, inbox, delays, sockets::flush);
    } catch (IOException | RuntimeException e) {
      closeParts();
      throw e;
    }
  }

  /** Each media thread has a door; a key for which there is no room was one of too many. */
  private Consumer<PressedKey> keys() {
    ThreadLocal<Inbox<Input>.Door> doors = ThreadLocal.withInitial(inbox::open);
    return key -> doors.get().offer(new Input.KeyPressed(key));
  }

  private SipSockets sockets(UsherConfig config) {
    SipConfig sip = config.sip();
    SourceRates rates = rates(config);
    LaneScanner lanes = new LaneScanner(sip.emergency());
    return new SipSockets(
        listenAddresses(sip),
        new StreamRules(StreamLimits.DEFAULT, security, new WebSocketRules(sip.webSocketOrigins())),
        IO_THREADS,
        thread -> inbound(delayOf(thread), lanes, rates, proved),
        callLoop);
  }

  private InboxInbound inbound(
      LoopDelay delay, LaneScanner lanes, SourceRates rates, ProvedSources proved) {
    Screen screen = new Screen(lanes, delay, rates, proved);
    return new InboxInbound(inbox.open(), inbox.openPatient(), delay, screen);
  }

  /** The call loop's number comes after those of the I/O threads. */
  private LoopDelay delayOf(int thread) {
    return thread == IO_THREADS ? delays.datagrams() : delays.streams();
  }

  /** Trunks have limits of their own. */
  private static SourceRates rates(UsherConfig config) {
    SipConfig.PerSource each = config.sip().perSource();
    return new SourceRates(
        each.calls(),
        each.registrations(),
        each.others(),
        source ->
            each.unlimited().stream().anyMatch(range -> range.contains(source))
                || config.trunks().stream().anyMatch(trunk -> trunk.includes(source)));
  }

  private static SegmentJournal openJournal(ConfigResult.Valid read, Seed seed, long epochMs)
      throws IOException {
    UsherConfig config = read.config();
    SegmentJournal journal =
        SegmentJournal.open(config.data().resolve("journal"), config.journal(), seed, epochMs);
    long nowNs = System.nanoTime();
    journal.append(new JournalRecord.Started(seed, read.sha256(), Version.TEXT), nowNs, epochMs);
    for (JournalRecord rules : new RulesText(1, read.sha256(), read.text()).records()) {
      journal.append(rules, nowNs, epochMs);
    }
    return journal;
  }

  private RecordMaker records(UsherConfig config, long epochMs) {
    CallRecordWriter writer = opened(CallRecordWriter.open(config.data().resolve("records")));
    String run = Long.toString(epochMs, Character.MAX_RADIX);
    return new RecordMaker(run, writer::write);
  }

  /**
   * Opens everything and starts the call loop. What was opened is closed again where something
   * fails.
   */
  public static Server start(ConfigResult.Valid read) throws IOException {
    Server server = new Server(read);
    server.loop.start(server.callLoop);
    server.meters(read.config());
    return server;
  }

  private static Set<TransportProtocol> protocols(List<Flow> bound) {
    return bound.stream().map(Flow::protocol).collect(Collectors.toSet());
  }

  /**
   * The answer comes on another thread even where it is known: the loop must not wait for itself.
   */
  private void locate(SipNames names, ServerQuery query) {
    var _ =
        names
            .locate(query)
            .thenAcceptAsync(found ->
                tell(new Input.NameLocated(query, found.servers(), found.ttl().toNanos())));
  }

  /** A trunk that has shown its certificate has a greater share, like a phone that registered. */
  private @Nullable String trunkAt(SipSockets sockets, Flow flow) {
    String trunk = sockets.peerOf(flow);
    if (trunk != null) {
      proved.add(flow.remote().getAddress());
    }
    return trunk;
  }

  private void meters(UsherConfig config) {
    List<String> names = config.trunks().stream().map(TrunkConfig::name).toList();
    meters = new CentreMeters(Metrics.globalRegistry, names, this::figures, socketCounters::count);
  }

  private <T extends AutoCloseable> T opened(T part) {
    parts.add(part);
    return part;
  }

  private static List<ListenAddress> listenAddresses(SipConfig sip) {
    return sip.listen().stream().map(listener -> listenAddress(listener, sip.advertise())).toList();
  }

  private static ListenAddress listenAddress(Listener listener, @Nullable InetAddress advertise) {
    InetSocketAddress told =
        listener.anyAddress() && advertise != null
            ? new InetSocketAddress(advertise, listener.address().getPort())
            : null;
    return new ListenAddress(protocol(listener.protocol()), listener.address(), told);
  }

  private static TransportProtocol protocol(Listener.Protocol protocol) {
    return switch (protocol) {
      case UDP -> TransportProtocol.UDP;
      case TCP -> TransportProtocol.TCP;
      case TLS -> TransportProtocol.TLS;
      case WS -> TransportProtocol.WS;
      case WSS -> TransportProtocol.WSS;
    };
  }

  /** The loop sleeps on its datagrams. */
  private record BesideSockets(SocketThread thread) implements LoopSleep {
    @Override
    public void sleep(long waitNs, BooleanSupplier maySleep) {
      thread.sleep(waitNs, maySleep);
    }

    @Override
    public void wake() {
      thread.wake();
    }
  }

  /** Media is where the first SIP listener is: a phone that reaches one reaches the other. */
  private MediaPlane media(SipConfig sip) throws IOException {
    Listener first = sip.listen().getFirst();
    MediaPlane media = opened(RtpMediaPlane.start(mediaConfig(sip, first)));
    Listener other = ofOtherFamily(sip, first);
    return other == null
        ? media
        : new DualStackMediaPlane(
            media, advertised(sip, first), opened(RtpMediaPlane.start(mediaConfig(sip, other))));
  }

  /**
   * Who is bound to all addresses of IPv6 has those of IPv4, too: no second one has a port left.
   */
  private static @Nullable Listener ofOtherFamily(SipConfig sip, Listener first) {
    Class<?> family = advertised(sip, first).getClass();
    Listener other =
        sip.listen().stream()
            .filter(listener -> advertised(sip, listener).getClass() != family)
            .findFirst()
            .orElse(null);
    boolean apart = other != null && !takesAll(first) && !takesAll(other);
    return apart ? other : null;
  }

  private static boolean takesAll(Listener listener) {
    return listener.anyAddress() && listener.address().getAddress() instanceof Inet6Address;
  }

  private static InetAddress advertised(SipConfig sip, Listener listener) {
    InetAddress advertise = sip.advertise();
    return listener.anyAddress() && advertise != null ? advertise : listener.address().getAddress();
  }

  private static MediaConfig mediaConfig(SipConfig sip, Listener listener) {
    return MediaConfig.of(
        listener.address().getAddress(),
        advertised(sip, listener),
        sip.mediaPorts().first(),
        sip.mediaPorts().last(),
        MEDIA_THREADS);
  }

  /** Where it listens, with the ports that the system chose. */
  public List<Flow> bound() {
    return bound;
  }

  /** How things stand; waits for the loop's answer. */
  public AcdFigures figures() {
    CompletableFuture<AcdFigures> answer = new CompletableFuture<>();
    tell(new Input.Inspect(answer::complete));
    return answer.join();
  }

  /** Takes no new calls from now on. */
  public void drain() {
    tell(new Input.Drain());
  }

  /** Ends every call. */
  public void stopCalls() {
    tell(new Input.StopCalls());
  }

  /** The door has one ring, which is for one thread at a time. */
  private synchronized void tell(Input input) {
    while (!door.offer(input)) {
      Thread.onSpinWait();
    }
  }

  /** Ends calls, loop, sockets and files, in this order. */
  @Override
  public void close() {
    if (meters != null) {
      meters.close();
    }
    LOG.info("at the end: {}", figures().line());
    stopCalls();
    awaitByes();
    loop.stop();
    acd.close();
    journal.append(
        new JournalRecord.Stopped("stopped"), System.nanoTime(), System.currentTimeMillis());
    closeParts();
  }

  /**
   * The loop has performed everything before it answers, so BYE and 503 are with the sockets then.
   */
  private void awaitByes() {
    AcdFigures last = figures();
    if (last.running() > 0) {
      LOG.warn("{} calls were still running", last.running());
    }
  }

  private void closeParts() {
    for (AutoCloseable part : parts.reversed()) {
      try {
        part.close();
      } catch (Exception e) {
        LOG.warn("cannot close {}", part, e);
      }
    }
  }

  /**
   * Serves until SIGTERM or SIGINT, then drains, and ends at once at the second signal. Edited
   * rules are taken meanwhile. Returns the exit code.
   *
   * @param file where the configuration came from
   * @param adjust what the command line changes in what the file says
   */
  static int serve(ConfigResult.Valid read, Path file, UnaryOperator<ConfigResult.Valid> adjust)
      throws IOException, InterruptedException {
    StopSignals signals = StopSignals.install();
    try (Server server = start(read);
        RuleReloader reloader = new RuleReloader(file, adjust, server.rules, server::tell);
        FileWatch _ = watch(read, file, reloader);
        Certificates certificates = server.followCertificates(read.config())) {
      StopSignals.onSignal("HUP", () -> reload(reloader, certificates));
      System.out.println("ready");
      signals.awaitFirst();
      server.drain();
      server.awaitQuiet(signals, read.config().drain());
    }
    return 0;
  }

  private @Nullable Certificates followCertificates(UsherConfig config) throws IOException {
    return Certificates.follow(config, security, config.reload().watch());
  }

  private static void reload(RuleReloader rules, @Nullable Certificates certificates) {
    rules.request();
    if (certificates != null) {
      certificates.reload();
    }
  }

  private static @Nullable FileWatch watch(
      ConfigResult.Valid read, Path file, RuleReloader reloader) throws IOException {
    return read.config().reload().watch() ? FileWatch.start(file, reloader::request) : null;
  }

  private void awaitQuiet(StopSignals signals, Duration limit) throws InterruptedException {
    long endNs = System.nanoTime() + limit.toNanos();
    boolean hurried = false;
    while (!hurried && figures().running() > 0 && System.nanoTime() < endNs) {
      hurried = signals.awaitSecond(Duration.ofMillis(100));
    }
  }
}
