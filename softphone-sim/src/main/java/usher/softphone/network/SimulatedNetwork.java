package usher.softphone.network;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import usher.sip.message.MalformedMessageException;
import usher.sip.message.MessageGuard;
import usher.sip.message.SipMessage;
import usher.sip.message.StatelessAnswer;
import usher.sip.message.Verdict;
import usher.sip.transport.Flow;
import usher.sip.transport.ResponseTarget;
import usher.softphone.chance.Seed;

/**
 * Hosts and what lies between them, on virtual time. The time begins at {@link #START_NS} and only
 * passes inside the {@code run...} methods, from event to event. Of events at the same instant the
 * one that was caused first comes first, and messages come before deadlines of nodes, so a run
 * depends on nothing but the seed and what the caller does.
 *
 * <p>One thread.
 */
public final class SimulatedNetwork {
  /** When every simulation begins, in ns: not zero, so that a forgotten zero is no valid time. */
  public static final long START_NS = 1_000_000_000L;

  /** More events than this at one instant are a circle: somebody acts without time passing. */
  public static final int EVENTS_AT_ONE_INSTANT_MAX = 1_000_000;

  private record Way(SimulatedHost from, SimulatedHost to) {}

  private final Seed seed;
  private final Agenda agenda = new Agenda();
  private final Trace trace = new Trace();
  private final List<SimulatedHost> hosts = new ArrayList<>();
  private final Map<InetSocketAddress, SimulatedHost> hostsByAddress = new HashMap<>();
  private final Map<Way, Link> links = new HashMap<>();

  private LinkQuality usualQuality = LinkQuality.GOOD;
  private long nowNs = START_NS;
  private int eventsNow;
  private long lastConnection = Flow.NO_CONNECTION;

  private long sent;
  private long delivered;
  private long lost;
  private long duplicated;
  private long heldBack;
  private long refused;
  private long undeliverable;

  /** An empty network whose links are {@link LinkQuality#GOOD}. */
  public SimulatedNetwork(Seed seed) {
    this.seed = seed;
  }

  // ---- building

  /**
   * Adds a host that listens on these addresses, for datagrams and streams.
   *
   * @param name its own, for traces and for its links' lots
   */
  public SimulatedHost host(String name, InetSocketAddress... addresses) {
    SimulatedHost host = new SimulatedHost(this, name, List.of(addresses));
    for (InetSocketAddress address : addresses) {
      if (hostsByAddress.putIfAbsent(address, host) != null) {
        throw new IllegalArgumentException(address + " is taken");
      }
    }
    hosts.add(host);
    return host;
  }

  /** How good every link is from now on. */
  public void quality(LinkQuality quality) {
    usualQuality = quality;
    links.values().forEach(link -> link.quality(quality));
  }

  /** How well {@code to} hears {@code from} from now on. */
  public void quality(SimulatedHost from, SimulatedHost to, LinkQuality quality) {
    link(from, to).quality(quality);
  }

  private Link link(SimulatedHost from, SimulatedHost to) {
    return links.computeIfAbsent(
        new Way(from, to),
        way -> new Link(usualQuality, seed.random(from.name() + " to " + to.name())));
  }

  /** From now on everything is told to this reader as well, with the messages, for a look at it. */
  public void trace(Consumer<String> reader) {
    trace.readBy(reader);
  }

  // ---- time

  /** The instant being simulated, in ns. */
  public long nowNs() {
    return nowNs;
  }

  /** Does this {@code delayNs} from now; all nodes know the time by then. */
  public void after(long delayNs, Runnable action) {
    agenda.at(
        nowNs + delayNs,
        () -> {
          advanceNodes();
          action.run();
        });
  }

  private void advanceNodes() {
    for (SimulatedHost host : hosts) {
      SimulatedNode node = host.node();
      if (node != null) {
        node.advance(nowNs);
      }
    }
  }

  /** Lets time pass up to this instant, which then is {@link #nowNs}. */
  public void runUntil(long toNs) {
    while (nextNs() <= toNs) {
      step();
    }
    nowNs = Math.max(nowNs, toNs);
    advanceNodes();
  }

  /** Lets so much time pass. */
  public void runFor(long lengthNs) {
    runUntil(nowNs + lengthNs);
  }

  /**
   * Lets time pass until nothing is under way and no node waits for anything.
   *
   * @return false if that was not so by {@code limitNs}
   */
  public boolean runUntilIdle(long limitNs) {
    return runWhile(() -> nextNs() != Long.MAX_VALUE, limitNs);
  }

  /**
   * Lets time pass event by event while this holds.
   *
   * @return false if it still held at {@code limitNs}
   */
  public boolean runWhile(BooleanSupplier goOn, long limitNs) {
    while (goOn.getAsBoolean()) {
      if (nextNs() > limitNs) {
        runUntil(limitNs);
        return !goOn.getAsBoolean();
      }
      step();
    }
    return true;
  }

  private long nextNs() {
    long nextNs = agenda.nextNs();
    for (SimulatedHost host : hosts) {
      nextNs = Math.min(nextNs, deadlineNs(host));
    }
    return nextNs;
  }

  private static long deadlineNs(SimulatedHost host) {
    SimulatedNode node = host.node();
    return node == null ? Long.MAX_VALUE : node.nextDeadlineNs();
  }

  private void step() {
    long nextNs = Math.max(nowNs, nextNs());
    eventsNow = nextNs == nowNs ? eventsNow + 1 : 0;
    if (eventsNow > EVENTS_AT_ONE_INSTANT_MAX) {
      throw new IllegalStateException("no end of events at " + nowNs + " ns");
    }
    nowNs = nextNs;
    if (agenda.nextNs() <= nowNs) {
      agenda.runFirst();
    } else {
      advanceDue();
    }
  }

  private void advanceDue() {
    for (SimulatedHost host : hosts) {
      SimulatedNode node = host.node();
      if (node != null && node.nextDeadlineNs() <= nowNs) {
        node.advance(nowNs);
        return;
      }
    }
  }

  // ---- datagrams

  void sendDatagram(SimulatedHost from, Flow flow, SipMessage message) {
    sent++;
    SimulatedHost to = hostsByAddress.get(flow.remote());
    if (to == null || from.isCut()) {
      lose(flow, message);
    } else {
      sendDatagram(link(from, to).datagram(), to, flow, message);
    }
  }

  private void sendDatagram(
      List<Link.Arrival> arrivals, SimulatedHost to, Flow flow, SipMessage message) {
    if (arrivals.isEmpty()) {
      lose(flow, message);
    }
    for (Link.Arrival arrival : arrivals) {
      note(arrival, flow, message);
      agenda.at(nowNs + arrival.delayNs(), () -> arrive(to, mirrored(flow), message.bytes()));
    }
  }

  private void note(Link.Arrival arrival, Flow flow, SipMessage message) {
    duplicated += arrival.copy() ? 1 : 0;
    heldBack += arrival.heldBack() ? 1 : 0;
    trace.add(nowNs, arrival.copy() ? "copied" : "sent", flow, message.bytes());
  }

  private void lose(Flow flow, SipMessage message) {
    lost++;
    trace.add(nowNs, "lost", flow, message.bytes());
  }

  /** The same flow as the far end sees it. */
  private static Flow mirrored(Flow flow) {
    return new Flow(
        flow.protocol(),
        /* local= */ flow.remote(),
        /* remote= */ flow.local(),
        Flow.NO_CONNECTION);
  }

  private void arrive(SimulatedHost to, Flow flow, byte[] bytes) {
    SimulatedNode node = to.isCut() ? null : to.node();
    if (node == null) {
      lost++;
      trace.add(nowNs, "unheard", flow, bytes);
    } else {
      node.advance(nowNs);
      deliver(to, node, flow, bytes);
    }
  }

  /** As an I/O thread does it: the guard looks first. */
  private void deliver(SimulatedHost to, SimulatedNode node, Flow flow, byte[] bytes) {
    trace.add(nowNs, "received", flow, bytes);
    switch (MessageGuard.examine(bytes, flow.remote())) {
      case Verdict.Accepted(SipMessage message) -> {
        delivered++;
        node.received(message, flow);
      }
      case Verdict.Refused(StatelessAnswer answer, _) -> {
        refused++;
        answer(to, ResponseTarget.of(answer.topVia(), flow), answer.bytes());
      }
      case Verdict.Dropped _ -> refused++;
    }
  }

  private static void answer(SimulatedHost from, Flow flow, byte[] answer) {
    try {
      from.send(flow, SipMessage.parse(answer));
    } catch (MalformedMessageException e) {
      // Made from a request so damaged that its answer is not whole either; nobody could read it.
    }
  }

  // ---- streams

  void sendOverStream(SimulatedHost from, Flow flow, SipMessage message) {
    sent++;
    StreamEnd end = from.stream(flow);
    if (end == null && flow.connection() == Flow.NO_CONNECTION) {
      end = connect(from, flow);
    }
    if (end == null) {
      giveBack(from, flow, message);
    } else {
      write(end, flow, message);
    }
  }

  private @Nullable StreamEnd connect(SimulatedHost from, Flow flow) {
    SimulatedHost to = hostsByAddress.get(flow.remote());
    if (to == null || from.isCut() || to.isCut() || to.node() == null) {
      return null;
    }
    // The caller knows the connection by the address it listens on, the called by its real source.
    InetSocketAddress source = from.ephemeral(flow.local());
    StreamEnd near = end(from, flow);
    StreamEnd far = end(to, mirrored(flow).to(source));
    StreamEnd.connect(near, far);
    return near;
  }

  private StreamEnd end(SimulatedHost host, Flow flow) {
    Flow own = new Flow(flow.protocol(), flow.local(), flow.remote(), ++lastConnection);
    StreamEnd end = new StreamEnd(host, own);
    host.add(end);
    return end;
  }

  private void write(StreamEnd end, Flow flow, SipMessage message) {
    StreamEnd far = end.far();
    boolean cut = end.host().isCut() || far.host().isCut();
    long delayNs = cut ? Link.BROKEN : link(end.host(), far.host()).streamDelayNs();
    if (delayNs == Link.BROKEN) {
      giveBack(end.host(), flow, message);
      reset(end);
    } else {
      trace.add(nowNs, "written", flow, message.bytes());
      agenda.at(end.arrivalNs(nowNs + delayNs), () -> read(far, message.bytes()));
    }
  }

  private void read(StreamEnd end, byte[] bytes) {
    if (end.isOpen()) {
      arrive(end.host(), end.flow(), bytes);
    } else {
      lost++;
      trace.add(nowNs, "unread", end.flow(), bytes);
    }
  }

  private void giveBack(SimulatedHost to, Flow flow, SipMessage message) {
    undeliverable++;
    trace.add(nowNs, "undeliverable", flow, message.bytes());
    tell(to, node -> node.undeliverable(message, flow));
  }

  /** Both ends of the connection hear that it is gone; what is under way in it is lost. */
  void reset(StreamEnd end) {
    if (end.isOpen()) {
      ended(end);
      ended(end.far());
    }
  }

  private void ended(StreamEnd end) {
    end.close();
    end.host().remove(end);
    tell(end.host(), node -> node.connectionClosed(end.flow()));
  }

  /** Later, as an input of its own: nobody is called back out of his own call. */
  private void tell(SimulatedHost host, Consumer<SimulatedNode> what) {
    agenda.at(
        nowNs,
        () -> {
          SimulatedNode node = host.node();
          if (node != null) {
            node.advance(nowNs);
            what.accept(node);
          }
        });
  }

  // ---- what happened

  /** What became of the messages so far. */
  public NetworkFigures figures() {
    return new NetworkFigures(sent, delivered, lost, duplicated, heldBack, refused, undeliverable);
  }

  /** SHA-256, in hex, of every message and what became of it when. Equal runs have equal ones. */
  public String traceDigest() {
    return trace.digest();
  }
}
